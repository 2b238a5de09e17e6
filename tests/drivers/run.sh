#!/usr/bin/env bash
# Clients from npm against the program ($PAPERGRAPH_PROGRAM): Neo4j's JavaScript drivers, or those of the folder TESTS.
# Installs them (package-lock.json) where they are not yet. Status 77, CTest's "skipped", where that cannot be; never in
# CI, where it is a failure.
#   run.sh FOLDER [TESTS]        FOLDER: where the packages are installed; TESTS: has package.json and main.mjs
set -euo pipefail
here=$(cd "${2:-$(dirname "$0")}" && pwd)
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
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retry-mintimeout=2000 \
    --fetch-retry-maxtimeout=10000 >/dev/null) || skip "npm cannot install the packages"
  cp "$here/package-lock.json" "$folder/installed"
fi
cd "$folder"
exec node "$here/main.mjs"
