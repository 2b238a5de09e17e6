// The writing half of a transaction: every change goes through a few primitives that can be taken back.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "storage/background.h"
#include "storage/database/property_index.h"
#include "storage/database/text_index.h"
#include "storage/database/transaction.h"
#include "storage/format/checksum.h"
#include "storage/format/keys.h"
#include "storage/format/sort_key.h"

namespace papergraph {
namespace {

bool HasEntries(const IndexInfo& index) {
  return index.kind == IndexInfo::Kind::kRange || index.kind == IndexInfo::Kind::kUnique;
}

// What an entity is for a person who reads a message.
std::string Show(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString:
      return fmt::format("'{}'", value.as_string());
    case ValueKind::kInt:
      return fmt::format("{}", value.as_int());
    case ValueKind::kFloat:
      return fmt::format("{}", value.as_float());
    case ValueKind::kBool:
      return value.as_bool() ? "true" : "false";
    default:
      return fmt::format("this {}", NameOf(value.kind()));
  }
}

void SortOnBothCores(std::vector<std::string>& entries) {
  constexpr size_t kMany = 10'000;
  if (entries.size() < kMany) {
    std::sort(entries.begin(), entries.end());
    return;
  }
  const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(entries.size() / 2);
  DoOnBothCores(
      2, [&](size_t half) { half == 0 ? std::sort(entries.begin(), middle) : std::sort(middle, entries.end()); });
  std::inplace_merge(entries.begin(), middle, entries.end());
}

// The index's value when one property were `value`.
template <typename Id>
Value IndexedValueWith(const GraphReader& graph, const IndexInfo& index, Id entity, PropertyId property,
                       const Value& value) {
  if (index.properties.size() == 1) return value;
  ValueList values;
  for (PropertyId each : index.properties) {
    values.push_back(each == property ? value : PropertyOf(graph, entity, each));
    if (values.back().is_null()) return {};
  }
  return Value::List(std::move(values));
}

}  // namespace

StoreTransaction::StoreTransaction(Core& core, std::unique_ptr<CommitHold> hold)
    : core_(core),
      hold_(std::move(hold)),
      base_(core.BeginAtNewest()),
      indexes_(base_->index_list()),
      node_limit_(base_->NodeIdLimit()),
      edge_limit_(base_->EdgeIdLimit()) {}

StoreTransaction::~StoreTransaction() { core_.EndAt(base_->sequence()); }

EdgeChange& StoreTransaction::ChangeOf(EdgeId edge) {
  auto [it, is_new] = overlay_.edges.try_emplace(edge);
  if (is_new) it->second.record = base_->EdgeOf(edge);
  return it->second;
}

void StoreTransaction::RequireNode(NodeId node) const {
  if (!HasNode(node)) throw std::logic_error(fmt::format("node {} is not there", Raw(node)));
}
void StoreTransaction::RequireEdge(EdgeId edge) const {
  if (!HasEdge(edge)) throw std::logic_error(fmt::format("edge {} is not there", Raw(edge)));
}

void StoreTransaction::SetNodeExists(NodeId node, bool exists, bool is_new) {
  NodeChange& change = ChangeOf(node);
  change.exists = exists;
  if (is_new) change.created = true;
  exists ? overlay_.node_ids.Add(node) : overlay_.node_ids.Remove(node);
  Remember({.kind = Undo::Kind::kNode, .flag = !exists, .id = Raw(node)});
}

void StoreTransaction::SetLabel(NodeId node, LabelId label, bool on) {
  SetIn(ChangeOf(node).labels, label, on);
  auto& ids = overlay_.label_ids[label];
  on ? ids.Add(node) : ids.Remove(node);
  Remember({.kind = Undo::Kind::kLabel, .flag = !on, .id = Raw(node), .of = Raw(label)});
}

