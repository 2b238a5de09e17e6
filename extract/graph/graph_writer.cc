#include "extract/graph/graph_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "storage/error.h"
#include "storage/full_text.h"

namespace papergraph::extract {
namespace {

/// What extraction owns on the nodes that it makes.
std::vector<std::string_view> OwnProperties(std::string_view label) {
  if (label == "Paper") return {"id", "title", "date", "url", "summary", "sources", "authors", "upvotes", "code"};
  if (label == "Result") return {"metric", "value", "unit", "kind", "baseline_value", "evidence"};
  return {"name", "aliases", "parameters"};
}

Value TextOrNothing(const std::string& text) { return text.empty() ? Value() : Value::String(text); }

Value Texts(const auto& texts) {
  ValueList items;
  for (const std::string& text : texts) items.push_back(Value::String(text));
  return Value::List(std::move(items));
}

Value MaybeFloat(const std::optional<double>& number) { return number ? Value::Float(*number) : Value(); }

}  // namespace

std::string_view LabelOf(EntityKind kind) {
  static constexpr std::array<std::string_view, 4> kLabels = {"Domain", "Method", "Benchmark", "Model"};
  return kLabels[static_cast<size_t>(kind)];
}

bool ExtractedGraph::HasPapers() const {
  const auto paper = graph_.FindLabel("Paper");
  return paper && graph_.NodeCount(*paper) > 0;
}

void ExtractedGraph::EnsureTextIndex() {
  constexpr std::string_view kName = "papergraph_text";
  const std::vector<IndexInfo> there = graph_.Indexes();
  if (std::any_of(there.begin(), there.end(), [&](const IndexInfo& index) { return index.name == kName; })) return;
  const LabelId paper = graph_.InternLabel("Paper");
  const PropertyId properties[] = {graph_.InternProperty("title"), graph_.InternProperty("summary")};
  FullTextOf(graph_).CreateTextIndex(kName, std::span(&paper, 1), properties);
}

void ExtractedGraph::EnsureIndexes() {
  const std::vector<IndexInfo> there = graph_.Indexes();
  const auto ensure = [&](std::string_view label_name, std::string_view property_name, IndexInfo::Kind kind) {
    const LabelId label = graph_.InternLabel(label_name);
    const std::vector<PropertyId> properties{graph_.InternProperty(property_name)};
    const auto same = [&](const IndexInfo& index) {
      return index.label == label && index.properties == properties &&
             (index.kind == IndexInfo::Kind::kRange || index.kind == IndexInfo::Kind::kUnique);
    };
    if (std::any_of(there.begin(), there.end(), same)) return;
    const std::string name = fmt::format("papergraph_{}_{}", label_name, property_name);
    try {
      graph_.CreateIndex(name, kind, label, properties);
    } catch (const StoreError& error) {
      // A graph that a person made may have two papers of one id: then lookups are enough.
      if (error.kind() != StoreError::Kind::kConstraint || kind == IndexInfo::Kind::kRange) throw;
      graph_.CreateIndex(name, IndexInfo::Kind::kRange, label, properties);
    }
  };
  ensure("Paper", "id", IndexInfo::Kind::kUnique);
  for (const std::string_view label : {"Domain", "Method", "Benchmark", "Model"})
    ensure(label, "name", IndexInfo::Kind::kRange);
}

std::vector<bool> ExtractedGraph::Apply(const std::vector<Linker::Change>& changes,
                                        const std::vector<std::string>& papers) {
  const Linker& linker = corpus_.linker();
  for (const Linker::Change& change : changes) {
    if (change.old_key.empty() || change.old_key == linker.entity(change.entity).key) continue;
    leaving_[change.old_key] = EntityAt(change.old_key);
    entities_.erase(change.old_key);
    graph_.DeleteRecord(kEntitySpace, change.old_key);
  }
  for (const Linker::Change& change : changes) {
    const std::string& key = linker.entity(change.entity).key;
    if (key.empty()) continue;
    const auto heritage = key == change.old_key ? leaving_.end() : leaving_.find(change.old_key);
    if (heritage != leaving_.end()) {
      entities_[key] = std::move(heritage->second);
      leaving_.erase(heritage);
    }
    WriteEntity(change.entity);
  }
  std::vector<bool> changed;
  for (const std::string& paper : papers) changed.push_back(WritePaper(paper));
  for (const Linker::Change& change : changes) {
    if (!linker.entity(change.entity).key.empty()) WriteBelongs(change.entity);
  }
  ReleaseLeaving();
  return changed;
}

void ExtractedGraph::ApplyAll() {
  const Linker& linker = corpus_.linker();
  std::map<std::string, MadeEntity> recorded;
  graph_.ScanRecords(kEntitySpace, {}, [&](std::string_view key, std::string_view value) {
    recorded.emplace(key, DecodeMadeEntity(key, value));
    return true;
  });
  std::set<std::string> keys;
  for (EntityId id = 0; id < linker.entity_count(); ++id) keys.insert(linker.entity(id).key);
  // What is gone may go on under another key: then its node has the name of the new entity.
  std::map<std::pair<std::string_view, std::string>, std::string> heritages;  // (label, name) → old key
  for (const auto& [key, made] : recorded) {
    if (keys.contains(key) || !graph_.HasNode(made.node)) continue;
    const Value name = graph_.NodeProperty(made.node, graph_.InternProperty("name"));
    const size_t kind = std::string_view("dmbl").find(key[0]);
    if (name.kind() == ValueKind::kString && kind < 4) {
      heritages.try_emplace({LabelOf(static_cast<EntityKind>(kind)), std::string(name.as_string())}, key);
    }
  }
  std::vector<Linker::Change> changes;
  for (EntityId id = 0; id < linker.entity_count(); ++id) {
    const LinkedEntity& entity = linker.entity(id);
    if (entity.key.empty()) continue;
    Linker::Change change{id, recorded.contains(entity.key) ? entity.key : std::string()};
    const auto heritage = heritages.find({LabelOf(entity.kind), entity.name});
    if (change.old_key.empty() && heritage != heritages.end()) {
      change.old_key = heritage->second;
      heritages.erase(heritage);
    }
    recorded.erase(change.old_key);
    changes.push_back(std::move(change));
  }
  for (auto& [key, made] : recorded) {
    leaving_[key] = std::move(made);
    graph_.DeleteRecord(kEntitySpace, key);
  }
  std::set<std::string> papers;
  for (std::string& id : corpus_.PaperIds()) papers.insert(std::move(id));
  graph_.ScanRecords(kPaperSpace, {}, [&](std::string_view key, std::string_view) {
    papers.emplace(key);
    return true;
  });
  Apply(changes, {papers.begin(), papers.end()});
}

MadeEntity& ExtractedGraph::EntityAt(const std::string& key) {
  const auto [at, fresh] = entities_.try_emplace(key);
  if (fresh) {
    if (const auto record = graph_.Record(kEntitySpace, key)) at->second = DecodeMadeEntity(key, *record);
  }
  return at->second;
}

NodeId ExtractedGraph::NodeOf(EntityId id) {
  const MadeEntity& made = EntityAt(corpus_.linker().entity(id).key);
  if (made.node == kNoNode || !graph_.HasNode(made.node)) WriteEntity(id);
  return EntityAt(corpus_.linker().entity(id).key).node;
}

void ExtractedGraph::WriteEntity(EntityId id) {
  const LinkedEntity& entity = corpus_.linker().entity(id);
  const std::string_view label = LabelOf(entity.kind);
  MadeEntity& made = EntityAt(entity.key);
  // A person may have deleted the node.
  if (made.node == kNoNode || !graph_.HasNode(made.node)) {
    const NodeId kept = TakeKept(entity.key, label);
    made.node = kept != kNoNode ? kept : Create(label);
    graph_.PutRecord(kEntitySpace, entity.key, Encode(made));
  }
  graph_.AddLabel(made.node, graph_.InternLabel(label));
  Set(made.node, "name", Value::String(entity.name));
  Set(made.node, "aliases", Texts(entity.aliases));
  Set(made.node, "parameters", MaybeFloat(entity.parameters));
}

void ExtractedGraph::WriteBelongs(EntityId id) {
  const LinkedEntity& entity = corpus_.linker().entity(id);
  EdgeWishes wishes;
  for (const auto& [edge, whole] : entity.belongs) wishes[{edge, NodeOf(whole), {}}] = {};
  MadeEntity& made = EntityAt(entity.key);
  Align(made.node, made.belongs, std::move(wishes));
  graph_.PutRecord(kEntitySpace, entity.key, Encode(made));
}

void ExtractedGraph::ReleaseLeaving() {
  for (auto& [key, made] : leaving_) Align(made.node, made.belongs, {});
  for (auto& [key, made] : leaving_) {
    const size_t kind = std::string_view("dmbl").find(key[0]);
    if (kind < 4) Release(made.node, LabelOf(static_cast<EntityKind>(kind)), "name", key, false);
  }
  leaving_.clear();
}

bool ExtractedGraph::WritePaper(const std::string& id) {
  MadePaper made;
  if (const auto record = graph_.Record(kPaperSpace, id)) made = DecodeMadePaper(id, *record);
  const std::vector<PaperPlace> places = corpus_.PlacesOf(id);
  if (places.empty()) return DropPaper(id, made);
  bool changed = FindPaperNode(id, made);
  changed |= SetPaperProperties(made.node, id, places);
  EdgeWishes edges;
  std::map<std::string, ResultWish> results;
  for (const PaperPlace& place : places) Gather(place, edges, results);
  changed |= WriteResults(made, std::move(results), edges);
  changed |= Align(made.node, made.edges, std::move(edges));
  // Results that are gone are let go when nothing of ours points at them any more.
  std::erase_if(made.results, [&](const MadeResult& result) {
    if (!result.key.empty()) return false;
    Release(result.node, "Result", {}, {}, false);
    return true;
  });
  if (changed) graph_.PutRecord(kPaperSpace, id, Encode(made));
  return changed;
}

/// True when the node is new.
bool ExtractedGraph::FindPaperNode(const std::string& id, MadePaper& made) {
  if (made.node != kNoNode && graph_.HasNode(made.node)) return false;
  made.adopted = false;
  made.node = TakeKept("paper:" + id, "Paper");
  if (made.node != kNoNode) return true;
  const LabelId label = graph_.InternLabel("Paper");
  const PropertyId property = graph_.InternProperty("id");
  for (const IndexInfo& index : graph_.Indexes()) {
    const bool seekable = index.kind == IndexInfo::Kind::kRange || index.kind == IndexInfo::Kind::kUnique;
    if (!seekable || index.label != label || index.properties != std::vector<PropertyId>{property}) continue;
    std::vector<NodeId> nodes;
    graph_.IndexSeek(index.id, Value::String(id), nodes);
    if (nodes.empty()) continue;
    made.node = nodes.front();
    made.adopted = true;
    return true;
  }
  made.node = Create("Paper");
  return true;
}

bool ExtractedGraph::SetPaperProperties(NodeId node, const std::string& id, const std::vector<PaperPlace>& places) {
  PaperText text;
  std::set<std::string> sources, code;
  for (const PaperPlace& place : places) {
    const PaperText& told = corpus_.PaperAt(place).text;
    for (auto member : {&PaperText::title, &PaperText::date, &PaperText::url, &PaperText::summary}) {
      if ((text.*member).empty()) text.*member = told.*member;
    }
    if (text.authors.empty()) text.authors = told.authors;
    if (told.upvotes) text.upvotes = std::max(text.upvotes.value_or(*told.upvotes), *told.upvotes);
    sources.insert(place.first);
    code.insert(told.code.begin(), told.code.end());
  }
  return SetAll(node, {{"id", Value::String(id)},
                       {"title", TextOrNothing(text.title)},
                       {"date", TextOrNothing(text.date)},
                       {"url", TextOrNothing(text.url)},
                       {"summary", TextOrNothing(text.summary)},
                       {"sources", Texts(sources)},
                       {"authors", text.authors.empty() ? Value() : Texts(text.authors)},
                       {"upvotes", text.upvotes ? Value::Int(*text.upvotes) : Value()},
                       {"code", code.empty() ? Value() : Texts(code)}});
}

/// What one source says about the paper, added to the wishes.
void ExtractedGraph::Gather(const PaperPlace& place, EdgeWishes& edges, std::map<std::string, ResultWish>& results) {
  const std::string key = FindingKey(place.first, place.second);
  const auto record = graph_.Record(kFindingSpace, key);
  const std::vector<MentionId>& mentions = corpus_.MentionsAt(place);
  const PaperFindings findings = record ? DecodeFindings(key, *record) : PaperFindings();
  if (findings.entities.size() != mentions.size()) {
    throw StoreError(StoreError::Kind::kCorrupt,
                     fmt::format("the findings of source {} are damaged: forget it and ingest it again", place.first));
  }
  const auto wish = [&](const Evidence& evidence, const std::string& rule, double confidence) {
    EdgeWish made;
    made.confidence = confidence;
    made.start = evidence.start;
    made.properties = {{"evidence", Value::String(evidence.text)},
                       {"section", Value::String(NameOf(evidence.section))},
                       {"start", Value::Int(static_cast<int64_t>(evidence.start))},
                       {"end", Value::Int(static_cast<int64_t>(evidence.end))},
                       {"source", Value::String(place.first)},
                       {"rule", Value::String(rule)},
                       {"confidence", Value::Float(confidence)}};
    return made;
  };
  const auto better = [](const EdgeWish& a, const EdgeWish& b) {
    return std::pair(-a.confidence, a.start) < std::pair(-b.confidence, b.start);
  };
  for (size_t i = 0; i < mentions.size(); ++i) {
    const EntityFinding& finding = findings.entities[i];
    EdgeWish made = wish(finding.evidence, finding.rule, finding.confidence);
    const EdgeKey edge(finding.edge, NodeOf(corpus_.linker().EntityOf(mentions[i])), place.first);
    const auto [at, fresh] = edges.try_emplace(edge, made);
    if (!fresh && better(made, at->second)) at->second = std::move(made);
  }
  const auto find = [&](const std::string& name, std::initializer_list<EntityKind> kinds) {
    for (const EntityKind kind : kinds) {
      for (size_t i = 0; i < mentions.size(); ++i) {
        if (findings.entities[i].kind == kind && findings.entities[i].name == name)
          return corpus_.linker().EntityOf(mentions[i]);
      }
    }
    return kNoEntity;
  };
  for (const ResultFinding& result : findings.results) {
    std::string content =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n", result.metric, result.value, result.unit, result.kind,
                    result.baseline_value ? fmt::format("{}", *result.baseline_value) : "", result.evidence.text);
    ResultWish made;
    std::set<std::string> ends;
    const auto point = [&](std::string_view type, EntityId entity) {
      if (entity == kNoEntity) return;
      const NodeId node = NodeOf(entity);
      made.edges[{std::string(type), node, {}}] = {};
      ends.insert(fmt::format("{} {}\n", type, Raw(node)));
    };
    point("ON", find(result.benchmark, {EntityKind::kBenchmark}));
    for (const std::string& name : result.subjects) point("OF", find(name, {EntityKind::kMethod, EntityKind::kModel}));
    for (const std::string& name : result.baselines)
      point("AGAINST", find(name, {EntityKind::kMethod, EntityKind::kModel}));
    for (const std::string& end : ends) content += end;
    made.properties = {{"metric", TextOrNothing(result.metric)},
                       {"value", Value::Float(result.value)},
                       {"unit", TextOrNothing(result.unit)},
                       {"kind", TextOrNothing(result.kind)},
                       {"baseline_value", MaybeFloat(result.baseline_value)},
                       {"evidence", Value::String(result.evidence.text)}};
    ResultWish& all = results.try_emplace(HashOf(content), std::move(made)).first->second;
    EdgeWish report = wish(result.evidence, result.rule, result.confidence);
    const auto [at, fresh] = all.reports.try_emplace(place.first, report);
    if (!fresh && better(report, at->second)) at->second = std::move(report);
  }
}

