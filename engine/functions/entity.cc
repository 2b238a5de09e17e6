#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/functions/groups.h"

namespace papergraph::engine {
namespace entity_functions {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

bool IsEntity(const Value& value) {
  return value.kind() == ValueKind::kNode || value.kind() == ValueKind::kRelationship;
}

Value Id(FunctionContext& context, Arguments arguments) {
  if (arguments[0].kind() == ValueKind::kNode) return Value::Int(Raw(arguments[0].as_node()));
  if (arguments[0].kind() == ValueKind::kRelationship) return Value::Int(Raw(arguments[0].as_relationship()));
  WrongType(context, "id", "a node or a relationship", arguments[0]);
}

// Unlike id(), no node and relationship share one.
Value ElementId(FunctionContext& context, Arguments arguments) {
  if (arguments[0].kind() == ValueKind::kNode) return Value::String(fmt::format("n{}", Raw(arguments[0].as_node())));
  if (arguments[0].kind() == ValueKind::kRelationship) {
    return Value::String(fmt::format("r{}", Raw(arguments[0].as_relationship())));
  }
  WrongType(context, "elementId", "a node or a relationship", arguments[0]);
}

EdgeRecord RecordOf(const FunctionContext& context, std::string_view function, const Value& value) {
  if (value.kind() != ValueKind::kRelationship) WrongType(context, function, "a relationship", value);
  return context.graph.EdgeOf(value.as_relationship());
}

Value Type(FunctionContext& context, Arguments arguments) {
  return Value::String(context.graph.NameOf(RecordOf(context, "type", arguments[0]).type));
}

Value StartNode(FunctionContext& context, Arguments arguments) {
  return Value::Node(RecordOf(context, "startNode", arguments[0]).start);
}

Value EndNode(FunctionContext& context, Arguments arguments) {
  return Value::Node(RecordOf(context, "endNode", arguments[0]).end);
}

Value Labels(FunctionContext& context, Arguments arguments) {
  if (arguments[0].kind() != ValueKind::kNode) WrongType(context, "labels", "a node", arguments[0]);
  RequireEntity(context.graph, arguments[0], context.call);
  ValueList names;
  for (LabelId label : context.graph.LabelsOf(arguments[0].as_node())) {
    names.push_back(Value::String(context.graph.NameOf(label)));
  }
  return Value::List(std::move(names));
}

ValueMap PropertiesOf(const FunctionContext& context, const Value& entity) {
  RequireEntity(context.graph, entity, context.call);
  const auto properties = entity.kind() == ValueKind::kNode ? context.graph.PropertiesOf(entity.as_node())
                                                            : context.graph.PropertiesOf(entity.as_relationship());
  ValueMap map;
  for (const auto& [key, value] : properties) map.emplace_back(context.graph.NameOf(key), value);
  std::sort(map.begin(), map.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return map;
}

Value Properties(FunctionContext& context, Arguments arguments) {
  if (arguments[0].kind() == ValueKind::kMap) return arguments[0];
  if (!IsEntity(arguments[0])) WrongType(context, "properties", "a node, a relationship or a map", arguments[0]);
  return Value::Map(PropertiesOf(context, arguments[0]));
}

Value Keys(FunctionContext& context, Arguments arguments) {
  ValueMap stored;
  if (IsEntity(arguments[0]))
    stored = PropertiesOf(context, arguments[0]);
  else if (arguments[0].kind() != ValueKind::kMap)
    WrongType(context, "keys", "a node, a relationship or a map", arguments[0]);
  ValueList names;
  for (const auto& [key, value] : arguments[0].kind() == ValueKind::kMap ? arguments[0].as_map() : stored) {
    names.push_back(Value::String(key));
  }
  return Value::List(std::move(names));
}

const Path& PathArgument(const FunctionContext& context, std::string_view function, const Value& value) {
  if (value.kind() != ValueKind::kPath) WrongType(context, function, "a path", value);
  return value.as_path();
}

Value Length(FunctionContext& context, Arguments arguments) {
  return Value::Int(static_cast<int64_t>(PathArgument(context, "length", arguments[0]).edges.size()));
}

Value Nodes(FunctionContext& context, Arguments arguments) {
  ValueList items;
  for (NodeId node : PathArgument(context, "nodes", arguments[0]).nodes) items.push_back(Value::Node(node));
  return Value::List(std::move(items));
}

Value Relationships(FunctionContext& context, Arguments arguments) {
  ValueList items;
  for (EdgeId edge : PathArgument(context, "relationships", arguments[0]).edges)
    items.push_back(Value::Relationship(edge));
  return Value::List(std::move(items));
}

Value Exists(FunctionContext&, Arguments arguments) { return Value::Bool(!arguments[0].is_null()); }

Value Coalesce(FunctionContext&, Arguments arguments) {
  for (const Value& argument : arguments) {
    if (!argument.is_null()) return argument;
  }
  return Value();
}

Value NullIf(FunctionContext&, Arguments arguments) {
  return Equals(arguments[0], arguments[1]) == true ? Value() : arguments[0];
}

Value Timestamp(FunctionContext& context, Arguments) {
  return Value::Int(context.now.seconds * 1000 + context.now.nanos / 1'000'000);
}

// RFC 4122, version 4.
Value RandomUuid(FunctionContext& context, Arguments) {
  const uint64_t high = (NextRandom(context) & ~0xF000ull) | 0x4000ull;
  const uint64_t low = (NextRandom(context) & ~(3ull << 62)) | (2ull << 62);
  return Value::String(fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF,
                                   high & 0xFFFF, low >> 48, low & 0xFFFFFFFFFFFFull));
}

constexpr Function kFunctions[] = {
    {"id", "id(entity :: NODE | RELATIONSHIP) :: INTEGER", "The number of a node, or of a relationship.",
     "id(null) IS NULL", 1, 1, true, false, Id},
    {"elementId", "elementId(entity :: NODE | RELATIONSHIP) :: STRING",
     "A name that no other node or relationship has.", "elementId(null) IS NULL", 1, 1, true, false, ElementId},
    {"type", "type(relationship :: RELATIONSHIP) :: STRING", "The relationship's type.", "type(null) IS NULL", 1, 1,
     true, false, Type},
    {"labels", "labels(node :: NODE) :: LIST<STRING>", "The node's labels.", "labels(null) IS NULL", 1, 1, true, false,
     Labels},
    {"startNode", "startNode(relationship :: RELATIONSHIP) :: NODE", "Where the relationship starts.",
     "startNode(null) IS NULL", 1, 1, true, false, StartNode},
    {"endNode", "endNode(relationship :: RELATIONSHIP) :: NODE", "Where the relationship ends.",
     "endNode(null) IS NULL", 1, 1, true, false, EndNode},
    {"properties", "properties(entity :: NODE | RELATIONSHIP | MAP) :: MAP", "All properties as a map.",
     "properties({a: 1}) = {a: 1}", 1, 1, true, false, Properties},
    {"keys", "keys(entity :: NODE | RELATIONSHIP | MAP) :: LIST<STRING>", "The names of all properties, sorted.",
     "keys({b: 1, a: 2}) = ['a', 'b']", 1, 1, true, false, Keys},
    {"length", "length(path :: PATH) :: INTEGER", "The number of relationships of a path.", "length(null) IS NULL", 1,
     1, true, false, Length},
    {"nodes", "nodes(path :: PATH) :: LIST<NODE>", "The nodes of a path in its order.", "nodes(null) IS NULL", 1, 1,
     true, false, Nodes},
    {"relationships", "relationships(path :: PATH) :: LIST<RELATIONSHIP>", "The relationships of a path in its order.",
     "relationships(null) IS NULL", 1, 1, true, false, Relationships},
    {"rels", "rels(path :: PATH) :: LIST<RELATIONSHIP>", "The older name of relationships().", "rels(null) IS NULL", 1,
     1, true, false, Relationships},
    {"exists", "exists(property :: ANY) :: BOOLEAN", "Whether the property is there.", "exists({a: 1}.a)", 1, 1, false,
     true, Exists},
    {"coalesce", "coalesce(value :: ANY, ...) :: ANY", "The first argument that is not null.",
     "coalesce(null, 2, 3) = 2", 1, -1, false, true, Coalesce},
    {"nullIf", "nullIf(a :: ANY, b :: ANY) :: ANY", "Null when both are equal, otherwise the first.",
     "nullIf(1, 1) IS NULL", 2, 2, false, true, NullIf},
    {"timestamp", "timestamp() :: INTEGER", "Milliseconds from 1970-01-01T00:00Z to the start of the statement.",
     "timestamp() > 0", 0, 0, false, false, Timestamp},
    {"randomUUID", "randomUUID() :: STRING", "A random UUID.", "size(randomUUID()) = 36", 0, 0, false, false,
     RandomUuid},
};

}  // namespace
}  // namespace entity_functions

std::span<const Function> EntityFunctions() { return entity_functions::kFunctions; }

}  // namespace papergraph::engine