void StoreTransaction::SetNodeProperty(NodeId node, PropertyId property, Value value) {
  if (!savepoints_.empty()) {
    Remember({.kind = Undo::Kind::kNodeProperty,
              .id = Raw(node),
              .of = Raw(property),
              .value = NodeProperty(node, property)});
  }
  SetIn(ChangeOf(node).properties, property, std::move(value));
  overlay_.node_properties.insert(property);
}

void StoreTransaction::SetEdgeExists(EdgeId edge, const EdgeRecord& record, bool exists, bool is_new) {
  EdgeChange& change = overlay_.edges[edge];
  change.record = record;
  change.exists = exists;
  if (is_new) change.created = true;
  auto& out = overlay_.lists[Overlay::ListKey(record.start, record.type, EdgeDirection::kOut)];
  exists ? out.Add({record.end, edge}) : out.Remove({record.end, edge});
  auto& in = overlay_.lists[Overlay::ListKey(record.end, record.type, EdgeDirection::kIn)];
  exists ? in.Add({record.start, edge}) : in.Remove({record.start, edge});
  exists ? overlay_.edge_ids.Add(edge) : overlay_.edge_ids.Remove(edge);
  overlay_.type_counts[record.type] += exists ? 1 : -1;
  Remember({.kind = Undo::Kind::kEdge, .flag = !exists, .id = Raw(edge)});
}

void StoreTransaction::SetEdgeProperty(EdgeId edge, PropertyId property, Value value) {
  if (!savepoints_.empty()) {
    Remember({.kind = Undo::Kind::kEdgeProperty,
              .id = Raw(edge),
              .of = Raw(property),
              .value = EdgeProperty(edge, property)});
  }
  SetIn(ChangeOf(edge).properties, property, std::move(value));
  overlay_.edge_properties.insert(property);
}

void StoreTransaction::SetKey(std::string key, Bytes value) {
  auto [it, is_new] = overlay_.keys.try_emplace(std::move(key));
  Remember({.kind = Undo::Kind::kKey, .flag = !is_new, .key = it->first, .bytes = it->second});
  it->second = std::move(value);
}

void StoreTransaction::SetIndexes(Version::IndexList indexes) {
  Remember({.kind = Undo::Kind::kIndexes, .indexes = indexes_});
  indexes_ = std::move(indexes);
}

size_t StoreTransaction::Savepoint() {
  savepoints_.push_back(undo_.size());
  return savepoints_.size() - 1;
}

void StoreTransaction::RollbackTo(size_t savepoint) {
  const size_t length = savepoints_.at(savepoint);
  std::vector<size_t> kept(savepoints_.begin(), savepoints_.begin() + static_cast<std::ptrdiff_t>(savepoint) + 1);
  savepoints_.clear();  // going back is not noted
  while (undo_.size() > length) {
    Undo undo = std::move(undo_.back());
    undo_.pop_back();
    switch (undo.kind) {
      case Undo::Kind::kNode:
        SetNodeExists(NodeId{undo.id}, undo.flag, false);
        break;
      case Undo::Kind::kLabel:
        SetLabel(NodeId{undo.id}, LabelId{undo.of}, undo.flag);
        break;
      case Undo::Kind::kNodeProperty:
        SetNodeProperty(NodeId{undo.id}, PropertyId{undo.of}, std::move(undo.value));
        break;
      case Undo::Kind::kEdge:
        SetEdgeExists(EdgeId{undo.id}, EdgeOf(EdgeId{undo.id}), undo.flag, false);
        break;
      case Undo::Kind::kEdgeProperty:
        SetEdgeProperty(EdgeId{undo.id}, PropertyId{undo.of}, std::move(undo.value));
        break;
      case Undo::Kind::kKey:
        if (undo.flag) {
          overlay_.keys[undo.key] = std::move(undo.bytes);
        } else {
          overlay_.keys.erase(undo.key);
        }
        break;
      case Undo::Kind::kIndexes:
        indexes_ = std::move(undo.indexes);
        break;
    }
  }
  savepoints_ = std::move(kept);
}

