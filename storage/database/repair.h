// Makes the keys of a damaged database agree again: Store::Repair's work, on whatever keys can be read.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database/segment_cache.h"
#include "storage/format/keys.h"
#include "storage/full_text.h"
#include "storage/kv/kv.h"
#include "storage/segment/bitmap.h"
#include "storage/segment/edge_table.h"
#include "storage/store.h"

namespace papergraph {

/// As Store::Repair, in one batch; a sound graph is not written to. Throws StoreError kVersion, kIo.
RepairReport RepairKeys(KeyValue& kv);

/// Visits every key in [begin, end) that can be read; `end` empty: to the last. Where RocksDB fails, goes on behind the
/// damage and gives `lost` what lies before it and RocksDB's words. `visit` throws no StoreError.
void ScanReadable(KeyValue& kv, const std::string& begin, const std::string& end,
                  const std::function<void(std::string_view key, std::string_view value)>& visit,
                  const std::function<void(const std::string& after, const std::string& what)>& lost);

/// One repair. Base data (which nodes, which edges, labels, properties, records, names) wins over what is made from it
/// (neighbour lists, index entries, counters).
class RepairJob {
 public:
  explicit RepairJob(KeyValue& kv) : kv_(kv) {}
  RepairReport Run();

 private:
  struct Listed {
    uint32_t at, other, edge;  // an edge in the list of node `at`
    friend auto operator<=>(const Listed&, const Listed&) = default;
  };
  using Names = std::map<uint32_t, std::string>;

  void Scan(const std::string& begin, const std::string& end,
            const std::function<void(std::string_view, std::string_view)>& visit);
  // Reads one key and keeps what is needed of it; throws kCorrupt for what cannot be kept.
  void Take(std::string_view key, std::string_view value);
  void TakeSegment(const SegmentKey& key, std::string_view value);
  void TakeCounter(std::string_view key, std::string_view value);
  bool IsLostNode(uint32_t segment) const;
  bool IsLostEdge(uint32_t edge) const;
  bool HasNode(NodeId node) const;

  void ListDamage();
  void CompleteNames();
  void WriteEdges();
  void WriteNodes();
  void Prune();  // entries of nodes and edges that are not there
  void PruneSegment(const SegmentKey& key, std::string_view value);
  void RebuildNeighbours();
  void RebuildIndexes();
  struct IndexEntry {
    std::string key;
    Value value;
    uint32_t of;  // node or relationship
  };
  std::vector<std::string> EntriesOf(const IndexInfo& index, std::string& offence);
  // Of those of the segment's first ids for which `has` says so.
  void CollectEntries(const IndexInfo& index, uint32_t segment, const std::function<bool(uint32_t)>& has,
                      std::vector<IndexEntry>& entries, std::string& offence);
  // Those of a full-text index; their totals go to text_totals_.
  std::vector<std::string> TextEntriesOf(const IndexDefinition& index);
  std::vector<std::string> NameEntries();
  void RebuildCounters();
  std::string Read(const SegmentKey& key);
  std::string Titled(std::string_view key) const;

  KeyValue& kv_;
  RepairReport report_;
  std::map<std::string, std::optional<std::string>> changes_;  // nullopt: deleted
  std::map<std::string, std::string> damaged_;                 // key: why it cannot be kept
  std::set<std::string> unread_;                               // what was said about ranges that cannot be read
  bool is_ours_ = false;
  bool has_format_ = false;

  std::map<std::pair<CounterKind, uint32_t>, uint64_t> counters_;
  Names labels_, types_, properties_;
  uint32_t label_limit_ = 0, type_limit_ = 0, property_limit_ = 0;  // one past the last id in use
  std::map<uint32_t, IndexDefinition> indexes_;
  std::map<uint32_t, TextTotals> text_totals_;  // by index
  std::map<uint32_t, BitmapSegment> nodes_;     // by segment
  std::set<uint32_t> lost_nodes_, lost_edges_;  // segments that are put together from other things
  std::map<uint32_t, std::vector<EdgeRecord>> edges_;
  std::vector<uint64_t> nodes_of_label_;
  std::vector<std::vector<std::pair<uint32_t, EdgeRecord>>> edges_of_type_;
  uint64_t node_count_ = 0, edge_count_ = 0, dropped_edges_ = 0;
  uint32_t next_node_ = 0, next_edge_ = 0;
};

}  // namespace papergraph
