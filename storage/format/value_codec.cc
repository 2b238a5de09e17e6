#include "storage/format/value_codec.h"

#include <stdexcept>

#include "storage/temporal_calendar.h"

namespace papergraph {
namespace {

constexpr int64_t kWidestOffset = 18 * 3600;  // seconds: storage/temporal_zone.h reads no wider one

void PutTag(std::string& out, ValueTag tag) { out.push_back(static_cast<char>(tag)); }

int64_t Within(ByteReader& in, int64_t least, int64_t most, const char* what) {
  const int64_t value = in.Signed();
  if (value >= least && value <= most) return value;
  throw StoreError(StoreError::Kind::kCorrupt, std::string(what) + " out of its range");
}
int64_t Days(ByteReader& in) { return Within(in, kMinDays, kMaxDays, "a date"); }
// A day more on either side: an instant of the last day lies beyond it where the clocks go behind or before UTC.
int64_t Seconds(ByteReader& in) {
  return Within(in, (kMinDays - 1) * kSecondsPerDay, (kMaxDays + 2) * kSecondsPerDay - 1, "a moment");
}
int64_t Clock(ByteReader& in) { return Within(in, 0, kNanosPerDay - 1, "a time of day"); }
int32_t Nanos(ByteReader& in) { return static_cast<int32_t>(Within(in, 0, kNanosPerSecond - 1, "nanoseconds")); }
int32_t Offset(ByteReader& in) {
  return static_cast<int32_t>(Within(in, -kWidestOffset, kWidestOffset, "an offset from UTC"));
}

Value Decode(ByteReader& in, bool inside_list) {
  switch (static_cast<ValueTag>(in.Byte())) {
    case ValueTag::kNull:
      return {};
    case ValueTag::kFalse:
      return Value::Bool(false);
    case ValueTag::kTrue:
      return Value::Bool(true);
    case ValueTag::kInt:
      return Value::Int(in.Signed());
    case ValueTag::kFloat:
      return Value::Float(in.Fixed<double>());
    case ValueTag::kString:
      return Value::String(in.String());
    case ValueTag::kList: {
      if (inside_list) break;
      uint64_t count = in.Varint();
      if (count > in.left()) break;  // every item has a byte at least
      ValueList items;
      items.reserve(count);
      for (uint64_t i = 0; i < count; ++i) items.push_back(Decode(in, true));
      return Value::List(std::move(items));
    }
    case ValueTag::kDate:
      return Value::Of(Date{Days(in)});
    case ValueTag::kLocalTime:
      return Value::Of(LocalTime{Clock(in)});
    case ValueTag::kTime: {
      const int64_t nanos = Clock(in);
      return Value::Of(Time{nanos, Offset(in)});
    }
    case ValueTag::kLocalDateTime: {
      const int64_t seconds = Seconds(in);
      return Value::Of(LocalDateTime{seconds, Nanos(in)});
    }
    case ValueTag::kDateTime: {
      DateTime value;
      value.seconds = Seconds(in);
      value.nanos = Nanos(in);
      value.offset = Offset(in);
      value.zone = in.String();
      return Value::Of(std::move(value));
    }
    case ValueTag::kDuration: {
      Duration value;
      value.months = in.Signed();
      value.days = in.Signed();
      value.seconds = in.Signed();
      value.nanos = Nanos(in);
      return Value::Of(value);
    }
  }
  throw StoreError(StoreError::Kind::kCorrupt, "a value of no known kind");
}

}  // namespace

void EncodeValue(const Value& value, std::string& out) {
  switch (value.kind()) {
    case ValueKind::kNull:
      PutTag(out, ValueTag::kNull);
      return;
    case ValueKind::kBool:
      PutTag(out, value.as_bool() ? ValueTag::kTrue : ValueTag::kFalse);
      return;
    case ValueKind::kInt:
      PutTag(out, ValueTag::kInt);
      PutSigned(out, value.as_int());
      return;
    case ValueKind::kFloat:
      PutTag(out, ValueTag::kFloat);
      PutFixed(out, value.as_float());
      return;
    case ValueKind::kString:
      PutTag(out, ValueTag::kString);
      PutString(out, value.as_string());
      return;
    case ValueKind::kList:
      PutTag(out, ValueTag::kList);
      PutVarint(out, value.as_list().size());
      for (const Value& item : value.as_list()) EncodeValue(item, out);
      return;
    case ValueKind::kDate:
      PutTag(out, ValueTag::kDate);
      PutSigned(out, value.as_date().days);
      return;
    case ValueKind::kLocalTime:
      PutTag(out, ValueTag::kLocalTime);
      PutSigned(out, value.as_local_time().nanos);
      return;
    case ValueKind::kTime:
      PutTag(out, ValueTag::kTime);
      PutSigned(out, value.as_time().nanos);
      PutSigned(out, value.as_time().offset);
      return;
    case ValueKind::kLocalDateTime:
      PutTag(out, ValueTag::kLocalDateTime);
      PutSigned(out, value.as_local_date_time().seconds);
      PutSigned(out, value.as_local_date_time().nanos);
      return;
    case ValueKind::kDateTime:
      PutTag(out, ValueTag::kDateTime);
      PutSigned(out, value.as_date_time().seconds);
      PutSigned(out, value.as_date_time().nanos);
      PutSigned(out, value.as_date_time().offset);
      PutString(out, value.as_date_time().zone);
      return;
    case ValueKind::kDuration:
      PutTag(out, ValueTag::kDuration);
      PutSigned(out, value.as_duration().months);
      PutSigned(out, value.as_duration().days);
      PutSigned(out, value.as_duration().seconds);
      PutSigned(out, value.as_duration().nanos);
      return;
    case ValueKind::kMap:
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath:
      break;
  }
  throw std::logic_error("EncodeValue: the value is not storable");
}

Value DecodeValue(ByteReader& in) { return Decode(in, false); }

}  // namespace papergraph
