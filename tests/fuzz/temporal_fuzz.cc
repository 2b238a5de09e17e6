// What is read as a date, a time or a duration prints so that it reads back the same.
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/temporal.h"
#include "tests/fuzz/disagree.h"

namespace {

template <typename Parse>
void RoundTrip(const std::string& text, Parse parse) {
  const auto value = parse(text);
  if (!value) return;
  const std::string printed = papergraph::ToString(*value);
  const auto again = parse(printed);
  if (!again) Disagree("what was printed is refused", text, printed);
  if (!(*again == *value)) Disagree("read back as something else", text, printed + "\n" + papergraph::ToString(*again));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  RoundTrip(text, papergraph::ParseDate);
  RoundTrip(text, papergraph::ParseLocalTime);
  RoundTrip(text, papergraph::ParseTime);
  RoundTrip(text, papergraph::ParseLocalDateTime);
  RoundTrip(text, papergraph::ParseDateTime);
  RoundTrip(text, papergraph::ParseDuration);
  return 0;
}
