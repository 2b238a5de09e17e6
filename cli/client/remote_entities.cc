#include "cli/client/remote_entities.h"

#include "engine/json.h"

namespace papergraph::cli {
namespace {

bool IsText(const Value& value) { return value.kind() == ValueKind::kString; }
bool IsId(const Value& value) { return value.kind() == ValueKind::kInt || IsText(value); }
std::string IdText(const Value& id) { return IsText(id) ? std::string(id.as_string()) : std::to_string(id.as_int()); }

// Relationships of a path come without their ends: they wait in a map until the path is there.
constexpr const char* kId = "id";
constexpr const char* kType = "type";
constexpr const char* kProperties = "properties";

// A server may send any map in the place of one.
bool IsPathEdge(const Value& value) {
  if (value.kind() != ValueKind::kMap) return false;
  const Value *id = value.Find(kId), *type = value.Find(kType), *properties = value.Find(kProperties);
  return id && type && properties && IsId(*id) && IsText(*type) && properties->kind() == ValueKind::kMap;
}

}  // namespace

RemoteEntities::RemoteEntities() : store_(Store::Open(":memory:", {.create = true, .cache_bytes = 8 << 20})) {
  transaction_ = store_->Begin();
}

NodeId RemoteEntities::NodeAt(const Value& id) {
  const auto [at, is_new] = nodes_.try_emplace(IdText(id));
  if (is_new) at->second = transaction_->CreateNode({});
  return at->second;
}

template <typename Id>
void RemoteEntities::Describe(Id id, const Value& properties) {
  for (const auto& [name, value] : properties.as_map()) {
    const PropertyId property = transaction_->InternProperty(name);
    if (IsStorable(value)) {
      transaction_->SetProperty(id, property, value);
    } else {
      std::string text;  // maps and nested lists, which other engines keep
      engine::AppendJson(text, value, *transaction_);
      transaction_->SetProperty(id, property, Value::String(text));
    }
  }
}

EdgeId RemoteEntities::EdgeAt(const Value& id, NodeId start, std::string_view type, NodeId end,
                              const Value& properties) {
  const auto [at, is_new] = edges_.try_emplace(IdText(id));
  if (is_new) {
    at->second = transaction_->CreateEdge(start, transaction_->InternType(type), end);
    Describe(at->second, properties);
  }
  return at->second;
}

std::optional<Value> RemoteEntities::Read(uint8_t tag, const std::vector<Value>& fields) {
  const size_t size = fields.size();
  const auto is_map = [&](size_t i) { return fields[i].kind() == ValueKind::kMap; };
  if (tag == 'N' && (size == 3 || size == 4)) {
    const Value& id = fields[size == 4 ? 3 : 0];
    if (!IsId(id) || fields[1].kind() != ValueKind::kList || !is_map(2)) return std::nullopt;
    const NodeId node = NodeAt(id);
    for (const Value& label : fields[1].as_list()) {
      if (!IsText(label)) return std::nullopt;
      transaction_->AddLabel(node, transaction_->InternLabel(label.as_string()));
    }
    Describe(node, fields[2]);
    return Value::Node(node);
  }
  if (tag == 'R' && (size == 5 || size == 8)) {
    const Value &id = fields[size == 8 ? 5 : 0], &start = fields[size == 8 ? 6 : 1], &end = fields[size == 8 ? 7 : 2];
    if (!IsId(id) || !IsId(start) || !IsId(end) || !IsText(fields[3]) || !is_map(4)) return std::nullopt;
    const NodeId from = NodeAt(start);
    return Value::Relationship(EdgeAt(id, from, fields[3].as_string(), NodeAt(end), fields[4]));
  }
  if (tag == 'r' && (size == 3 || size == 4)) {
    const Value& id = fields[size == 4 ? 3 : 0];
    if (!IsId(id) || !IsText(fields[1]) || !is_map(2)) return std::nullopt;
    return Value::Map({{kId, id}, {kType, fields[1]}, {kProperties, fields[2]}});
  }
  if (tag == 'P') return ReadPath(fields);
  if ((tag == 'X' && size == 3) || (tag == 'Y' && size == 4)) {
    ValueMap point{{"srid", fields[0]}, {"x", fields[1]}, {"y", fields[2]}};
    if (tag == 'Y') point.emplace_back("z", fields[3]);
    return Value::Map(std::move(point));
  }
  return std::nullopt;
}

std::optional<Value> RemoteEntities::ReadPath(const std::vector<Value>& fields) {
  if (fields.size() != 3) return std::nullopt;
  for (const Value& field : fields) {
    if (field.kind() != ValueKind::kList) return std::nullopt;
  }
  const ValueList &nodes = fields[0].as_list(), &edges = fields[1].as_list(), &walk = fields[2].as_list();
  for (const Value& node : nodes) {
    if (node.kind() != ValueKind::kNode) return std::nullopt;
  }
  if (nodes.empty() || walk.size() % 2 != 0) return std::nullopt;
  Path path{{nodes[0].as_node()}, {}};
  for (size_t i = 0; i < walk.size(); i += 2) {
    if (walk[i].kind() != ValueKind::kInt || walk[i + 1].kind() != ValueKind::kInt) return std::nullopt;
    const int64_t step = walk[i].as_int(), place = walk[i + 1].as_int();
    const auto count = static_cast<int64_t>(edges.size());
    if (step == 0 || step > count || step < -count || place < 0 || place >= static_cast<int64_t>(nodes.size()))
      return std::nullopt;
    const Value& edge = edges[static_cast<size_t>((step > 0 ? step : -step) - 1)];
    if (!IsPathEdge(edge)) return std::nullopt;
    NodeId from = path.nodes.back();
    const NodeId to = nodes[static_cast<size_t>(place)].as_node();
    path.nodes.push_back(to);
    NodeId end = to;
    if (step < 0) std::swap(from, end);
    path.edges.push_back(EdgeAt(*edge.Find(kId), from, edge.Find(kType)->as_string(), end, *edge.Find(kProperties)));
  }
  return Value::OfPath(std::move(path));
}

}  // namespace papergraph::cli
