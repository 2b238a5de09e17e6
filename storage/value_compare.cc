// Cypher's equality, comparability, orderability and equivalence: CIP2016-06-14, and CIP2015-08-06 for temporal values.
#include <bit>
#include <cmath>
#include <cstring>

#include "storage/value.h"

namespace papergraph {
namespace {

__extension__ using Wide = __int128;
__extension__ using UnsignedWide = unsigned __int128;
using Partial = std::partial_ordering;
using Strong = std::strong_ordering;

constexpr int64_t kNanosPerSecond = 1'000'000'000;
constexpr int64_t kSecondsPerDay = 86'400;
// CIP2015-08-06, "ORDER BY": a year is 365.2425 days, a month is a twelfth of it.
constexpr int64_t kSecondsPerAverageMonth = 2'629'746;

Partial Flip(Partial order) { return 0 <=> order; }

// Exact, as if both were decimals without limit: a conversion of either would lose bits beyond 2^53.
Partial CompareIntFloat(int64_t a, double b) {
  if (std::isnan(b)) return Partial::unordered;
  if (b >= 0x1p63) return Partial::less;
  if (b < -0x1p63) return Partial::greater;
  const auto whole = static_cast<int64_t>(b);
  if (a != whole) return a <=> whole;
  return 0.0 <=> b - static_cast<double>(whole);
}

// REQUIRES: both are numbers.
Partial CompareNumbers(const Value& a, const Value& b) {
  const bool a_is_int = a.kind() == ValueKind::kInt;
  const bool b_is_int = b.kind() == ValueKind::kInt;
  if (a_is_int && b_is_int) return a.as_int() <=> b.as_int();
  if (a_is_int) return CompareIntFloat(a.as_int(), b.as_float());
  if (b_is_int) return Flip(CompareIntFloat(b.as_int(), a.as_float()));
  return a.as_float() <=> b.as_float();
}

Strong CompareBytes(std::string_view a, std::string_view b) { return a.compare(b) <=> 0; }

// Where a time lies on the global time line of one day; may be outside [0, 24 h).
int64_t UtcNanos(Time time) { return time.nanos - int64_t{time.offset} * kNanosPerSecond; }

// Same moment elsewhere: west before east. Times of the same moment and different zones are not equal.
Strong CompareTimes(Time a, Time b) {
  if (auto order = UtcNanos(a) <=> UtcNanos(b); order != 0) return order;
  return a.offset <=> b.offset;
}

Strong CompareDateTimes(const DateTime& a, const DateTime& b) {
  if (auto order = a.seconds <=> b.seconds; order != 0) return order;
  if (auto order = a.nanos <=> b.nanos; order != 0) return order;
  if (auto order = a.offset <=> b.offset; order != 0) return order;
  return CompareBytes(a.zone, b.zone);
}

// By average length; the components break ties, so that only equal durations take one place.
Strong OrderDurations(const Duration& a, const Duration& b) {
  auto seconds = [](const Duration& d) {
    return static_cast<Wide>(d.months) * kSecondsPerAverageMonth + static_cast<Wide>(d.days) * kSecondsPerDay +
           d.seconds;
  };
  const Wide left = seconds(a), right = seconds(b);
  if (left != right) return left < right ? Strong::less : Strong::greater;
  if (auto order = a.nanos <=> b.nanos; order != 0) return order;
  if (auto order = a.months <=> b.months; order != 0) return order;
  return a.days <=> b.days;
}

Strong OrderPaths(const Path& a, const Path& b) {
  for (size_t i = 0; i < a.nodes.size() && i < b.nodes.size(); ++i) {
    if (auto order = Raw(a.nodes[i]) <=> Raw(b.nodes[i]); order != 0) return order;
    if (i < a.edges.size() && i < b.edges.size()) {
      if (auto order = Raw(a.edges[i]) <=> Raw(b.edges[i]); order != 0) return order;
    }
  }
  return a.nodes.size() <=> b.nodes.size();
}

// The same for all values that are compared the same way in each of the four relations.
// REQUIRES: a and b have one kind, which is none of null, float, list, map, duration.
Strong CompareSimple(const Value& a, const Value& b) {
  switch (a.kind()) {
    case ValueKind::kBool:
      return a.as_bool() <=> b.as_bool();
    case ValueKind::kInt:
      return a.as_int() <=> b.as_int();
    case ValueKind::kString:
      return CompareBytes(a.as_string(), b.as_string());  // UTF-8 sorts as its code points do
    case ValueKind::kNode:
      return Raw(a.as_node()) <=> Raw(b.as_node());
    case ValueKind::kRelationship:
      return Raw(a.as_relationship()) <=> Raw(b.as_relationship());
    case ValueKind::kPath:
      return OrderPaths(a.as_path(), b.as_path());
    case ValueKind::kDate:
      return a.as_date() <=> b.as_date();
    case ValueKind::kLocalTime:
      return a.as_local_time() <=> b.as_local_time();
    case ValueKind::kTime:
      return CompareTimes(a.as_time(), b.as_time());
    case ValueKind::kLocalDateTime:
      return a.as_local_date_time() <=> b.as_local_date_time();
    case ValueKind::kDateTime:
      return CompareDateTimes(a.as_date_time(), b.as_date_time());
    default:
      return Strong::equal;
  }
}

Ternary EqualLists(const ValueList& a, const ValueList& b) {
  if (a.size() != b.size()) return false;
  bool unknown = false;
  for (size_t i = 0; i < a.size(); ++i) {
    const Ternary equal = Equals(a[i], b[i]);
    if (!equal)
      unknown = true;
    else if (!*equal)
      return false;
  }
  return unknown ? Ternary() : Ternary(true);
}

bool SameKeys(const ValueMap& a, const ValueMap& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i].first != b[i].first) return false;
  }
  return true;
}

