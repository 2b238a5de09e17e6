#!/usr/bin/env bash
# Builds the page of `papergraph serve`. Needs node and npm.
#   build.sh OUT WORK     OUT: the folder of the finished page; WORK: where npm's packages are kept
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$2" "$(dirname "$1")"
work=$(cd "$2" && pwd)
out=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")

if ! cmp -s "$here/package-lock.json" "$work/installed"; then
  cp "$here/package.json" "$here/package-lock.json" "$work"
  (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retry-mintimeout=2000 \
    --fetch-retry-maxtimeout=10000 >/dev/null)
  cp "$here/package-lock.json" "$work/installed"
fi
rm -rf "$work/page"
NODE_PATH="$work/node_modules" "$work/node_modules/.bin/esbuild" "$here/src/app.jsx" "$here/src/style.css" \
  --bundle --minify --splitting --format=esm --target=es2021 --jsx=automatic --jsx-import-source=preact --charset=utf8 \
  --legal-comments=none --chunk-names='[name]-[hash]' --outdir="$work/page" --log-level=warning
cp "$here/src/index.html" "$here/src/icon.svg" "$work/page"
for package in preact cytoscape chart.js @kurkle/color; do
  licence=$(ls "$work/node_modules/$package"/LICENSE* | head -1)
  printf '== %s\n\n' "$package"
  cat "$licence"
  printf '\n'
done >"$work/page/licences.txt"
# In one step: a server that starts meanwhile finds a whole page.
rm -rf "$out"
mv "$work/page" "$out"
