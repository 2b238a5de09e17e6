#include <fmt/format.h>
#include <utf8proc.h>

#include <bit>
#include <optional>

#include "cli/server/packstream.h"
#include "storage/temporal_arithmetic.h"
#include "storage/temporal_calendar.h"
#include "storage/temporal_zone.h"

namespace papergraph::cli {
namespace {

constexpr int kDeepest = 200;
constexpr int32_t kMostOffset = 18 * 3600;

bool IsUtf8(std::string_view text) {
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    if (*at < 0x80) {
      ++at, --left;
      continue;
    }
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(at, left, &code_point);
    if (used <= 0) return false;
    at += used, left -= used;
  }
  return true;
}

bool IsInt(const Value& value) { return value.kind() == ValueKind::kInt; }
bool IsWithin(int64_t value, int64_t least, int64_t most) { return value >= least && value <= most; }
bool IsFraction(const Value& nanos) { return IsInt(nanos) && IsWithin(nanos.as_int(), 0, kNanosPerSecond - 1); }
bool IsTimeOfDay(const Value& nanos) { return IsInt(nanos) && IsWithin(nanos.as_int(), 0, kNanosPerDay - 1); }
bool IsOffset(const Value& offset) { return IsInt(offset) && IsWithin(offset.as_int(), -kMostOffset, kMostOffset); }
// Of the calendar, in seconds since 1970.
constexpr int64_t kFirstSecond = kMinDays * kSecondsPerDay, kLastSecond = (kMaxDays + 1) * kSecondsPerDay - 1;

std::optional<Value> DateTimeOf(const std::vector<Value>& fields, bool utc) {
  if (fields.size() != 3 || !IsInt(fields[0]) || !IsFraction(fields[1])) return std::nullopt;
  const int64_t seconds = fields[0].as_int();
  if (!IsWithin(seconds, kFirstSecond - kMostOffset, kLastSecond + kMostOffset)) return std::nullopt;
  Zone zone;
  if (fields[2].kind() == ValueKind::kString) {
    const std::optional<Zone> named = ParseZone(fields[2].as_string());
    if (!named) return std::nullopt;
    zone = *named;
  } else if (IsOffset(fields[2])) {
    zone.offset = static_cast<int32_t>(fields[2].as_int());
  } else {
    return std::nullopt;
  }
  const auto nanos = static_cast<int32_t>(fields[1].as_int());
  DateTime moment = utc ? AtInstant(seconds, nanos, zone) : AtLocal({seconds, nanos}, zone);
  if (!IsWithin(LocalOf(moment).seconds, kFirstSecond, kLastSecond)) return std::nullopt;
  return Value::Of(std::move(moment));
}

std::optional<Value> DurationOf(const std::vector<Value>& fields) {
  if (fields.size() != 4) return std::nullopt;
  for (const Value& field : fields) {
    if (!IsInt(field)) return std::nullopt;
  }
  const std::optional<Duration> duration =
      MakeDuration(fields[0].as_int(), fields[1].as_int(), fields[2].as_int(), fields[3].as_int());
  if (!duration) return std::nullopt;
  return Value::Of(*duration);
}

class Reader {
 public:
  Reader(std::string_view bytes, Dialect dialect, const StructureReader* others)
      : bytes_(bytes), dialect_(dialect), others_(others) {}

  PackedMessage Message() {
    PackedMessage message;
    const uint8_t marker = Byte();
    if (marker >> 4 != 0xB) throw BadMessage("a message is a structure");
    message.tag = Byte();
    for (int left = marker & 15; left > 0; --left) message.fields.push_back(Read(1));
    if (at_ != bytes_.size()) throw BadMessage("bytes after the end of a message");
    message.refused = std::move(refused_);
    return message;
  }

 private:
  uint8_t Byte() {
    if (at_ == bytes_.size()) throw BadMessage("a message ends too early");
    return static_cast<uint8_t>(bytes_[at_++]);
  }

  uint64_t Big(int bytes) {
    uint64_t value = 0;
    for (; bytes > 0; --bytes) value = value << 8 | Byte();
    return value;
  }

  std::string_view Take(uint64_t size) {
    if (size > bytes_.size() - at_) throw BadMessage("a message ends too early");
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }

  std::string_view Text(uint64_t size) {
    const std::string_view text = Take(size);
    if (!IsUtf8(text)) throw BadMessage("text that is not UTF-8");
    return text;
  }

  Value Refuse(std::string why) {
    if (refused_.empty()) refused_ = std::move(why);
    return Value();
  }

  Value List(uint64_t size, int depth) {
    // Each item takes a byte: what announces more than there is gets no memory for it.
    if (size > bytes_.size() - at_) throw BadMessage("a message ends too early");
    ValueList items;
    items.reserve(size);
    for (; size > 0; --size) items.push_back(Read(depth + 1));
    return Value::List(std::move(items));
  }