/// Results that are gone stay in `made` with an empty key, until the paper's own edges have left them.
bool ExtractedGraph::WriteResults(MadePaper& made, std::map<std::string, ResultWish> wishes, EdgeWishes& edges) {
  bool changed = false;
  for (MadeResult& result : made.results) {
    const auto at = wishes.find(result.key);
    const bool stays = at != wishes.end() && graph_.HasNode(result.node);
    if (stays) changed |= SetAll(result.node, at->second.properties);
    changed |= Align(result.node, result.edges, stays ? std::move(at->second.edges) : EdgeWishes());
    if (stays) {
      for (auto& [source, report] : at->second.reports) edges[{"REPORTS", result.node, source}] = std::move(report);
      wishes.erase(at);
    } else {
      changed = true;
      result.key.clear();
    }
  }
  for (auto& [key, wish] : wishes) {
    changed = true;
    MadeResult result;
    result.key = key;
    result.node = Create("Result");
    SetAll(result.node, wish.properties);
    Align(result.node, result.edges, std::move(wish.edges));
    for (auto& [source, report] : wish.reports) edges[{"REPORTS", result.node, source}] = std::move(report);
    made.results.push_back(std::move(result));
  }
  return changed;
}

bool ExtractedGraph::DropPaper(const std::string& id, MadePaper& made) {
  if (made.node == kNoNode) return false;
  Align(made.node, made.edges, {});
  for (MadeResult& result : made.results) {
    Align(result.node, result.edges, {});
    Release(result.node, "Result", {}, {}, false);
  }
  Release(made.node, "Paper", "id", "paper:" + id, made.adopted);
  graph_.DeleteRecord(kPaperSpace, id);
  return true;
}

