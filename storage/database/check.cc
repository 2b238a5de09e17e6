#include "storage/database/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "storage/database/core.h"
#include "storage/database/property_index.h"
#include "storage/database/text_index.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/format/keys.h"
#include "storage/format/sort_key.h"

namespace papergraph {
namespace {

constexpr size_t kMostFaults = 100;

class Checker {
 public:
  Checker(const Version& version, KeyValue& kv) : version_(version), kv_(kv), statistics_(version.statistics()) {}

  CheckReport Run() {
    Guard("files", [&] { kv_.VerifyFiles(); });
    Guard("keys", [&] { Keys(); });
    const uint32_t node_segments = (statistics_.next_node + kSegmentMask) >> kSegmentShift;
    const uint32_t edge_segments = (statistics_.next_edge + kSegmentMask) >> kSegmentShift;
    labels_.assign(version_.LabelCount(), 0);
    types_.assign(version_.TypeCount(), 0);
    for (uint32_t i = 0; i < node_segments; ++i) NodeSegment(i);
    for (uint32_t i = 0; i < edge_segments; ++i) Guard(fmt::format("edges, segment {}", i), [&] { EdgeSegmentAt(i); });
    for (uint32_t type = 0; type < version_.TypeCount(); ++type) {
      for (auto kind : {SegmentKind::kOut, SegmentKind::kIn}) Neighbours(kind, TypeId{type}, node_segments);
    }
    Counts();
    for (const IndexDefinition& index : *version_.index_list()) {
      Guard(fmt::format("index `{}`", index.name), [&] { Index(index); });
    }
    Guard("names", [&] { Names(); });
    return std::move(report_);
  }

 private:
  void Fault(std::string text) {
    if (report_.faults.size() == kMostFaults) report_.faults.push_back("there is more; the rest is not written out");
    if (report_.faults.size() >= kMostFaults) return;
    // A segment that cannot be read is met from several sides.
    if (seen_.insert(text).second) report_.faults.push_back(std::move(text));
  }

  template <typename Work>
  void Guard(const std::string& about, Work&& work) {
    try {
      work();
    } catch (const StoreError& error) {
      std::string what = error.what();
      // What names its own segment needs no context.
      Fault(error.kind() == StoreError::Kind::kCorrupt && what.find(", segment ") != std::string::npos
                ? what
                : fmt::format("{}: {}", about, what));
    }
  }

  // Every key has a known form, every value its checksum; segments lie where ids can be.
  void Keys() {
    auto cursor = kv_.Scan(version_.kv_snapshot(), "");
    std::string last = "the beginning";
    try {
      for (cursor->Seek(""); cursor->Valid(); cursor->Next()) {
        std::string_view key = cursor->key(), value = cursor->value();
        last = Describe(key);
        Guard(last, [&] { OneKey(key, value); });
      }
    } catch (const StoreError& error) {
      Fault(fmt::format("after {}: {}", last, error.what()));
    }
  }

  void OneKey(std::string_view key, std::string_view value) {
    if (auto segment = DecodeSegmentKey(key)) {
      ++report_.segments;
      std::unique_ptr<Segment> decoded = DecodeSegment(*segment, value);
      const uint32_t limit = IsByEdge(segment->kind) ? statistics_.next_edge : statistics_.next_node;
      if (uint64_t{segment->segment} << kSegmentShift >= limit && !value.empty()) {
        Fault(fmt::format("{}: past the last id", Describe(key)));
      }
      uint32_t names = 1;
      if (segment->kind == SegmentKind::kLabel) names = version_.LabelCount();
      if (segment->kind == SegmentKind::kOut || segment->kind == SegmentKind::kIn) names = version_.TypeCount();
      if (ShapeOf(segment->kind) == SegmentShape::kColumn) names = version_.PropertyCount();
      if (segment->of >= names && !value.empty()) Fault(fmt::format("{}: of a name that is not there", Describe(key)));
      return;
    }
    if (key.empty()) return Fault("the empty key");
    switch (static_cast<KeyTag>(key[0])) {
      case KeyTag::kFormat:
      case KeyTag::kCounter:
      case KeyTag::kName:
      case KeyTag::kRecord:
        Unseal(value);
        return;
      case KeyTag::kIndexInfo:
        DecodeIndexInfo(0, value);
        return;
      case KeyTag::kIndexEntry:
        if (key.size() < 10) Fault("an index entry is too short");
        return;
      case KeyTag::kFoldedName:
        if (key.size() < 7 || key[key.size() - 5] != 0) Fault("a name entry is too short");
        return;
      default:
        Fault(Describe(key));
    }
  }

