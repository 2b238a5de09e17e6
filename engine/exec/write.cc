#include "engine/exec/write.h"

#include "engine/exec/edges.h"
#include "engine/exec/memory.h"
#include "grammar/error.h"

namespace papergraph::engine {

void RequireStorable(const Value& value, Span span) {
  if (value.is_null() || IsStorable(value)) return;
  throw RuntimeError(ErrorType::kTypeError, "InvalidPropertyType", span,
                     "a property holds numbers, strings, booleans, temporal values and lists of one of these, not " +
                         std::string(NameOf(value.kind())));
}

namespace {

// What the changes of an open transaction take in memory, about: entries of hash tables and sorted sets, neighbour
// lists.
constexpr uint64_t kNodeBytes = 160;
constexpr uint64_t kEdgeBytes = 400;
constexpr uint64_t kLabelBytes = 80;
constexpr uint64_t kPropertyBytes = 40;

void ChargeProperty(ExecContext& context, const Value& value) {
  context.ChargeWrite(kPropertyBytes + (context.memory_limit == 0 ? 0 : BytesOf(value, context.memory_limit)));
}

QueryError NullInMerge(Span span, std::string_view key) {
  return RuntimeError(
      ErrorType::kSemanticError, "MergeReadOwnWrites", span,
      "MERGE cannot look for the property `" + std::string(key) + "` with the value null; it would never match");
}

template <typename Id>
void SetOne(ExecContext& context, Id entity, std::string_view key, const Value& value, Span span) {
  RequireStorable(value, span);
  if (value.is_null()) {
    const auto id = context.graph->FindProperty(key);
    if (!id) return;
    bool had = false;
    if constexpr (std::is_same_v<Id, NodeId>) {
      had = !context.graph->NodeProperty(entity, *id).is_null();
    } else {
      had = !context.graph->EdgeProperty(entity, *id).is_null();
    }
    if (!had) return;
    context.writer->SetProperty(entity, *id, value);
  } else {
    context.writer->SetProperty(entity, context.writer->InternProperty(key), value);
  }
  ++context.stats.properties_set;
  ChargeProperty(context, value);
}

// The entries of a map, or the properties of an entity.
ValueMap EntriesOf(const Value& value, const ExecContext& context, Span span) {
  if (value.kind() == ValueKind::kMap) return value.as_map();
  std::vector<std::pair<PropertyId, Value>> properties;
  if (value.kind() == ValueKind::kNode) {
    RequireAlive(context, value.as_node(), span);
    properties = context.graph->PropertiesOf(value.as_node());
  } else if (value.kind() == ValueKind::kRelationship) {
    RequireAlive(context, value.as_relationship(), span);
    properties = context.graph->PropertiesOf(value.as_relationship());
  } else {
    throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span,
                       "a MAP, NODE or RELATIONSHIP is needed here, this is a " + std::string(NameOf(value.kind())));
  }
  ValueMap entries;
  for (auto& [key, item] : properties) entries.emplace_back(std::string(context.graph->NameOf(key)), std::move(item));
  return entries;
}

template <typename Id>
void SetMany(ExecContext& context, Id entity, const ValueMap& entries, bool replace, Span span) {
  if (replace) {
    const auto old = context.graph->PropertiesOf(entity);
    std::vector<std::string> gone;
    for (const auto& [id, value] : old) {
      const std::string name(context.graph->NameOf(id));
      const bool stays = std::any_of(entries.begin(), entries.end(),
                                     [&](const auto& entry) { return entry.first == name && !entry.second.is_null(); });
      if (!stays) gone.push_back(name);
    }
    for (const std::string& name : gone) SetOne(context, entity, name, Value(), span);
  }
  for (const auto& [key, value] : entries) SetOne(context, entity, key, value, span);
}

}  // namespace

NewProperties::NewProperties(const ExprPtr& map, Builder& builder) {
  if (!map) return;
  if (map->kind == ExprKind::kMap) {
    keys_ = map->keys;
    values_ = builder.Evaluate(map->args);
    return;
  }
  map_ = builder.Evaluate(map);
}

template <typename Id>
void NewProperties::Put(Id entity, std::string_view key, const Value& value, ExecContext& context) {
  if (value.is_null()) return;
  context.writer->SetProperty(entity, context.writer->InternProperty(key), value);
  ++context.stats.properties_set;
  ChargeProperty(context, value);
}

template <typename Id>
void NewProperties::Write(Id entity, const Batch& batch, size_t row, ExecContext& context) {
  for (size_t i = 0; i < values_.size(); ++i) {
    const Value value = values_[i]->Row(batch, row);
    RequireStorable(value, values_[i]->span());
    Put(entity, keys_[i], value, context);
  }
  if (!map_) return;
  const Value map = map_->Row(batch, row);
  if (map.is_null()) return;
  for (const auto& [key, value] : EntriesOf(map, context, map_->span())) {
    RequireStorable(value, map_->span());
    Put(entity, key, value, context);
  }
}

void NewProperties::RequireNoNulls(const Batch& batch, size_t row) {
  for (size_t i = 0; i < values_.size(); ++i) {
    if (values_[i]->Row(batch, row).is_null()) throw NullInMerge(values_[i]->span(), keys_[i]);
  }
  if (!map_) return;
  const Value map = map_->Row(batch, row);
  if (map.kind() != ValueKind::kMap) return;
  for (const auto& [key, value] : map.as_map()) {
    if (value.is_null()) throw NullInMerge(map_->span(), key);
  }
}

