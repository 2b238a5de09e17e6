#!/usr/bin/env bash
# What a user gets: `cmake --install` of the program's build folder, a program of examples/project built with find_package(papergraph)
# against the installed tree, and the .deb packages. Nothing is installed on the machine itself. Needs the release program
# ($PAPERGRAPH_PROGRAM); without it status 77, CTest's "skipped", and in CI a failure.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)

if [ -z "${PAPERGRAPH_PROGRAM:-}" ]; then
  echo "skipped: PAPERGRAPH_PROGRAM is not set"
  [ -n "${CI:-}" ] && exit 1
  exit 77
fi
release=$(cd "$(dirname "$PAPERGRAPH_PROGRAM")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }
cmake --install "$release" --prefix "$folder/tree" >"$folder/log" || { cat "$folder/log"; fail "cmake --install"; }
for file in bin/papergraph share/man/man1/papergraph.1 share/bash-completion/completions/papergraph \
  share/zsh/site-functions/_papergraph share/fish/vendor_completions.d/papergraph.fish include/papergraph/engine/session.h; do
  [ -s "$folder/tree/$file" ] || fail "$file is not installed"
done
"$folder/tree/bin/papergraph" --version
if [ -d "$release/explorer" ]; then
  for file in index.html app.js style.css licences.txt; do
    [ -s "$folder/tree/share/papergraph/explorer/$file" ] || fail "share/papergraph/explorer/$file is not installed"
  done
fi

# Away from the sources, which must not be found by accident.
mkdir "$folder/examples"
cp "$root/examples/embed.cc" "$folder/examples"
cp -r "$root/examples/project" "$folder/examples/project"
cmake -S "$folder/examples/project" -B "$folder/build" -G Ninja -DCMAKE_PREFIX_PATH="$folder/tree" -DCMAKE_BUILD_TYPE=Release >"$folder/log" ||
  { cat "$folder/log"; fail "find_package(papergraph)"; }
cmake --build "$folder/build" >"$folder/log" || { cat "$folder/log"; fail "the example does not build"; }
"$folder/build/embed" | grep -q DeepSeekMath || fail "the example does not answer"

# Every public header stands alone in a user's program.
for header in "$folder"/tree/include/papergraph/*/*.h; do
  printf '#include <%s>\n' "${header#"$folder"/tree/include/}"
done >"$folder/all.cc"
"${CXX:-c++}" -std=c++20 -fsyntax-only -I "$folder/tree/include" -I "$folder/tree/include/papergraph" "$folder/all.cc" ||
  fail "a public header includes what is not installed"

(cd "$release" && cpack -G DEB -B "$folder/deb" >"$folder/log" 2>&1) || { cat "$folder/log"; fail "cpack"; }
package=("$folder"/deb/papergraph_*.deb)
dpkg-deb -f "${package[0]}" Depends | grep -q libc6 || fail "the package does not say what it depends on"
dpkg-deb -x "${package[0]}" "$folder/unpacked"
"$folder/unpacked/usr/bin/papergraph" query --db :memory: 'RETURN 6 * 7 AS answer' | grep -q 42 || fail "the packaged program"
if [ -d "$release/explorer" ]; then
  [ -s "$folder/unpacked/usr/share/papergraph/explorer/index.html" ] || fail "the page is not in the package"
  # The packaged program finds it where it lies.
  "$folder/unpacked/usr/bin/papergraph" serve --db :memory: --port 0 >"$folder/serve" &
  server=$!
  for _ in $(seq 50); do grep -q '^http:' "$folder/serve" && break; sleep 0.1; done
  "${PYTHON:-python3}" -c "import sys, urllib.request; sys.exit('app.js' not in urllib.request.urlopen(sys.argv[1]).read().decode())" \
    "$(grep '^http:' "$folder/serve")/" || fail "the packaged program shows no page"
  kill "$server"
  wait "$server" || fail "the packaged server does not end"
fi
echo "installed, found by find_package, and packaged: $(basename "${package[0]}")"
