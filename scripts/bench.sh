#!/usr/bin/env bash
# Measures: the rules, the log alone, and a node that runs, on SQLite and on PostgreSQL with fsync on.
# Figures of one run compare with each other; figures of two machines do not. WEICOURT_BENCH_SECONDS is
# the length of each measurement (5), WEICOURT_BENCH_DIR a directory on the disk to be measured.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
cargo bench --quiet -p weicourt-domain --benches
cargo bench --quiet -p weicourt-documents --benches
cargo build --quiet --release -p weicourt-server

weicourt=$(scripts/target-dir.sh)/release/weicourt
export weicourt seconds=${WEICOURT_BENCH_SECONDS:-5} dir=${WEICOURT_BENCH_DIR:-${TMPDIR:-/tmp}}

# measure COMMAND…: on the embedded database, then on an empty PostgreSQL.
measure() {
  echo "weicourt bench $*"
  "$weicourt" bench "$@" --seconds "$seconds" --dir "$dir" --json
  WEICOURT_PG_FSYNC=on scripts/with-postgres.sh \
    sh -c '"$weicourt" bench "$@" --seconds "$seconds" --dir "$dir" --store "$WEICOURT_TEST_PG" --json' measure "$@"
}
"$weicourt" bench documents --chromium "$(command -v chromium)" --dir "$dir" --json
measure append
measure space --spaces 20 --members 5 --idle 5000
measure space --spaces 20 --members 5 --talkers 1
measure space --spaces 100 --members 5 --rate 200
