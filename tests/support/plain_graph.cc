#include "tests/support/plain_graph.h"

#include <algorithm>

#include "storage/text_fold.h"

namespace papergraph {
namespace {

template <typename Id>
std::optional<Id> Find(const std::vector<std::string>& names, std::string_view name) {
  auto it = std::find(names.begin(), names.end(), name);
  if (it == names.end()) return std::nullopt;
  return static_cast<Id>(it - names.begin());
}

template <typename Id>
Id Intern(std::vector<std::string>& names, std::string_view name) {
  if (auto id = Find<Id>(names, name)) return *id;
  names.emplace_back(name);
  return static_cast<Id>(names.size() - 1);
}

Value PropertyIn(const std::map<PropertyId, Value>& properties, PropertyId property) {
  auto it = properties.find(property);
  return it == properties.end() ? Value() : it->second;
}

PropertyVector::Form FormOf(ValueKind kind) {
  switch (kind) {
    case ValueKind::kBool:
      return PropertyVector::Form::kBool;
    case ValueKind::kInt:
      return PropertyVector::Form::kInt;
    case ValueKind::kFloat:
      return PropertyVector::Form::kFloat;
    case ValueKind::kString:
      return PropertyVector::Form::kString;
    default:
      return PropertyVector::Form::kValue;
  }
}

// The values in the narrowest form that holds them all.
void Fill(const std::vector<Value>& values, PropertyVector& out) {
  using Form = PropertyVector::Form;
  out = PropertyVector();
  for (const Value& value : values) {
    out.valid.push_back(!value.is_null());
    if (value.is_null()) continue;
    Form form = FormOf(value.kind());
    out.form = out.form == Form::kNone || out.form == form ? form : Form::kValue;
  }
  for (const Value& value : values) {
    bool there = !value.is_null();
    switch (out.form) {
      case Form::kNone:
        break;
      case Form::kBool:
        out.ints.push_back(there && value.as_bool());
        break;
      case Form::kInt:
        out.ints.push_back(there ? value.as_int() : 0);
        break;
      case Form::kFloat:
        out.floats.push_back(there ? value.as_float() : 0);
        break;
      case Form::kString:
        out.strings.push_back(there ? value.as_string() : std::string_view());
        break;
      case Form::kValue:
        out.values.push_back(value);
        break;
    }
  }
}

bool Satisfies(const Value& value, const IndexBound& bound, bool is_lower) {
  auto order = Compare(value, bound.value);
  if (!order || *order == std::partial_ordering::unordered) return false;
  if (*order == std::partial_ordering::equivalent) return bound.inclusive;
  return is_lower ? *order == std::partial_ordering::greater : *order == std::partial_ordering::less;
}

}  // namespace

std::optional<LabelId> PlainGraph::FindLabel(std::string_view name) const { return Find<LabelId>(labels_, name); }
std::optional<TypeId> PlainGraph::FindType(std::string_view name) const { return Find<TypeId>(types_, name); }
std::optional<PropertyId> PlainGraph::FindProperty(std::string_view name) const {
  return Find<PropertyId>(property_names_, name);
}
std::string_view PlainGraph::NameOf(LabelId id) const { return labels_.at(Raw(id)); }
std::string_view PlainGraph::NameOf(TypeId id) const { return types_.at(Raw(id)); }
std::string_view PlainGraph::NameOf(PropertyId id) const { return property_names_.at(Raw(id)); }
uint32_t PlainGraph::LabelCount() const { return static_cast<uint32_t>(labels_.size()); }
uint32_t PlainGraph::TypeCount() const { return static_cast<uint32_t>(types_.size()); }
uint32_t PlainGraph::PropertyCount() const { return static_cast<uint32_t>(property_names_.size()); }

uint64_t PlainGraph::NodeCount() const { return state_.nodes.size(); }
uint64_t PlainGraph::NodeCount(LabelId label) const {
  return std::count_if(state_.nodes.begin(), state_.nodes.end(),
                       [&](const auto& entry) { return entry.second.labels.count(label) > 0; });
}
uint64_t PlainGraph::EdgeCount() const { return state_.edges.size(); }
uint64_t PlainGraph::EdgeCount(TypeId type) const {
  return std::count_if(state_.edges.begin(), state_.edges.end(),
                       [&](const auto& entry) { return entry.second.record.type == type; });
}
uint32_t PlainGraph::NodeIdLimit() const { return next_node_; }
uint32_t PlainGraph::EdgeIdLimit() const { return next_edge_; }

bool PlainGraph::HasNode(NodeId node) const { return state_.nodes.count(node) > 0; }
bool PlainGraph::HasLabel(NodeId node, LabelId label) const {
  auto it = state_.nodes.find(node);
  return it != state_.nodes.end() && it->second.labels.count(label) > 0;
}
std::vector<LabelId> PlainGraph::LabelsOf(NodeId node) const {
  auto it = state_.nodes.find(node);
  if (it == state_.nodes.end()) return {};
  return {it->second.labels.begin(), it->second.labels.end()};
}
size_t PlainGraph::ScanNodes(std::optional<LabelId> label, NodeId from, std::span<NodeId> out) const {
  size_t count = 0;
  for (auto it = state_.nodes.lower_bound(from); it != state_.nodes.end() && count < out.size(); ++it) {
    if (!label || it->second.labels.count(*label) > 0) out[count++] = it->first;
  }
  return count;
}

bool PlainGraph::HasEdge(EdgeId edge) const { return state_.edges.count(edge) > 0; }
EdgeRecord PlainGraph::EdgeOf(EdgeId edge) const {
  auto it = state_.edges.find(edge);
  return it != state_.edges.end() ? it->second.record : state_.deleted_edges.at(edge);
}
std::span<const Neighbour> PlainGraph::Neighbours(NodeId node, TypeId type, EdgeDirection direction) const {
  auto it = state_.nodes.find(node);
  if (it == state_.nodes.end()) return {};
  const auto& lists = direction == EdgeDirection::kOut ? it->second.out : it->second.in;
  auto list = lists.find(type);
  if (list == lists.end()) return {};
  return list->second;
}
size_t PlainGraph::ScanEdges(std::optional<TypeId> type, EdgeId from, std::span<EdgeId> out) const {
  size_t count = 0;
  for (auto it = state_.edges.lower_bound(from); it != state_.edges.end() && count < out.size(); ++it) {
    if (!type || it->second.record.type == *type) out[count++] = it->first;
  }
  return count;
}

Value PlainGraph::NodeProperty(NodeId node, PropertyId property) const {
  auto it = state_.nodes.find(node);
  return it == state_.nodes.end() ? Value() : PropertyIn(it->second.properties, property);
}
Value PlainGraph::EdgeProperty(EdgeId edge, PropertyId property) const {
  auto it = state_.edges.find(edge);
  return it == state_.edges.end() ? Value() : PropertyIn(it->second.properties, property);
}
std::vector<std::pair<PropertyId, Value>> PlainGraph::PropertiesOf(NodeId node) const {
  auto it = state_.nodes.find(node);
  if (it == state_.nodes.end()) return {};
  return {it->second.properties.begin(), it->second.properties.end()};
}
std::vector<std::pair<PropertyId, Value>> PlainGraph::PropertiesOf(EdgeId edge) const {
  auto it = state_.edges.find(edge);
  if (it == state_.edges.end()) return {};
  return {it->second.properties.begin(), it->second.properties.end()};
}
void PlainGraph::GatherProperty(PropertyId property, std::span<const NodeId> nodes, PropertyVector& out) const {
  std::vector<Value> values;
  for (NodeId node : nodes) values.push_back(NodeProperty(node, property));
  Fill(values, out);
}
void PlainGraph::GatherProperty(PropertyId property, std::span<const EdgeId> edges, PropertyVector& out) const {
  std::vector<Value> values;
  for (EdgeId edge : edges) values.push_back(EdgeProperty(edge, property));
  Fill(values, out);
}

namespace {

Value KeyOf(const IndexInfo& index, const std::map<PropertyId, Value>& properties) {
  if (index.properties.size() == 1) return PropertyIn(properties, index.properties[0]);
  ValueList key;
  for (PropertyId property : index.properties) {
    key.push_back(PropertyIn(properties, property));
    if (key.back().is_null()) return {};
  }
  return Value::List(std::move(key));
}

}  // namespace

Value PlainGraph::IndexKey(const IndexInfo& index, const Node& node) const {
  if (index.type || node.labels.count(index.label) == 0) return {};
  return KeyOf(index, node.properties);
}
Value PlainGraph::IndexKey(const IndexInfo& index, const Edge& edge) const {
  return index.type == edge.record.type ? KeyOf(index, edge.properties) : Value();
}

template <typename Id>
std::vector<std::pair<Value, Id>> PlainGraph::IndexEntries(uint32_t index) const {
  std::vector<std::pair<Value, Id>> entries;
  const IndexInfo& info = state_.indexes.at(index);
  const auto collect = [&](const auto& all) {
    for (const auto& [id, entity] : all) {
      Value key = IndexKey(info, entity);
      if (!key.is_null()) entries.emplace_back(std::move(key), id);
    }
  };
  if constexpr (std::is_same_v<Id, NodeId>) {
    collect(state_.nodes);
  } else {
    collect(state_.edges);
  }
  // The ids were ascending: a stable sort leaves (value, id).
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return Order(a.first, b.first) < 0; });
  return entries;
}

