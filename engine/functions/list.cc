#include <fmt/format.h>

#include <algorithm>

#include "engine/functions/groups.h"
#include "engine/functions/unicode.h"

namespace papergraph::engine {
namespace list_functions {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

Value Head(FunctionContext& context, Arguments arguments) {
  const ValueList& items = ListArgument(context, "head", arguments[0]);
  return items.empty() ? Value() : items.front();
}

Value Last(FunctionContext& context, Arguments arguments) {
  const ValueList& items = ListArgument(context, "last", arguments[0]);
  return items.empty() ? Value() : items.back();
}

Value Tail(FunctionContext& context, Arguments arguments) {
  const ValueList& items = ListArgument(context, "tail", arguments[0]);
  if (items.empty()) return arguments[0];
  return Value::List(ValueList(items.begin() + 1, items.end()));
}

Value Size(FunctionContext& context, Arguments arguments) {
  switch (arguments[0].kind()) {
    case ValueKind::kList:
      return Value::Int(static_cast<int64_t>(arguments[0].as_list().size()));
    case ValueKind::kString:
      return Value::Int(static_cast<int64_t>(CodePointCount(arguments[0].as_string())));
    default:
      WrongType(context, "size", "a list or a string", arguments[0]);
  }
}

Value IsEmpty(FunctionContext& context, Arguments arguments) {
  switch (arguments[0].kind()) {
    case ValueKind::kList:
      return Value::Bool(arguments[0].as_list().empty());
    case ValueKind::kMap:
      return Value::Bool(arguments[0].as_map().empty());
    case ValueKind::kString:
      return Value::Bool(arguments[0].as_string().empty());
    default:
      WrongType(context, "isEmpty", "a list, a map or a string", arguments[0]);
  }
}

Value ReverseOf(FunctionContext& context, Arguments arguments) {
  switch (arguments[0].kind()) {
    case ValueKind::kList:
      return Value::List(ValueList(arguments[0].as_list().rbegin(), arguments[0].as_list().rend()));
    case ValueKind::kString:
      return Value::String(Reverse(arguments[0].as_string()));
    default:
      WrongType(context, "reverse", "a list or a string", arguments[0]);
  }
}

// Both ends belong to the range. The step's sign says in which direction.
Value Range(FunctionContext& context, Arguments arguments) {
  for (const Value& argument : arguments) {
    if (argument.kind() == ValueKind::kInt) continue;
    throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentType", context.call,
                       fmt::format("range() takes integers, not {}", NameOf(argument.kind())));
  }
  const int64_t start = arguments[0].as_int(), end = arguments[1].as_int();
  const int64_t step = arguments.size() == 3 ? arguments[2].as_int() : 1;
  if (step == 0) OutOfRange(context, "range() needs a step that is not 0");
  if (step > 0 ? start > end : start < end) return Value::List({});
  // In unsigned arithmetic, for the distance may be as large as 2^64 - 1.
  const uint64_t distance = step > 0 ? static_cast<uint64_t>(end) - static_cast<uint64_t>(start)
                                     : static_cast<uint64_t>(start) - static_cast<uint64_t>(end);
  const uint64_t stride = step > 0 ? static_cast<uint64_t>(step) : uint64_t{0} - static_cast<uint64_t>(step);
  const uint64_t last = distance / stride;
  constexpr uint64_t kMost = 1ull << 27;
  if (last >= kMost) {
    throw RuntimeError(ErrorType::kResourceError, "MemoryLimit", context.call,
                       fmt::format("range() would make a list of more than {} integers", kMost));
  }
  ValueList items;
  items.reserve(last + 1);
  for (uint64_t i = 0; i <= last; ++i) {
    items.push_back(Value::Int(static_cast<int64_t>(static_cast<uint64_t>(start) + i * static_cast<uint64_t>(step))));
  }
  return Value::List(std::move(items));
}

Value Sorted(FunctionContext& context, Arguments arguments) {
  ValueList items = ListArgument(context, "coll.sort", arguments[0]);
  std::stable_sort(items.begin(), items.end(), [](const Value& a, const Value& b) { return Order(a, b) < 0; });
  return Value::List(std::move(items));
}

Value Distinct(FunctionContext& context, Arguments arguments) {
  const ValueList& items = ListArgument(context, "coll.distinct", arguments[0]);
  // Positions sorted by value and then place: the first of equivalent ones stays, in the list's own order.
  std::vector<size_t> places(items.size());
  for (size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::sort(places.begin(), places.end(), [&items](size_t a, size_t b) {
    const auto order = Order(items[a], items[b]);
    return order != 0 ? order < 0 : a < b;
  });
  std::vector<bool> repeated(items.size());
  for (size_t i = 1; i < places.size(); ++i) repeated[places[i]] = Equivalent(items[places[i - 1]], items[places[i]]);
  ValueList kept;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!repeated[i]) kept.push_back(items[i]);
  }
  return Value::List(std::move(kept));
}

