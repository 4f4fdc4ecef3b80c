#!/usr/bin/env bash
# Builds the web app into web/dist, when anything it is built from changed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
sources=$(find web \( -name node_modules -o -name dist -o -name test-results -o -path web/tests \) -prune -o -type f -print0 \
  | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
kept=web/node_modules/.weicourt-built
if [ -f web/dist/m.html ] && [ "$(cat "$kept" 2>/dev/null)" = "$sources" ]; then
  exit 0
fi
npm --prefix web run --silent build -- --logLevel warn </dev/null >&2
# Zipped once here, so that the node does not do it at each request.
find web/dist -type f -size +1k \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' -o -name '*.webmanifest' \) \
  -exec gzip -9 -n -k -f {} +
printf '%s\n' "$sources" >"$kept"