EntityMaker::EntityMaker(std::vector<ops::NewNode>& nodes, std::vector<ops::NewEdge>& edges, Builder& builder)
    : nodes_(nodes), edges_(edges) {
  for (auto& node : nodes) node_properties_.emplace_back(node.properties, builder);
  for (auto& edge : edges) edge_properties_.emplace_back(edge.properties, builder);
}

void EntityMaker::Prepare(Batch& batch) {
  for (auto& node : nodes_) batch[node.slot.slot].Reset(Column::Type::kNode);
  for (auto& edge : edges_) batch[edge.slot.slot].Reset(Column::Type::kEdge);
}

void EntityMaker::RequireNoNulls(const Batch& batch, size_t row) {
  for (auto& properties : node_properties_) properties.RequireNoNulls(batch, row);
  for (auto& properties : edge_properties_) properties.RequireNoNulls(batch, row);
}

void EntityMaker::MakeRow(Batch& batch, size_t row, ExecContext& context) {
  GraphWriter& writer = *context.writer;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    labels_.clear();
    for (const std::string& label : nodes_[i].labels) {
      const LabelId id = writer.InternLabel(label);
      if (std::find(labels_.begin(), labels_.end(), id) == labels_.end()) labels_.push_back(id);
    }
    const NodeId node = writer.CreateNode(labels_);
    ++context.stats.nodes_created;
    context.stats.labels_added += labels_.size();
    context.ChargeWrite(kNodeBytes + kLabelBytes * labels_.size());
    batch[nodes_[i].slot.slot].nodes.push_back(node);
    node_properties_[i].Write(node, batch, row, context);
  }
  for (size_t i = 0; i < edges_.size(); ++i) {
    const ops::NewEdge& op = edges_[i];
    const NodeId start = NodeAt(batch[op.start], row);
    const NodeId end = NodeAt(batch[op.end], row);
    if (start == kNoNode || end == kNoNode) {
      throw RuntimeError(ErrorType::kSemanticError, "MissingNode", op.span,
                         "a relationship needs two nodes, but one of them is null in this row");
    }
    RequireAlive(context, start, op.span);
    RequireAlive(context, end, op.span);
    const EdgeId edge = writer.CreateEdge(start, writer.InternType(op.type), end);
    ++context.stats.relationships_created;
    context.ChargeWrite(kEdgeBytes);
    batch[op.slot.slot].edges.push_back(edge);
    edge_properties_[i].Write(edge, batch, row, context);
  }
}

ItemSetter::ItemSetter(std::vector<ops::SetItem>& items, Builder& builder) {
  for (auto& item : items) {
    items_.push_back({&item, builder.Evaluate(item.target), builder.Evaluate(item.key), builder.Evaluate(item.value)});
  }
}

void ItemSetter::SetRow(const Batch& batch, size_t row, ExecContext& context) {
  using Kind = ops::SetItem::Kind;
  for (Item& item : items_) {
    const Value target = item.target->Row(batch, row);
    if (target.is_null()) continue;
    const Span span = item.op->span;
    const bool is_node = target.kind() == ValueKind::kNode;
    if (!is_node && target.kind() != ValueKind::kRelationship) {
      throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", item.target->span(),
                         "SET and REMOVE change nodes and relationships, not " + std::string(NameOf(target.kind())));
    }
    if (is_node) {
      RequireAlive(context, target.as_node(), span);
    } else {
      RequireAlive(context, target.as_relationship(), span);
    }
    switch (item.op->kind) {
      case Kind::kProperty: {
        const Value key = item.key->Row(batch, row);
        if (key.kind() != ValueKind::kString) {
          throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", item.key->span(),
                             "a property's name is a STRING");
        }
        const Value value = item.value ? item.value->Row(batch, row) : Value();
        const Span value_span = item.value ? item.value->span() : span;
        if (is_node) {
          SetOne(context, target.as_node(), key.as_string(), value, value_span);
        } else {
          SetOne(context, target.as_relationship(), key.as_string(), value, value_span);
        }
        break;
      }
      case Kind::kReplace:
      case Kind::kAdd: {
        const Value value = item.value->Row(batch, row);
        if (value.is_null() && item.op->kind == Kind::kAdd) break;
        const ValueMap entries = value.is_null() ? ValueMap() : EntriesOf(value, context, item.value->span());
        const bool replace = item.op->kind == Kind::kReplace;
        if (is_node) {
          SetMany(context, target.as_node(), entries, replace, item.value->span());
        } else {
          SetMany(context, target.as_relationship(), entries, replace, item.value->span());
        }
        break;
      }
      case Kind::kLabels:
      case Kind::kRemoveLabels: {
        if (!is_node) {
          throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span, "only nodes have labels");
        }
        for (const std::string& name : item.op->labels) {
          if (item.op->kind == Kind::kLabels) {
            context.stats.labels_added += context.writer->AddLabel(target.as_node(), context.writer->InternLabel(name));
          } else if (const auto id = context.graph->FindLabel(name)) {
            context.stats.labels_removed += context.writer->RemoveLabel(target.as_node(), *id);
          }
        }
        break;
      }
    }
  }
}

}  // namespace papergraph::engine