std::vector<IndexInfo> PlainGraph::Indexes() const {
  std::vector<IndexInfo> all;
  for (const auto& entry : state_.indexes) all.push_back(entry.second);
  return all;
}
void PlainGraph::IndexSeek(uint32_t index, const Value& value, std::vector<NodeId>& out) const {
  size_t begin = out.size();
  for (const auto& [key, entity] : IndexEntries<NodeId>(index)) {
    if (Equals(key, value) == Ternary(true)) out.push_back(entity);
  }
  std::sort(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end());
}
void PlainGraph::IndexRange(uint32_t index, const std::optional<IndexBound>& lower,
                            const std::optional<IndexBound>& upper, std::vector<NodeId>& out) const {
  for (const auto& [key, entity] : IndexEntries<NodeId>(index)) {
    if (lower && !Satisfies(key, *lower, true)) continue;
    if (upper && !Satisfies(key, *upper, false)) continue;
    out.push_back(entity);
  }
}
void PlainGraph::IndexPrefix(uint32_t index, std::string_view prefix, std::vector<NodeId>& out) const {
  for (const auto& [key, entity] : IndexEntries<NodeId>(index)) {
    if (key.kind() == ValueKind::kString && key.as_string().starts_with(prefix)) out.push_back(entity);
  }
}
void PlainGraph::IndexSeek(uint32_t index, const Value& value, std::vector<EdgeId>& out) const {
  size_t begin = out.size();
  for (const auto& [key, entity] : IndexEntries<EdgeId>(index)) {
    if (Equals(key, value) == Ternary(true)) out.push_back(entity);
  }
  std::sort(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end());
}
void PlainGraph::IndexRange(uint32_t index, const std::optional<IndexBound>& lower,
                            const std::optional<IndexBound>& upper, std::vector<EdgeId>& out) const {
  for (const auto& [key, entity] : IndexEntries<EdgeId>(index)) {
    if (lower && !Satisfies(key, *lower, true)) continue;
    if (upper && !Satisfies(key, *upper, false)) continue;
    out.push_back(entity);
  }
}
void PlainGraph::IndexPrefix(uint32_t index, std::string_view prefix, std::vector<EdgeId>& out) const {
  for (const auto& [key, entity] : IndexEntries<EdgeId>(index)) {
    if (key.kind() == ValueKind::kString && key.as_string().starts_with(prefix)) out.push_back(entity);
  }
}

