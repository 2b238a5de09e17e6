#include "storage/database/repair.h"

#include <fmt/format.h>

#include <algorithm>

#include "storage/database/core.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/segment/column.h"
#include "storage/segment/csr.h"

namespace papergraph {
namespace {

// What bounds the damage that a key of nonsense with a good checksum can do.
constexpr uint32_t kMostNames = 1u << 20;
constexpr uint32_t kMostSegments = 1u << (32 - kSegmentShift);

[[noreturn]] void Corrupt(const std::string& what) { throw StoreError(StoreError::Kind::kCorrupt, what); }

std::string Number(uint64_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

RepairReport RepairKeys(KeyValue& kv) { return RepairJob(kv).Run(); }

void RepairJob::Scan(const std::string& begin, const std::string& end,
                     const std::function<void(std::string_view, std::string_view)>& visit) {
  ScanReadable(kv_, begin, end, visit, [&](const std::string& after, const std::string& what) {
    unread_.insert(fmt::format("what lies after {} cannot be read: {}", Describe(after), what));
  });
}

RepairReport RepairJob::Run() {
  Scan("", "", [&](std::string_view key, std::string_view value) {
    try {
      Take(key, value);
    } catch (const StoreError& error) {
      if (error.kind() == StoreError::Kind::kVersion) throw;
      damaged_.emplace(key, error.what());
      changes_[std::string(key)] = std::nullopt;
    }
  });
  if (!is_ours_ && (!damaged_.empty() || !unread_.empty())) {
    throw StoreError(StoreError::Kind::kVersion, "nothing in it is a graph that papergraph has made");
  }
  if (!is_ours_) return {};
  WriteNodes();
  WriteEdges();
  CompleteNames();
  Prune();
  RebuildNeighbours();
  RebuildIndexes();
  RebuildCounters();
  ListDamage();
  report_.gone.insert(report_.gone.end(), unread_.begin(), unread_.end());
  report_.unreadable = unread_.size();
  KvBatch batch;
  for (const auto& [key, value] : changes_) value ? batch.Put(key, *value) : batch.Delete(key);
  if (!batch.empty()) kv_.Write(batch);
  return std::move(report_);
}

void RepairJob::Take(std::string_view key, std::string_view value) {
  if (auto segment = DecodeSegmentKey(key)) return TakeSegment(*segment, value);
  if (key.empty()) Corrupt("no key of a graph");
  const uint32_t id = key.size() < 4 ? 0 : GetBigEndian(key.data() + key.size() - 4);
  switch (static_cast<KeyTag>(key[0])) {
    case KeyTag::kFormat: {
      if (key.size() != 1) Corrupt("no key of a graph");
      ByteReader in(Unseal(value));
      const uint64_t format = in.Varint();
      if (format > kFormatVersion) {
        throw StoreError(StoreError::Kind::kVersion, "a newer program has written the database: repair it with that");
      }
      if (format < kFormatVersion) {
        throw StoreError(StoreError::Kind::kVersion,
                         "the database has an older format: open it once with --upgrade, or repair it with the program "
                         "that has written it");
      }
      has_format_ = is_ours_ = true;
      return;
    }
    case KeyTag::kCounter:
      return TakeCounter(key, value);
    case KeyTag::kName: {
      if (key.size() != 6 || id >= kMostNames) Corrupt("no key of a graph");
      const auto kind = static_cast<NameKind>(key[1]);
      const bool is_label = kind == NameKind::kLabel, is_type = kind == NameKind::kType;
      if (!is_label && !is_type && kind != NameKind::kProperty) Corrupt("no key of a graph");
      uint32_t& limit = is_label ? label_limit_ : is_type ? type_limit_ : property_limit_;
      limit = std::max(limit, id + 1);
      Names& names = is_label ? labels_ : is_type ? types_ : properties_;
      std::string name(Unseal(value));
      for (const auto& entry : names) {
        if (entry.second == name) Corrupt("the name is there twice");
      }
      names[id] = std::move(name);
      is_ours_ = true;
      return;
    }
    case KeyTag::kIndexInfo:
      if (key.size() != 5) Corrupt("no key of a graph");
      indexes_.emplace(id, DecodeIndexInfo(id, value));
      return;
    case KeyTag::kIndexEntry:
    case KeyTag::kFoldedName:
      return;  // compared with the nodes later
    case KeyTag::kRecord:
      Unseal(value);
      is_ours_ = true;
      return;
    default:
      Corrupt("no key of a graph");
  }
}

void RepairJob::TakeCounter(std::string_view key, std::string_view value) {
  if (key.size() != 6) Corrupt("no key of a graph");
  const uint32_t of = GetBigEndian(key.data() + 2);
  const char kind = key[1];
  const auto is_one_of = [kind](std::string_view kinds) { return kinds.find(kind) != std::string_view::npos; };
  if ((is_one_of("neNEI") ? of != 0 : !is_one_of("ltxw")) || of >= kMostNames) Corrupt("no key of a graph");
  counters_[{static_cast<CounterKind>(kind), of}] = ByteReader(Unseal(value)).Fixed<uint64_t>();
}

bool RepairJob::IsLostNode(uint32_t segment) const {
  if (lost_nodes_.contains(segment)) return true;
  if (nodes_.contains(segment)) return false;
  auto next = counters_.find({CounterKind::kNextNode, 0});
  return next == counters_.end() || uint64_t{segment} << kSegmentShift < next->second;
}

bool RepairJob::IsLostEdge(uint32_t edge) const {
  const uint32_t segment = edge >> kSegmentShift;
  if (!lost_edges_.contains(segment) && edges_.contains(segment)) return false;
  auto next = counters_.find({CounterKind::kNextEdge, 0});
  return next == counters_.end() || edge < next->second;
}

bool RepairJob::HasNode(NodeId node) const {
  auto it = nodes_.find(Raw(node) >> kSegmentShift);
  return it != nodes_.end() && it->second.Has(Raw(node) & kSegmentMask);
}

void RepairJob::TakeSegment(const SegmentKey& key, std::string_view value) {
  const bool is_single = key.kind == SegmentKind::kNodes || key.kind == SegmentKind::kEdges;
  if (key.segment >= kMostSegments || key.of >= kMostNames || (is_single && key.of != 0)) Corrupt("no key of a graph");
  const std::unique_ptr<Segment> decoded = DecodeSegment(key, value);
  is_ours_ = true;
  if (value.empty() && !is_single) return;
  // The keys come in the order of their kinds: nodes and edges are known before what belongs to them.
  auto lost_nodes = [&](auto&& words) {
    if (!IsLostNode(key.segment)) return;
    lost_nodes_.insert(key.segment);
    BitmapSegment& nodes = nodes_[key.segment];
    for (size_t i = 0; i < nodes.words.size(); ++i) nodes.words[i] |= words[i];
  };
  switch (key.kind) {
    case SegmentKind::kNodes:
      nodes_[key.segment] = static_cast<const BitmapSegment&>(*decoded);
      return;
    case SegmentKind::kLabel:
      label_limit_ = std::max(label_limit_, key.of + 1);
      return lost_nodes(static_cast<const BitmapSegment&>(*decoded).words);
    case SegmentKind::kNodeColumn:
      property_limit_ = std::max(property_limit_, key.of + 1);
      return lost_nodes(static_cast<const ColumnSegment&>(*decoded).present());
    case SegmentKind::kEdges:
      edges_[key.segment] = static_cast<const EdgeSegment&>(*decoded).records;
      return;
    case SegmentKind::kEdgeColumn:
      property_limit_ = std::max(property_limit_, key.of + 1);
      return;
    case SegmentKind::kOut:
    case SegmentKind::kIn:
      break;
  }
  const auto& lists = static_cast<const CsrSegment&>(*decoded);
  for (uint32_t i = 0; i < lists.size(); ++i) {
    for (const Neighbour& each : lists.EdgesOf(i)) {
      const uint32_t edge = Raw(each.edge);
      if (!IsLostEdge(edge)) continue;
      lost_edges_.insert(edge >> kSegmentShift);
      auto& records = edges_[edge >> kSegmentShift];
      const size_t at = edge & kSegmentMask;
      if (records.size() <= at) records.resize(at + 1, kNoRecord);
      if (records[at].start != kNoNode) continue;  // known from its start
      EdgeRecord record{NodeId{key.segment << kSegmentShift | i}, each.node, TypeId{key.of}};
      if (key.kind == SegmentKind::kIn) std::swap(record.start, record.end);
      records[at] = record;
    }
  }
}

void RepairJob::WriteNodes() {
  for (const auto& [segment, records] : edges_) {
    for (const EdgeRecord& record : records) {
      if (record.start == kNoNode) continue;
      for (NodeId node : {record.start, record.end}) {
        const uint32_t of = Raw(node) >> kSegmentShift;
        if (!IsLostNode(of)) continue;
        lost_nodes_.insert(of);
        nodes_[of].Set(Raw(node) & kSegmentMask, true);
      }
    }
  }
  for (const auto& [segment, bits] : nodes_) {
    node_count_ += bits.Count();
    for (uint32_t i = kSegmentSize; i-- > 0;) {
      if (!bits.Has(i)) continue;
      next_node_ = std::max(next_node_, (segment << kSegmentShift | i) + 1);
      break;
    }
    if (!lost_nodes_.contains(segment)) continue;
    const std::string key = EncodeKey({SegmentKind::kNodes, 0, segment});
    changes_[key] = bits.Encode();
    report_.rebuilt.push_back(Describe(key) + " (from labels, properties and edges)");
  }
  auto stored = counters_.find({CounterKind::kNodes, 0});
  if (stored != counters_.end() && stored->second > node_count_) {
    report_.gone.push_back(Number(stored->second - node_count_, "node"));
  }
}

void RepairJob::WriteEdges() {
  for (auto& [segment, records] : edges_) {
    uint64_t dropped = 0;
    for (uint32_t i = 0; i < records.size(); ++i) {
      EdgeRecord& record = records[i];
      if (record.start == kNoNode) continue;
      if (Raw(record.type) >= kMostNames || !HasNode(record.start) || !HasNode(record.end)) {
        record = kNoRecord;
        ++dropped;
        continue;
      }
      const uint32_t edge = segment << kSegmentShift | i;
      ++edge_count_;
      next_edge_ = std::max(next_edge_, edge + 1);
      type_limit_ = std::max(type_limit_, Raw(record.type) + 1);
      if (edges_of_type_.size() < type_limit_) edges_of_type_.resize(type_limit_);
      edges_of_type_[Raw(record.type)].emplace_back(edge, record);
    }
    const std::string key = EncodeKey({SegmentKind::kEdges, 0, segment});
    if (dropped > 0) {
      report_.gone.push_back(fmt::format("{} of {}, whose ends are not there", Number(dropped, "edge"), Describe(key)));
    }
    if (lost_edges_.contains(segment)) report_.rebuilt.push_back(Describe(key) + " (from the lists of neighbours)");
    if (dropped > 0 || lost_edges_.contains(segment)) changes_[key] = EncodeEdges(records);
    dropped_edges_ += dropped;
  }
  auto stored = counters_.find({CounterKind::kEdges, 0});
  if (stored != counters_.end() && stored->second > edge_count_ + dropped_edges_) {
    report_.gone.push_back(Number(stored->second - edge_count_ - dropped_edges_, "edge"));
  }
}

void RepairJob::CompleteNames() {
  auto complete = [&](NameKind kind, Names& names, uint32_t limit, const char* what) {
    std::set<std::string> used;
    for (const auto& entry : names) used.insert(entry.second);
    for (uint32_t id = 0; id < limit; ++id) {
      if (names.contains(id)) continue;
      std::string name = fmt::format("lost_{}_{}", what, id);
      while (!used.insert(name).second) name += '_';
      report_.gone.push_back(fmt::format("the name of {} {}: it is called `{}` now", what, id, name));
      std::string value = name;
      Seal(value);
      changes_[NameKey(kind, id)] = std::move(value);
      names[id] = std::move(name);
    }
  };
  complete(NameKind::kLabel, labels_, label_limit_, "label");
  complete(NameKind::kType, types_, type_limit_, "type");
  complete(NameKind::kProperty, properties_, property_limit_, "property");
  edges_of_type_.resize(type_limit_);
  nodes_of_label_.resize(label_limit_);
}

void RepairJob::Prune() {
  Scan(EncodeKey({SegmentKind::kLabel, 0, 0}), EncodeKey({SegmentKind::kOut, 0, 0}),
       [&](std::string_view key, std::string_view value) {
         auto segment = DecodeSegmentKey(key);
         if (segment && segment->kind != SegmentKind::kEdges && !changes_.contains(std::string(key))) {
           PruneSegment(*segment, value);
         }
       });
}

void RepairJob::PruneSegment(const SegmentKey& key, std::string_view value) {
  if (value.empty()) return;
  std::array<uint64_t, kSegmentSize / 64> there{};
  if (key.kind == SegmentKind::kEdgeColumn) {
    if (auto it = edges_.find(key.segment); it != edges_.end()) {
      for (size_t i = 0; i < it->second.size(); ++i) {
        if (it->second[i].start != kNoNode) there[i >> 6] |= uint64_t{1} << (i & 63);
      }
    }
  } else if (auto it = nodes_.find(key.segment); it != nodes_.end()) {
    there = it->second.words;
  }
  const std::unique_ptr<Segment> decoded = DecodeSegment(key, value);
  uint64_t dropped = 0;
  if (key.kind == SegmentKind::kLabel) {
    auto& bits = static_cast<BitmapSegment&>(*decoded);
    const uint32_t before = bits.Count();
    for (size_t i = 0; i < there.size(); ++i) bits.words[i] &= there[i];
    dropped = before - bits.Count();
    nodes_of_label_[key.of] += bits.Count();
    if (dropped > 0) changes_[EncodeKey(key)] = bits.Encode();
  } else {
    std::vector<Value> values = static_cast<ColumnSegment&>(*decoded).Values();
    for (size_t i = 0; i < values.size(); ++i) {
      if (values[i].is_null() || (there[i >> 6] >> (i & 63) & 1) != 0) continue;
      values[i] = Value();
      ++dropped;
    }
    while (!values.empty() && values.back().is_null()) values.pop_back();
    if (dropped > 0) changes_[EncodeKey(key)] = values.empty() ? std::string() : EncodeColumn(values);
  }
  if (dropped == 0) return;
  report_.gone.push_back(fmt::format("{} of {}, where no {} is",
                                     dropped == 1 ? std::string("1 entry") : fmt::format("{} entries", dropped),
                                     Titled(EncodeKey(key)), IsByEdge(key.kind) ? "edge" : "node"));
}

}  // namespace papergraph
