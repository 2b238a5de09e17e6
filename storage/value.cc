#include "storage/value.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "storage/error.h"
#include "storage/graph_writer.h"

namespace papergraph {

// What does not fit into 16 bytes: counted, immutable, destroyed by the kind of the value that lets go last.
struct Value::Shared {
  std::atomic<uint32_t> references{1};
  uint32_t depth = 0;  // of a list or map: how many levels of them it has, itself included
};

template <typename T>
struct Value::Box : Value::Shared {
  explicit Box(T value) : content(std::move(value)) {}
  const T content;
};

// A string and its bytes in one allocation.
struct Value::Text : Value::Shared {
  size_t size;
  char* bytes() { return reinterpret_cast<char*>(this + 1); }
};

// Lists and maps nest no deeper (List and Map throw StoreError kLimit), so that walking through a value, and destroying
// it, cannot exhaust the stack. As deep as parameters may be (engine/json.h).
constexpr uint32_t kMostDepth = 1000;

std::string_view NameOf(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull:
      return "NULL";
    case ValueKind::kBool:
      return "BOOLEAN";
    case ValueKind::kInt:
      return "INTEGER";
    case ValueKind::kFloat:
      return "FLOAT";
    case ValueKind::kString:
      return "STRING";
    case ValueKind::kList:
      return "LIST";
    case ValueKind::kMap:
      return "MAP";
    case ValueKind::kNode:
      return "NODE";
    case ValueKind::kRelationship:
      return "RELATIONSHIP";
    case ValueKind::kPath:
      return "PATH";
    case ValueKind::kDate:
      return "DATE";
    case ValueKind::kLocalTime:
      return "LOCAL TIME";
    case ValueKind::kTime:
      return "TIME";
    case ValueKind::kLocalDateTime:
      return "LOCAL DATETIME";
    case ValueKind::kDateTime:
      return "DATETIME";
    case ValueKind::kDuration:
      return "DURATION";
  }
  return "ANY";
}

namespace {

void RequireDepth(uint32_t inner) {
  if (inner < kMostDepth) return;
  throw StoreError(StoreError::Kind::kLimit,
                   "a list or map would nest more than " + std::to_string(kMostDepth) + " levels deep; keep it flat");
}

}  // namespace

bool Value::is_shared() const {
  switch (kind_) {
    case ValueKind::kString:
    case ValueKind::kList:
    case ValueKind::kMap:
    case ValueKind::kPath:
    case ValueKind::kDateTime:
    case ValueKind::kDuration:
      return true;
    default:
      return false;
  }
}

Value::Value(const Value& other) noexcept : kind_(other.kind_), aux_(other.aux_), payload_(other.payload_) {
  if (is_shared()) payload_.shared->references.fetch_add(1, std::memory_order_relaxed);
}

Value::Value(Value&& other) noexcept : kind_(other.kind_), aux_(other.aux_), payload_(other.payload_) {
  other.kind_ = ValueKind::kNull;
}

Value& Value::operator=(const Value& other) noexcept {
  if (this != &other) *this = Value(other);
  return *this;
}

Value& Value::operator=(Value&& other) noexcept {
  if (this == &other) return *this;
  Release();
  kind_ = other.kind_;
  aux_ = other.aux_;
  payload_ = other.payload_;
  other.kind_ = ValueKind::kNull;
  return *this;
}

Value::~Value() { Release(); }

void Value::Release() noexcept {
  if (!is_shared()) return;
  // Whoever sees that nobody else holds it need not count down: no locked instruction.
  if (payload_.shared->references.load(std::memory_order_acquire) != 1 &&
      payload_.shared->references.fetch_sub(1, std::memory_order_acq_rel) != 1) {
    return;
  }
  switch (kind_) {
    case ValueKind::kString: {
      auto* text = static_cast<Text*>(payload_.shared);
      text->~Text();
      ::operator delete(text);
      break;
    }
    case ValueKind::kList:
      delete static_cast<Box<ValueList>*>(payload_.shared);
      break;
    case ValueKind::kMap:
      delete static_cast<Box<ValueMap>*>(payload_.shared);
      break;
    case ValueKind::kPath:
      delete static_cast<Box<Path>*>(payload_.shared);
      break;
    case ValueKind::kDateTime:
      delete static_cast<Box<DateTime>*>(payload_.shared);
      break;
    case ValueKind::kDuration:
      delete static_cast<Box<Duration>*>(payload_.shared);
      break;
    default:
      break;
  }
}

template <typename T>
Value Value::Boxed(ValueKind kind, T content) {
  Value value(kind, 0, 0);
  value.kind_ = ValueKind::kNull;  // nothing to release should the allocation throw
  value.payload_.shared = new Box<T>(std::move(content));
  value.kind_ = kind;
  return value;
}

Value Value::Bool(bool value) { return {ValueKind::kBool, 0, value ? 1 : 0}; }
Value Value::Int(int64_t value) { return {ValueKind::kInt, 0, value}; }

