// The reading half of a transaction: the version, corrected by the overlay.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "storage/database/property_index.h"
#include "storage/database/property_vector.h"
#include "storage/database/text_index.h"
#include "storage/database/transaction.h"

namespace papergraph {
namespace {

using Form = PropertyVector::Form;

// Merges a scan of the version with the changes of a transaction. `scan(from, buffer)` as ScanNodes.
template <typename Id, typename Scan>
size_t MergeScan(const IdChanges<Id>& changes, Id from, std::span<Id> out, Scan&& scan) {
  std::vector<Id> buffer(std::min<size_t>(out.size(), 1024));
  size_t have = 0, at = 0, count = 0;
  bool more = !buffer.empty();
  uint64_t next = Raw(from);
  auto added = changes.added.lower_bound(from);
  while (count < out.size()) {
    if (at == have && more) {
      have = next > 0xffffffffu ? 0 : scan(Id{static_cast<uint32_t>(next)}, std::span<Id>(buffer));
      at = 0;
      more = have == buffer.size();
      if (have > 0) next = uint64_t{Raw(buffer[have - 1])} + 1;
      if (have == 0 && added == changes.added.end()) break;
    }
    if (at < have && (added == changes.added.end() || buffer[at] < *added)) {
      Id id = buffer[at++];
      if (changes.removed.count(id) == 0) out[count++] = id;
    } else if (added != changes.added.end()) {
      out[count++] = *added++;
    } else if (!more) {
      break;
    }
  }
  return count;
}

bool Fits(const Value& value, Form form) {
  switch (form) {
    case Form::kBool:
      return value.kind() == ValueKind::kBool;
    case Form::kInt:
      return value.kind() == ValueKind::kInt;
    case Form::kFloat:
      return value.kind() == ValueKind::kFloat;
    case Form::kString:
      return value.kind() == ValueKind::kString;
    case Form::kValue:
      return true;
    case Form::kNone:
      return false;
  }
  return false;
}

// Puts one changed value into a gathered vector; `value` is the overlay's own, so that its string stays where it is.
void Patch(PropertyVector& out, size_t i, const Value& value) {
  if (value.is_null()) {
    out.valid[i] = 0;
    if (out.form == Form::kValue) out.values[i] = Value();
    return;
  }
  if (!Fits(value, out.form)) {
    const size_t count = out.valid.size();
    const bool was_empty = out.form == Form::kNone;
    std::vector<Value> values(count);
    for (size_t k = 0; k < count; ++k) values[k] = ValueAt(out, k);
    out.form = Form::kValue;
    if (was_empty) {
      switch (value.kind()) {
        case ValueKind::kBool:
          out.form = Form::kBool;
          break;
        case ValueKind::kInt:
          out.form = Form::kInt;
          break;
        case ValueKind::kFloat:
          out.form = Form::kFloat;
          break;
        case ValueKind::kString:
          out.form = Form::kString;
          break;
        default:
          break;
      }
    }
    out.ints.resize(count);
    out.floats.resize(count);
    out.strings.resize(count);
    out.values = std::move(values);
  }
  out.valid[i] = 1;
  switch (out.form) {
    case Form::kBool:
      out.ints[i] = value.as_bool() ? 1 : 0;
      break;
    case Form::kInt:
      out.ints[i] = value.as_int();
      break;
    case Form::kFloat:
      out.floats[i] = value.as_float();
      break;
    case Form::kString:
      out.strings[i] = value.as_string();
      break;
    case Form::kValue:
      out.values[i] = value;
      break;
    case Form::kNone:
      break;
  }
}

template <typename Id, typename Changes>
void PatchAll(const Changes& changes, PropertyId property, std::span<const Id> ids, PropertyVector& out) {
  for (size_t i = 0; i < ids.size(); ++i) {
    auto it = changes.find(ids[i]);
    if (it == changes.end()) continue;
    if (const Value* value = FindIn(it->second.properties, property)) Patch(out, i, *value);
  }
}

std::vector<std::pair<PropertyId, Value>> Merged(std::vector<std::pair<PropertyId, Value>> all,
                                                 const ChangeList<PropertyId, Value>& changes) {
  for (const auto& change : changes) SetIn(all, change.first, change.second);
  std::erase_if(all, [](const auto& entry) { return entry.second.is_null(); });
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return all;
}

}  // namespace

std::optional<LabelId> StoreTransaction::FindLabel(std::string_view name) const {
  auto id = core_.names().labels.Find(name);
  return id ? std::optional(LabelId{*id}) : std::nullopt;
}
std::optional<TypeId> StoreTransaction::FindType(std::string_view name) const {
  auto id = core_.names().types.Find(name);
  return id ? std::optional(TypeId{*id}) : std::nullopt;
}
std::optional<PropertyId> StoreTransaction::FindProperty(std::string_view name) const {
  auto id = core_.names().properties.Find(name);
  return id ? std::optional(PropertyId{*id}) : std::nullopt;
}

uint64_t StoreTransaction::NodeCount() const {
  return base_->NodeCount() + overlay_.node_ids.added.size() - overlay_.node_ids.removed.size();
}
uint64_t StoreTransaction::NodeCount(LabelId label) const {
  auto it = overlay_.label_ids.find(label);
  if (it == overlay_.label_ids.end()) return base_->NodeCount(label);
  return base_->NodeCount(label) + it->second.added.size() - it->second.removed.size();
}
uint64_t StoreTransaction::EdgeCount() const {
  return base_->EdgeCount() + overlay_.edge_ids.added.size() - overlay_.edge_ids.removed.size();
}
uint64_t StoreTransaction::EdgeCount(TypeId type) const {
  auto it = overlay_.type_counts.find(type);
  return base_->EdgeCount(type) + static_cast<uint64_t>(it == overlay_.type_counts.end() ? 0 : it->second);
}

bool StoreTransaction::HasNode(NodeId node) const {
  if (auto it = overlay_.nodes.find(node); it != overlay_.nodes.end()) return it->second.exists;
  return base_->HasNode(node);
}

bool StoreTransaction::HasLabel(NodeId node, LabelId label) const {
  if (auto it = overlay_.nodes.find(node); it != overlay_.nodes.end()) {
    if (const bool* has = FindIn(it->second.labels, label)) return *has;
    if (it->second.created) return false;
  }
  return base_->HasLabel(node, label);
}

std::vector<LabelId> StoreTransaction::LabelsOf(NodeId node) const {
  auto it = overlay_.nodes.find(node);
  if (it == overlay_.nodes.end()) return base_->LabelsOf(node);
  std::vector<LabelId> labels;
  if (!it->second.created) labels = base_->LabelsOf(node);
  for (const auto& [label, has] : it->second.labels) {
    std::erase(labels, label);
    if (has) labels.push_back(label);
  }
  std::sort(labels.begin(), labels.end());
  return labels;
}

size_t StoreTransaction::ScanNodes(std::optional<LabelId> label, NodeId from, std::span<NodeId> out) const {
  const IdChanges<NodeId>* changes = &overlay_.node_ids;
  if (label) {
    auto it = overlay_.label_ids.find(*label);
    if (it == overlay_.label_ids.end()) return base_->ScanNodes(label, from, out);
    changes = &it->second;
  }
  if (changes->empty()) return base_->ScanNodes(label, from, out);
  return MergeScan(*changes, from, out,
                   [&](NodeId next, std::span<NodeId> buffer) { return base_->ScanNodes(label, next, buffer); });
}

bool StoreTransaction::HasEdge(EdgeId edge) const {
  if (auto it = overlay_.edges.find(edge); it != overlay_.edges.end()) return it->second.exists;
  return base_->HasEdge(edge);
}

EdgeRecord StoreTransaction::EdgeOf(EdgeId edge) const {
  if (auto it = overlay_.edges.find(edge); it != overlay_.edges.end()) return it->second.record;
  return base_->EdgeOf(edge);
}

std::span<const Neighbour> StoreTransaction::Neighbours(NodeId node, TypeId type, EdgeDirection direction) const {
  std::span<const Neighbour> base = base_->Neighbours(node, type, direction);
  if (overlay_.lists.empty()) return base;
  auto it = overlay_.lists.find(Overlay::ListKey(node, type, direction));
  return it == overlay_.lists.end() ? base : it->second.Merge(base);
}

size_t StoreTransaction::ScanEdges(std::optional<TypeId> type, EdgeId from, std::span<EdgeId> out) const {
  if (overlay_.edge_ids.empty()) return base_->ScanEdges(type, from, out);
  if (!type) {
    return MergeScan(overlay_.edge_ids, from, out,
                     [&](EdgeId next, std::span<EdgeId> buffer) { return base_->ScanEdges(type, next, buffer); });
  }
  // The overlay does not know its edges by type: all that are left are looked at.
  IdChanges<EdgeId> of_type;
  for (auto it = overlay_.edge_ids.added.lower_bound(from); it != overlay_.edge_ids.added.end(); ++it) {
    if (of_type.added.size() == out.size()) break;
    if (EdgeOf(*it).type == *type) of_type.added.insert(of_type.added.end(), *it);
  }
  for (auto it = overlay_.edge_ids.removed.lower_bound(from); it != overlay_.edge_ids.removed.end(); ++it) {
    if (EdgeOf(*it).type == *type) of_type.removed.insert(of_type.removed.end(), *it);
  }
  return MergeScan(of_type, from, out,
                   [&](EdgeId next, std::span<EdgeId> buffer) { return base_->ScanEdges(type, next, buffer); });
}

Value StoreTransaction::NodeProperty(NodeId node, PropertyId property) const {
  if (auto it = overlay_.nodes.find(node); it != overlay_.nodes.end()) {
    if (const Value* value = FindIn(it->second.properties, property)) return *value;
    if (it->second.created) return {};
  }
  return base_->NodeProperty(node, property);
}

Value StoreTransaction::EdgeProperty(EdgeId edge, PropertyId property) const {
  if (auto it = overlay_.edges.find(edge); it != overlay_.edges.end()) {
    if (const Value* value = FindIn(it->second.properties, property)) return *value;
    if (it->second.created) return {};
  }
  return base_->EdgeProperty(edge, property);
}

std::vector<std::pair<PropertyId, Value>> StoreTransaction::PropertiesOf(NodeId node) const {
  auto it = overlay_.nodes.find(node);
  if (it == overlay_.nodes.end()) return base_->PropertiesOf(node);
  return Merged(it->second.created ? std::vector<std::pair<PropertyId, Value>>() : base_->PropertiesOf(node),
                it->second.properties);
}

std::vector<std::pair<PropertyId, Value>> StoreTransaction::PropertiesOf(EdgeId edge) const {
  auto it = overlay_.edges.find(edge);
  if (it == overlay_.edges.end()) return base_->PropertiesOf(edge);
  return Merged(it->second.created ? std::vector<std::pair<PropertyId, Value>>() : base_->PropertiesOf(edge),
                it->second.properties);
}

void StoreTransaction::GatherProperty(PropertyId property, std::span<const NodeId> nodes, PropertyVector& out) const {
  base_->GatherProperty(property, nodes, out);
  if (overlay_.node_properties.count(property) > 0) PatchAll(overlay_.nodes, property, nodes, out);
}

void StoreTransaction::GatherProperty(PropertyId property, std::span<const EdgeId> edges, PropertyVector& out) const {
  base_->GatherProperty(property, edges, out);
  if (overlay_.edge_properties.count(property) > 0) PatchAll(overlay_.edges, property, edges, out);
}

void StoreTransaction::IndexSeek(uint32_t index, const Value& value, std::vector<NodeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && !info->type) SeekIndex(*this, *this, *info, value, out);
}
void StoreTransaction::IndexRange(uint32_t index, const std::optional<IndexBound>& lower,
                                  const std::optional<IndexBound>& upper, std::vector<NodeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && !info->type) RangeIndex(*this, *this, *info, lower, upper, out);
}
void StoreTransaction::IndexPrefix(uint32_t index, std::string_view prefix, std::vector<NodeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && !info->type) PrefixIndex(*this, *info, prefix, out);
}
void StoreTransaction::IndexSeek(uint32_t index, const Value& value, std::vector<EdgeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && info->type) SeekIndex(*this, *this, *info, value, out);
}
void StoreTransaction::IndexRange(uint32_t index, const std::optional<IndexBound>& lower,
                                  const std::optional<IndexBound>& upper, std::vector<EdgeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && info->type) RangeIndex(*this, *this, *info, lower, upper, out);
}
void StoreTransaction::IndexPrefix(uint32_t index, std::string_view prefix, std::vector<EdgeId>& out) const {
  if (auto* info = FindIndex(*indexes_, index); info && info->type) PrefixIndex(*this, *info, prefix, out);
}
TextTotals StoreTransaction::TotalsOf(uint32_t index) const {
  const IndexDefinition* info = FindIndex(*indexes_, index);
  if (info == nullptr || !IsTextIndex(*info)) return {};
  return TotalsWith(*base_, *this, *info, overlay_);
}
std::vector<std::vector<Posting>> StoreTransaction::FindTerms(uint32_t index,
                                                              std::span<const std::string> terms) const {
  const IndexDefinition* info = FindIndex(*indexes_, index);
  if (info == nullptr || !IsTextIndex(*info)) return std::vector<std::vector<Posting>>(terms.size());
  return FindTermsWith(*base_, *this, *info, overlay_, terms);
}
void StoreTransaction::NodesNamed(std::string_view folded, std::vector<NodeId>& out) const {
  FindNamed(*this, folded, out);
}
void StoreTransaction::ScanNames(std::string_view prefix,
                                 const std::function<bool(std::string_view, NodeId)>& visit) const {
  VisitNames(*this, prefix, visit);
}
std::optional<std::string> StoreTransaction::Record(std::string_view space, std::string_view key) const {
  return FindRecord(*this, space, key);
}
void StoreTransaction::ScanRecords(std::string_view space, std::string_view prefix,
                                   const std::function<bool(std::string_view, std::string_view)>& visit) const {
  ScanRecordKeys(*this, space, prefix, visit);
}

void StoreTransaction::ScanKeys(std::string_view begin, std::string_view end,
                                const std::function<bool(std::string_view, std::string_view)>& visit) const {
  auto own = overlay_.keys.lower_bound(std::string(begin));
  auto is_own = [&] { return own != overlay_.keys.end() && (end.empty() || own->first < end); };
  bool go_on = true;
  auto visit_own = [&] {
    if (own->second) go_on = visit(own->first, *own->second);
    ++own;
  };
  base_->ScanKeys(begin, end, [&](std::string_view key, std::string_view value) {
    while (go_on && is_own() && own->first < key) visit_own();
    if (!go_on) return false;
    if (is_own() && own->first == key) {
      visit_own();
    } else {
      go_on = visit(key, value);
    }
    return go_on;
  });
  while (go_on && is_own()) visit_own();
}

std::optional<std::string> StoreTransaction::KeyValueOf(std::string_view key) const {
  if (auto it = overlay_.keys.find(std::string(key)); it != overlay_.keys.end()) return it->second;
  return base_->KeyValueOf(key);
}

}  // namespace papergraph