std::map<uint32_t, TermCounts> PlainGraph::Texts(uint32_t index) const {
  std::map<uint32_t, TermCounts> texts;
  const auto found = state_.indexes.find(index);
  if (found == state_.indexes.end() || found->second.kind != IndexInfo::Kind::kFulltext) return texts;
  const IndexDefinition& info = found->second;
  const auto add = [&](uint32_t id, const Properties& properties) {
    TermCounts text;
    for (PropertyId property : info.properties) text.Add(PropertyIn(properties, property));
    if (text.length > 0) texts.emplace(id, std::move(text));
  };
  if (info.type) {
    std::set<TypeId> types(info.more_types.begin(), info.more_types.end());
    types.insert(*info.type);
    for (const auto& [id, edge] : state_.edges) {
      if (types.contains(edge.record.type)) add(Raw(id), edge.properties);
    }
    return texts;
  }
  std::set<LabelId> labels(info.more_labels.begin(), info.more_labels.end());
  labels.insert(info.label);
  for (const auto& [id, node] : state_.nodes) {
    if (std::any_of(labels.begin(), labels.end(), [&n = node](LabelId label) { return n.labels.contains(label); })) {
      add(Raw(id), node.properties);
    }
  }
  return texts;
}

std::vector<IndexDefinition> PlainGraph::TextIndexes() const {
  std::vector<IndexDefinition> texts;
  for (const auto& entry : state_.indexes) {
    if (entry.second.kind == IndexInfo::Kind::kFulltext) texts.push_back(entry.second);
  }
  return texts;
}

