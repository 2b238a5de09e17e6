// Commits that share a write. The first transaction that finds nobody writing writes for its group; those that come
// meanwhile form the next one, which one of them writes when this one is done. So groups follow each other, and each
// becomes visible as one version, after it is durable.
#include <algorithm>
#include <chrono>
#include <iterator>

#include "storage/database/core.h"
#include "storage/format/keys.h"

namespace papergraph {
namespace {

// Whether the overlay is nothing but the many entries of indexes that were made.
bool IsNewIndex(const Version::IndexList& before, const Version::IndexList& after, const Overlay& overlay) {
  constexpr size_t kMany = 10'000;
  const auto is_kept = [&](const IndexDefinition& index) { return FindIndex(*after, index.id) != nullptr; };
  return overlay.keys.size() >= kMany && overlay.nodes.empty() && overlay.edges.empty() &&
         std::all_of(before->begin(), before->end(), is_kept) &&
         std::all_of(overlay.keys.begin(), overlay.keys.end(),
                     [](const auto& entry) { return entry.second.has_value(); });
}

// Tells the pages of keys what version `sequence` changes; of a group with many changes they begin anew.
void ChangeGroups(const Overlay& overlay, uint64_t sequence, KeyGroups& groups) {
  constexpr size_t kMany = 1000;
  std::vector<std::string_view> changed;
  for (auto it = overlay.keys.begin(); it != overlay.keys.end();) {
    const auto group = GroupOfKey(it->first);
    changed.clear();
    // Sorted: each group is one run.
    do {
      changed.push_back(it->first);
    } while (++it != overlay.keys.end() && GroupOfKey(it->first) == group);
    const auto pages =
        std::find_if(groups.begin(), groups.end(), [&](const auto& entry) { return entry.first == group; });
    if (pages == groups.end()) continue;
    if (changed.size() < kMany) {
      pages->second->Change(sequence, changed);
    } else {
      groups.erase(pages);
    }
  }
}

// What the overlay adds to the counts; differences modulo 2^64.
Statistics Added(const Overlay& overlay) {
  Statistics added;
  added.nodes = overlay.node_ids.added.size() - overlay.node_ids.removed.size();
  added.edges = overlay.edge_ids.added.size() - overlay.edge_ids.removed.size();
  const auto at = [](std::vector<uint64_t>& counts, uint32_t id) -> uint64_t& {
    if (counts.size() <= id) counts.resize(id + 1);
    return counts[id];
  };
  for (const auto& [label, ids] : overlay.label_ids) {
    at(added.nodes_of_label, Raw(label)) += ids.added.size() - ids.removed.size();
  }
  for (const auto& [type, difference] : overlay.type_counts) {
    at(added.edges_of_type, Raw(type)) += static_cast<uint64_t>(difference);
  }
  added.text_totals = overlay.text_totals;
  return added;
}

void Add(const Statistics& added, Statistics& to) {
  to.nodes += added.nodes;
  to.edges += added.edges;
  for (size_t i = 0; i < added.nodes_of_label.size(); ++i) to.nodes_of_label[i] += added.nodes_of_label[i];
  for (size_t i = 0; i < added.edges_of_type.size(); ++i) to.edges_of_type[i] += added.edges_of_type[i];
  AddTextTotals(added.text_totals, to);
}

}  // namespace

struct Core::Part {
  KvBatch batch;
  std::vector<SegmentChange> segments;
  Statistics added;
  const Overlay* overlay;  // whose owner waits meanwhile
};

struct Core::Group {
  explicit Group(uint64_t its_sequence) : sequence(its_sequence) {}
  const uint64_t sequence;  // of the version that it makes
  std::vector<std::unique_ptr<Part>> parts;
  Version::IndexList indexes;  // null: as they were
  std::condition_variable done_or_next;
  std::condition_variable complete;  // for the leader alone
  size_t wanted = 0;                 // when there are as many parts
  bool is_done = false;
  std::exception_ptr error;
};

void Core::Commit(const Version& base, const Version::IndexList& indexes, const Overlay& overlay,
                  const CommitHold* hold) {
  if (overlay.nodes.empty() && overlay.edges.empty() && overlay.keys.empty() && indexes == base.index_list()) return;
  if (IsNewIndex(base.index_list(), indexes, overlay)) return CommitNewIndex(base, indexes, overlay, hold);
  auto part = std::make_unique<Part>();
  WriteChanges(overlay, base.index_list(), indexes, part->batch, part->segments);
  part->added = Added(overlay);
  part->overlay = &overlay;

  std::unique_lock lock(commit_mutex_);
  group_written_.wait(lock, [&] { return hold != nullptr || (want_alone_ == 0 && !is_held_); });
  if (last_commit_ > base.sequence()) CheckConflicts(base, indexes, overlay);
  const std::shared_ptr<Group> group =
      open_group_ != nullptr ? open_group_ : std::make_shared<Group>(last_sequence_ + 2);
  LogChanges(base, indexes, overlay, group->sequence);
  group->parts.push_back(std::move(part));
  if (group->parts.size() == group->wanted) group->complete.notify_one();
  if (open_group_ == nullptr) last_sequence_ = group->sequence;
  open_group_ = group;
  if (indexes != base.index_list()) group->indexes = indexes;  // the only ones: all others are in conflict with it
  last_commit_ = group->sequence;
  group->done_or_next.wait(lock, [&] { return group->is_done || !is_writing_; });
  if (!group->is_done) Lead(lock, *group);
  if (group->error) std::rethrow_exception(group->error);
}

void Core::Lead(std::unique_lock<std::mutex>& lock, Group& group) {
  is_writing_ = true;
  WaitForOthers(lock, group);
  open_group_.reset();
  try {
    const auto before = Current();
    Statistics next = NextStatistics(before->statistics());
    for (const auto& part : group.parts) Add(part->added, next);
    lock.unlock();
    const auto begin = std::chrono::steady_clock::now();
    try {
      WriteGroup(group, before->statistics(), next);
    } catch (...) {
      lock.lock();
      throw;
    }
    lock.lock();
    last_write_ = std::chrono::steady_clock::now() - begin;
    PublishGroup(group, std::move(next));
  } catch (...) {
    group.error = std::current_exception();
    const uint64_t current = Current()->sequence();
    log_.Withdraw(group.sequence, current);
    if (last_commit_ == group.sequence) last_commit_ = current;
  }
  last_group_ = group.parts.size();
  group.is_done = true;
  is_writing_ = false;
  ForgetConflicts(group.parts.size());
  group.done_or_next.notify_all();
  if (open_group_ != nullptr) open_group_->done_or_next.notify_one();
  group_written_.notify_all();
}

// Threads that have just been told that theirs is written come back with the next one at once. Where there were
// several, a little patience makes one group of them, instead of two that take turns.
void Core::WaitForOthers(std::unique_lock<std::mutex>& lock, Group& group) {
  constexpr std::chrono::milliseconds kMostPatience{2};
  if (last_group_ < 2) return;
  {
    std::lock_guard active_lock(active_mutex_);
    group.wanted = active_.size();
  }
  group.wanted = std::max(group.wanted, last_group_);
  const std::chrono::nanoseconds patience = std::min<std::chrono::nanoseconds>(last_write_ / 2, kMostPatience);
  group.complete.wait_for(lock, patience, [&] { return group.parts.size() >= group.wanted; });
}

void Core::WriteGroup(Group& group, const Statistics& before, const Statistics& after) {
  KvBatch folds;
  for (const auto& part : group.parts) {
    for (const SegmentChange& change : part->segments) {
      if (!chains_.IsDue(change.key, change.bytes)) continue;
      const std::string name = EncodeKey(change.key);
      if (!chains_.Measured(change.key, kv_->StoredBytes(name))) continue;
      // What is there is folded; the new deltas wait behind it, which saves decoding and encoding it again.
      kv_->Get(name, nullptr, false, [&](std::string_view folded) { folds.Put(name, folded); });
    }
  }
  // One record of the log: were there two, a power cut could leave the second without the first, as damage does.
  KvBatch& batch = folds.empty() ? group.parts.front()->batch : folds;
  for (size_t i = folds.empty() ? 1 : 0; i < group.parts.size(); ++i) batch.Append(group.parts[i]->batch);
  for (const KvEntry& entry : SchemaChanges(before, after)) batch.Put(entry.key, entry.value);
  kv_->Write(batch);
}

void Core::PublishGroup(Group& group, Statistics next) {
  const auto before = Current();
  std::vector<SegmentKey> changed;
  KeyGroups groups = before->groups();
  for (const auto& part : group.parts) {
    for (const SegmentChange& change : part->segments) changed.push_back(change.key);
    ChangeGroups(*part->overlay, group.sequence, groups);
  }
  PublishWritten(group.sequence, std::move(next), group.indexes != nullptr ? group.indexes : before->index_list(),
                 changed, std::move(groups));
  if (!is_cache_full_) return;
  is_cache_full_ = false;
  const auto current = Current();
  Publish(group.sequence + 1, current->statistics(), current->index_list(), nullptr, std::nullopt);
}

void Core::ForgetConflicts(size_t committing) {
  constexpr size_t kFew = 10'000;
  std::lock_guard lock(active_mutex_);
  if (open_group_ == nullptr && active_.size() <= committing) {
    log_.Clear();
    log_size_ = 0;
  } else if (log_.size() > 2 * log_size_ + kFew) {
    if (!active_.empty()) log_.ForgetUpTo(*active_.begin());
    log_size_ = log_.size();
  }
}

std::unique_lock<std::mutex> Core::LockAlone(const CommitHold* hold) {
  std::unique_lock lock(commit_mutex_);
  ++want_alone_;
  group_written_.wait(lock, [&] { return !is_writing_ && open_group_ == nullptr && (hold != nullptr || !is_held_); });
  --want_alone_;
  group_written_.notify_all();  // they go on when the lock is free
  return lock;
}

CommitHold::CommitHold(Core& core) : core_(core) {
  const auto lock = core_.LockAlone();
  core_.is_held_ = true;
}

CommitHold::~CommitHold() {
  {
    const std::lock_guard lock(core_.commit_mutex_);
    core_.is_held_ = false;
  }
  core_.group_written_.notify_all();
}

std::vector<KvEntry> Core::IndexDefinitions(const Version& base, const Version::IndexList& indexes,
                                            const Statistics& before, const Statistics& after) const {
  std::vector<KvEntry> few = SchemaChanges(before, after);
  for (const IndexDefinition& index : *indexes) {
    if (FindIndex(*base.index_list(), index.id) == nullptr) {
      few.push_back({IndexInfoKey(index.id), EncodeIndexInfo(index)});
    }
  }
  std::sort(few.begin(), few.end(), [](const KvEntry& a, const KvEntry& b) { return a.key < b.key; });
  return few;
}

void Core::PublishIndexes(const Version& current, const Version::IndexList& indexes, Statistics next,
                          KeyGroups groups) {
  PublishWritten(last_sequence_, std::move(next), indexes != nullptr ? indexes : current.index_list(), {},
                 std::move(groups));
  last_commit_ = last_sequence_;
  log_.indexes = last_sequence_;  // in conflict with everything that began before
  ForgetConflicts(1);
}

void Core::CommitNewIndex(const Version& base, const Version::IndexList& indexes, const Overlay& overlay,
                          const CommitHold* hold) {
  const auto lock = LockAlone(hold);
  if (last_commit_ > base.sequence()) CheckConflicts(base, indexes, overlay);
  const auto current = Current();
  Statistics next = NextStatistics(current->statistics());
  AddTextTotals(overlay.text_totals, next);
  std::vector<KvEntry> few = IndexDefinitions(base, indexes, current->statistics(), next);
  // In order already, and as a file of their own they need no log and no place in memory.
  std::vector<KvEntry> entries;
  entries.reserve(overlay.keys.size() + few.size());
  for (const auto& [key, value] : overlay.keys) entries.push_back({key, *value});
  const auto middle = static_cast<std::ptrdiff_t>(entries.size());
  std::move(few.begin(), few.end(), std::back_inserter(entries));
  std::inplace_merge(entries.begin(), entries.begin() + middle, entries.end(),
                     [](const KvEntry& a, const KvEntry& b) { return a.key < b.key; });
  kv_->WriteSorted(entries);
  KeyGroups groups = current->groups();
  last_sequence_ += 2;
  ChangeGroups(overlay, last_sequence_, groups);
  PublishIndexes(*current, indexes == base.index_list() ? nullptr : indexes, std::move(next), std::move(groups));
}

void Core::CommitTextIndexes(const Version& base, const Version::IndexList& indexes, const MakeEntries& make,
                             const CommitHold* hold) {
  constexpr uint64_t kMemory = 64ull << 20;
  const auto lock = LockAlone(hold);
  if (last_commit_ > base.sequence()) CheckConflicts(base, indexes, Overlay());
  const auto current = Current();
  Statistics next = NextStatistics(current->statistics());
  const auto import = kv_->BeginImport(kMemory);
  AddTextTotals(make([&](std::string key) { import->AddKey(std::move(key)); }), next);
  import->Finish(IndexDefinitions(base, indexes, current->statistics(), next), nullptr);
  last_sequence_ += 2;
  PublishIndexes(*current, indexes, std::move(next), current->groups());
}

}  // namespace papergraph