Value Value::Float(double value) {
  Value result(ValueKind::kFloat, 0, 0);
  result.payload_.d = value;
  return result;
}

Value Value::String(std::string_view value) {
  auto* text = new (::operator new(sizeof(Text) + value.size())) Text;
  text->size = value.size();
  if (!value.empty()) std::memcpy(text->bytes(), value.data(), value.size());
  Value result;
  result.payload_.shared = text;
  result.kind_ = ValueKind::kString;
  return result;
}

Value Value::List(ValueList items) {
  uint32_t depth = 0;
  for (const Value& item : items) {
    const bool nests = item.kind_ == ValueKind::kList || item.kind_ == ValueKind::kMap;
    if (nests) depth = std::max(depth, item.payload_.shared->depth);
  }
  RequireDepth(depth);
  Value list = Boxed(ValueKind::kList, std::move(items));
  list.payload_.shared->depth = depth + 1;
  return list;
}

Value Value::Map(ValueMap entries) {
  const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(entries.begin(), entries.end(), before)) {
    std::stable_sort(entries.begin(), entries.end(), before);
  }
  // Of equal keys the last stays.
  auto out = entries.begin();
  for (auto it = entries.begin(); it != entries.end(); ++it) {
    if (std::next(it) != entries.end() && std::next(it)->first == it->first) continue;
    if (out != it) *out = std::move(*it);
    ++out;
  }
  entries.erase(out, entries.end());
  uint32_t depth = 0;
  for (const auto& [key, value] : entries) {
    const bool nests = value.kind_ == ValueKind::kList || value.kind_ == ValueKind::kMap;
    if (nests) depth = std::max(depth, value.payload_.shared->depth);
  }
  RequireDepth(depth);
  Value map = Boxed(ValueKind::kMap, std::move(entries));
  map.payload_.shared->depth = depth + 1;
  return map;
}

Value Value::Node(NodeId id) { return {ValueKind::kNode, 0, Raw(id)}; }
Value Value::Relationship(EdgeId id) { return {ValueKind::kRelationship, 0, Raw(id)}; }
Value Value::OfPath(Path path) { return Boxed(ValueKind::kPath, std::move(path)); }
Value Value::Of(Date value) { return {ValueKind::kDate, 0, value.days}; }
Value Value::Of(LocalTime value) { return {ValueKind::kLocalTime, 0, value.nanos}; }
Value Value::Of(Time value) { return {ValueKind::kTime, value.offset, value.nanos}; }
Value Value::Of(LocalDateTime value) { return {ValueKind::kLocalDateTime, value.nanos, value.seconds}; }
Value Value::Of(DateTime value) { return Boxed(ValueKind::kDateTime, std::move(value)); }
Value Value::Of(Duration value) { return Boxed(ValueKind::kDuration, value); }

std::string_view Value::as_string() const {
  auto* text = static_cast<Text*>(payload_.shared);
  return {text->bytes(), text->size};
}
const ValueList& Value::as_list() const { return static_cast<Box<ValueList>*>(payload_.shared)->content; }
const ValueMap& Value::as_map() const { return static_cast<Box<ValueMap>*>(payload_.shared)->content; }
const Path& Value::as_path() const { return static_cast<Box<Path>*>(payload_.shared)->content; }
const DateTime& Value::as_date_time() const { return static_cast<Box<DateTime>*>(payload_.shared)->content; }
const Duration& Value::as_duration() const { return static_cast<Box<Duration>*>(payload_.shared)->content; }

const Value* Value::Find(std::string_view key) const {
  const ValueMap& map = as_map();
  auto it = std::lower_bound(map.begin(), map.end(), key,
                             [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return it != map.end() && it->first == key ? &it->second : nullptr;
}

bool operator==(const Value& a, const Value& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kString:
      return a.as_string() == b.as_string();
    case ValueKind::kList:
      return a.as_list() == b.as_list();
    case ValueKind::kMap:
      return a.as_map() == b.as_map();
    case ValueKind::kPath:
      return a.as_path() == b.as_path();
    case ValueKind::kDateTime:
      return a.as_date_time() == b.as_date_time();
    case ValueKind::kDuration:
      return a.as_duration() == b.as_duration();
    default:
      return a.aux_ == b.aux_ && a.payload_.i == b.payload_.i;
  }
}

bool IsStorable(const Value& value) {
  auto is_scalar = [](const Value& item) {
    switch (item.kind()) {
      case ValueKind::kNode:
      case ValueKind::kRelationship:
      case ValueKind::kPath:
      case ValueKind::kMap:
      case ValueKind::kList:
        return false;
      default:
        return true;
    }
  };
  if (value.kind() != ValueKind::kList) return is_scalar(value);
  return std::all_of(value.as_list().begin(), value.as_list().end(), is_scalar);
}

}  // namespace papergraph
