// Time zones: eight bytes of an instant, then a zone's name. A known zone shows every instant as a clock from which the
// instant comes back, and as text that reads back the same.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "storage/temporal.h"
#include "storage/temporal_zone.h"
#include "tests/fuzz/disagree.h"

namespace papergraph {
namespace {

// The years -9999 to 9999, where text has a fixed form.
constexpr int64_t kLongest = 250000000000;

void Check(int64_t number, const std::string& name) {
  const std::optional<Zone> zone = ParseZone(name);
  if (!zone) return;
  const int64_t seconds = number % kLongest;
  const int32_t offset = OffsetAt(*zone, seconds);
  if (offset < -18 * 3600 || offset > 18 * 3600) Disagree("an offset of more than 18 hours", name, "");
  if (zone->name.empty() && ParseZone(OffsetText(zone->offset))->offset != zone->offset)
    Disagree("another offset", name, OffsetText(zone->offset));
  const DateTime shown = AtInstant(seconds, 5, *zone);
  if (shown.seconds != seconds || shown.offset != offset) Disagree("another instant", name, ToString(shown));
  const DateTime back = AtLocal(LocalOf(shown), *zone, offset);
  if (!(back == shown)) Disagree("the clock means another instant", ToString(shown), ToString(back));
  const auto read = ParseDateTime(ToString(shown));
  if (!read || !(*read == shown)) Disagree("read back as something else", name, ToString(shown));
  // A clock that shows no such time moves on, never back, and by no more than the gap.
  const LocalDateTime local{seconds, 0};
  const DateTime meant = AtLocal(local, *zone);
  const int64_t moved = LocalOf(meant).seconds - local.seconds;
  if (moved < 0 || moved > 26 * 3600) Disagree("a clock that moved far", name, ToString(meant));
}

}  // namespace
}  // namespace papergraph

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 8) return 0;
  int64_t number = 0;
  std::memcpy(&number, data, 8);
  papergraph::Check(number, std::string(reinterpret_cast<const char*>(data) + 8, size - 8));
  return 0;
}
