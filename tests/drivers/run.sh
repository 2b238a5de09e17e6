#!/usr/bin/env bash
# Neo4j's JavaScript drivers against `papergraph serve` ($PAPERGRAPH_PROGRAM). Installs them (package-lock.json) where they
# are not yet. Status 77, CTest's "skipped", where that cannot be; never in CI, where it is a failure.
#   run.sh FOLDER        FOLDER: where the packages are installed
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1

skip() {
  echo "skipped: $1"
  [ -n "${CI:-}" ] && exit 1
  exit 77
}

[ -n "${PAPERGRAPH_PROGRAM:-}" ] || skip "PAPERGRAPH_PROGRAM is not set"
command -v node >/dev/null && command -v npm >/dev/null || skip "node and npm are not there"
mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed"; then
  cp "$here/package.json" "$here/package-lock.json" "$folder"
  (cd "$folder" && npm ci --silent --no-audit --no-fund) || skip "npm cannot install the drivers"
  cp "$here/package-lock.json" "$folder/installed"
fi
cd "$folder"
exec node "$here/main.mjs"
