#include "storage/database/property_index.h"

#include <algorithm>

#include "storage/format/keys.h"
#include "storage/format/sort_key.h"
#include "storage/graph_writer.h"
#include "storage/text_fold.h"

namespace papergraph {
namespace {

// Does `value` lie on the right side of the bound?
bool Satisfies(const Value& value, const IndexBound& bound, bool is_lower) {
  auto order = Compare(value, bound.value);
  if (!order) return false;
  if (*order == std::partial_ordering::equivalent) return bound.inclusive;
  return *order == (is_lower ? std::partial_ordering::greater : std::partial_ordering::less);
}

// Entries in the order of their keys, whose values the keys alone do not tell apart: puts each run of equal keys in the
// order of (value, id).
template <typename Id>
class RunSorter {
 public:
  RunSorter(const GraphReader& graph, const IndexInfo& index, std::vector<Id>& out)
      : graph_(graph), index_(index), out_(out) {}

  void Add(std::string_view key, Id entity) {
    std::string_view sort_key = key.substr(0, key.size() - 4);
    if (sort_key != run_key_) {
      Flush();
      run_key_ = sort_key;
    }
    run_.push_back(entity);
  }
  void Flush() {
    if (run_.size() > 1 && !IsExactGroup(run_key_[kGroupAt])) {
      std::vector<std::pair<Value, Id>> entries;
      for (Id entity : run_) entries.emplace_back(IndexedValue(graph_, index_, entity), entity);
      std::stable_sort(entries.begin(), entries.end(),
                       [](const auto& a, const auto& b) { return Order(a.first, b.first) < 0; });
      for (const auto& entry : entries) out_.push_back(entry.second);
    } else {
      out_.insert(out_.end(), run_.begin(), run_.end());
    }
    run_.clear();
  }

