#!/usr/bin/env bash
# The page of `papergraph serve` ($PAPERGRAPH_PROGRAM) in Debian's Chromium. Builds the page and installs the driver of the
# browser (package-lock.json) where they are not yet. Status 77, CTest's "skipped", where that cannot be; never in CI, where
# it is a failure.
#   run.sh FOLDER        FOLDER: where the packages are installed
# SHOTS=FOLDER keeps a picture of every view.
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
[ -x /usr/bin/chromium ] || skip "chromium is not there"
page=$(dirname "$PAPERGRAPH_PROGRAM")/explorer
if [ ! -s "$page/index.html" ] || [ -n "$(find "$here/../../cli/explorer" -type f -newer "$page/index.html")" ]; then
  "$here/../../cli/explorer/build.sh" "$page" "$folder/../explorer-packages" || skip "npm cannot install what the page is made of"
fi
node --test "$here"/words.mjs
exec "$here/../drivers/run.sh" "$folder" "$here"
