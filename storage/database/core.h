// What the store, its versions and its transactions share: the keys, the names, the newest version, and how a commit
// makes the next one.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
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
  size_t size() const;
  /// Nobody asks about versions up to `sequence` any more.
  void ForgetUpTo(uint64_t sequence);
  /// Version `sequence` never came to be. What it overwrote is not known any more: it counts as changed in `current`.
  void Withdraw(uint64_t sequence, uint64_t current);
};

/// What a commit adds to a segment.
struct SegmentChange {
  SegmentKey key;
  uint64_t bytes;
};

class Core;

/// While it is alive, nobody commits but whoever holds it: all others wait. Of one thread, which commits nothing else
/// meanwhile.
class CommitHold {
 public:
  /// Waits for the commits that have begun, and for another hold.
  explicit CommitHold(Core& core);
  ~CommitHold();
  CommitHold(const CommitHold&) = delete;
  CommitHold& operator=(const CommitHold&) = delete;

 private:
  Core& core_;
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
  uint64_t cache_bytes() const { return options_.cache_bytes; }

  /// Ids are given out once, whatever becomes of the transaction. Throws kLimit.
  NodeId TakeNodeId();
  EdgeId TakeEdgeId();
  uint32_t TakeIndexId() { return next_index_.fetch_add(1); }

  /// A transaction begins at the newest version, and ends. What is committed in the meantime is held against it.
  std::shared_ptr<const Version> BeginAtNewest();
  void EndAt(uint64_t sequence);

  /// Durable and seen by all who come after, or StoreError and nothing of it is. Transactions of several threads share
  /// a write and its sync, and the version that it makes. `hold`: the committer's own, if it has one; here and below.
  void Commit(const Version& base, const Version::IndexList& indexes, const Overlay& overlay, const CommitHold* hold);

  /// The same for an import that has made its segments itself: `import` ends with `entries` and with counters and
  /// names. `added`: the statistics' differences. Throws kConflict when anything was committed since `base`, and what
  /// `visit` (KvImport::Finish) throws.
  void CommitImport(const Version& base, const Statistics& added, const std::vector<SegmentKey>& changed,
                    std::vector<KvEntry> entries, KvImport& import, const KvImport::KeyVisitor& visit);

  /// The same of full-text indexes alone, whose entries are too many for memory: `make` calls its argument with the key
  /// of each, in any order, and returns the totals. Nobody else writes meanwhile. REQUIRES: nothing but `indexes` is
  /// new since `base`, and none is gone.
  using MakeEntries = std::function<std::map<uint32_t, TextTotals>(const std::function<void(std::string)>& add)>;
  void CommitTextIndexes(const Version& base, const Version::IndexList& indexes, const MakeEntries& make,
                         const CommitHold* hold);

  /// The newest version; when more is cached than allowed, one with an empty cache.
  std::shared_ptr<const Version> CurrentInBounds();

  /// REQUIRES: nothing else uses the core or its versions.
  void Reset();

 private:
  friend class CommitHold;
  struct Part;   // of one transaction
  struct Group;  // those that one write makes durable

  void Load();
  void Publish(uint64_t sequence, Statistics statistics, Version::IndexList indexes,
               const std::vector<SegmentKey>* changed, std::optional<KeyGroups> groups);
  void CheckConflicts(const Version& base, const Version::IndexList& indexes, const Overlay& overlay) const;
  void LogChanges(const Version& base, const Version::IndexList& indexes, const Overlay& overlay, uint64_t sequence);
  // Whoever begins now needs no conflicts with what is committed; a few who began before may.
  void ForgetConflicts(size_t committing);
  // Not while a group is open or written: what follows is alone.
  std::unique_lock<std::mutex> LockAlone(const CommitHold* hold = nullptr);
  // Counters, names and definitions that a commit of new indexes alone writes beside their entries.
  std::vector<KvEntry> IndexDefinitions(const Version& base, const Version::IndexList& indexes,
                                        const Statistics& before, const Statistics& after) const;
  void PublishIndexes(const Version& current, const Version::IndexList& indexes, Statistics next, KeyGroups groups);
  void CommitNewIndex(const Version& base, const Version::IndexList& indexes, const Overlay& overlay,
                      const CommitHold* hold);
  // Writes the group and publishes it; its error says how that ended. REQUIRES: commit_mutex_, which it gives up while
  // it writes.
  void Lead(std::unique_lock<std::mutex>& lock, Group& group);
  void WaitForOthers(std::unique_lock<std::mutex>& lock, Group& group);
  void WriteGroup(Group& group, const Statistics& before, const Statistics& after);
  void PublishGroup(Group& group, Statistics next);
  // Counters and names that the next version has and the current one has not.
  Statistics NextStatistics(const Statistics& before) const;
  std::vector<KvEntry> SchemaChanges(const Statistics& before, const Statistics& after) const;
  void PublishWritten(uint64_t sequence, Statistics next, Version::IndexList indexes,
                      const std::vector<SegmentKey>& changed, std::optional<KeyGroups> groups);

  const OpenOptions options_;
  std::unique_ptr<KeyValue> kv_;
  NameTables names_;
  std::unique_ptr<SegmentCache> cache_;
  std::atomic<uint32_t> next_node_{0}, next_edge_{0}, next_index_{0};

  mutable std::mutex current_mutex_;
  std::shared_ptr<const Version> current_;

  std::mutex commit_mutex_;  // guards what follows
  std::condition_variable group_written_;
  std::shared_ptr<Group> open_group_;  // whom the next transaction joins
  bool is_writing_ = false;            // a group that is not open any more
  int want_alone_ = 0;
  bool is_held_ = false;   // by a CommitHold
  size_t last_group_ = 0;  // how many there were, and how long their write took
  std::chrono::nanoseconds last_write_{0};
  bool is_cache_full_ = false;  // to be emptied when the group is written
  uint64_t last_sequence_ = 0;  // of the versions that were begun; the one after a group's is free for an empty cache
  uint64_t last_commit_ = 0;    // the version that it makes; later ones differ in what is cached alone
  ConflictLog log_;
  size_t log_size_ = 0;  // when something was last forgotten
  // Of the one who writes.
  uint32_t stored_labels_ = 0, stored_types_ = 0, stored_properties_ = 0;
  DeltaChains chains_;

  std::mutex active_mutex_;
  std::multiset<uint64_t> active_;  // where open transactions began
};

/// The changes of an overlay as one batch: deltas of segments, sorted keys, index definitions. Adds the segments to
/// `changed`.
void WriteChanges(const Overlay& overlay, const Version::IndexList& before, const Version::IndexList& after,
                  KvBatch& batch, std::vector<SegmentChange>& changed);

/// Differences modulo 2^64.
void AddTextTotals(const std::map<uint32_t, TextTotals>& added, Statistics& to);

/// Counts and id limits that differ.
void AppendStatistics(const Statistics& before, const Statistics& after, std::vector<KvEntry>& entries);

/// Index definitions as bytes (docs/format.md).
std::string EncodeIndexInfo(const IndexDefinition& index);
IndexDefinition DecodeIndexInfo(uint32_t id, std::string_view bytes);

}  // namespace papergraph
