// JSON -> values, through nlohmann's event parser: no document tree is built in between.
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/json.h"
#include "engine/output/plain_json.h"

namespace papergraph::engine {
namespace {

constexpr size_t kDeepestValue = 1000;  // values are destroyed and printed recursively

struct Failure {
  size_t byte;
  std::string detail;
  std::string message;
};

class ValueBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit ValueBuilder(bool entities_allowed) : entities_allowed_(entities_allowed) {}

  bool null() override { return Add(Value()); }
  bool boolean(bool value) override { return Add(Value::Bool(value)); }
  bool number_integer(number_integer_t value) override { return Add(Value::Int(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) return TooLarge(std::to_string(value));
    return Add(Value::Int(static_cast<int64_t>(value)));
  }
  bool number_float(number_float_t value, const string_t& text) override {
    if (text.find_first_of(".eE") == text.npos) return TooLarge(text);
    return Add(Value::Float(value));
  }
  bool string(string_t& value) override { return Add(Value::String(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Open(true); }
  bool start_array(std::size_t) override { return Open(false); }
  bool key(string_t& key) override {
    if (key == "value") open_.back().undecided.reset();  // of equal keys the last wins
    open_.back().entries.emplace_back(std::move(key), Value());
    return true;
  }
  bool end_array() override {
    Value list = Value::List(std::move(open_.back().items));
    open_.pop_back();
    return Add(std::move(list));
  }
  bool end_object() override {
    Container closed = std::move(open_.back());
    open_.pop_back();
    if (closed.undecided) {
      std::optional<Value> value = Interpret(*closed.undecided, !closed.plain && SaysMap(closed));
      if (!value) return false;
      for (auto& [key, entry] : closed.entries) {
        if (key == "value") entry = *value;
      }
    }
    Value map = Value::Map(std::move(closed.entries));
    if (closed.raw && !open_.back().raw) {
      open_.back().undecided = std::move(map);
      return true;
    }
    const Value* type = closed.plain || closed.raw ? nullptr : map.Find("_type");
    if (!type) return Add(std::move(map));
    std::optional<Value> special = Special(*type, map);
    return special && Add(std::move(*special));
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& error) override {
    std::string_view message = error.what();
    if (const size_t end = message.find("] "); end != message.npos) message.remove_prefix(end + 2);
    failure = Failure{position > 0 ? position - 1 : 0, "InvalidJson", std::string(message)};
    return false;
  }

  Value result;
  bool has_entities = false;
  std::optional<Failure> failure;

 private:
  struct Container {
    bool is_map;
    bool plain;  // the content of {"_type":"map","value":{…}}
    bool raw;    // what `_type` says within waits for the container that has this as its `undecided`
    ValueList items;
    ValueMap entries;
    // The map under `value` where no `_type` came before it: what it means is known at the end.
    std::optional<Value> undecided{};
  };

  bool Fail(std::string detail, std::string message) {
    failure = Failure{0, std::move(detail), std::move(message)};
    return false;
  }
  bool TooLarge(const std::string& number) {
    return Fail("IntegerOverflow", number + " does not fit into 64 bits; write it with a point for a float");
  }
  bool Open(bool is_map) {
    if (open_.size() >= kDeepestValue) return Fail("NestingTooDeep", "JSON nested deeper than 1000 levels");
    Container container{is_map, false, false, {}, {}};
    if (!open_.empty()) {
      const Container& outer = open_.back();
      const bool is_value = outer.is_map && outer.entries.back().first == "value";
      container.plain = !outer.plain && is_value && SaysMap(outer);
      container.raw = outer.raw || (is_map && is_value && !TypeOf(outer));
    }
    open_.push_back(std::move(container));
    return true;
  }
  bool Add(Value value) {
    if (open_.empty()) {
      result = std::move(value);
    } else if (open_.back().is_map) {
      open_.back().entries.back().second = std::move(value);
    } else {
      open_.back().items.push_back(std::move(value));
    }
    return true;
  }
  static const Value* TypeOf(const Container& map) {
    const Value* type = nullptr;
    for (const auto& [key, value] : map.entries) {
      if (key == "_type") type = &value;
    }
    return type;
  }
  static bool IsMap(const Value* type) {
    return type && type->kind() == ValueKind::kString && type->as_string() == "map";
  }
  static bool SaysMap(const Container& map) { return IsMap(TypeOf(map)); }

  // Raw values -> what their `_type` says; nullopt after Fail. `plain`: the keys of this very map are keys.
  std::optional<Value> Interpret(const Value& raw, bool plain) {
    if (raw.kind() == ValueKind::kList) {
      ValueList items;
      for (const Value& item : raw.as_list()) {
        std::optional<Value> value = Interpret(item, false);
        if (!value) return std::nullopt;
        items.push_back(std::move(*value));
      }
      return Value::List(std::move(items));
    }
    if (raw.kind() != ValueKind::kMap) return raw;
    const Value* type = plain ? nullptr : raw.Find("_type");
    ValueMap entries;
    for (const auto& [key, entry] : raw.as_map()) {
      const bool is_content = IsMap(type) && key == "value" && entry.kind() == ValueKind::kMap;
      std::optional<Value> value = Interpret(entry, is_content);
      if (!value) return std::nullopt;
      entries.emplace_back(key, std::move(*value));
    }
    const Value map = Value::Map(std::move(entries));
    return type ? Special(*type, map) : map;
  }

  std::optional<Value> Special(const Value& type, const Value& map);
  std::optional<Value> Entity(std::string_view type, const Value& map);

  bool entities_allowed_;
  std::vector<Container> open_;
};

template <typename T>
std::optional<Value> ValueOf(std::optional<T> parsed) {
  if (!parsed) return std::nullopt;
  return Value::Of(std::move(*parsed));
}

std::optional<Value> Number(std::string_view text) {
  if (text == "NaN") return Value::Float(std::numeric_limits<double>::quiet_NaN());
  if (text == "Infinity") return Value::Float(std::numeric_limits<double>::infinity());
  if (text == "-Infinity") return Value::Float(-std::numeric_limits<double>::infinity());
  return std::nullopt;
}

std::optional<Value> ValueBuilder::Special(const Value& type, const Value& map) {
  const std::string_view name = type.kind() == ValueKind::kString ? type.as_string() : std::string_view();
  if (name == "node" || name == "relationship" || name == "path") return Entity(name, map);
  const Value* content = map.Find("value");
  if (name == "map" && content && content->kind() == ValueKind::kMap) return *content;
  std::optional<Value> value;
  if (content && content->kind() == ValueKind::kString) {
    const std::string_view text = content->as_string();
    if (name == "float") value = Number(text);
    if (name == "date") value = ValueOf(ParseDate(text));
    if (name == "time") value = ValueOf(ParseTime(text));
    if (name == "localtime") value = ValueOf(ParseLocalTime(text));
    if (name == "datetime") value = ValueOf(ParseDateTime(text));
    if (name == "localdatetime") value = ValueOf(ParseLocalDateTime(text));
    if (name == "duration") value = ValueOf(ParseDuration(text));
  } else if (name == "float" && content && content->is_number()) {
    value = Value::Float(content->as_number());
  }
  if (!value) {
    Fail("InvalidJson", "`_type` \"" + std::string(name) +
                            "\" with this `value` is no value; write a map that has a key `_type` as "
                            "{\"_type\":\"map\",\"value\":{…}}");
  }
  return value;
}

std::optional<Value> ValueBuilder::Entity(std::string_view type, const Value& map) {
  has_entities = true;
  if (!entities_allowed_) {
    Fail("InvalidJson", "a " + std::string(type) + " cannot be given here");
    return std::nullopt;
  }
  const auto id = [&]() -> std::optional<uint32_t> {
    const Value* value = map.Find("id");
    if (!value || value->kind() != ValueKind::kInt) return std::nullopt;
    if (value->as_int() < 0 || value->as_int() >= Raw(kNoNode)) return std::nullopt;
    return static_cast<uint32_t>(value->as_int());
  };
  if (type == "node" || type == "relationship") {
    if (const auto number = id()) {
      return type == "node" ? Value::Node(NodeId{*number}) : Value::Relationship(EdgeId{*number});
    }
  } else {
    const Value* nodes = map.Find("nodes");
    const Value* edges = map.Find("relationships");
    if (nodes && edges && nodes->kind() == ValueKind::kList && edges->kind() == ValueKind::kList) {
      Path path;
      for (const Value& node : nodes->as_list()) {
        if (node.kind() == ValueKind::kNode) path.nodes.push_back(node.as_node());
      }
      for (const Value& edge : edges->as_list()) {
        if (edge.kind() == ValueKind::kRelationship) path.edges.push_back(edge.as_relationship());
      }
      if (path.nodes.size() == nodes->as_list().size() && path.edges.size() == edges->as_list().size() &&
          path.nodes.size() == path.edges.size() + 1) {
        return Value::OfPath(std::move(path));
      }
    }
  }
  Fail("InvalidJson", "this " + std::string(type) + " lacks what it needs: `id`, or `nodes` and `relationships`");
  return std::nullopt;
}

void RequireNode(NodeId node, const GraphReader& graph) {
  if (graph.HasNode(node)) return;
  throw RuntimeError(ErrorType::kEntityNotFound, "EntityNotFound", {}, "there is no node " + std::to_string(Raw(node)));
}
void RequireEdge(EdgeId edge, const GraphReader& graph) {
  if (graph.HasEdge(edge)) return;
  throw RuntimeError(ErrorType::kEntityNotFound, "EntityNotFound", {},
                     "there is no relationship " + std::to_string(Raw(edge)));
}

}  // namespace

Value ParseJsonValue(std::string_view json, bool* has_entities) {
  if (std::optional<Value> plain = ReadPlainJson(json)) {
    if (has_entities) *has_entities = false;
    return std::move(*plain);
  }
  ValueBuilder builder(has_entities != nullptr);
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &builder) || builder.failure) {
    Failure failure = builder.failure.value_or(Failure{0, "InvalidJson", "not JSON"});
    const auto at = static_cast<uint32_t>(std::min(failure.byte, json.size()));
    throw QueryError(ErrorType::kSyntaxError, failure.detail, Span{at, at}, failure.message);
  }
  if (has_entities) *has_entities = builder.has_entities;
  return std::move(builder.result);
}

void RequireEntities(const Value& value, const GraphReader& graph) {
  switch (value.kind()) {
    case ValueKind::kNode:
      RequireNode(value.as_node(), graph);
      return;
    case ValueKind::kRelationship:
      RequireEdge(value.as_relationship(), graph);
      return;
    case ValueKind::kPath:
      for (NodeId node : value.as_path().nodes) RequireNode(node, graph);
      for (EdgeId edge : value.as_path().edges) RequireEdge(edge, graph);
      return;
    case ValueKind::kList:
      for (const Value& item : value.as_list()) RequireEntities(item, graph);
      return;
    case ValueKind::kMap:
      for (const auto& [key, item] : value.as_map()) RequireEntities(item, graph);
      return;
    default:
      return;
  }
}

}  // namespace papergraph::engine