  void NodeSegment(uint32_t segment) {
    BitmapSegment none;
    const BitmapSegment* nodes = &none;
    Guard(fmt::format("nodes, segment {}", segment), [&] {
      if (auto* found = version_.Bitmap(SegmentKind::kNodes, 0, segment)) nodes = found;
    });
    report_.nodes += nodes->Count();
    const uint64_t limit = statistics_.next_node - (uint64_t{segment} << kSegmentShift);
    for (uint32_t i = static_cast<uint32_t>(std::min<uint64_t>(limit, kSegmentSize)); i < kSegmentSize; ++i) {
      if (nodes->Has(i))
        Fault(fmt::format("nodes, segment {}: node {} is past the last id", segment, IdAt(segment, i)));
    }
    auto only_nodes = [&](const std::array<uint64_t, kSegmentSize / 64>& bits, const std::string& what) {
      for (uint32_t i = 0; i < bits.size(); ++i) {
        if (uint64_t wrong = bits[i] & ~nodes->words[i]) {
          uint32_t offset = i * 64 + static_cast<uint32_t>(std::countr_zero(wrong));
          Fault(fmt::format("{}, segment {}: node {} is not there", what, segment, IdAt(segment, offset)));
          return;
        }
      }
    };
    for (uint32_t label = 0; label < version_.LabelCount(); ++label) {
      Guard(fmt::format("label {}", label), [&] {
        if (auto* bits = version_.Bitmap(SegmentKind::kLabel, label, segment)) {
          labels_[label] += bits->Count();
          only_nodes(bits->words, fmt::format("label {}", label));
        }
      });
    }
    for (uint32_t property = 0; property < version_.PropertyCount(); ++property) {
      Guard(fmt::format("node property {}", property), [&] {
        if (auto* column = version_.Column(SegmentKind::kNodeColumn, property, segment)) {
          only_nodes(column->present(), fmt::format("node property {}", property));
        }
      });
    }
  }

  void EdgeSegmentAt(uint32_t segment) {
    EdgeSegment none;
    const EdgeSegment* edges = version_.Edges(segment);
    if (edges == nullptr) edges = &none;
    for (uint32_t i = 0; i < edges->records.size(); ++i) {
      const EdgeRecord& record = edges->records[i];
      if (record.start == kNoNode) continue;
      ++report_.edges;
      const uint32_t edge = IdAt(segment, i);
      if (edge >= statistics_.next_edge)
        Fault(fmt::format("edges, segment {}: edge {} is past the last id", segment, edge));
      if (Raw(record.type) >= types_.size()) {
        Fault(fmt::format("edges, segment {}: edge {} has a type that is not there", segment, edge));
      } else {
        ++types_[Raw(record.type)];
      }
      for (NodeId node : {record.start, record.end}) {
        if (!version_.HasNode(node)) {
          Fault(fmt::format("edges, segment {}: edge {} is at node {}, which is not there", segment, edge, Raw(node)));
        }
      }
    }
    for (uint32_t property = 0; property < version_.PropertyCount(); ++property) {
      Guard(fmt::format("edge property {}", property), [&] {
        auto* column = version_.Column(SegmentKind::kEdgeColumn, property, segment);
        for (uint32_t i = 0; column != nullptr && i < column->size(); ++i) {
          if (!column->Has(i) || edges->Has(i)) continue;
          Fault(fmt::format("edge property {}, segment {}: edge {} is not there", property, segment, IdAt(segment, i)));
          return;
        }
      });
    }
  }

