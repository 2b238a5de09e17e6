// The fuzzer's bytes are the decisions of a generator: the laws between statements hold (tests/generate/laws.h).
#include <cstdint>

#include "engine/session.h"
#include "tests/fuzz/disagree.h"
#include "tests/generate/report.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static papergraph::generate::Bench bench;
  const std::string broken = papergraph::generate::BrokenBy(bench, {data, size});
  if (!broken.empty()) Disagree("a law is broken", broken, "");
  return 0;
}