Ternary EqualMaps(const ValueMap& a, const ValueMap& b) {
  if (!SameKeys(a, b)) return false;
  bool unknown = false;
  for (size_t i = 0; i < a.size(); ++i) {
    const Ternary equal = Equals(a[i].second, b[i].second);
    if (!equal)
      unknown = true;
    else if (!*equal)
      return false;
  }
  return unknown ? Ternary() : Ternary(true);
}

// The first pair that differs decides, if it can be compared; a shorter list comes first.
std::optional<Partial> CompareLists(const ValueList& a, const ValueList& b) {
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const auto order = Compare(a[i], b[i]);
    if (!order || *order != 0) return order;
  }
  return a.size() <=> b.size();
}

bool HasNull(const ValueMap& map) {
  for (const auto& [key, value] : map) {
    if (value.is_null()) return true;
  }
  return false;
}

Strong OrderKeys(const ValueMap& a, const ValueMap& b) {
  if (auto order = a.size() <=> b.size(); order != 0) return order;
  for (size_t i = 0; i < a.size(); ++i) {
    if (auto order = CompareBytes(a[i].first, b[i].first); order != 0) return order;
  }
  return Strong::equal;
}

// The CIP leaves the order of maps to us: by size, then by keys, then by values in the order of the keys.
std::optional<Partial> CompareMaps(const ValueMap& a, const ValueMap& b) {
  if (HasNull(a) || HasNull(b)) return std::nullopt;
  if (auto order = OrderKeys(a, b); order != 0) return order;
  for (size_t i = 0; i < a.size(); ++i) {
    const auto order = Compare(a[i].second, b[i].second);
    if (!order || *order != 0) return order;
  }
  return Partial::equivalent;
}

// Place of a kind in the global sort order. Numbers of both kinds share one.
int Rank(ValueKind kind) {
  switch (kind) {
    case ValueKind::kMap:
      return 0;
    case ValueKind::kNode:
      return 1;
    case ValueKind::kRelationship:
      return 2;
    case ValueKind::kList:
      return 3;
    case ValueKind::kPath:
      return 4;
    case ValueKind::kDateTime:
      return 5;
    case ValueKind::kLocalDateTime:
      return 6;
    case ValueKind::kDate:
      return 7;
    case ValueKind::kTime:
      return 8;
    case ValueKind::kLocalTime:
      return 9;
    case ValueKind::kDuration:
      return 10;
    case ValueKind::kString:
      return 11;
    case ValueKind::kBool:
      return 12;
    case ValueKind::kInt:
    case ValueKind::kFloat:
      return 13;
    case ValueKind::kNull:
      return 14;
  }
  return 14;
}

bool IsNaN(const Value& value) { return value.kind() == ValueKind::kFloat && std::isnan(value.as_float()); }

Strong OrderNumbers(const Value& a, const Value& b) {
  const Partial order = CompareNumbers(a, b);
  if (order == Partial::unordered) return IsNaN(a) <=> IsNaN(b);
  return order < 0 ? Strong::less : order > 0 ? Strong::greater : Strong::equal;
}

// ---- hashing: multiply and fold, with constants that never change between runs

uint64_t Mix(uint64_t a, uint64_t b) {
  const auto product = static_cast<UnsignedWide>(a ^ 0x9E3779B97F4A7C15ull) * (b ^ 0xD1B54A32D192ED03ull);
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint64_t HashBytes(std::string_view bytes) {
  uint64_t hash = Mix(bytes.size(), 0x2545F4914F6CDD1Dull);
  while (bytes.size() >= 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data(), 8);
    hash = Mix(hash, word);
    bytes.remove_prefix(8);
  }
  uint64_t tail = 0;
  if (!bytes.empty()) std::memcpy(&tail, bytes.data(), bytes.size());
  return Mix(hash, tail);
}

uint64_t HashInt(int64_t value) { return Mix(static_cast<uint64_t>(value), 13); }

// A float that is a whole number is equivalent to an integer.
uint64_t HashFloat(double value) {
  if (std::isnan(value)) return Mix(1, 14);
  if (value >= -0x1p63 && value < 0x1p63 && std::trunc(value) == value) return HashInt(static_cast<int64_t>(value));
  return Mix(std::bit_cast<uint64_t>(value), 15);
}

