// The part of a repair that writes what is made from base data: neighbour lists, index entries, names, counters.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "storage/database/core.h"
#include "storage/database/property_index.h"
#include "storage/database/repair.h"
#include "storage/database/text_index.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/segment/column.h"
#include "storage/segment/csr.h"

namespace papergraph {

void RepairJob::RebuildNeighbours() {
  for (auto kind : {SegmentKind::kOut, SegmentKind::kIn}) {
    std::map<std::string, std::string> wanted;
    for (uint32_t type = 0; type < edges_of_type_.size(); ++type) {
      std::vector<Listed> lists;
      lists.reserve(edges_of_type_[type].size());
      for (const auto& [edge, record] : edges_of_type_[type]) {
        const uint32_t start = Raw(record.start), end = Raw(record.end);
        lists.push_back(kind == SegmentKind::kOut ? Listed{start, end, edge} : Listed{end, start, edge});
      }
      std::sort(lists.begin(), lists.end());
      std::vector<uint32_t> offsets;
      std::vector<Neighbour> entries;
      for (size_t at = 0; at < lists.size();) {
        const uint32_t segment = lists[at].at >> kSegmentShift;
        offsets.assign(1, 0);
        entries.clear();
        for (; at < lists.size() && lists[at].at >> kSegmentShift == segment; ++at) {
          while (offsets.size() <= (lists[at].at & kSegmentMask))
            offsets.push_back(static_cast<uint32_t>(entries.size()));
          entries.push_back({NodeId{lists[at].other}, EdgeId{lists[at].edge}});
        }
        offsets.push_back(static_cast<uint32_t>(entries.size()));
        wanted.emplace(EncodeKey({kind, type, segment}), EncodeNeighbours(offsets, entries));
      }
    }
    const std::string begin = EncodeKey({kind, 0, 0});
    const std::string end(1, static_cast<char>(begin[0] + 1));
    std::vector<std::string> wrong;
    Scan(begin, end, [&](std::string_view key, std::string_view value) {
      auto it = wanted.find(std::string(key));
      if (it != wanted.end() && it->second == value) {
        wanted.erase(it);
      } else if (it == wanted.end() && !value.empty() && !changes_.contains(std::string(key))) {
        wrong.emplace_back(key);
      }
    });
    for (std::string& key : wrong) {
      report_.rebuilt.push_back(Titled(key));
      changes_[std::move(key)] = std::nullopt;
    }
    for (auto& [key, value] : wanted) {
      report_.rebuilt.push_back(Titled(key));
      changes_[key] = std::move(value);
    }
  }
}

std::string RepairJob::Read(const SegmentKey& key) {
  const std::string encoded = EncodeKey(key);
  if (auto it = changes_.find(encoded); it != changes_.end()) return it->second.value_or("");
  std::string value;
  try {
    kv_.Get(encoded, nullptr, false, [&](std::string_view bytes) { value = bytes; });
    DecodeSegment(key, value);
  } catch (const StoreError&) {
    return "";  // listed by the scan
  }
  return value;
}

void RepairJob::CollectEntries(const IndexInfo& index, uint32_t segment, const std::function<bool(uint32_t)>& has,
                               std::vector<IndexEntry>& entries, std::string& offence) {
  const SegmentKind kind = index.type ? SegmentKind::kEdgeColumn : SegmentKind::kNodeColumn;
  std::vector<std::unique_ptr<ColumnSegment>> columns;
  for (PropertyId property : index.properties) {
    columns.push_back(ColumnSegment::Decode(Read({kind, Raw(property), segment})));
  }
  for (uint32_t i = 0; i < kSegmentSize; ++i) {
    if (!has(i)) continue;
    const uint32_t id = segment << kSegmentShift | i;
    ValueList values;
    for (const auto& column : columns) {
      values.push_back(column->At(i));
      if (values.back().is_null()) break;
    }
    if (values.empty() || values.back().is_null()) {
      if (index.kind == IndexInfo::Kind::kExists && offence.empty()) {
        offence = fmt::format("{} {} has lost its value", index.type ? "relationship" : "node", id);
      }
      continue;
    }
    if (index.kind != IndexInfo::Kind::kRange && index.kind != IndexInfo::Kind::kUnique) continue;
    Value value = columns.size() == 1 ? values[0] : Value::List(std::move(values));
    std::string key = IndexEntryKey(index.id, value, NodeId{id});
    entries.push_back({std::move(key), std::move(value), id});
  }
}

std::vector<std::string> RepairJob::EntriesOf(const IndexInfo& index, std::string& offence) {
  std::vector<IndexEntry> entries;
  if (index.type) {
    for (const auto& [segment, edges] : edges_) {
      const auto has = [&index, &records = edges](uint32_t i) {
        return i < records.size() && records[i].type == *index.type;
      };
      CollectEntries(index, segment, has, entries, offence);
    }
  } else {
    for (const auto& [segment, nodes] : nodes_) {
      const auto label = BitmapSegment::Decode(Read({SegmentKind::kLabel, Raw(index.label), segment}));
      if (label->Count() == 0) continue;
      const auto has = [&label, &nodes = nodes](uint32_t i) { return label->Has(i) && nodes.Has(i); };
      CollectEntries(index, segment, has, entries, offence);
    }
  }
  std::sort(entries.begin(), entries.end(), [](const IndexEntry& a, const IndexEntry& b) { return a.key < b.key; });
  auto sort_key = [](const IndexEntry& entry) { return std::string_view(entry.key).substr(0, entry.key.size() - 4); };
  std::vector<std::string> keys;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (index.kind == IndexInfo::Kind::kUnique) {
      for (size_t k = i + 1; k < entries.size() && sort_key(entries[k]) == sort_key(entries[i]); ++k) {
        if (!offence.empty() || Equals(entries[i].value, entries[k].value) != Ternary(true)) continue;
        offence = fmt::format("{} {} and {} have the same key", index.type ? "relationships" : "nodes", entries[i].of,
                              entries[k].of);
      }
    }
    keys.push_back(entries[i].key);
  }
  return keys;
}