void FlattenInto(const ValueList& items, int64_t depth, ValueList& out) {
  for (const Value& item : items) {
    if (item.kind() == ValueKind::kList && depth > 0)
      FlattenInto(item.as_list(), depth - 1, out);
    else
      out.push_back(item);
  }
}

Value Flatten(FunctionContext& context, Arguments arguments) {
  const int64_t depth = arguments.size() == 2 ? IntArgument(context, "coll.flatten", arguments[1]) : 1;
  ValueList out;
  FlattenInto(ListArgument(context, "coll.flatten", arguments[0]), depth, out);
  return Value::List(std::move(out));
}

template <bool kGreatest>
Value Extreme(FunctionContext& context, Arguments arguments) {
  Value best;
  for (const Value& item : ListArgument(context, kGreatest ? "coll.max" : "coll.min", arguments[0])) {
    if (item.is_null()) continue;
    if (best.is_null() || (kGreatest ? Order(item, best) > 0 : Order(item, best) < 0)) best = item;
  }
  return best;
}

Value IndexOf(FunctionContext& context, Arguments arguments) {
  const ValueList& items = ListArgument(context, "coll.indexOf", arguments[0]);
  for (size_t i = 0; i < items.size(); ++i) {
    if (Equals(items[i], arguments[1]) == true) return Value::Int(static_cast<int64_t>(i));
  }
  return Value::Int(-1);
}

constexpr Function kFunctions[] = {
    {"head", "head(list :: LIST<ANY>) :: ANY", "The first element; null of an empty list.", "head([1, 2]) = 1", 1, 1,
     true, true, Head},
    {"last", "last(list :: LIST<ANY>) :: ANY", "The last element; null of an empty list.", "last([1, 2]) = 2", 1, 1,
     true, true, Last},
    {"tail", "tail(list :: LIST<ANY>) :: LIST<ANY>", "The list without its first element.", "tail([1, 2, 3]) = [2, 3]",
     1, 1, true, true, Tail},
    {"size", "size(value :: LIST<ANY> | STRING) :: INTEGER", "The number of elements, or of code points.",
     "size([1, 2]) = 2", 1, 1, true, true, Size},
    {"isEmpty", "isEmpty(value :: LIST<ANY> | MAP | STRING) :: BOOLEAN", "Whether it has no elements.", "isEmpty([])",
     1, 1, true, true, IsEmpty},
    {"reverse", "reverse(value :: LIST<ANY> | STRING) :: LIST<ANY> | STRING",
     "The elements, or code points, from the last to the first.", "reverse([1, 2]) = [2, 1]", 1, 1, true, true,
     ReverseOf},
    {"range", "range(start :: INTEGER, end :: INTEGER, step = 1 :: INTEGER) :: LIST<INTEGER>",
     "The integers from start to end, both included.", "range(0, 10, 5) = [0, 5, 10]", 2, 3, true, true, Range},
    {"coll.sort", "coll.sort(list :: LIST<ANY>) :: LIST<ANY>", "The elements in the order of ORDER BY.",
     "coll.sort([3, 1, 2]) = [1, 2, 3]", 1, 1, true, true, Sorted},
    {"coll.distinct", "coll.distinct(list :: LIST<ANY>) :: LIST<ANY>", "Each element once, in the order of the list.",
     "coll.distinct([2, 1, 2]) = [2, 1]", 1, 1, true, true, Distinct},
    {"coll.flatten", "coll.flatten(list :: LIST<ANY>, depth = 1 :: INTEGER) :: LIST<ANY>",
     "The elements of the lists within the list.", "coll.flatten([[1], [2, 3]]) = [1, 2, 3]", 1, 2, true, true,
     Flatten},
    {"coll.max", "coll.max(list :: LIST<ANY>) :: ANY", "The greatest element that is not null.",
     "coll.max([1, 3, 2]) = 3", 1, 1, true, true, Extreme<true>},
    {"coll.min", "coll.min(list :: LIST<ANY>) :: ANY", "The smallest element that is not null.",
     "coll.min([3, 1, 2]) = 1", 1, 1, true, true, Extreme<false>},
    {"coll.indexOf", "coll.indexOf(list :: LIST<ANY>, value :: ANY) :: INTEGER",
     "Where the value first stands, from 0; -1 when it does not.", "coll.indexOf(['a', 'b'], 'b') = 1", 2, 2, true,
     true, IndexOf},
};

}  // namespace
}  // namespace list_functions

std::span<const Function> ListFunctions() { return list_functions::kFunctions; }

}  // namespace papergraph::engine