  // Every entry agrees with its edge, and there are as many as edges: then no edge lacks its entry.
  void Neighbours(SegmentKind kind, TypeId type, uint32_t segments) {
    const char* what = kind == SegmentKind::kOut ? "out-edges" : "in-edges";
    uint64_t entries = 0;
    for (uint32_t segment = 0; segment < segments; ++segment) {
      Guard(fmt::format("{} of type {}, segment {}", what, Raw(type), segment), [&] {
        const CsrSegment* lists = version_.Csr(kind, Raw(type), segment);
        for (uint32_t i = 0; lists != nullptr && i < lists->size(); ++i) {
          const NodeId node{IdAt(segment, i)};
          const Neighbour* last = nullptr;
          for (const Neighbour& each : lists->EdgesOf(i)) {
            ++entries;
            EdgeRecord wanted{node, each.node, type};
            if (kind == SegmentKind::kIn) std::swap(wanted.start, wanted.end);
            if (!(version_.EdgeOf(each.edge) == wanted)) {
              Fault(fmt::format("{} of type {}, segment {}: node {} has edge {}, which is not there or elsewhere", what,
                                Raw(type), segment, Raw(node), Raw(each.edge)));
            }
            if (last != nullptr && !(*last < each)) {
              Fault(fmt::format("{} of type {}, segment {}: the list of node {} is not in order", what, Raw(type),
                                segment, Raw(node)));
            }
            last = &each;
          }
        }
      });
    }
    if (entries != types_[Raw(type)]) {
      Fault(fmt::format("{} of type {}: {} entries for {} edges", what, Raw(type), entries, types_[Raw(type)]));
    }
  }

  void Counts() {
    auto same = [&](uint64_t stored, uint64_t counted, const std::string& what) {
      if (stored != counted) Fault(fmt::format("counter: {} {} are stored, {} are there", stored, what, counted));
    };
    same(statistics_.nodes, report_.nodes, "nodes");
    same(statistics_.edges, report_.edges, "edges");
    for (uint32_t i = 0; i < labels_.size(); ++i) {
      same(statistics_.nodes_of_label[i], labels_[i], fmt::format("nodes of label {}", i));
    }
    for (uint32_t i = 0; i < types_.size(); ++i) {
      same(statistics_.edges_of_type[i], types_[i], fmt::format("edges of type {}", i));
    }
  }

  template <typename Visit>
  void EachNode(std::optional<LabelId> label, Visit&& visit) {
    std::vector<NodeId> nodes(4096);
    for (uint64_t from = 0; from < statistics_.next_node;) {
      size_t count = version_.ScanNodes(label, NodeId{static_cast<uint32_t>(from)}, nodes);
      for (size_t i = 0; i < count; ++i) visit(nodes[i]);
      if (count < nodes.size()) return;
      from = uint64_t{Raw(nodes.back())} + 1;
    }
  }

  void Index(const IndexDefinition& index) {
    if (index.kind == IndexInfo::Kind::kFulltext) {
      if (!IsTextIndex(index)) return;
      index.type ? TextIndex<EdgeId>(index, "relationship") : TextIndex<NodeId>(index, "node");
    } else if (index.type) {
      IndexOf<EdgeId>(index, "relationship",
                      [&](EdgeId edge) { return version_.HasEdge(edge) && version_.EdgeOf(edge).type == *index.type; });
    } else {
      IndexOf<NodeId>(index, "node", [&](NodeId node) { return version_.HasLabel(node, index.label); });
    }
  }

  template <typename Visit>
  void EachOf(const IndexInfo& index, NodeId, Visit&& visit) {
    EachNode(index.label, visit);
  }
  template <typename Visit>
  void EachOf(const IndexInfo& index, EdgeId, Visit&& visit) {
    EachEdge(index.type, visit);
  }
  template <typename Visit>
  void EachEdge(std::optional<TypeId> type, Visit&& visit) {
    std::vector<EdgeId> edges(4096);
    for (uint64_t from = 0; from < statistics_.next_edge;) {
      size_t count = version_.ScanEdges(type, EdgeId{static_cast<uint32_t>(from)}, edges);
      for (size_t i = 0; i < count; ++i) visit(edges[i]);
      if (count < edges.size()) return;
      from = uint64_t{Raw(edges.back())} + 1;
    }
  }
  template <typename Visit>
  void EachEntity(NodeId, Visit&& visit) {
    EachNode(std::nullopt, visit);
  }
  template <typename Visit>
  void EachEntity(EdgeId, Visit&& visit) {
    EachEdge(std::nullopt, visit);
  }

