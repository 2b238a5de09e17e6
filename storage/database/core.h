// What the store, its versions and its transactions share: the keys, the names, the newest version, and how a commit
// makes the next one.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/database/delta_chains.h"
#include "storage/database/names.h"
#include "storage/database/overlay.h"
#include "storage/database/segment_cache.h"
#include "storage/database/version.h"
#include "storage/kv/kv.h"
#include "storage/store.h"

namespace papergraph {

/// Who changed what, and in which version: for the transactions that began before.
struct ConflictLog {
  std::unordered_map<NodeId, uint64_t> changed_nodes, deleted_nodes,
      end_nodes;  // end_nodes: an edge began or ended there
  std::unordered_map<EdgeId, uint64_t> changed_edges;
  std::unordered_map<std::string, uint64_t> keys;  // unique keys and records
  uint64_t indexes = 0;
  void Clear();
};

/// Any number of threads.
class Core {
 public:
  /// Reads what does not grow with the graph: format, names, counts, index definitions. Throws StoreError kVersion,
  /// kCorrupt.
  Core(std::unique_ptr<KeyValue> kv, const OpenOptions& options);
  ~Core();

  std::shared_ptr<const Version> Current() const;
  NameTables& names() { return names_; }
  KeyValue& kv() { return *kv_; }

  /// Ids are given out once, whatever becomes of the transaction. Throws kLimit.
  NodeId TakeNodeId();
  EdgeId TakeEdgeId();
  uint32_t TakeIndexId() { return next_index_.fetch_add(1); }

  /// A transaction begins at the newest version, and ends. What is committed in the meantime is held against it.
  std::shared_ptr<const Version> BeginAtNewest();
  void EndAt(uint64_t sequence);

  /// Durable and seen by all who come after, or StoreError and nothing of it is.
  void Commit(const Version& base, const Version::IndexList& indexes, const Overlay& overlay);

  /// The same for an import that has made its segments itself; `entries` are completed with counters and names, and
  /// sorted. `added`: the statistics' differences. Throws kConflict when anything was committed since `base`.
  void CommitImport(const Version& base, const Statistics& added, const std::vector<SegmentKey>& changed,
                    std::vector<KvEntry> entries);

  /// When more is cached than allowed, the next reader begins with an empty cache.
  void BoundCache();

  /// REQUIRES: nothing else uses the core or its versions.
  void Reset();

 private:
  void Load();
  void Publish(Statistics statistics, Version::IndexList indexes, const std::vector<SegmentKey>* changed,
               std::optional<KeyGroups> groups);
  void CheckConflicts(const Version& base, const Version::IndexList& indexes, const Overlay& overlay) const;
  void LogChanges(const Version& base, const Version::IndexList& indexes, const Overlay& overlay, uint64_t sequence);
  // Counters and names that the next version has and the current one has not.
  Statistics NextStatistics(const Statistics& before) const;
  std::vector<KvEntry> SchemaChanges(const Statistics& before, const Statistics& after) const;
  void PublishWritten(Statistics next, Version::IndexList indexes, const std::vector<SegmentKey>& changed,
                      std::optional<KeyGroups> groups);

  const OpenOptions options_;
  std::unique_ptr<KeyValue> kv_;
  NameTables names_;
  std::unique_ptr<SegmentCache> cache_;
  std::atomic<uint32_t> next_node_{0}, next_edge_{0}, next_index_{0};

  mutable std::mutex current_mutex_;
  std::shared_ptr<const Version> current_;

  std::mutex commit_mutex_;  // one commit at a time; guards what follows
  uint32_t stored_labels_ = 0, stored_types_ = 0, stored_properties_ = 0;
  uint64_t last_commit_ = 0;  // the version that it made; later ones differ in what is cached alone
  ConflictLog log_;
  DeltaChains chains_;

  std::mutex active_mutex_;
  std::multiset<uint64_t> active_;  // where open transactions began
};

/// The changes of an overlay as one batch: deltas of segments (where `chains` says so folded with what `kv` has now),
/// sorted keys, index definitions. Adds the segments to `changed`.
void WriteChanges(const Overlay& overlay, const Version::IndexList& before, const Version::IndexList& after,
                  KeyValue& kv, DeltaChains& chains, KvBatch& batch, std::vector<SegmentKey>& changed);

/// Counts and id limits that differ.
void AppendStatistics(const Statistics& before, const Statistics& after, std::vector<KvEntry>& entries);

/// Index definitions as bytes (docs/format.md).
std::string EncodeIndexInfo(const IndexInfo& index);
IndexInfo DecodeIndexInfo(uint32_t id, std::string_view bytes);

}  // namespace papergraph