/// Makes the edges that extraction has from this node those that it should have; true when something changed.
bool ExtractedGraph::Align(NodeId from, std::vector<MadeEdge>& made, EdgeWishes wishes) {
  bool changed = false;
  std::map<EdgeKey, MadeEdge> aligned;
  for (MadeEdge& edge : made) {
    const EdgeKey key(edge.type, edge.target, edge.source);
    const auto at = wishes.find(key);
    const bool there = graph_.HasEdge(edge.edge);
    if (at != wishes.end() && there) {
      for (const auto& [property, value] : at->second.properties) changed |= Set(edge.edge, property, value);
      wishes.erase(at);
      aligned.emplace(key, std::move(edge));
    } else {
      if (there) graph_.DeleteEdge(edge.edge);
      changed = true;
    }
  }
  for (auto& [key, wish] : wishes) {
    const auto& [type, target, source] = key;
    MadeEdge edge{type, target, source, graph_.CreateEdge(from, graph_.InternType(type), target)};
    for (const auto& [property, value] : wish.properties) Set(edge.edge, property, value);
    aligned.emplace(key, std::move(edge));
    changed = true;
  }
  made.clear();
  for (auto& [key, edge] : aligned) made.push_back(std::move(edge));
  return changed;
}

bool ExtractedGraph::SetAll(NodeId node, const Properties& properties) {
  bool changed = false;
  for (const auto& [property, value] : properties) changed |= Set(node, property, value);
  return changed;
}

