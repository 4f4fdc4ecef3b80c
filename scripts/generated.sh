#!/usr/bin/env bash
# Writes what is made from the program and kept in the repository: the tests that compare it write
# it instead.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
WEICOURT_GENERATE=1 cargo test --quiet --workspace --tests fresh
npm --prefix web run --silent schema
