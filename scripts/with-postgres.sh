#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: `with-postgres.sh COMMAND…`.
# The database lives in a temporary directory, listens on a free port of the loopback address, is
# named in WEICOURT_TEST_PG, and is gone afterwards. WEICOURT_PG_FSYNC=on makes it as careful as a
# real one, for measuring.
set -euo pipefail
bin=$(for dir in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null || true)"; do
  [ ! -x "$dir/initdb" ] || printf '%s\n' "$dir"
done | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "with-postgres: PostgreSQL is not installed; run scripts/setup.sh test" >&2; exit 1; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/weicourt-pg.XXXXXX")
# PostgreSQL refuses to run as root.
as_user=()
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  chown "$user" "$dir"
  as_user=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups env HOME="$dir")
fi
stop() {
  (cd "$dir" && "${as_user[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

cd "$dir"
"${as_user[@]}" "$bin/initdb" -D "$dir/data" -U weicourt -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 \
  || { cat "$dir/initdb.log" >&2; exit 1; }
careful=${WEICOURT_PG_FSYNC:-off}
for attempt in 1 2 3 4 5 6 7 8; do
  port=$((20000 + RANDOM % 30000))
  options="-p $port -k $dir -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=$careful -c synchronous_commit=$careful"
  if "${as_user[@]}" "$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/log" -o "$options" start >/dev/null 2>&1; then
    break
  fi
  [ "$attempt" != 8 ] || { cat "$dir/log" >&2; exit 1; }
done
cd "$OLDPWD"
export WEICOURT_TEST_PG="postgres://weicourt@127.0.0.1:$port/postgres"
"$@"
