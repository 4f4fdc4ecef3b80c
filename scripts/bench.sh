#!/usr/bin/env bash
# Measures. Figures of one run compare with each other; figures of two machines do not.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
echo '== the law of a case'
cargo bench --quiet -p weicourt-domain --bench law

echo '== durable appends: the embedded database, then PostgreSQL, each beside raw inserts and an fsync probe'
# shellcheck disable=SC2016 # the inner shell knows the database
WEICOURT_PG_FSYNC=on scripts/with-postgres.sh bash -c \
  'WEICOURT_BENCH_PG=$WEICOURT_TEST_PG cargo bench --quiet -p weicourt-store --bench append'
