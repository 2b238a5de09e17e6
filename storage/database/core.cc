#include "storage/database/core.h"

#include <fmt/format.h>

#include <algorithm>

#include "storage/database/property_index.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/format/keys.h"
#include "storage/format/sort_key.h"

namespace papergraph {
namespace {

constexpr uint32_t kMostIds = 0xfffffffe;

uint32_t TakeId(std::atomic<uint32_t>& next, const char* what) {
  uint32_t id = next.load(std::memory_order_relaxed);
  do {
    if (id >= kMostIds)
      throw StoreError(StoreError::Kind::kLimit, fmt::format("all 2^32 - 2 {} ids are used up", what));
  } while (!next.compare_exchange_weak(id, id + 1, std::memory_order_relaxed));
  return id;
}

// The part of an entry's key that two nodes may not share: without the id.
std::string UniqueKeyOf(std::string_view entry) { return std::string(entry.substr(0, entry.size() - 4)); }

bool IsUniqueEntry(std::string_view key, const std::vector<IndexDefinition>& indexes) {
  if (key.size() < 9 || static_cast<KeyTag>(key[0]) != KeyTag::kIndexEntry) return false;
  const IndexInfo* index = FindIndex(indexes, GetBigEndian(key.data() + 1));
  return index != nullptr && index->kind == IndexInfo::Kind::kUnique;
}

template <typename Map, typename Key>
bool ChangedAfter(const Map& map, const Key& key, uint64_t sequence) {
  auto it = map.find(key);
  return it != map.end() && it->second > sequence;
}

[[noreturn]] void Conflict(const std::string& what) {
  throw StoreError(StoreError::Kind::kConflict,
                   fmt::format("another transaction changed {} first: run this one again", what));
}

}  // namespace

// Not cleared: what a large transaction needed would be walked through after each small one.
void ConflictLog::Clear() { *this = ConflictLog(); }

size_t ConflictLog::size() const {
  return changed_nodes.size() + deleted_nodes.size() + end_nodes.size() + changed_edges.size() + keys.size();
}

void ConflictLog::ForgetUpTo(uint64_t sequence) {
  const auto is_old = [&](const auto& entry) { return entry.second <= sequence; };
  std::erase_if(changed_nodes, is_old);
  std::erase_if(deleted_nodes, is_old);
  std::erase_if(end_nodes, is_old);
  std::erase_if(changed_edges, is_old);
  std::erase_if(keys, is_old);
}

void ConflictLog::Withdraw(uint64_t sequence, uint64_t current) {
  const auto withdraw = [&](auto& map) {
    for (auto& [key, changed] : map) {
      if (changed == sequence) changed = current;
    }
  };
  withdraw(changed_nodes);
  withdraw(deleted_nodes);
  withdraw(end_nodes);
  withdraw(changed_edges);
  withdraw(keys);
  if (indexes == sequence) indexes = current;
}

Core::Core(std::unique_ptr<KeyValue> kv, const OpenOptions& options)
    : options_(options), kv_(std::move(kv)), cache_(std::make_unique<SegmentCache>()) {
  Load();
}

Core::~Core() { current_.reset(); }

void Core::Load() {
  bool has_format = false;
  kv_->Get(TagKey(KeyTag::kFormat), nullptr, false, [&](std::string_view bytes) {
    has_format = true;
    ByteReader in(Unseal(bytes));
    uint64_t version = in.Varint();
    if (version > kFormatVersion) {
      throw StoreError(
          StoreError::Kind::kVersion,
          fmt::format("the database has format {}, written by {}; this program reads formats up to {}: use "
                      "that version or a later one",
                      version, in.String(), kFormatVersion));
    }
    if (version < kFormatVersion) {
      throw StoreError(StoreError::Kind::kVersion,
                       fmt::format("the database has format {}, written by {}: open it once with --upgrade, which "
                                   "rewrites it as format {} and keeps the old files beside it",
                                   version, in.String(), kFormatVersion));
    }
  });
  Statistics statistics;
  auto indexes = std::make_shared<std::vector<IndexDefinition>>();
  if (has_format) {
    const std::string begin = TagKey(KeyTag::kCounter);
    auto cursor = kv_->Scan(nullptr, TagKey(KeyTag::kSegments));
    for (cursor->Seek(begin); cursor->Valid(); cursor->Next()) {
      std::string_view key = cursor->key();
      try {
        if (key.size() < 5) throw StoreError(StoreError::Kind::kCorrupt, "the key is too short");
        uint32_t id = GetBigEndian(key.data() + key.size() - 4);
        switch (static_cast<KeyTag>(key[0])) {
          case KeyTag::kCounter: {
            auto number = ByteReader(Unseal(cursor->value())).Fixed<uint64_t>();
            auto put = [&](std::vector<uint64_t>& counts) {
              if (counts.size() <= id) counts.resize(id + 1);
              counts[id] = number;
            };
            switch (static_cast<CounterKind>(key[1])) {
              case CounterKind::kNodes:
                statistics.nodes = number;
                break;
              case CounterKind::kEdges:
                statistics.edges = number;
                break;
              case CounterKind::kNextNode:
                statistics.next_node = static_cast<uint32_t>(number);
                break;
              case CounterKind::kNextEdge:
                statistics.next_edge = static_cast<uint32_t>(number);
                break;
              case CounterKind::kNextIndex:
                statistics.next_index = static_cast<uint32_t>(number);
                break;
              case CounterKind::kTexts:
                statistics.text_totals[id].texts = number;
                break;
              case CounterKind::kTextTerms:
                statistics.text_totals[id].terms = number;
                break;
              case CounterKind::kNodesOfLabel:
                put(statistics.nodes_of_label);
                break;
              case CounterKind::kEdgesOfType:
                put(statistics.edges_of_type);
                break;
              default:
                throw StoreError(StoreError::Kind::kCorrupt, "a counter of no known kind");
            }
            break;
          }
          case KeyTag::kName: {
            auto kind = static_cast<NameKind>(key[1]);
            NameTable& table = kind == NameKind::kLabel  ? names_.labels
                               : kind == NameKind::kType ? names_.types
                                                         : names_.properties;
            if (table.Intern(Unseal(cursor->value())) != id) {
              throw StoreError(StoreError::Kind::kCorrupt, "names are missing before it, or it is there twice");
            }
            break;
          }
          case KeyTag::kIndexInfo:
            indexes->push_back(DecodeIndexInfo(id, cursor->value()));
            break;
          default:
            break;
        }
      } catch (const StoreError& error) {
        throw StoreError(error.kind(), fmt::format("{}: {}", Describe(key), error.what()));
      }
    }
  } else {
    auto cursor = kv_->Scan(nullptr, "");
    cursor->Seek("");
    if (cursor->Valid()) {
      throw StoreError(StoreError::Kind::kVersion, "this is a RocksDB database, but not one that papergraph has made");
    }
  }
  if (!has_format && !options_.read_only) {
    std::string value;
    PutVarint(value, kFormatVersion);
    PutString(value, "papergraph " PAPERGRAPH_VERSION);
    Seal(value);
    KvBatch batch;
    batch.Put(TagKey(KeyTag::kFormat), value);
    kv_->Write(batch);
  }
  stored_labels_ = names_.labels.size();
  stored_types_ = names_.types.size();
  stored_properties_ = names_.properties.size();
  statistics.nodes_of_label.resize(stored_labels_);
  statistics.edges_of_type.resize(stored_types_);
  statistics.properties = stored_properties_;
  next_node_ = statistics.next_node;
  next_edge_ = statistics.next_edge;
  next_index_ = statistics.next_index;
  const std::vector<SegmentKey> none;
  last_sequence_ = 1;
  Publish(last_sequence_, std::move(statistics), std::move(indexes), &none, std::nullopt);
}

std::shared_ptr<const Version> Core::Current() const {
  std::lock_guard lock(current_mutex_);
  return current_;
}

void Core::Publish(uint64_t sequence, Statistics statistics, Version::IndexList indexes,
                   const std::vector<SegmentKey>* changed, std::optional<KeyGroups> groups) {
  auto next = std::make_shared<const Version>(sequence, *kv_, names_, *cache_, std::move(statistics),
                                              std::move(indexes), changed, std::move(groups));
  std::lock_guard lock(current_mutex_);
  current_ = std::move(next);
}

NodeId Core::TakeNodeId() { return NodeId{TakeId(next_node_, "node")}; }
EdgeId Core::TakeEdgeId() { return EdgeId{TakeId(next_edge_, "relationship")}; }

std::shared_ptr<const Version> Core::BeginAtNewest() {
  // Together: a commit that comes between would see nobody who could ask what it changed, and not note it.
  std::lock_guard lock(active_mutex_);
  auto newest = Current();
  active_.insert(newest->sequence());
  return newest;
}

void Core::EndAt(uint64_t sequence) {
  std::lock_guard lock(active_mutex_);
  active_.erase(active_.find(sequence));
}

void Core::CheckConflicts(const Version& base, const Version::IndexList& indexes, const Overlay& overlay) const {
  const uint64_t began = base.sequence();
  if (log_.indexes > began) Conflict("the indexes");
  if (indexes != base.index_list() && last_commit_ > began) Conflict("the graph while an index was made");
  for (const auto& [node, change] : overlay.nodes) {
    if (change.created) continue;
    if (ChangedAfter(log_.changed_nodes, node, began) || ChangedAfter(log_.deleted_nodes, node, began) ||
        (!change.exists && ChangedAfter(log_.end_nodes, node, began))) {
      Conflict(fmt::format("node {}", Raw(node)));
    }
  }
  for (const auto& [edge, change] : overlay.edges) {
    if (!change.created && ChangedAfter(log_.changed_edges, edge, began)) {
      Conflict(fmt::format("relationship {}", Raw(edge)));
    }
    if (!change.created || !change.exists) continue;
    for (NodeId node : {change.record.start, change.record.end}) {
      if (ChangedAfter(log_.deleted_nodes, node, began)) Conflict(fmt::format("node {}", Raw(node)));
    }
  }
  for (const auto& [key, value] : overlay.keys) {
    bool is_record = static_cast<KeyTag>(key[0]) == KeyTag::kRecord;
    if (is_record ? ChangedAfter(log_.keys, key, began)
                  : value && IsUniqueEntry(key, *indexes) && ChangedAfter(log_.keys, UniqueKeyOf(key), began)) {
      Conflict(Describe(key));
    }
  }
}

void Core::LogChanges(const Version& base, const Version::IndexList& indexes, const Overlay& overlay,
                      uint64_t sequence) {
  for (const auto& [node, change] : overlay.nodes) {
    log_.changed_nodes[node] = sequence;
    if (!change.exists) log_.deleted_nodes[node] = sequence;
  }
  for (const auto& [edge, change] : overlay.edges) {
    log_.changed_edges[edge] = sequence;
    log_.end_nodes[change.record.start] = sequence;
    log_.end_nodes[change.record.end] = sequence;
  }
  for (const auto& [key, value] : overlay.keys) {
    if (static_cast<KeyTag>(key[0]) == KeyTag::kRecord) log_.keys[key] = sequence;
    if (value && IsUniqueEntry(key, *indexes)) log_.keys[UniqueKeyOf(key)] = sequence;
  }
  if (indexes != base.index_list()) log_.indexes = sequence;
}

Statistics Core::NextStatistics(const Statistics& before) const {
  Statistics next = before;
  next.nodes_of_label.resize(names_.labels.size());
  next.edges_of_type.resize(names_.types.size());
  next.properties = names_.properties.size();
  next.next_node = next_node_;
  next.next_edge = next_edge_;
  next.next_index = next_index_;
  return next;
}

std::vector<KvEntry> Core::SchemaChanges(const Statistics& before, const Statistics& after) const {
  std::vector<KvEntry> entries;
  AppendStatistics(before, after, entries);
  auto write = [&](NameKind kind, const NameTable& table, uint32_t from, size_t to) {
    for (uint32_t id = from; id < to; ++id) {
      std::string value(table.NameOf(id));
      Seal(value);
      entries.push_back({NameKey(kind, id), std::move(value)});
    }
  };
  write(NameKind::kLabel, names_.labels, stored_labels_, after.nodes_of_label.size());
  write(NameKind::kType, names_.types, stored_types_, after.edges_of_type.size());
  write(NameKind::kProperty, names_.properties, stored_properties_, after.properties);
  return entries;
}

void Core::PublishWritten(uint64_t sequence, Statistics next, Version::IndexList indexes,
                          const std::vector<SegmentKey>& changed, std::optional<KeyGroups> groups) {
  stored_labels_ = static_cast<uint32_t>(next.nodes_of_label.size());
  stored_types_ = static_cast<uint32_t>(next.edges_of_type.size());
  stored_properties_ = next.properties;
  Publish(sequence, std::move(next), std::move(indexes), &changed, std::move(groups));
}

void Core::CommitImport(const Version& base, const Statistics& added, const std::vector<SegmentKey>& changed,
                        std::vector<KvEntry> entries, KvImport& import, const KvImport::KeyVisitor& visit) {
  const auto lock = LockAlone();
  auto current = Current();
  if (last_commit_ > base.sequence()) Conflict("the graph while an import went on");
  Statistics next = NextStatistics(current->statistics());
  next.nodes += added.nodes;
  next.edges += added.edges;
  for (size_t i = 0; i < added.nodes_of_label.size(); ++i) next.nodes_of_label[i] += added.nodes_of_label[i];
  for (size_t i = 0; i < added.edges_of_type.size(); ++i) next.edges_of_type[i] += added.edges_of_type[i];
  AddTextTotals(added.text_totals, next);
  for (KvEntry& entry : SchemaChanges(current->statistics(), next)) entries.push_back(std::move(entry));
  import.Finish(std::move(entries), visit);
  last_sequence_ += 2;
  PublishWritten(last_sequence_, std::move(next), current->index_list(), changed, std::nullopt);
  last_commit_ = last_sequence_;
  // Whoever is in a transaction now began before the import: everything may have changed.
  log_.indexes = last_sequence_;
}

std::shared_ptr<const Version> Core::CurrentInBounds() {
  const auto is_full = [&](const Version& version) {
    uint64_t bytes = cache_->bytes();
    for (const auto& [group, pages] : version.groups()) bytes += pages->bytes();
    return bytes > options_.cache_bytes;
  };
  auto current = Current();
  if (!is_full(*current)) return current;
  std::lock_guard lock(commit_mutex_);
  current = Current();
  if (!is_full(*current)) return current;
  if (is_writing_ || open_group_ != nullptr) {  // the keys may be ahead of the newest version
    is_cache_full_ = true;
    return current;
  }
  last_sequence_ += 2;
  Publish(last_sequence_, current->statistics(), current->index_list(), nullptr, std::nullopt);
  return Current();
}

void Core::Reset() {
  const auto lock = LockAlone();
  current_.reset();
  cache_ = std::make_unique<SegmentCache>();
  kv_->Clear();
  names_.labels.Clear();
  names_.types.Clear();
  names_.properties.Clear();
  log_.Clear();
  chains_.Clear();
  last_commit_ = 0;
  Load();
}

}  // namespace papergraph