bool ExtractedGraph::Set(NodeId node, std::string_view property, const Value& value) {
  const PropertyId id = graph_.InternProperty(property);
  if (graph_.NodeProperty(node, id) == value) return false;
  graph_.SetProperty(node, id, value);
  return true;
}

bool ExtractedGraph::Set(EdgeId edge, std::string_view property, const Value& value) {
  const PropertyId id = graph_.InternProperty(property);
  if (graph_.EdgeProperty(edge, id) == value) return false;
  graph_.SetProperty(edge, id, value);
  return true;
}

NodeId ExtractedGraph::Create(std::string_view label) {
  const LabelId id = graph_.InternLabel(label);
  return graph_.CreateNode({&id, 1});
}

/// Whether a person has added anything. REQUIRES: no edge of ours is left at the node.
bool ExtractedGraph::IsPersons(NodeId node, std::string_view label) const {
  const std::vector<LabelId> labels = graph_.LabelsOf(node);
  if (labels.size() != 1 || graph_.NameOf(labels.front()) != label) return true;
  const std::vector<std::string_view> own = OwnProperties(label);
  for (const auto& [property, value] : graph_.PropertiesOf(node)) {
    if (std::find(own.begin(), own.end(), graph_.NameOf(property)) == own.end()) return true;
  }
  for (uint32_t type = 0; type < graph_.TypeCount(); ++type) {
    for (const EdgeDirection direction : {EdgeDirection::kOut, EdgeDirection::kIn}) {
      if (!graph_.Neighbours(node, TypeId{type}, direction).empty()) return true;
    }
  }
  return false;
}

/// Deletes the node, or takes from it what is extraction's when a person's additions keep it; `keep` stays, so that it
/// can be recognised.
void ExtractedGraph::Release(NodeId node, std::string_view label, std::string_view keep, const std::string& kept_key,
                             bool adopted) {
  if (node == kNoNode || !graph_.HasNode(node)) return;
  if (!adopted && !IsPersons(node, label)) return graph_.DeleteNode(node);
  for (const std::string_view property : OwnProperties(label)) {
    if (property != keep) Set(node, property, Value());
  }
  // A node that a person made is found again by its id.
  if (!kept_key.empty() && !adopted) graph_.PutRecord(kKeptSpace, kept_key, std::to_string(Raw(node)));
}

NodeId ExtractedGraph::TakeKept(const std::string& kept_key, std::string_view label) {
  const auto record = graph_.Record(kKeptSpace, kept_key);
  if (!record) return kNoNode;
  graph_.DeleteRecord(kKeptSpace, kept_key);
  const NodeId node{static_cast<uint32_t>(std::stoul(*record))};
  return graph_.HasNode(node) && graph_.HasLabel(node, graph_.InternLabel(label)) ? node : kNoNode;
}

}  // namespace papergraph::extract