TextTotals PlainGraph::TotalsOf(uint32_t index) const {
  TextTotals totals;
  for (const auto& [id, text] : Texts(index)) {
    ++totals.texts;
    totals.terms += text.length;
  }
  return totals;
}

std::vector<std::vector<Posting>> PlainGraph::FindTerms(uint32_t index, std::span<const std::string> terms) const {
  std::vector<std::vector<Posting>> postings(terms.size());
  for (const auto& [id, text] : Texts(index)) {
    for (size_t i = 0; i < terms.size(); ++i) {
      const auto found = text.counts.find(terms[i]);
      if (found != text.counts.end()) postings[i].push_back({id, found->second, text.length});
    }
  }
  return postings;
}

std::set<std::pair<std::string, NodeId>> PlainGraph::FoldedNames() const {
  std::set<std::pair<std::string, NodeId>> names;
  auto add = [&](const Value& text, NodeId node) {
    if (text.kind() != ValueKind::kString) return;
    std::string folded = FoldName(text.as_string());
    if (!folded.empty()) names.emplace(std::move(folded), node);
  };
  auto name = FindProperty("name"), aliases = FindProperty("aliases");
  for (const auto& [id, node] : state_.nodes) {
    if (name) add(PropertyIn(node.properties, *name), id);
    if (!aliases) continue;
    Value list = PropertyIn(node.properties, *aliases);
    if (list.kind() != ValueKind::kList) continue;
    for (const Value& alias : list.as_list()) add(alias, id);
  }
  return names;
}
void PlainGraph::NodesNamed(std::string_view folded, std::vector<NodeId>& out) const {
  for (const auto& [name, node] : FoldedNames()) {
    if (name == folded) out.push_back(node);
  }
}
void PlainGraph::ScanNames(std::string_view prefix, const std::function<bool(std::string_view, NodeId)>& visit) const {
  for (const auto& [name, node] : FoldedNames()) {
    if (name.starts_with(prefix) && !visit(name, node)) return;
  }
}

std::optional<std::string> PlainGraph::Record(std::string_view space, std::string_view key) const {
  auto it = state_.records.find({std::string(space), std::string(key)});
  if (it == state_.records.end()) return std::nullopt;
  return it->second;
}
void PlainGraph::ScanRecords(std::string_view space, std::string_view prefix,
                             const std::function<bool(std::string_view, std::string_view)>& visit) const {
  for (const auto& [name, value] : state_.records) {
    if (name.first == space && name.second.starts_with(prefix) && !visit(name.second, value)) return;
  }
}