 private:
  static constexpr size_t kGroupAt = 5;  // after tag and index id
  const GraphReader& graph_;
  const IndexInfo& index_;
  std::vector<Id>& out_;
  std::string run_key_;
  std::vector<Id> run_;
};

template <typename Id>
Id EntityOf(std::string_view key) {
  return Id{Raw(IdOfEntry(key))};
}

}  // namespace

template <typename Id>
Value IndexedValue(const GraphReader& graph, const IndexInfo& index, Id entity) {
  if (index.properties.size() == 1) return PropertyOf(graph, entity, index.properties[0]);
  ValueList values;
  for (PropertyId property : index.properties) {
    values.push_back(PropertyOf(graph, entity, property));
    if (values.back().is_null()) return {};
  }
  return Value::List(std::move(values));
}

template <typename Id>
std::string IndexEntryKey(uint32_t index, const Value& value, Id entity) {
  std::string key = IndexPrefixKey(index);
  AppendSortKey(value, key);
  AppendId(entity, key);
  return key;
}

template <typename Id>
void SeekIndex(const KeySource& keys, const GraphReader& graph, const IndexInfo& index, const Value& value,
               std::vector<Id>& out) {
  // Only values that can be stored can be found; and nothing equals null, NaN or a list with one of them.
  const bool is_composite = index.properties.size() > 1 && value.kind() == ValueKind::kList;
  if (value.is_null() || (!is_composite && !IsStorable(value))) return;
  if (is_composite && !std::all_of(value.as_list().begin(), value.as_list().end(), IsStorable)) return;
  if (Equals(value, value) != Ternary(true)) return;
  std::string begin = IndexPrefixKey(index.id);
  AppendSortKey(value, begin);
  if constexpr (std::is_same_v<Id, NodeId>) {
    if (HasExactSortKey(value)) return keys.CollectIds(begin, out);
  }
  const bool exact = HasExactSortKey(value);
  keys.ScanKeys(begin, PrefixEnd(begin), [&](std::string_view key, std::string_view) {
    if (key.size() != begin.size() + 4) return true;
    const Id entity = EntityOf<Id>(key);
    if (exact || Equals(IndexedValue(graph, index, entity), value) == Ternary(true)) out.push_back(entity);
    return true;
  });
}

template <typename Id>
void RangeIndex(const KeySource& keys, const GraphReader& graph, const IndexInfo& index,
                const std::optional<IndexBound>& lower, const std::optional<IndexBound>& upper, std::vector<Id>& out) {
  const std::string all = IndexPrefixKey(index.id);
  std::string begin = all, end = PrefixEnd(all);
  for (const auto& bound : {lower, upper}) {
    if (bound && (SortKeyGroup(bound->value) == 0 || bound->value.is_null())) return;
  }
  if (lower && upper && SortKeyGroup(lower->value) != SortKeyGroup(upper->value)) return;
  if (lower || upper) {
    const Value& value = lower ? lower->value : upper->value;
    const std::string group = all + SortKeyGroup(value);
    begin = group;
    end = PrefixEnd(group);
    const bool exact = HasExactSortKey(value);
    auto key_of = [&](const IndexBound& bound) {
      std::string key = all;
      AppendSortKey(bound.value, key);
      return key;
    };
    // A list of what cannot be stored (lists, maps) has no key; it is compared with every list.
    const auto has_key = [](const std::optional<IndexBound>& bound) { return bound && IsStorable(bound->value); };
    if (has_key(lower)) begin = exact && !lower->inclusive ? PrefixEnd(key_of(*lower)) : key_of(*lower);
    if (has_key(upper)) end = exact && !upper->inclusive ? key_of(*upper) : PrefixEnd(key_of(*upper));
    if (begin >= end) return;
  }
  RunSorter sorter(graph, index, out);
  keys.ScanKeys(begin, end, [&](std::string_view key, std::string_view) {
    const Id entity = EntityOf<Id>(key);
    if ((lower || upper) && !IsExactGroup(key[all.size()])) {
      Value value = IndexedValue(graph, index, entity);
      if (lower && !Satisfies(value, *lower, true)) return true;
      if (upper && !Satisfies(value, *upper, false)) return true;
    }
    sorter.Add(key, entity);
    return true;
  });
  sorter.Flush();
}

template <typename Id>
void PrefixIndex(const KeySource& keys, const IndexInfo& index, std::string_view prefix, std::vector<Id>& out) {
  if (index.properties.size() != 1) return;
  std::string begin = IndexPrefixKey(index.id);
  AppendStringPrefix(prefix, begin);
  keys.ScanKeys(begin, PrefixEnd(begin), [&](std::string_view key, std::string_view) {
    out.push_back(EntityOf<Id>(key));
    return true;
  });
}

template Value IndexedValue(const GraphReader&, const IndexInfo&, NodeId);
template Value IndexedValue(const GraphReader&, const IndexInfo&, EdgeId);
template std::string IndexEntryKey(uint32_t, const Value&, NodeId);
template std::string IndexEntryKey(uint32_t, const Value&, EdgeId);
template void SeekIndex(const KeySource&, const GraphReader&, const IndexInfo&, const Value&, std::vector<NodeId>&);
template void SeekIndex(const KeySource&, const GraphReader&, const IndexInfo&, const Value&, std::vector<EdgeId>&);
template void RangeIndex(const KeySource&, const GraphReader&, const IndexInfo&, const std::optional<IndexBound>&,
                         const std::optional<IndexBound>&, std::vector<NodeId>&);
template void RangeIndex(const KeySource&, const GraphReader&, const IndexInfo&, const std::optional<IndexBound>&,
                         const std::optional<IndexBound>&, std::vector<EdgeId>&);
template void PrefixIndex(const KeySource&, const IndexInfo&, std::string_view, std::vector<NodeId>&);
template void PrefixIndex(const KeySource&, const IndexInfo&, std::string_view, std::vector<EdgeId>&);

std::vector<std::string> FoldedNamesOf(const Value& name, const Value& aliases) {
  std::vector<std::string> names;
  auto add = [&](const Value& text) {
    if (text.kind() != ValueKind::kString) return;
    std::string folded = FoldName(text.as_string());
    if (!folded.empty()) names.push_back(std::move(folded));
  };
  add(name);
  if (aliases.kind() == ValueKind::kList) {
    for (const Value& alias : aliases.as_list()) add(alias);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void FindNamed(const KeySource& keys, std::string_view folded, std::vector<NodeId>& out) {
  std::string begin = FoldedNamePrefixKey(folded);
  begin.push_back(0);
  keys.ScanKeys(begin, PrefixEnd(begin), [&](std::string_view key, std::string_view) {
    out.push_back(IdOfEntry(key));
    return true;
  });
}

void VisitNames(const KeySource& keys, std::string_view prefix,
                const std::function<bool(std::string_view, NodeId)>& visit) {
  std::string begin = FoldedNamePrefixKey(prefix);
  keys.ScanKeys(begin, PrefixEnd(begin),
                [&](std::string_view key, std::string_view) { return visit(FoldedNameOf(key), IdOfEntry(key)); });
}

}  // namespace papergraph
