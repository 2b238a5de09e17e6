// Value: anything that a property, a parameter or an expression can be.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/ids.h"
#include "storage/temporal.h"

namespace papergraph {

enum class ValueKind : uint8_t {
  kNull,
  kBool,
  kInt,
  kFloat,
  kString,
  kList,
  kMap,
  kNode,
  kRelationship,
  kPath,
  kDate,
  kLocalTime,
  kTime,
  kLocalDateTime,
  kDateTime,
  kDuration,
};

/// "INTEGER", "LIST", ... as openCypher's errors name types.
std::string_view NameOf(ValueKind kind);

class Value;
using ValueList = std::vector<Value>;
/// Sorted by key (bytes of UTF-8, which is the order of code points), each key once.
using ValueMap = std::vector<std::pair<std::string, Value>>;

/// nodes.size() == edges.size() + 1. Edges keep their stored direction.
struct Path {
  std::vector<NodeId> nodes;
  std::vector<EdgeId> edges;
  friend bool operator==(const Path&, const Path&) = default;
};

/// 16 bytes; cheap to copy: what does not fit lies in immutable shared storage with an atomic count, so that values may
/// be shared between threads. Nodes and relationships are ids: what they have is asked of a GraphReader. operator== is
/// structural identity (same kind, same bits; NaN equals itself): for tests and storage. Cypher's own equality,
/// ordering and grouping are the functions below.
class Value {
 public:
  Value() noexcept : kind_(ValueKind::kNull), aux_(0) { payload_.i = 0; }
  Value(const Value& other) noexcept;
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other) noexcept;
  Value& operator=(Value&& other) noexcept;
  ~Value();

  static Value Bool(bool value);
  static Value Int(int64_t value);
  static Value Float(double value);
  static Value String(std::string_view value);
  static Value List(ValueList items);
  /// Sorts; of equal keys the last wins.
  static Value Map(ValueMap entries);
  static Value Node(NodeId id);
  static Value Relationship(EdgeId id);
  static Value OfPath(Path path);
  static Value Of(Date value);
  static Value Of(LocalTime value);
  static Value Of(Time value);
  static Value Of(LocalDateTime value);
  static Value Of(DateTime value);
  static Value Of(Duration value);

  ValueKind kind() const { return kind_; }
  bool is_null() const { return kind_ == ValueKind::kNull; }
  bool is_number() const { return kind_ == ValueKind::kInt || kind_ == ValueKind::kFloat; }

  // REQUIRES: the kind is the one asked for. References live as long as a copy of the value does.
  bool as_bool() const { return payload_.i != 0; }
  int64_t as_int() const { return payload_.i; }
  double as_float() const { return payload_.d; }
  /// kInt or kFloat as a double.
  double as_number() const { return kind_ == ValueKind::kInt ? static_cast<double>(payload_.i) : payload_.d; }
  std::string_view as_string() const;
  const ValueList& as_list() const;
  const ValueMap& as_map() const;
  /// The value under `key`, or null when the map has none.
  const Value* Find(std::string_view key) const;
  NodeId as_node() const { return static_cast<NodeId>(payload_.i); }
  EdgeId as_relationship() const { return static_cast<EdgeId>(payload_.i); }
  const Path& as_path() const;
  Date as_date() const { return Date{payload_.i}; }
  LocalTime as_local_time() const { return LocalTime{payload_.i}; }
  Time as_time() const { return Time{payload_.i, aux_}; }
  LocalDateTime as_local_date_time() const { return LocalDateTime{payload_.i, aux_}; }
  const DateTime& as_date_time() const;
  const Duration& as_duration() const;

  friend bool operator==(const Value& a, const Value& b);

 private:
  struct Shared;
  template <typename T>
  struct Box;
  struct Text;

  Value(ValueKind kind, int32_t aux, int64_t bits) : kind_(kind), aux_(aux) { payload_.i = bits; }
  template <typename T>
  static Value Boxed(ValueKind kind, T content);
  bool is_shared() const;
  void Release() noexcept;

  ValueKind kind_;
  int32_t aux_;
  union {
    int64_t i;
    double d;
    Shared* shared;
  } payload_;
};

/// Three-valued logic: nullopt is Cypher's null.
using Ternary = std::optional<bool>;

/// Cypher's `=`. 1 = 1.0; NaN equals nothing; values of different types are not equal; null anywhere gives null unless
/// the answer is false already ([1, null] = [2, null]).
Ternary Equals(const Value& a, const Value& b);

/// Cypher's `<` and its kin (comparability): nullopt when the two cannot be compared; unordered for NaN.
std::optional<std::partial_ordering> Compare(const Value& a, const Value& b);

/// Orderability: the total order of ORDER BY, min and max. From small to great: map, node, relationship, list, path,
/// datetime, localdatetime, date, time, localtime, duration, string, boolean, number, NaN, null.
std::strong_ordering Order(const Value& a, const Value& b);

/// Equivalence, as DISTINCT, grouping and UNION see it: null is null, NaN is NaN, 1 is 1.0.
bool Equivalent(const Value& a, const Value& b);

/// Equivalent values have the same hash. The same in every run.
uint64_t Hash(const Value& value);

}  // namespace papergraph
