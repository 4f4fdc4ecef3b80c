#!/usr/bin/env bash
# Prints where cargo puts what it builds.
set -euo pipefail
cd "$(dirname "$0")/.."
printf '%s\n' "${CARGO_TARGET_DIR:-$PWD/target}"
