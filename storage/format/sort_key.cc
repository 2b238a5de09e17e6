#include "storage/format/sort_key.h"

#include <cmath>
#include <cstring>
#include <stdexcept>

namespace papergraph {
namespace {

// First bytes, in the order of kinds that Order() has. On disk: DO NOT CHANGE.
constexpr char kListEnd = 0x01;
constexpr char kList = 0x10;
constexpr char kDateTime = 0x20;
constexpr char kLocalDateTime = 0x28;
constexpr char kDate = 0x30;
constexpr char kTime = 0x38;
constexpr char kLocalTime = 0x40;
constexpr char kDuration = 0x48;
constexpr char kString = 0x50;
constexpr char kBool = 0x58;
constexpr char kNumber = 0x60;
constexpr char kNaN = 0x68;
constexpr char kNull = 0x70;

void AppendBigEndian(uint64_t value, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

void AppendSigned(int64_t value, std::string& out) {
  AppendBigEndian(static_cast<uint64_t>(value) ^ (1ull << 63), 8, out);
}

// A double in eight bytes, and then how far an integer lies above it (below 2^11, as doubles have 53 bits): so integers
// that no double can hold keep their place between doubles.
void AppendNumber(double number, uint64_t above, std::string& out) {
  if (number == 0) number = 0;  // -0.0 equals 0.0
  uint64_t bits;
  std::memcpy(&bits, &number, 8);
  bits = (bits >> 63) != 0 ? ~bits : bits | 1ull << 63;
  AppendBigEndian(bits, 8, out);
  AppendBigEndian(above, 2, out);
}

void AppendInteger(int64_t value, std::string& out) {
  auto number = static_cast<double>(value);  // rounds to nearest: may be above
  if (number >= 9223372036854775808.0 || static_cast<int64_t>(number) > value) {
    number = std::nextafter(number, -INFINITY);
  }
  AppendNumber(number, static_cast<uint64_t>(value) - static_cast<uint64_t>(static_cast<int64_t>(number)), out);
}

// The escape keeps a string below all that it is a prefix of, zero bytes or not.
void AppendEscaped(std::string_view text, std::string& out) {
  for (char c : text) {
    out.push_back(c);
    if (c == 0) out.push_back(static_cast<char>(0xff));
  }
}

// False: from here on the key says no more.
bool Append(const Value& value, std::string& out) {
  out.push_back(SortKeyGroup(value));
  switch (value.kind()) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kBool:
      out.push_back(value.as_bool() ? 1 : 0);
      return true;
    case ValueKind::kInt:
      AppendInteger(value.as_int(), out);
      return true;
    case ValueKind::kFloat:
      if (!std::isnan(value.as_float())) AppendNumber(value.as_float(), 0, out);
      return true;
    case ValueKind::kString:
      AppendEscaped(value.as_string(), out);
      out.push_back(0);
      out.push_back(1);
      return true;
    case ValueKind::kList:
      for (const Value& item : value.as_list()) {
        if (!Append(item, out)) return false;
      }
      out.push_back(kListEnd);
      return true;
    case ValueKind::kDate:
      AppendSigned(value.as_date().days, out);
      return true;
    case ValueKind::kLocalTime:
      AppendSigned(value.as_local_time().nanos, out);
      return true;
    case ValueKind::kLocalDateTime:
      AppendSigned(value.as_local_date_time().seconds, out);
      AppendBigEndian(static_cast<uint64_t>(value.as_local_date_time().nanos), 4, out);
      return true;
    // The instant orders these first; how ties are broken is the business of Order() alone.
    case ValueKind::kTime:
      AppendSigned(value.as_time().nanos - int64_t{1000000000} * value.as_time().offset, out);
      return false;
    case ValueKind::kDateTime:
      AppendSigned(value.as_date_time().seconds, out);
      AppendBigEndian(static_cast<uint64_t>(value.as_date_time().nanos), 4, out);
      return false;
    case ValueKind::kDuration:
      return false;
    default:
      break;
  }
  throw std::logic_error("AppendSortKey: the value is not storable");
}

}  // namespace

char SortKeyGroup(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return kNull;
    case ValueKind::kBool:
      return kBool;
    case ValueKind::kInt:
      return kNumber;
    case ValueKind::kFloat:
      return std::isnan(value.as_float()) ? kNaN : kNumber;
    case ValueKind::kString:
      return kString;
    case ValueKind::kList:
      return kList;
    case ValueKind::kDate:
      return kDate;
    case ValueKind::kLocalTime:
      return kLocalTime;
    case ValueKind::kTime:
      return kTime;
    case ValueKind::kLocalDateTime:
      return kLocalDateTime;
    case ValueKind::kDateTime:
      return kDateTime;
    case ValueKind::kDuration:
      return kDuration;
    default:
      return 0;
  }
}

bool IsExactGroup(char group) { return group == kString || group == kNumber || group == kBool; }

void AppendSortKey(const Value& value, std::string& out) { Append(value, out); }

bool HasExactSortKey(const Value& value) { return IsExactGroup(SortKeyGroup(value)); }

void AppendStringPrefix(std::string_view prefix, std::string& out) {
  out.push_back(kString);
  AppendEscaped(prefix, out);
}

std::string PrefixEnd(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

}  // namespace papergraph