NodeId StoreTransaction::CreateNode(std::span<const LabelId> labels) {
  NodeId node = core_.TakeNodeId();
  node_limit_ = Raw(node) + 1;
  SetNodeExists(node, true, true);
  for (LabelId label : labels) {
    if (!HasLabel(node, label)) SetLabel(node, label, true);
  }
  return node;
}

EdgeId StoreTransaction::CreateEdge(NodeId start, TypeId type, NodeId end) {
  RequireNode(start);
  RequireNode(end);
  EdgeId edge = core_.TakeEdgeId();
  edge_limit_ = Raw(edge) + 1;
  SetEdgeExists(edge, {start, end, type}, true, true);
  return edge;
}

void StoreTransaction::DeleteNode(NodeId node) {
  RequireNode(node);
  for (uint32_t type = 0; type < TypeCount(); ++type) {
    for (auto direction : {EdgeDirection::kOut, EdgeDirection::kIn}) {
      if (!Neighbours(node, TypeId{type}, direction).empty()) {
        throw std::logic_error(fmt::format("node {} still has edges", Raw(node)));
      }
    }
  }
  for (LabelId label : LabelsOf(node)) RemoveLabel(node, label);
  for (const auto& [property, value] : PropertiesOf(node)) SetProperty(node, property, Value());
  SetNodeExists(node, false, false);
}

void StoreTransaction::DeleteEdge(EdgeId edge) {
  RequireEdge(edge);
  for (const auto& [property, value] : PropertiesOf(edge)) SetProperty(edge, property, Value());
  SetEdgeExists(edge, EdgeOf(edge), false, false);
}

bool StoreTransaction::AddLabel(NodeId node, LabelId label) {
  RequireNode(node);
  if (HasLabel(node, label)) return false;
  std::vector<std::string> entries;
  for (const IndexInfo& index : *indexes_) {
    if (index.type || index.label != label || !HasEntries(index)) continue;
    Value value = IndexedValue(*this, index, node);
    if (value.is_null()) continue;
    RefuseDuplicate(index, value, node);
    entries.push_back(IndexEntryKey(index.id, value, node));
  }
  SetLabel(node, label, true);
  for (std::string& entry : entries) SetKey(std::move(entry), "");
  return true;
}

bool StoreTransaction::RemoveLabel(NodeId node, LabelId label) {
  RequireNode(node);
  if (!HasLabel(node, label)) return false;
  for (const IndexInfo& index : *indexes_) {
    if (index.type || index.label != label || !HasEntries(index)) continue;
    Value value = IndexedValue(*this, index, node);
    if (!value.is_null()) SetKey(IndexEntryKey(index.id, value, node), std::nullopt);
  }
  SetLabel(node, label, false);
  return true;
}

void StoreTransaction::SetProperty(NodeId node, PropertyId property, const Value& value) {
  RequireNode(node);
  if (!value.is_null() && !IsStorable(value)) throw std::logic_error("SetProperty: the value is not storable");
  const Value old = NodeProperty(node, property);
  if (old == value) return;
  std::vector<std::pair<std::string, bool>> entries;
  for (const IndexInfo& index : *indexes_) {
    if (index.type || !HasEntries(index) || !IsAbout(index, property) || !HasLabel(node, index.label)) continue;
    Value before = IndexedValueWith(*this, index, node, property, old);
    Value after = IndexedValueWith(*this, index, node, property, value);
    if (!after.is_null()) RefuseDuplicate(index, after, node);
    if (!before.is_null()) entries.emplace_back(IndexEntryKey(index.id, before, node), false);
    if (!after.is_null()) entries.emplace_back(IndexEntryKey(index.id, after, node), true);
  }
  const bool is_name = NameOf(property) == "name", is_aliases = NameOf(property) == "aliases";
  if (is_name || is_aliases) {
    auto other_id = FindProperty(is_name ? "aliases" : "name");
    Value other = other_id ? NodeProperty(node, *other_id) : Value();
    for (const std::string& name : FoldedNamesOf(is_name ? old : other, is_name ? other : old)) {
      entries.emplace_back(FoldedNameKey(name, node), false);
    }
    for (const std::string& name : FoldedNamesOf(is_name ? value : other, is_name ? other : value)) {
      entries.emplace_back(FoldedNameKey(name, node), true);
    }
  }
  SetNodeProperty(node, property, value);
  for (auto& [key, is_there] : entries) SetKey(std::move(key), is_there ? Bytes("") : Bytes());
}

