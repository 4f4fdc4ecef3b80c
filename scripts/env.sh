# Where the tools are; sourced by the other scripts.

# Caches live outside the clone when there is a place for them, so that the next clone has them too.
_home=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
if [ -z "$_home" ] || ! mkdir -p "$_home/weicourt" 2>/dev/null || ! [ -w "$_home/weicourt" ]; then
  _home=$PWD/target/cache
  mkdir -p "$_home/weicourt"
fi
export WEICOURT_CACHE=$_home/weicourt
export WEICOURT_NODE_DIR=$WEICOURT_CACHE/node
unset _home

for _dir in "${CARGO_HOME:-${HOME:-}/.cargo}/bin" "$WEICOURT_NODE_DIR/node_modules/.bin" "$WEICOURT_NODE_DIR"; do
  case ":$PATH:" in
    *":$_dir:"*) ;;
    *) [ ! -d "$_dir" ] || PATH=$_dir:$PATH ;;
  esac
done
unset _dir
export PATH

# Whether there is a Node that can build the web app.
has_node() {
  command -v npm >/dev/null && command -v node >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}
