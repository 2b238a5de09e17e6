#include "storage/database/text_index.h"

#include <algorithm>
#include <functional>
#include <set>

#include "storage/database/property_index.h"
#include "storage/database/version.h"
#include "storage/format/bytes.h"
#include "storage/format/keys.h"
#include "storage/format/sort_key.h"

namespace papergraph {
namespace {

bool BelongsTo(const GraphReader& graph, const IndexDefinition& index, NodeId node) {
  if (index.type) return false;
  if (graph.HasLabel(node, index.label)) return true;
  return std::any_of(index.more_labels.begin(), index.more_labels.end(),
                     [&](LabelId label) { return graph.HasLabel(node, label); });
}

bool BelongsTo(const GraphReader& graph, const IndexDefinition& index, EdgeId edge) {
  return index.type && graph.HasEdge(edge) && IsAbout(index, graph.EdgeOf(edge).type);
}

bool HasPropertyOf(const IndexDefinition& index, const ChangeList<PropertyId, Value>& properties) {
  return std::any_of(properties.begin(), properties.end(),
                     [&](const auto& entry) { return IsAbout(index, entry.first); });
}

// The entities whose text in the index the overlay may have changed, ascending. Who comes, goes or changes its label
// does so with its labels and properties.
std::vector<NodeId> ChangedIn(const Overlay& overlay, const IndexDefinition& index, NodeId) {
  std::vector<NodeId> nodes;
  if (index.type) return nodes;
  for (const auto& [node, change] : overlay.nodes) {
    const bool labels = std::any_of(change.labels.begin(), change.labels.end(),
                                    [&](const auto& entry) { return IsAbout(index, entry.first); });
    if (labels || HasPropertyOf(index, change.properties)) nodes.push_back(node);
  }
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

std::vector<EdgeId> ChangedIn(const Overlay& overlay, const IndexDefinition& index, EdgeId) {
  std::vector<EdgeId> edges;
  if (!index.type) return edges;
  for (const auto& [edge, change] : overlay.edges) {
    if (IsAbout(index, change.record.type) && HasPropertyOf(index, change.properties)) edges.push_back(edge);
  }
  std::sort(edges.begin(), edges.end());
  return edges;
}

// All entities of the graph that the index may be about, ascending.
template <typename Visit>
void EachOf(const GraphReader& graph, NodeId, const Visit& visit) {
  std::vector<NodeId> nodes(4096);
  for (NodeId from{0};;) {
    const size_t count = graph.ScanNodes(std::nullopt, from, nodes);
    for (size_t i = 0; i < count; ++i) visit(nodes[i]);
    if (count < nodes.size()) return;
    from = NodeId{Raw(nodes.back()) + 1};
  }
}
template <typename Visit>
void EachOf(const GraphReader& graph, EdgeId, const Visit& visit) {
  std::vector<EdgeId> edges(4096);
  for (EdgeId from{0};;) {
    const size_t count = graph.ScanEdges(std::nullopt, from, edges);
    for (size_t i = 0; i < count; ++i) visit(edges[i]);
    if (count < edges.size()) return;
    from = EdgeId{Raw(edges.back()) + 1};
  }
}

// Calls `visit(entity, before, after)` with the texts that are not the same in both graphs. An index that `base` has
// not had no texts.
template <typename Id, typename Visit>
void EachTextChange(const Version& base, const GraphReader& changed, const IndexDefinition& index, bool is_new,
                    const Overlay& overlay, const Visit& visit) {
  if (is_new) {
    EachOf(changed, Id{}, [&](Id entity) { visit(entity, TermCounts(), TextOf(changed, index, entity)); });
    return;
  }
  for (Id entity : ChangedIn(overlay, index, Id{})) {
    visit(entity, TextOf(base, index, entity), TextOf(changed, index, entity));
  }
}

template <typename Id>
void AddChanges(const Version& base, const GraphReader& changed, const IndexDefinition& index, bool is_new,
                Overlay& overlay) {
  TextTotals& totals = overlay.text_totals[index.id];
  const auto key_of = [&](Id entity, const auto& entry, const TermCounts& text) {
    return TextEntryKey(index.id, entry.first, {Raw(entity), entry.second, text.length});
  };
  const auto is_in = [](const auto& entry, const TermCounts& text, const TermCounts& other) {
    const auto same = other.counts.find(entry.first);
    return text.length == other.length && same != other.counts.end() && same->second == entry.second;
  };
  EachTextChange<Id>(base, changed, index, is_new, overlay,
                     [&](Id entity, const TermCounts& before, const TermCounts& after) {
                       CountText(before, -1, totals);
                       CountText(after, 1, totals);
                       for (const auto& entry : before.counts) {
                         if (!is_in(entry, before, after)) overlay.keys[key_of(entity, entry, before)] = std::nullopt;
                       }
                       for (const auto& entry : after.counts) {
                         if (!is_in(entry, after, before)) overlay.keys[key_of(entity, entry, after)] = "";
                       }
                     });
}

template <typename Id>
TextTotals TotalsOfId(const Version& base, const GraphReader& changed, const IndexDefinition& index, bool is_new,
                      const Overlay& overlay) {
  TextTotals totals = base.TotalsOf(index.id);
  EachTextChange<Id>(base, changed, index, is_new, overlay, [&](Id, const TermCounts& before, const TermCounts& after) {
    CountText(before, -1, totals);
    CountText(after, 1, totals);
  });
  return totals;
}

template <typename Id>
void PatchTerms(const Version& base, const GraphReader& changed, const IndexDefinition& index, bool is_new,
                const Overlay& overlay, std::span<const std::string> terms,
                std::vector<std::vector<Posting>>& postings) {
  std::set<uint32_t> touched;
  std::vector<std::vector<Posting>> added(terms.size());
  EachTextChange<Id>(base, changed, index, is_new, overlay, [&](Id entity, const TermCounts&, const TermCounts& after) {
    touched.insert(Raw(entity));
    for (size_t i = 0; i < terms.size(); ++i) {
      const auto found = after.counts.find(terms[i]);
      if (found == after.counts.end()) continue;
      added[i].push_back({Raw(entity), found->second, after.length});
    }
  });
  const auto by_entity = [](const Posting& a, const Posting& b) { return a.entity < b.entity; };
  for (size_t i = 0; i < terms.size(); ++i) {
    std::erase_if(postings[i], [&](const Posting& posting) { return touched.contains(posting.entity); });
    const auto middle = static_cast<std::ptrdiff_t>(postings[i].size());
    postings[i].insert(postings[i].end(), added[i].begin(), added[i].end());
    std::inplace_merge(postings[i].begin(), postings[i].begin() + middle, postings[i].end(), by_entity);
  }
}

bool IsNewIn(const Version& base, const IndexDefinition& index) {
  return FindIndex(*base.index_list(), index.id) == nullptr;
}

}  // namespace

bool IsTextIndex(const IndexDefinition& index) {
  return index.kind == IndexInfo::Kind::kFulltext && index.rules == TermRules();
}

bool IsAbout(const IndexDefinition& index, LabelId label) {
  return !index.type && (index.label == label || std::find(index.more_labels.begin(), index.more_labels.end(), label) !=
                                                     index.more_labels.end());
}
bool IsAbout(const IndexDefinition& index, TypeId type) {
  return index.type && (*index.type == type ||
                        std::find(index.more_types.begin(), index.more_types.end(), type) != index.more_types.end());
}
bool IsAbout(const IndexInfo& index, PropertyId property) {
  return std::find(index.properties.begin(), index.properties.end(), property) != index.properties.end();
}

template <typename Id>
TermCounts TextOf(const GraphReader& graph, const IndexDefinition& index, Id entity) {
  TermCounts text;
  if (!BelongsTo(graph, index, entity)) return text;
  for (PropertyId property : index.properties) text.Add(PropertyOf(graph, entity, property));
  return text;
}
template TermCounts TextOf(const GraphReader&, const IndexDefinition&, NodeId);
template TermCounts TextOf(const GraphReader&, const IndexDefinition&, EdgeId);

std::string TermPrefixKey(uint32_t index, std::string_view term) {
  std::string key = IndexPrefixKey(index);
  key += term;
  key.push_back(0);
  return key;
}

std::string TextEntryKey(uint32_t index, std::string_view term, const Posting& posting) {
  std::string key = TermPrefixKey(index, term);
  AppendId(NodeId{posting.entity}, key);
  PutVarint(key, posting.count);
  PutVarint(key, posting.length);
  return key;
}

Posting PostingOf(std::string_view key) {
  constexpr size_t kPrefix = 5;  // tag and index id
  const size_t zero = key.find('\0', kPrefix);
  try {
    if (zero == std::string_view::npos || key.size() < zero + 5) {
      throw StoreError(StoreError::Kind::kCorrupt, "the key is too short");
    }
    ByteReader in(key.substr(zero + 5));
    Posting posting{GetBigEndian(key.data() + zero + 1), 0, 0};
    posting.count = in.Varint32();
    posting.length = in.Varint32();
    if (posting.count == 0 || posting.count > posting.length || in.left() != 0) {
      throw StoreError(StoreError::Kind::kCorrupt, "its numbers cannot be right");
    }
    return posting;
  } catch (const StoreError& error) {
    throw StoreError(StoreError::Kind::kCorrupt, Describe(key) + ": " + error.what());
  }
}

void AppendTextEntries(const TermCounts& text, uint32_t index, uint32_t entity, std::vector<std::string>& keys) {
  for (const auto& [term, count] : text.counts) {
    keys.push_back(TextEntryKey(index, term, {entity, count, text.length}));
  }
}

void CountText(const TermCounts& text, int sign, TextTotals& totals) {
  if (text.length == 0) return;
  const uint64_t one = sign < 0 ? ~uint64_t{0} : 1;  // modulo 2^64
  totals.texts += one;
  totals.terms += one * text.length;
}

std::vector<std::vector<Posting>> FindTermEntries(const KeySource& keys, const IndexDefinition& index,
                                                  std::span<const std::string> terms) {
  std::vector<std::vector<Posting>> postings(terms.size());
  for (size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].empty() || terms[i].find('\0') != std::string::npos) continue;
    const std::string prefix = TermPrefixKey(index.id, terms[i]);
    keys.ScanKeys(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
      postings[i].push_back(PostingOf(key));
      return true;
    });
  }
  return postings;
}