void StoreTransaction::SetProperty(EdgeId edge, PropertyId property, const Value& value) {
  RequireEdge(edge);
  if (!value.is_null() && !IsStorable(value)) throw std::logic_error("SetProperty: the value is not storable");
  std::vector<std::pair<std::string, bool>> entries;
  for (const IndexInfo& index : *indexes_) {
    if (!index.type || !HasEntries(index) || !IsAbout(index, property) || EdgeOf(edge).type != *index.type) continue;
    Value before = IndexedValue(*this, index, edge);
    Value after = IndexedValueWith(*this, index, edge, property, value);
    if (!after.is_null()) RefuseDuplicate(index, after, edge);
    if (!before.is_null()) entries.emplace_back(IndexEntryKey(index.id, before, edge), false);
    if (!after.is_null()) entries.emplace_back(IndexEntryKey(index.id, after, edge), true);
  }
  SetEdgeProperty(edge, property, value);
  for (auto& [key, is_there] : entries) SetKey(std::move(key), is_there ? Bytes("") : Bytes());
}

namespace {

std::string_view Called(NodeId) { return "node"; }
std::string_view Called(EdgeId) { return "relationship"; }

}  // namespace

template <typename Id>
void StoreTransaction::RefuseSharedKey(const IndexInfo& index, const Value& value, Id first, Id second) const {
  std::string key;
  for (size_t i = 0; i < index.properties.size(); ++i) {
    const Value& part = index.properties.size() == 1 ? value : value.as_list()[i];
    key += fmt::format("{}{} = {}", i == 0 ? "" : ", ", NameOf(index.properties[i]), Show(part));
  }
  throw StoreError(
      StoreError::Kind::kConstraint,
      fmt::format("constraint `{}`: {} {} has {} already, and {} {} would share {}", index.name, Called(first),
                  Raw(first), key, Called(second), Raw(second), index.properties.size() == 1 ? "it" : "them"));
}

template <typename Id>
void StoreTransaction::RefuseDuplicate(const IndexInfo& index, const Value& value, Id entity) const {
  if (index.kind != IndexInfo::Kind::kUnique) return;
  std::vector<Id> holders;
  SeekIndex(*this, *this, index, value, holders);
  for (Id holder : holders) {
    if (holder != entity) RefuseSharedKey(index, value, holder, entity);
  }
}

void StoreTransaction::RequireExistence(const IndexInfo& index, NodeId node) const {
  for (PropertyId property : index.properties) {
    if (!NodeProperty(node, property).is_null()) continue;
    throw StoreError(StoreError::Kind::kConstraint,
                     fmt::format("constraint `{}`: node {} (:{}) has no `{}`", index.name, Raw(node),
                                 NameOf(index.label), NameOf(property)));
  }
}

void StoreTransaction::RequireExistence(const IndexInfo& index, EdgeId edge) const {
  for (PropertyId property : index.properties) {
    if (!EdgeProperty(edge, property).is_null()) continue;
    throw StoreError(StoreError::Kind::kConstraint,
                     fmt::format("constraint `{}`: relationship {} (:{}) has no `{}`", index.name, Raw(edge),
                                 NameOf(*index.type), NameOf(property)));
  }
}

