#!/usr/bin/env bash
# Makes crates/documents/fonts/NotoSerifSC-GB2312.ttf again, from the full face and with the tools
# named below. The file is in the repository; this is for whoever wants to check or change it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
face=@expo-google-fonts/noto-serif-sc@0.4.3
tools=fonttools==4.68.0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --silent --pack-destination "$work" "$face" >/dev/null
tar -xzf "$work"/*.tgz -C "$work"
python3 -m venv "$work/python"
"$work/python/bin/pip" --quiet --disable-pip-version-check install "$tools"

fonts=crates/documents/fonts
"$work/python/bin/python" $fonts/cut.py "$work/package/400Regular/NotoSerifSC_400Regular.ttf" $fonts/NotoSerifSC-GB2312.ttf
cp "$work/package/LICENSE_FONT" $fonts/OFL.txt
sha256sum $fonts/NotoSerifSC-GB2312.ttf