void AddTextChanges(const Version& base, const GraphReader& changed, const std::vector<IndexDefinition>& before,
                    const std::vector<IndexDefinition>& after, Overlay& overlay) {
  for (const IndexDefinition& index : before) {
    if (!IsTextIndex(index) || FindIndex(after, index.id) != nullptr) continue;
    const TextTotals gone = base.TotalsOf(index.id);
    overlay.text_totals[index.id] = {0 - gone.texts, 0 - gone.terms};
  }
  for (const IndexDefinition& index : after) {
    if (!IsTextIndex(index)) continue;
    const bool is_new = FindIndex(before, index.id) == nullptr;
    if (index.type) {
      AddChanges<EdgeId>(base, changed, index, is_new, overlay);
    } else {
      AddChanges<NodeId>(base, changed, index, is_new, overlay);
    }
  }
}

bool AddsOnlyTextIndexes(const std::vector<IndexDefinition>& before, const std::vector<IndexDefinition>& after,
                         const Overlay& overlay) {
  const auto is_kept = [&](const IndexDefinition& index) { return FindIndex(after, index.id) != nullptr; };
  const auto is_text_or_old = [&](const IndexDefinition& index) {
    return IsTextIndex(index) || FindIndex(before, index.id) != nullptr;
  };
  return overlay.nodes.empty() && overlay.edges.empty() && overlay.keys.empty() && after.size() > before.size() &&
         std::all_of(before.begin(), before.end(), is_kept) && std::all_of(after.begin(), after.end(), is_text_or_old);
}