uint64_t HashPath(const Path& path) {
  uint64_t hash = Mix(path.nodes.size(), 4);
  for (NodeId node : path.nodes) hash = Mix(hash, Raw(node));
  for (EdgeId edge : path.edges) hash = Mix(hash, Raw(edge));
  return hash;
}

}  // namespace

Ternary Equals(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return std::nullopt;
  if (a.is_number() && b.is_number()) return CompareNumbers(a, b) == 0;
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::kList:
      return EqualLists(a.as_list(), b.as_list());
    case ValueKind::kMap:
      return EqualMaps(a.as_map(), b.as_map());
    case ValueKind::kDuration:
      return a.as_duration() == b.as_duration();
    default:
      return CompareSimple(a, b) == 0;
  }
}

std::optional<std::partial_ordering> Compare(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return std::nullopt;
  if (a.is_number() && b.is_number()) return CompareNumbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case ValueKind::kList:
      return CompareLists(a.as_list(), b.as_list());
    case ValueKind::kMap:
      return CompareMaps(a.as_map(), b.as_map());
    case ValueKind::kDuration:
      return std::nullopt;
    default:
      return CompareSimple(a, b);
  }
}

std::strong_ordering Order(const Value& a, const Value& b) {
  if (auto order = Rank(a.kind()) <=> Rank(b.kind()); order != 0) return order;
  if (a.is_null()) return Strong::equal;
  if (a.is_number()) return OrderNumbers(a, b);
  switch (a.kind()) {
    case ValueKind::kList: {
      const ValueList &left = a.as_list(), &right = b.as_list();
      for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
        if (auto order = Order(left[i], right[i]); order != 0) return order;
      }
      return left.size() <=> right.size();
    }
    case ValueKind::kMap: {
      const ValueMap &left = a.as_map(), &right = b.as_map();
      if (auto order = OrderKeys(left, right); order != 0) return order;
      for (size_t i = 0; i < left.size(); ++i) {
        if (auto order = Order(left[i].second, right[i].second); order != 0) return order;
      }
      return Strong::equal;
    }
    case ValueKind::kDuration:
      return OrderDurations(a.as_duration(), b.as_duration());
    default:
      return CompareSimple(a, b);
  }
}

bool Equivalent(const Value& a, const Value& b) { return Order(a, b) == 0; }

uint64_t Hash(const Value& value) {
  const auto kind = static_cast<uint64_t>(Rank(value.kind()));
  switch (value.kind()) {
    case ValueKind::kNull:
      return Mix(0, 16);
    case ValueKind::kBool:
      return Mix(value.as_bool() ? 1 : 0, 17);
    case ValueKind::kInt:
      return HashInt(value.as_int());
    case ValueKind::kFloat:
      return HashFloat(value.as_float());
    case ValueKind::kString:
      return HashBytes(value.as_string());
    case ValueKind::kList: {
      uint64_t hash = Mix(value.as_list().size(), kind);
      for (const Value& item : value.as_list()) hash = Mix(hash, Hash(item));
      return hash;
    }
    case ValueKind::kMap: {
      uint64_t hash = Mix(value.as_map().size(), kind);
      for (const auto& [key, item] : value.as_map()) hash = Mix(Mix(hash, HashBytes(key)), Hash(item));
      return hash;
    }
    case ValueKind::kNode:
      return Mix(Raw(value.as_node()), 18);
    case ValueKind::kRelationship:
      return Mix(Raw(value.as_relationship()), 19);
    case ValueKind::kPath:
      return HashPath(value.as_path());
    case ValueKind::kDate:
      return Mix(static_cast<uint64_t>(value.as_date().days), 20);
    case ValueKind::kLocalTime:
      return Mix(static_cast<uint64_t>(value.as_local_time().nanos), 21);
    case ValueKind::kTime:
      return Mix(static_cast<uint64_t>(value.as_time().nanos), 22 + static_cast<uint64_t>(value.as_time().offset));
    case ValueKind::kLocalDateTime: {
      const LocalDateTime moment = value.as_local_date_time();
      return Mix(static_cast<uint64_t>(moment.seconds), 23 + static_cast<uint64_t>(moment.nanos));
    }
    case ValueKind::kDateTime: {
      const DateTime& moment = value.as_date_time();
      return Mix(Mix(static_cast<uint64_t>(moment.seconds), static_cast<uint64_t>(moment.nanos)),
                 HashBytes(moment.zone));
    }
    case ValueKind::kDuration: {
      const Duration& d = value.as_duration();
      return Mix(Mix(static_cast<uint64_t>(d.months), static_cast<uint64_t>(d.days)),
                 Mix(static_cast<uint64_t>(d.seconds), static_cast<uint64_t>(d.nanos)));
    }
  }
  return 0;
}

}  // namespace papergraph
