#!/usr/bin/env bash
# Everything that must hold before a change is pushed. Every step runs, whatever the others said;
# the last line counts the tests of all runners: `N passed, N failed`.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
export NO_COLOR=1 CARGO_TERM_COLOR=never CARGO_TERM_PROGRESS_WHEN=never FORCE_COLOR=0
logs=$(mktemp -d "${TMPDIR:-/tmp}/weicourt-test.XXXXXX")
trap 'rm -rf "$logs"' EXIT
n_passed=0
n_failed=0
failed_steps=()

# step NAME COMMAND…: a step without a count of its own; it is one failure when it fails.
step() {
  local name=$1; shift
  printf '== %s\n' "$name"
  "$@" </dev/null 2>&1 | tee "$logs/step"
  local code=${PIPESTATUS[0]}
  if [ "$code" != 0 ]; then
    failed_steps+=("$name")
    n_failed=$((n_failed + 1))
  fi
  return "$code"
}

# counted NAME COUNTER COMMAND…: a runner; COUNTER reads what it printed and gives "passed failed".
counted() {
  local name=$1 counter=$2; shift 2
  printf '== %s\n' "$name"
  "$@" </dev/null 2>&1 | tee "$logs/step"
  local code=${PIPESTATUS[0]} passed=0 failed=0
  read -r passed failed < <("$counter" "$logs/step")
  # A runner that ends badly, or that ran nothing, has failed even if it counts no failure.
  if [ "$failed" = 0 ] && { [ "$code" != 0 ] || [ "$passed" = 0 ]; }; then
    failed=1
  fi
  n_passed=$((n_passed + passed))
  n_failed=$((n_failed + failed))
  [ "$failed" = 0 ] || failed_steps+=("$name")
}
count_nextest() { awk '/^ *Summary \[/ { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) p += $(i-1); if ($i ~ /^(failed|timed)/) f += $(i-1) } } END { print p + 0, f + 0 }' "$1"; }
count_doc() { awk '/^test result:/ { for (i = 2; i <= NF; i++) { if ($i == "passed;") p += $(i-1); if ($i == "failed;") f += $(i-1) } } END { print p + 0, f + 0 }' "$1"; }
count_vitest() { awk '$1 == "Tests" { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) p += $(i-1); if ($i ~ /^failed/) f += $(i-1) } } END { print p + 0, f + 0 }' "$1"; }
count_playwright() { awk '$2 == "passed" { p += $1 } $2 == "failed" || $2 == "flaky" || ($2 == "did" && $3 == "not") { f += $1 } END { print p + 0, f + 0 }' "$1"; }

generated_fresh() {
  local made
  made=$(mktemp) || return 1
  web/node_modules/.bin/openapi-typescript docs/generated/openapi.json -o "$made" >/dev/null && cmp -s "$made" web/src/api/schema.ts
  local code=$?
  rm -f "$made"
  [ "$code" = 0 ] || echo "web/src/api/schema.ts is old: run 'make generate'"
  return "$code"
}

step 'format' cargo fmt --all --check
step 'web: types and lint' npm --prefix web run --silent check
counted 'web: unit tests' count_vitest npm --prefix web run --silent test
step 'web: build' scripts/web.sh
step 'lint' cargo clippy --quiet --workspace --all-targets -- -D warnings
step 'tidy' cargo run --quiet -p weicourt-tidy
counted 'tests' count_nextest scripts/with-postgres.sh cargo nextest run --workspace --cargo-quiet --no-fail-fast --status-level fail --final-status-level fail
counted 'examples in the documentation' count_doc cargo test --quiet --workspace --doc
if [ -f web/src/api/schema.ts ]; then
  step 'web: types of the API are fresh' generated_fresh
fi
if step 'build the node' cargo build --quiet -p weicourt-server; then
  WEICOURT_BIN=$(scripts/target-dir.sh)/debug/weicourt
  export WEICOURT_BIN
  counted 'browser journeys' count_playwright npm --prefix web run --silent e2e -- --reporter=list
fi

if [ ${#failed_steps[@]} -gt 0 ]; then
  printf 'failed: %s\n' "${failed_steps[@]}"
fi
printf '%s passed, %s failed\n' "$n_passed" "$n_failed"
[ "$n_failed" = 0 ]