LabelId PlainGraph::InternLabel(std::string_view name) { return Intern<LabelId>(labels_, name); }
TypeId PlainGraph::InternType(std::string_view name) { return Intern<TypeId>(types_, name); }
PropertyId PlainGraph::InternProperty(std::string_view name) { return Intern<PropertyId>(property_names_, name); }

NodeId PlainGraph::CreateNode(std::span<const LabelId> labels) {
  NodeId id{next_node_++};
  state_.nodes[id].labels.insert(labels.begin(), labels.end());
  return id;
}
EdgeId PlainGraph::CreateEdge(NodeId start, TypeId type, NodeId end) {
  if (!HasNode(start) || !HasNode(end)) throw std::logic_error("CreateEdge: an end is not there");
  EdgeId id{next_edge_++};
  state_.edges[id].record = {start, end, type};
  auto insert = [&](std::vector<Neighbour>& list, Neighbour entry) {
    list.insert(std::lower_bound(list.begin(), list.end(), entry), entry);
  };
  insert(state_.nodes[start].out[type], {end, id});
  insert(state_.nodes[end].in[type], {start, id});
  return id;
}
void PlainGraph::DeleteNode(NodeId node) {
  for (const auto& [id, edge] : state_.edges) {
    if (edge.record.start == node || edge.record.end == node) throw std::logic_error("DeleteNode: it has edges");
  }
  if (state_.nodes.erase(node) == 0) throw std::logic_error("DeleteNode: it is not there");
}
void PlainGraph::DeleteEdge(EdgeId edge) {
  EdgeRecord record = state_.edges.at(edge).record;
  std::erase(state_.nodes[record.start].out[record.type], Neighbour{record.end, edge});
  std::erase(state_.nodes[record.end].in[record.type], Neighbour{record.start, edge});
  state_.edges.erase(edge);
  state_.deleted_edges[edge] = record;
}

void PlainGraph::RefuseDuplicates(NodeId node, const Node& changed) const {
  for (const auto& [id, index] : state_.indexes) {
    if (index.kind != IndexInfo::Kind::kUnique) continue;
    Value key = IndexKey(index, changed);
    if (key.is_null()) continue;
    for (const auto& [other, theirs] : state_.nodes) {
      if (other != node && Equals(IndexKey(index, theirs), key) == Ternary(true)) {
        throw StoreError(StoreError::Kind::kConstraint,
                         "constraint `" + index.name + "`: another node has the same unique key");
      }
    }
  }
}
void PlainGraph::RefuseDuplicates(EdgeId edge, const Edge& changed) const {
  for (const auto& [id, index] : state_.indexes) {
    if (index.kind != IndexInfo::Kind::kUnique) continue;
    Value key = IndexKey(index, changed);
    if (key.is_null()) continue;
    for (const auto& [other, theirs] : state_.edges) {
      if (other != edge && Equals(IndexKey(index, theirs), key) == Ternary(true)) {
        throw StoreError(StoreError::Kind::kConstraint,
                         "constraint `" + index.name + "`: another relationship has the same unique key");
      }
    }
  }
}
void PlainGraph::RequireStorable(const Value& value) const {
  if (!value.is_null() && !IsStorable(value)) throw std::logic_error("SetProperty: the value is not storable");
}

bool PlainGraph::AddLabel(NodeId node, LabelId label) {
  Node changed = state_.nodes.at(node);
  if (!changed.labels.insert(label).second) return false;
  RefuseDuplicates(node, changed);
  state_.nodes[node] = changed;
  return true;
}
bool PlainGraph::RemoveLabel(NodeId node, LabelId label) { return state_.nodes.at(node).labels.erase(label) > 0; }

void PlainGraph::SetProperty(NodeId node, PropertyId property, const Value& value) {
  RequireStorable(value);
  Node changed = state_.nodes.at(node);
  if (value.is_null()) {
    changed.properties.erase(property);
  } else {
    changed.properties[property] = value;
    RefuseDuplicates(node, changed);
  }
  state_.nodes[node] = changed;
}
void PlainGraph::SetProperty(EdgeId edge, PropertyId property, const Value& value) {
  RequireStorable(value);
  Edge changed = state_.edges.at(edge);
  if (value.is_null()) {
    changed.properties.erase(property);
  } else {
    changed.properties[property] = value;
    RefuseDuplicates(edge, changed);
  }
  state_.edges[edge] = changed;
}