uint32_t StoreTransaction::CreateIndex(std::string_view name, IndexInfo::Kind kind, LabelId label,
                                       std::span<const PropertyId> properties) {
  if (kind == IndexInfo::Kind::kFulltext) return CreateTextIndex(name, {&label, 1}, properties);
  return BuildIndex<NodeId>({{0, std::string(name), kind, label, {properties.begin(), properties.end()}}},
                            [&](NodeId from, std::span<NodeId> out) { return ScanNodes(label, from, out); });
}

uint32_t StoreTransaction::CreateIndex(std::string_view name, IndexInfo::Kind kind, TypeId type,
                                       std::span<const PropertyId> properties) {
  if (kind == IndexInfo::Kind::kFulltext) return CreateTextIndex(name, {&type, 1}, properties);
  return BuildIndex<EdgeId>({{0, std::string(name), kind, kNoLabel, {properties.begin(), properties.end()}, type}},
                            [&](EdgeId from, std::span<EdgeId> out) { return ScanEdges(type, from, out); });
}

uint32_t StoreTransaction::CreateTextIndex(std::string_view name, std::span<const LabelId> labels,
                                           std::span<const PropertyId> properties) {
  IndexDefinition info{
      {0, std::string(name), IndexInfo::Kind::kFulltext, labels[0], {properties.begin(), properties.end()}}};
  info.more_labels.assign(labels.begin() + 1, labels.end());
  return AddTextIndex(std::move(info));
}

uint32_t StoreTransaction::CreateTextIndex(std::string_view name, std::span<const TypeId> types,
                                           std::span<const PropertyId> properties) {
  IndexDefinition info{
      {0, std::string(name), IndexInfo::Kind::kFulltext, kNoLabel, {properties.begin(), properties.end()}}};
  info.type = types[0];
  info.more_types.assign(types.begin() + 1, types.end());
  return AddTextIndex(std::move(info));
}

// Its entries are made by the commit, of the graph as it is then.
uint32_t StoreTransaction::AddTextIndex(IndexDefinition info) {
  RefuseSharedName(info);
  info.id = core_.TakeIndexId();
  info.rules = TermRules();
  auto changed = std::make_shared<std::vector<IndexDefinition>>(*indexes_);
  changed->push_back(info);
  SetIndexes(std::move(changed));
  return info.id;
}

void StoreTransaction::RefuseSharedName(const IndexInfo& info) const {
  for (const IndexInfo& index : *indexes_) {
    if (index.name != info.name) continue;
    throw StoreError(StoreError::Kind::kConstraint,
                     fmt::format("there is already an index or constraint `{}`", info.name));
  }
}

template <typename Id, typename Scan>
uint32_t StoreTransaction::BuildIndex(IndexDefinition info, const Scan& scan) {
  RefuseSharedName(info);
  info.id = core_.TakeIndexId();
  std::vector<std::string> entries;
  std::vector<Id> entities(4096);
  for (Id from{0};;) {
    const size_t count = scan(from, std::span<Id>(entities));
    for (size_t i = 0; i < count; ++i) {
      if (info.kind == IndexInfo::Kind::kExists) RequireExistence(info, entities[i]);
      if (!HasEntries(info)) continue;
      Value value = IndexedValue(*this, info, entities[i]);
      if (!value.is_null()) entries.push_back(IndexEntryKey(info.id, value, entities[i]));
    }
    if (count < entities.size()) break;
    from = Id{Raw(entities.back()) + 1};
  }
  SortOnBothCores(entries);
  if (info.kind == IndexInfo::Kind::kUnique) {
    auto sort_key = [](std::string_view entry) { return entry.substr(0, entry.size() - 4); };
    for (size_t begin = 0; begin < entries.size();) {
      size_t end = begin + 1;
      while (end < entries.size() && sort_key(entries[end]) == sort_key(entries[begin])) ++end;
      for (size_t i = begin; i < end; ++i) {
        for (size_t j = i + 1; j < end; ++j) {
          const Id first{Raw(IdOfEntry(entries[i]))}, second{Raw(IdOfEntry(entries[j]))};
          Value value = IndexedValue(*this, info, first);
          if (Equals(value, IndexedValue(*this, info, second)) == Ternary(true)) {
            RefuseSharedKey(info, value, first, second);
          }
        }
      }
      begin = end;
    }
  }
  auto changed = std::make_shared<std::vector<IndexDefinition>>(*indexes_);
  changed->push_back(info);
  SetIndexes(std::move(changed));
  if (!savepoints_.empty()) {
    for (std::string& entry : entries) SetKey(std::move(entry), "");
    return info.id;
  }
  // Nobody can go back to before them one by one: they come in order behind what is there.
  auto behind = overlay_.keys.upper_bound(PrefixEnd(IndexPrefixKey(info.id)));
  for (std::string& entry : entries) overlay_.keys.emplace_hint(behind, std::move(entry), "");
  return info.id;
}

