#!/usr/bin/env bash
# Measures. Figures of one run compare with each other; figures of two machines do not.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
cargo bench --quiet --workspace --benches