  // Entries lie by their terms and not by entity: for each entity what it should have and what is there is added up,
  // as hashes of the keys.
  template <typename Id>
  void TextIndex(const IndexDefinition& index, std::string_view what) {
    std::vector<uint64_t> sums(index.type ? statistics_.next_edge : statistics_.next_node);
    TextTotals totals;
    std::vector<std::string> keys;
    const auto add = [&](Id entity) {
      const TermCounts text = TextOf(version_, index, entity);
      CountText(text, 1, totals);
      keys.clear();
      AppendTextEntries(text, index.id, Raw(entity), keys);
      for (const std::string& key : keys) sums[Raw(entity)] += std::hash<std::string_view>()(key);
    };
    EachEntity(Id{}, add);
    const std::string prefix = IndexPrefixKey(index.id);
    version_.ScanKeys(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
      ++report_.index_entries;
      Guard(fmt::format("index `{}`", index.name), [&] {
        const uint32_t entity = PostingOf(key).entity;
        if (entity < sums.size()) {
          sums[entity] -= std::hash<std::string_view>()(key);
        } else {
          Fault(fmt::format("index `{}`: an entry for {} {}, which is not there", index.name, what, entity));
        }
      });
      return true;
    });
    for (uint32_t i = 0; i < sums.size(); ++i) {
      if (sums[i] != 0)
        Fault(fmt::format("index `{}`: the entries of {} {} are not those of its text", index.name, what, i));
    }
    const TextTotals stored = version_.TotalsOf(index.id);
    if (!(stored == totals)) {
      Fault(fmt::format("index `{}`: {} texts with {} terms are stored, {} with {} are there", index.name, stored.texts,
                        stored.terms, totals.texts, totals.terms));
    }
  }

  template <typename Id, typename Belongs>
  void IndexOf(const IndexInfo& index, std::string_view what, const Belongs& belongs) {
    uint64_t wanted = 0, found = 0;
    EachOf(index, Id{}, [&](Id node) {
      if (!IndexedValue(version_, index, node).is_null()) {
        ++wanted;
      } else if (index.kind == IndexInfo::Kind::kExists) {
        Fault(fmt::format("constraint `{}`: {} {} has no value", index.name, what, Raw(node)));
      }
    });
    if (index.kind != IndexInfo::Kind::kRange && index.kind != IndexInfo::Kind::kUnique) return;
    const std::string prefix = IndexPrefixKey(index.id);
    std::string last_key;
    std::vector<Id> run;  // those whose entries have the same sort key
    version_.ScanKeys(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
      const Id node{Raw(IdOfEntry(key))};
      ++found;
      ++report_.index_entries;
      Value value = belongs(node) ? IndexedValue(version_, index, node) : Value();
      if (value.is_null() || IndexEntryKey(index.id, value, node) != key) {
        Fault(
            fmt::format("index `{}`: an entry for {} {} that the {} does not have", index.name, what, Raw(node), what));
      }
      if (index.kind != IndexInfo::Kind::kUnique) return true;
      std::string_view sort_key = key.substr(0, key.size() - 4);
      if (sort_key != last_key) run.clear();
      last_key = sort_key;
      for (Id other : run) {
        if (Equals(value, IndexedValue(version_, index, other)) == Ternary(true)) {
          Fault(
              fmt::format("constraint `{}`: {}s {} and {} have the same key", index.name, what, Raw(other), Raw(node)));
        }
      }
      run.push_back(node);
      return true;
    });
    if (found != wanted) {
      Fault(fmt::format("index `{}`: {} entries for {} {}s", index.name, found, wanted, what));
    }
  }

  void Names() {
    auto name = version_.FindProperty("name"), aliases = version_.FindProperty("aliases");
    auto names_of = [&](NodeId node) {
      return FoldedNamesOf(name ? version_.NodeProperty(node, *name) : Value(),
                           aliases ? version_.NodeProperty(node, *aliases) : Value());
    };
    uint64_t wanted = 0, found = 0;
    if (name || aliases) EachNode(std::nullopt, [&](NodeId node) { wanted += names_of(node).size(); });
    version_.ScanNames("", [&](std::string_view folded, NodeId node) {
      ++found;
      ++report_.index_entries;
      std::vector<std::string> names = names_of(node);
      if (!std::binary_search(names.begin(), names.end(), folded)) {
        Fault(fmt::format("name entry `{}`: node {} has no such name or alias", folded, Raw(node)));
      }
      return true;
    });
    if (found != wanted) Fault(fmt::format("names: {} entries for {} names and aliases", found, wanted));
  }

  static uint32_t IdAt(uint32_t segment, uint32_t offset) { return segment << kSegmentShift | offset; }

  const Version& version_;
  KeyValue& kv_;
  const Statistics& statistics_;
  CheckReport report_;
  std::set<std::string> seen_;
  std::vector<uint64_t> labels_, types_;  // counted
};

}  // namespace

CheckReport CheckVersion(const Version& version, KeyValue& kv) { return Checker(version, kv).Run(); }

}  // namespace papergraph