std::vector<std::string> RepairJob::TextEntriesOf(const IndexDefinition& index) {
  std::vector<std::string> keys;
  TextTotals& totals = text_totals_[index.id];
  const auto segment_of = [&](SegmentKind kind, uint32_t segment, const std::function<bool(uint32_t)>& has) {
    std::vector<std::unique_ptr<ColumnSegment>> columns;
    for (PropertyId property : index.properties) {
      columns.push_back(ColumnSegment::Decode(Read({kind, Raw(property), segment})));
    }
    for (uint32_t i = 0; i < kSegmentSize; ++i) {
      if (!has(i)) continue;
      TermCounts text;
      for (const auto& column : columns) text.Add(column->At(i));
      AppendTextEntries(text, index.id, segment << kSegmentShift | i, keys);
      CountText(text, 1, totals);
    }
  };
  if (index.type) {
    for (const auto& [segment, edges] : edges_) {
      segment_of(SegmentKind::kEdgeColumn, segment, [&, &records = edges](uint32_t i) {
        return i < records.size() && records[i].start != kNoNode && IsAbout(index, records[i].type);
      });
    }
  } else {
    std::vector<LabelId> labels{index.label};
    labels.insert(labels.end(), index.more_labels.begin(), index.more_labels.end());
    for (const auto& [segment, nodes] : nodes_) {
      BitmapSegment any;
      for (LabelId label : labels) {
        const auto bits = BitmapSegment::Decode(Read({SegmentKind::kLabel, Raw(label), segment}));
        for (size_t i = 0; i < any.words.size(); ++i) any.words[i] |= bits->words[i];
      }
      segment_of(SegmentKind::kNodeColumn, segment,
                 [&, &nodes = nodes](uint32_t i) { return any.Has(i) && nodes.Has(i); });
    }
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::vector<std::string> RepairJob::NameEntries() {
  std::optional<uint32_t> name, aliases;
  for (const auto& [id, text] : properties_) {
    if (text == "name") name = id;
    if (text == "aliases") aliases = id;
  }
  std::vector<std::string> keys;
  for (const auto& [segment, nodes] : nodes_) {
    auto column = [&, at = segment](const std::optional<uint32_t>& property) {
      return ColumnSegment::Decode(property ? Read({SegmentKind::kNodeColumn, *property, at}) : "");
    };
    const auto names = column(name), others = column(aliases);
    for (uint32_t i = 0; i < kSegmentSize; ++i) {
      if (!nodes.Has(i)) continue;
      for (const std::string& folded : FoldedNamesOf(names->At(i), others->At(i))) {
        keys.push_back(FoldedNameKey(folded, NodeId{segment << kSegmentShift | i}));
      }
    }
  }
  return keys;
}

void RepairJob::RebuildIndexes() {
  std::vector<std::string> wanted = NameEntries();
  for (auto& [id, index] : indexes_) {
    std::string offence;
    std::vector<std::string> entries;
    bool is_known = index.type ? Raw(*index.type) < type_limit_ : Raw(index.label) < label_limit_;
    for (LabelId label : index.more_labels) is_known = is_known && Raw(label) < label_limit_;
    for (TypeId type : index.more_types) is_known = is_known && Raw(type) < type_limit_;
    for (PropertyId property : index.properties) is_known = is_known && Raw(property) < property_limit_;
    if (!is_known) {
      offence = "its label, type or property is not there";
    } else if (index.kind == IndexInfo::Kind::kFulltext) {
      if (!IsTextIndex(index)) {  // made by other rules, or before there were any
        index.rules = TermRules();
        changes_[IndexInfoKey(id)] = EncodeIndexInfo(index);
        report_.rebuilt.push_back(fmt::format("full-text index `{}`: by the rules {}", index.name, TermRules()));
      }
      entries = TextEntriesOf(index);
    } else if (!index.properties.empty()) {
      entries = EntriesOf(index, offence);
    }
    if (!offence.empty()) {
      report_.gone.push_back(fmt::format("index or constraint `{}`: {}; make it again", index.name, offence));
      changes_[IndexInfoKey(id)] = std::nullopt;
      continue;
    }
    wanted.insert(wanted.end(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
  }
  std::sort(wanted.begin(), wanted.end());
  uint64_t added = 0, removed = 0;
  auto next = wanted.begin();
  auto add_before = [&](const std::string* key) {
    for (; next != wanted.end() && (key == nullptr || *next < *key); ++next, ++added) changes_[*next] = "";
  };
  Scan(TagKey(KeyTag::kIndexEntry), TagKey(KeyTag::kRecord), [&](std::string_view bytes, std::string_view) {
    const std::string key(bytes);
    add_before(&key);
    if (next != wanted.end() && *next == key) {
      ++next;
    } else {
      changes_[key] = std::nullopt;
      ++removed;
    }
  });
  add_before(nullptr);
  if (added + removed > 0) {
    report_.rebuilt.push_back(fmt::format("index and name entries: {} added, {} removed", added, removed));
  }
}

void RepairJob::RebuildCounters() {
  auto set = [&](CounterKind kind, uint32_t of, uint64_t number) {
    auto it = counters_.find({kind, of});
    const uint64_t stored = it == counters_.end() ? 0 : it->second;
    const std::string key = CounterKey(kind, of);
    if (it != counters_.end()) counters_.erase(it);
    if (stored == number) return;
    std::string value;
    PutFixed<uint64_t>(value, number);
    Seal(value);
    changes_[key] = std::move(value);
    if (!damaged_.contains(key)) report_.rebuilt.push_back(fmt::format("counter: {}, not {}", number, stored));
  };
  auto least = [&](CounterKind kind, uint64_t number) {
    auto it = counters_.find({kind, 0});
    set(kind, 0, it == counters_.end() || it->second > 0xffffffffu ? number : std::max(number, it->second));
  };
  set(CounterKind::kNodes, 0, node_count_);
  set(CounterKind::kEdges, 0, edge_count_);
  least(CounterKind::kNextNode, next_node_);
  least(CounterKind::kNextEdge, next_edge_);
  least(CounterKind::kNextIndex, indexes_.empty() ? 0 : indexes_.rbegin()->first + 1);
  for (uint32_t i = 0; i < label_limit_; ++i) set(CounterKind::kNodesOfLabel, i, nodes_of_label_[i]);
  for (uint32_t i = 0; i < type_limit_; ++i) set(CounterKind::kEdgesOfType, i, edges_of_type_[i].size());
  for (const auto& [index, totals] : text_totals_) {
    set(CounterKind::kTexts, index, totals.texts);
    set(CounterKind::kTextTerms, index, totals.terms);
  }
  for (const auto& entry : counters_) changes_[CounterKey(entry.first.first, entry.first.second)] = std::nullopt;
  if (has_format_) return;
  std::string value;
  PutVarint(value, kFormatVersion);
  PutString(value, "papergraph " PAPERGRAPH_VERSION);
  Seal(value);
  changes_[TagKey(KeyTag::kFormat)] = std::move(value);
  if (!damaged_.contains(TagKey(KeyTag::kFormat))) report_.rebuilt.push_back("format version");
}

void RepairJob::ListDamage() {
  for (const auto& [key, why] : damaged_) {
    auto segment = DecodeSegmentKey(key);
    bool is_rebuilt = false;
    if (segment) {
      is_rebuilt = segment->kind == SegmentKind::kOut || segment->kind == SegmentKind::kIn || changes_[key].has_value();
    } else if (!key.empty()) {
      const auto tag = static_cast<KeyTag>(key[0]);
      if (tag == KeyTag::kName && changes_[key].has_value()) continue;  // listed with its new name
      is_rebuilt = changes_[key].has_value() || tag == KeyTag::kCounter;
    }
    if (!is_rebuilt) {
      report_.gone.push_back(why.starts_with(Describe(key)) ? Titled(key) + why.substr(Describe(key).size())
                                                            : fmt::format("{}: {}", Titled(key), why));
      continue;
    }
    const std::string title = Titled(key);
    const bool is_said = std::any_of(report_.rebuilt.begin(), report_.rebuilt.end(),
                                     [&](const std::string& line) { return line.starts_with(title); });
    if (!is_said) report_.rebuilt.push_back(title);
  }
}

std::string RepairJob::Titled(std::string_view key) const {
  const std::string plain = Describe(key);
  auto named = [&](const Names& names, uint32_t id) {
    auto it = names.find(id);
    return it == names.end() ? plain : fmt::format("{} (`{}`)", plain, it->second);
  };
  if (auto segment = DecodeSegmentKey(key)) {
    if (segment->kind == SegmentKind::kLabel) return named(labels_, segment->of);
    if (ShapeOf(segment->kind) == SegmentShape::kNeighbours) return named(types_, segment->of);
    if (ShapeOf(segment->kind) == SegmentShape::kColumn) return named(properties_, segment->of);
    return plain;
  }
  if (key.empty() || static_cast<KeyTag>(key[0]) != KeyTag::kRecord) return plain;
  std::string name(key.substr(1));
  std::replace(name.begin(), name.end(), '\0', ' ');
  return fmt::format("record `{}`", name);
}

}  // namespace papergraph
