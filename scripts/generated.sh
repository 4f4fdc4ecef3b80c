#!/usr/bin/env bash
# Writes what is made from the program and kept in the repository.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
cargo build --quiet -p weicourt-server
weicourt=$(scripts/target-dir.sh)/debug/weicourt
mkdir -p docs/generated
"$weicourt" config-reference >docs/generated/configuration.md
