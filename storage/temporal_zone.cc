#include "storage/temporal_zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <map>
#include <mutex>

#include "storage/temporal_calendar.h"
#include "storage/temporal_rule.h"

namespace papergraph {
namespace {

constexpr int32_t kMostOffset = 18 * 3600;

// What is known of a named zone. The tz data lists each change up to 2037; later ones follow its closing rule.
struct NamedZone {
  const date::time_zone* zone = nullptr;
  std::optional<ZoneRule> rule;
};

// Null when there is no zone of this name. What is found is never forgotten: there are some 600 names.
const NamedZone* Lookup(const std::string& name) {
  static std::mutex mutex;
  static std::map<std::string, NamedZone> known;
  const std::lock_guard lock(mutex);
  if (const auto it = known.find(name); it != known.end()) return &it->second;
  try {
    const date::time_zone* zone = date::locate_zone(name);
    return &(known[name] = NamedZone{zone, ReadZoneRule(zone->name())});
  } catch (const std::exception&) {
    return nullptr;
  }
}

int Digit(char c) { return c >= '0' && c <= '9' ? c - '0' : -1; }

// Two digits at the start of `text`, which loses them; -1 when there are none.
int TakeTwo(std::string_view& text) {
  if (text.size() < 2 || Digit(text[0]) < 0 || Digit(text[1]) < 0) return -1;
  const int value = Digit(text[0]) * 10 + Digit(text[1]);
  text.remove_prefix(2);
  return value;
}

std::optional<int32_t> ParseOffset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  const int hours = TakeTwo(text);
  if (hours < 0) return std::nullopt;
  int parts[2] = {0, 0};
  const bool colons = text.starts_with(':');
  for (int& part : parts) {
    if (text.empty()) break;
    if (colons) {
      if (!text.starts_with(':')) return std::nullopt;
      text.remove_prefix(1);
    }
    part = TakeTwo(text);
    if (part < 0 || part > 59) return std::nullopt;
  }
  const int32_t offset = hours * 3600 + parts[0] * 60 + parts[1];
  if (!text.empty() || offset > kMostOffset) return std::nullopt;
  return sign * offset;
}

// Where the listed changes end and the closing rule takes over: 2037-01-01T00:00Z.
constexpr int64_t kRuleFrom = 2'114'380'800;

date::sys_seconds SysSeconds(int64_t seconds) { return date::sys_seconds(std::chrono::seconds(seconds)); }

int32_t NamedOffsetAt(const NamedZone& zone, int64_t seconds) {
  if (seconds >= kRuleFrom && zone.rule) return OffsetByRule(*zone.rule, seconds);
  return static_cast<int32_t>(zone.zone->get_info(SysSeconds(seconds)).offset.count());
}

}  // namespace

std::optional<Zone> ParseZone(std::string_view text) {
  if (const auto offset = ParseOffset(text)) return Zone{"", *offset};
  if (text.empty() || text.size() > 64 || text[0] == '/' || text.find("..") != std::string_view::npos)
    return std::nullopt;
  std::string name(text);
  for (char& c : name) {
    if (c == ' ') c = '_';
  }
  if (!Lookup(name)) return std::nullopt;
  return Zone{std::move(name), 0};
}

int32_t OffsetAt(const Zone& zone, int64_t seconds) {
  if (zone.name.empty()) return zone.offset;
  const NamedZone* named = Lookup(zone.name);
  return named ? NamedOffsetAt(*named, seconds) : zone.offset;
}

DateTime AtLocal(LocalDateTime local, const Zone& zone, std::optional<int32_t> preferred_offset) {
  if (zone.name.empty()) return {local.seconds - zone.offset, local.nanos, zone.offset, ""};
  // The offsets before and after any change nearby. No zone changes twice within two days.
  const int32_t before = OffsetAt(zone, local.seconds - kSecondsPerDay);
  const int32_t after = OffsetAt(zone, local.seconds + kSecondsPerDay);
  auto fits = [&](int32_t offset) { return OffsetAt(zone, local.seconds - offset) == offset; };
  if (preferred_offset && fits(*preferred_offset)) {
    return {local.seconds - *preferred_offset, local.nanos, *preferred_offset, zone.name};
  }
  if (fits(before)) return {local.seconds - before, local.nanos, before, zone.name};
  if (fits(after)) return {local.seconds - after, local.nanos, after, zone.name};
  // A gap: what the clock would have shown without the change is the same instant.
  const int64_t instant = local.seconds - before;
  return {instant, local.nanos, OffsetAt(zone, instant), zone.name};
}

DateTime AtInstant(int64_t seconds, int32_t nanos, const Zone& zone) {
  return {seconds, nanos, OffsetAt(zone, seconds), zone.name};
}

std::string OffsetText(int32_t offset) {
  if (offset == 0) return "Z";
  const int32_t size = offset < 0 ? -offset : offset;
  std::string text = fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', size / 3600, size / 60 % 60);
  if (size % 60 != 0) text += fmt::format(":{:02}", size % 60);
  return text;
}

}  // namespace papergraph