  Value Map(uint64_t size, int depth) {
    if (size > (bytes_.size() - at_) / 2) throw BadMessage("a message ends too early");
    ValueMap entries;
    entries.reserve(size);
    for (; size > 0; --size) {
      const Value key = Read(depth + 1);
      if (key.kind() != ValueKind::kString) throw BadMessage("a key of a map is text");
      entries.emplace_back(key.as_string(), Read(depth + 1));
    }
    return Value::Map(std::move(entries));
  }

  Value Struct(int size, int depth) {
    const uint8_t tag = Byte();
    std::vector<Value> fields;
    for (; size > 0; --size) fields.push_back(Read(depth + 1));
    const bool known = (dialect_.utc ? tag == 'I' || tag == 'i' : tag == 'F' || tag == 'f');
    std::optional<Value> value;
    if (known) {
      value = DateTimeOf(fields, dialect_.utc);
    } else if (tag == 'D') {
      if (fields.size() == 1 && IsInt(fields[0]) && IsWithin(fields[0].as_int(), kMinDays, kMaxDays))
        value = Value::Of(Date{fields[0].as_int()});
    } else if (tag == 'T') {
      if (fields.size() == 2 && IsTimeOfDay(fields[0]) && IsOffset(fields[1]))
        value = Value::Of(Time{fields[0].as_int(), static_cast<int32_t>(fields[1].as_int())});
    } else if (tag == 't') {
      if (fields.size() == 1 && IsTimeOfDay(fields[0])) value = Value::Of(LocalTime{fields[0].as_int()});
    } else if (tag == 'd') {
      if (fields.size() == 2 && IsInt(fields[0]) && IsFraction(fields[1]) &&
          IsWithin(fields[0].as_int(), kFirstSecond, kLastSecond))
        value = Value::Of(LocalDateTime{fields[0].as_int(), static_cast<int32_t>(fields[1].as_int())});
    } else if (tag == 'E') {
      value = DurationOf(fields);
    } else if (others_ && (value = (*others_)(tag, fields))) {
      return *value;
    } else if (tag == 'X' || tag == 'Y') {
      return Refuse("points are not supported: send their coordinates as a map");
    } else if (tag == 'N' || tag == 'R' || tag == 'r' || tag == 'P') {
      return Refuse("a node, relationship or path cannot be a parameter: send its elementId()");
    } else {
      return Refuse(fmt::format("structures with the tag 0x{:02X} are not supported", tag));
    }
    if (!value) return Refuse(fmt::format("the structure with the tag 0x{:02X} has fields out of range", tag));
    return *value;
  }

  Value Read(int depth) {
    if (depth > kDeepest) throw BadMessage("values nested too deep");
    const uint8_t marker = Byte();
    switch (marker >> 4) {
      case 0x8:
        return Value::String(Text(marker & 15));
      case 0x9:
        return List(marker & 15, depth);
      case 0xA:
        return Map(marker & 15, depth);
      case 0xB:
        return Struct(marker & 15, depth);
      default:
        break;
    }
    switch (marker) {
      case 0xC0:
        return Value();
      case 0xC1:
        return Value::Float(std::bit_cast<double>(Big(8)));
      case 0xC2:
      case 0xC3:
        return Value::Bool(marker == 0xC3);
      case 0xC8:
        return Value::Int(static_cast<int8_t>(Big(1)));
      case 0xC9:
        return Value::Int(static_cast<int16_t>(Big(2)));
      case 0xCA:
        return Value::Int(static_cast<int32_t>(Big(4)));
      case 0xCB:
        return Value::Int(static_cast<int64_t>(Big(8)));
      case 0xCC:
      case 0xCD:
      case 0xCE:
        Take(Big(1 << (marker - 0xCC)));
        return Refuse("byte arrays are not supported: send text, for instance in base64");
      case 0xD0:
      case 0xD1:
      case 0xD2:
        return Value::String(Text(Big(1 << (marker - 0xD0))));
      case 0xD4:
      case 0xD5:
      case 0xD6:
        return List(Big(1 << (marker - 0xD4)), depth);
      case 0xD8:
      case 0xD9:
      case 0xDA:
        return Map(Big(1 << (marker - 0xD8)), depth);
      default:
        // -16 to 127 are their own byte.
        if (marker < 0x80 || marker >= 0xF0) return Value::Int(static_cast<int8_t>(marker));
        throw BadMessage(fmt::format("0x{:02X} begins no value", marker));
    }
  }

  std::string_view bytes_;
  Dialect dialect_;
  const StructureReader* others_;
  size_t at_ = 0;
  std::string refused_;
};

}  // namespace

PackedMessage ReadPacked(std::string_view bytes, Dialect dialect, const StructureReader* others) {
  return Reader(bytes, dialect, others).Message();
}

}  // namespace papergraph::cli
