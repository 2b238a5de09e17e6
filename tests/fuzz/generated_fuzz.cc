// The fuzzer's bytes are the decisions of a generator of valid statements (tests/generate): rows, errors and graphs are
// the same on the store with the optimiser and on the plain graph without.
#include <cstdint>

#include "engine/session.h"
#include "tests/fuzz/disagree.h"
#include "tests/generate/report.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static papergraph::generate::Bench bench;
  const std::string found = papergraph::generate::FoundBy(bench, {data, size}, {});
  if (!found.empty()) Disagree("store and plain graph disagree", found, "");
  return 0;
}