std::map<uint32_t, TextTotals> MakeTextEntries(const GraphReader& graph, const std::vector<IndexDefinition>& before,
                                               const std::vector<IndexDefinition>& after,
                                               const std::function<void(std::string)>& add) {
  std::map<uint32_t, TextTotals> totals;
  const auto make = [&](const IndexDefinition& index, auto any) {
    EachOf(graph, any, [&](auto entity) {
      const TermCounts text = TextOf(graph, index, entity);
      CountText(text, 1, totals[index.id]);
      for (const auto& [term, count] : text.counts) {
        add(TextEntryKey(index.id, term, {Raw(entity), count, text.length}));
      }
    });
  };
  for (const IndexDefinition& index : after) {
    if (FindIndex(before, index.id) != nullptr) continue;
    index.type ? make(index, EdgeId{}) : make(index, NodeId{});
  }
  return totals;
}

TextTotals TotalsWith(const Version& base, const GraphReader& changed, const IndexDefinition& index,
                      const Overlay& overlay) {
  const bool is_new = IsNewIn(base, index);
  return index.type ? TotalsOfId<EdgeId>(base, changed, index, is_new, overlay)
                    : TotalsOfId<NodeId>(base, changed, index, is_new, overlay);
}

std::vector<std::vector<Posting>> FindTermsWith(const Version& base, const GraphReader& changed,
                                                const IndexDefinition& index, const Overlay& overlay,
                                                std::span<const std::string> terms) {
  const bool is_new = IsNewIn(base, index);
  auto postings = base.FindTerms(index.id, terms);
  if (index.type) {
    PatchTerms<EdgeId>(base, changed, index, is_new, overlay, terms, postings);
  } else {
    PatchTerms<NodeId>(base, changed, index, is_new, overlay, terms, postings);
  }
  return postings;
}

}  // namespace papergraph