uint32_t PlainGraph::CreateIndex(std::string_view name, IndexInfo::Kind kind, LabelId label,
                                 std::span<const PropertyId> properties) {
  return AddIndex({{0, std::string(name), kind, label, {properties.begin(), properties.end()}}});
}
uint32_t PlainGraph::CreateIndex(std::string_view name, IndexInfo::Kind kind, TypeId type,
                                 std::span<const PropertyId> properties) {
  return AddIndex({{0, std::string(name), kind, kNoLabel, {properties.begin(), properties.end()}, type}});
}

uint32_t PlainGraph::CreateTextIndex(std::string_view name, std::span<const LabelId> labels,
                                     std::span<const PropertyId> properties) {
  IndexDefinition info{
      {0, std::string(name), IndexInfo::Kind::kFulltext, labels[0], {properties.begin(), properties.end()}}};
  info.more_labels.assign(labels.begin() + 1, labels.end());
  return AddIndex(std::move(info));
}
uint32_t PlainGraph::CreateTextIndex(std::string_view name, std::span<const TypeId> types,
                                     std::span<const PropertyId> properties) {
  IndexDefinition info{
      {0, std::string(name), IndexInfo::Kind::kFulltext, kNoLabel, {properties.begin(), properties.end()}}};
  info.type = types[0];
  info.more_types.assign(types.begin() + 1, types.end());
  return AddIndex(std::move(info));
}

uint32_t PlainGraph::AddIndex(IndexDefinition info) {
  if (info.kind == IndexInfo::Kind::kFulltext) info.rules = TermRules();
  State before = state_;
  for (const auto& entry : state_.indexes) {
    if (entry.second.name == info.name) {
      throw StoreError(StoreError::Kind::kConstraint, "there is already an index `" + info.name + "`");
    }
  }
  info.id = next_index_++;
  state_.indexes[info.id] = info;
  try {
    for (const auto& [node, content] : state_.nodes) RefuseDuplicates(node, content);
    for (const auto& [edge, content] : state_.edges) RefuseDuplicates(edge, content);
    CheckConstraints();
  } catch (...) {
    state_ = before;
    throw;
  }
  return info.id;
}
void PlainGraph::DropIndex(uint32_t index) { state_.indexes.erase(index); }

void PlainGraph::PutRecord(std::string_view space, std::string_view key, std::string_view value) {
  state_.records[{std::string(space), std::string(key)}] = value;
}
void PlainGraph::DeleteRecord(std::string_view space, std::string_view key) {
  state_.records.erase({std::string(space), std::string(key)});
}

void PlainGraph::CheckConstraints() {
  for (const auto& [id, index] : state_.indexes) {
    if (index.kind != IndexInfo::Kind::kExists) continue;
    for (const auto& [edge, content] : state_.edges) {
      if (content.record.type == index.type && IndexKey(index, content).is_null()) {
        throw StoreError(StoreError::Kind::kConstraint, "constraint `" + index.name + "`: a relationship has no `" +
                                                            std::string(NameOf(index.properties.at(0))) + "`");
      }
    }
    for (const auto& [node, content] : state_.nodes) {
      if (content.labels.count(index.label) > 0 && IndexKey(index, content).is_null()) {
        throw StoreError(StoreError::Kind::kConstraint, "constraint `" + index.name + "`: a node has no `" +
                                                            std::string(NameOf(index.properties.at(0))) + "`");
      }
    }
  }
}

size_t PlainGraph::Savepoint() {
  savepoints_.push_back(state_);
  return savepoints_.size() - 1;
}
void PlainGraph::RollbackTo(size_t savepoint) {
  state_ = savepoints_.at(savepoint);
  savepoints_.resize(savepoint + 1);
}

}  // namespace papergraph