void StoreTransaction::DropIndex(uint32_t index) {
  if (FindIndex(*indexes_, index) == nullptr) return;
  const std::string prefix = IndexPrefixKey(index);
  std::vector<std::string> entries;
  ScanKeys(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    entries.emplace_back(key);
    return true;
  });
  for (std::string& entry : entries) SetKey(std::move(entry), std::nullopt);
  auto changed = std::make_shared<std::vector<IndexDefinition>>(*indexes_);
  std::erase_if(*changed, [&](const IndexInfo& info) { return info.id == index; });
  SetIndexes(std::move(changed));
}

void StoreTransaction::PutRecord(std::string_view space, std::string_view key, std::string_view value) {
  std::string sealed(value);
  Seal(sealed);
  SetKey(RecordKey(space, key), std::move(sealed));
}

void StoreTransaction::DeleteRecord(std::string_view space, std::string_view key) {
  SetKey(RecordKey(space, key), std::nullopt);
}

void StoreTransaction::CheckConstraints() {
  for (const IndexInfo& index : *indexes_) {
    if (index.kind != IndexInfo::Kind::kExists) continue;
    // The least offender, so that the message does not depend on the order of a hash map.
    if (index.type) {
      std::optional<EdgeId> relationship;
      for (const auto& [edge, change] : overlay_.edges) {
        if (!change.exists || change.record.type != *index.type || (relationship && *relationship < edge)) continue;
        for (PropertyId property : index.properties) {
          if (EdgeProperty(edge, property).is_null()) relationship = edge;
        }
      }
      if (relationship) RequireExistence(index, *relationship);
      continue;
    }
    std::optional<NodeId> offender;
    for (const auto& [node, change] : overlay_.nodes) {
      if (!change.exists || !HasLabel(node, index.label) || (offender && *offender < node)) continue;
      for (PropertyId property : index.properties) {
        if (NodeProperty(node, property).is_null()) offender = node;
      }
    }
    if (offender) RequireExistence(index, *offender);
  }
}

void StoreTransaction::Commit() {
  const auto is_text = [](const IndexInfo& index) { return index.kind == IndexInfo::Kind::kFulltext; };
  if (indexes_ == base_->index_list()) {
    if (std::any_of(indexes_->begin(), indexes_->end(), is_text)) {
      AddTextChanges(*base_, *this, *indexes_, *indexes_, overlay_);
    }
    return core_.Commit(*base_, indexes_, overlay_, hold_.get());
  }
  if (AddsOnlyTextIndexes(*base_->index_list(), *indexes_, overlay_)) {
    const auto make = [&](const auto& add) { return MakeTextEntries(*base_, *base_->index_list(), *indexes_, add); };
    return core_.CommitTextIndexes(*base_, indexes_, make, hold_.get());
  }
  AddTextChanges(*base_, *this, *base_->index_list(), *indexes_, overlay_);
  core_.Commit(*base_, indexes_, overlay_, hold_.get());
}

}  // namespace papergraph
