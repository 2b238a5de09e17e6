#include "extract/identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "extract/entities/rulebook.h"
#include "extract/graph/corpus.h"
#include "extract/graph/graph_writer.h"
#include "extract/linking/decisions.h"
#include "extract/text/ascii.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

/// Where any of the forms stands in the text; longer forms first, none over another.
std::vector<std::pair<size_t, size_t>> MarksOf(const std::string& text, std::vector<std::string> forms) {
  std::sort(forms.begin(), forms.end(),
            [](const auto& a, const auto& b) { return std::pair(b.size(), a) < std::pair(a.size(), b); });
  std::vector<std::pair<size_t, size_t>> marks;
  for (const std::string& form : forms) {
    if (form.empty()) continue;
    for (auto at = text.begin();; ++at) {
      at = std::search(at, text.end(), form.begin(), form.end(), [](char a, char b) { return Lower(a) == Lower(b); });
      if (at == text.end()) break;
      const size_t from = static_cast<size_t>(at - text.begin()), to = from + form.size();
      if (std::none_of(marks.begin(), marks.end(),
                       [&](const auto& mark) { return from < mark.second && mark.first < to; })) {
        marks.emplace_back(from, to);
      }
    }
  }
  std::sort(marks.begin(), marks.end());
  return marks;
}

/// The things of a database as the linker sees them.
class Things {
 public:
  Things(const GraphReader& graph, Decisions decisions) : graph_(graph), decisions_(std::move(decisions)) {
    std::vector<Diagnostic> diagnostics;
    rules_ = Rulebook::Open(graph, {}, diagnostics);
    if (!rules_)
      throw StoreError(StoreError::Kind::kCorrupt,
                       "the vocabulary that the database remembers cannot be read: " + diagnostics.front().message);
    corpus_.emplace(rules_->vocabulary(), decisions_);
    corpus_->Load(graph);
    corpus_->linker().Settle();
  }

  /// By kind, then name.
  std::vector<EntityId> Named(const std::string& name) const {
    const std::string folded = FoldName(name);
    std::vector<EntityId> found;
    for (EntityId id = 0; id < linker().entity_count(); ++id) {
      const LinkedEntity& entity = linker().entity(id);
      if (entity.key.empty()) continue;
      const bool named =
          FoldName(entity.name) == folded || std::any_of(entity.aliases.begin(), entity.aliases.end(),
                                                         [&](const auto& alias) { return FoldName(alias) == folded; });
      if (named) found.push_back(id);
    }
    std::sort(found.begin(), found.end(), [&](EntityId a, EntityId b) {
      const LinkedEntity &x = linker().entity(a), &y = linker().entity(b);
      return std::tie(x.kind, x.name, x.key) < std::tie(y.kind, y.name, y.key);
    });
    return found;
  }

  FormReason ReasonOf(const LinkedEntity& entity, const std::string& form) const {
    FormReason reason;
    reason.form = form;
    const std::string folded = FoldName(form);
    const VocabularyEntry* known = rules_->vocabulary().Find(entity.kind, folded);
    const auto merged = decisions_.merged.find({entity.kind, folded});
    const bool vocabulary_says = known != nullptr && known->name == entity.name;
    if (merged != decisions_.merged.end() && merged->second == form) {
      reason.reason = "the name that a merge by hand chose";
    } else if (merged != decisions_.merged.end()) {
      reason.reason = fmt::format("merged by hand into \"{}\"", merged->second);
    } else if (vocabulary_says) {
      reason.reason = fmt::format("in the vocabulary ({})", known->origin);
    } else if (folded == FoldName(entity.name)) {
      reason.reason = "the same but for case, blanks, hyphens or width";
    } else {
      reason.reason = fmt::format("written as another name of \"{}\"", entity.name);
    }
    Locate(entity, form, reason);
    if (reason.form == entity.name && !vocabulary_says && merged == decisions_.merged.end())
      reason.reason = "the form that most papers write";
    return reason;
  }

  const Linker& linker() const { return corpus_->linker(); }
  const Corpus& corpus() const { return *corpus_; }
  const Decisions& decisions() const { return decisions_; }
  const Rulebook& rules() const { return *rules_; }

 private:
  /// The first sentence that has this form.
  void Locate(const LinkedEntity& entity, const std::string& form, FormReason& reason) const {
    std::vector<const Naming*> namings;
    for (const MentionId id : entity.members) {
      const Naming& naming = linker().mention(id);
      const auto& aliases = naming.aliases;
      const bool has = naming.name == form || std::find(aliases.begin(), aliases.end(), form) != aliases.end();
      if (has && !naming.paper.empty()) namings.push_back(&naming);
    }
    std::sort(namings.begin(), namings.end(), [](const Naming* a, const Naming* b) {
      return std::tie(a->source, a->start) < std::tie(b->source, b->start);
    });
    for (const Naming* naming : namings) {
      for (const PaperPlace& place : corpus_->PlacesOf(naming->paper)) {
        if (place.first == naming->source && LocateAt(place, entity.kind, *naming, form, reason)) return;
      }
    }
  }

  bool LocateAt(const PaperPlace& place, EntityKind kind, const Naming& naming, const std::string& form,
                FormReason& reason) const {
    const std::string key = FindingKey(place.first, place.second);
    const auto record = graph_.Record(kFindingSpace, key);
    if (!record) return false;
    for (const EntityFinding& finding : DecodeFindings(key, *record).entities) {
      if (finding.kind != kind || finding.name != naming.name || finding.evidence.start != naming.start) continue;
      // A form may be known from elsewhere, and the sentence have another.
      if (MarksOf(finding.evidence.text, {form}).empty()) continue;
      reason.paper = naming.paper;
      reason.source = naming.source;
      reason.start = finding.evidence.start;
      reason.evidence = finding.evidence.text;
      return true;
    }
    return false;
  }

  const GraphReader& graph_;
  Decisions decisions_;
  std::optional<Rulebook> rules_;
  std::optional<Corpus> corpus_;
};

void WriteDecisions(Store& store, const Decisions& decisions) {
  const auto transaction = store.Begin();
  StoreDecisions(*transaction, decisions);
  const Things things(*transaction, decisions);
  ExtractedGraph(*transaction, things.corpus()).ApplyAll();
  transaction->Commit();
}

/// The forms that stand for an entity in a decision.
std::vector<std::string> DecisionForms(const LinkedEntity& entity, const std::string& name) {
  std::vector<std::string> forms{FoldName(name), FoldName(entity.name)};
  const std::string_view sort = std::string_view(entity.key).substr(1, 2);
  if (sort == "p:" || sort == "f:" || sort == "a:") forms.push_back(entity.key.substr(3));
  return forms;
}

std::string StringOf(const Value& value) {
  return value.kind() == ValueKind::kString ? std::string(value.as_string()) : std::string();
}

/// Reads properties by name.
class Properties {
 public:
  explicit Properties(const GraphReader& graph) : graph_(graph) {}
  Value Get(auto of, std::string_view name) const {
    const auto id = graph_.FindProperty(name);
    if (!id) return {};
    if constexpr (std::is_same_v<decltype(of), NodeId>) {
      return graph_.NodeProperty(of, *id);
    } else {
      return graph_.EdgeProperty(of, *id);
    }
  }
  std::string Text(auto of, std::string_view name) const { return StringOf(Get(of, name)); }
  uint64_t Number(auto of, std::string_view name) const {
    const Value value = Get(of, name);
    return value.kind() == ValueKind::kInt ? static_cast<uint64_t>(value.as_int()) : 0;
  }

 private:
  const GraphReader& graph_;
};

std::vector<NodeId> PapersOf(const GraphReader& graph, const std::string& paper) {
  const auto label = graph.FindLabel("Paper");
  if (!label) return {};
  std::vector<NodeId> nodes(graph.NodeIdLimit());
  nodes.resize(graph.ScanNodes(*label, NodeId{0}, nodes));
  const Properties properties(graph);
  const std::string folded = FoldName(paper);
  std::vector<NodeId> exact, begins;
  for (const NodeId node : nodes) {
    const std::string title = FoldName(properties.Text(node, "title"));
    if (properties.Text(node, "id") == paper || (!folded.empty() && title == folded)) {
      exact.push_back(node);
    } else if (!folded.empty() && title.starts_with(folded)) {
      begins.push_back(node);
    }
  }
  return exact.empty() ? begins : exact;
}

std::vector<std::string> FormsOfNode(const GraphReader& graph, NodeId node) {
  const Properties properties(graph);
  std::vector<std::string> forms{properties.Text(node, "name")};
  const Value aliases = properties.Get(node, "aliases");
  if (aliases.kind() == ValueKind::kList) {
    for (const Value& alias : aliases.as_list()) forms.push_back(StringOf(alias));
  }
  return forms;
}

std::string NumberShown(const GraphReader& graph, NodeId result) {
  const Properties properties(graph);
  const Value value = properties.Get(result, "value");
  const std::string unit = properties.Text(result, "unit");
  return fmt::format("{} {}{}{} ({})", properties.Text(result, "metric"), value.is_number() ? value.as_number() : 0.0,
                     unit.empty() ? "" : " ", unit, properties.Text(result, "kind"));
}

}  // namespace

std::vector<Identity> IdentitiesOf(const GraphReader& graph, const std::string& name) {
  const Things things(graph, LoadDecisions(graph));
  std::vector<Identity> identities;
  for (const EntityId id : things.Named(name)) {
    const LinkedEntity& entity = things.linker().entity(id);
    Identity identity;
    if (const auto record = graph.Record(kEntitySpace, entity.key))
      identity.node = DecodeMadeEntity(entity.key, *record).node;
    identity.label = LabelOf(entity.kind);
    identity.name = entity.name;
    identity.forms.push_back(things.ReasonOf(entity, entity.name));
    for (const std::string& alias : entity.aliases) identity.forms.push_back(things.ReasonOf(entity, alias));
    identities.push_back(std::move(identity));
  }
  return identities;
}

Outcome Merge(Store& store, const std::string& name, const std::string& other) {
  const auto snapshot = store.Snapshot();
  Decisions decisions = LoadDecisions(*snapshot);
  const Things things(*snapshot, decisions);
  const std::vector<EntityId> into = things.Named(name), from = things.Named(other);
  for (const auto& [found, what] : {std::pair(&into, &name), std::pair(&from, &other)}) {
    if (found->empty())
      return {false, fmt::format("nothing is named \"{}\"; a merge joins two things that are in the graph", *what)};
  }
  bool undone = false, same = false;
  std::set<EntityKind> kinds;
  for (const EntityId a : into) {
    for (const EntityId b : from) {
      const LinkedEntity &x = things.linker().entity(a), &y = things.linker().entity(b);
      if (x.kind != y.kind) continue;
      undone |= decisions.apart.erase({x.kind, FoldName(other)}) > 0;
      same |= a == b;
      if (a == b || undone || !kinds.insert(x.kind).second) continue;
      // What was merged into one of the two goes along.
      for (auto& [form, called] : decisions.merged) {
        if (form.first == x.kind && (FoldName(called) == FoldName(y.name) || FoldName(called) == FoldName(x.name)))
          called = x.name;
      }
      for (const std::string& form : DecisionForms(x, name)) decisions.merged[{x.kind, form}] = x.name;
      for (const std::string& form : DecisionForms(y, other)) decisions.merged[{x.kind, form}] = x.name;
    }
  }
  if (!undone && kinds.empty()) {
    return {false,
            same ? fmt::format("\"{}\" and \"{}\" are one thing already", name, other)
                 : fmt::format("\"{}\" and \"{}\" are things of different kinds; only two of one kind can be merged",
                               name, other)};
  }
  WriteDecisions(store, decisions);
  return {true, fmt::format("\"{}\" is another name for \"{}\" now; `split` takes it back", other, name)};
}

Outcome Split(Store& store, const std::string& name, const std::string& other) {
  const auto snapshot = store.Snapshot();
  Decisions decisions = LoadDecisions(*snapshot);
  const Things things(*snapshot, decisions);
  bool done = false;
  for (const EntityId id : things.Named(name)) {
    const LinkedEntity& entity = things.linker().entity(id);
    const std::vector<EntityId> others = things.Named(other);
    if (std::find(others.begin(), others.end(), id) == others.end()) continue;
    done = true;
    const std::string folded = FoldName(other);
    if (!decisions.merged.contains({entity.kind, folded})) {
      decisions.apart[{entity.kind, folded}] = other;
      continue;
    }
    // Only a merge held the two together: all forms that came with it go, and so does a merge of one form alone.
    const std::string into = FoldName(decisions.merged.at({entity.kind, folded}));
    const VocabularyEntry* entry = things.rules().vocabulary().Find(entity.kind, folded);
    std::erase_if(decisions.merged, [&](const auto& decided) {
      if (decided.first.first != entity.kind || FoldName(decided.second) != into) return false;
      return decided.first.second == folded || decided.first.second.ends_with(":" + folded) ||
             (entry != nullptr && things.rules().vocabulary().Find(entity.kind, decided.first.second) == entry);
    });
    const auto left = std::count_if(decisions.merged.begin(), decisions.merged.end(), [&](const auto& decided) {
      return decided.first.first == entity.kind && FoldName(decided.second) == into && decided.first.second != into;
    });
    if (left == 0)
      std::erase_if(decisions.merged, [&](const auto& decided) {
        return decided.first.first == entity.kind && FoldName(decided.second) == into;
      });
  }
  if (!done)
    return {false, fmt::format("\"{}\" is no form of \"{}\"; `aliases` shows the forms of a thing", other, name)};
  WriteDecisions(store, decisions);
  return {true, fmt::format("\"{}\" is a thing of its own now; `merge` takes it back", other)};
}

std::vector<Reason> ReasonsFor(const GraphReader& graph, const std::string& paper, const std::string& name) {
  std::vector<NodeId> things;
  graph.NodesNamed(FoldName(name), things);
  const std::set<NodeId> wanted(things.begin(), things.end());
  const Properties properties(graph);
  std::vector<Reason> reasons;
  const auto add = [&](NodeId from, std::string_view type, EdgeId edge, NodeId thing, std::string number) {
    Reason reason;
    reason.paper = properties.Text(from, "id");
    reason.title = properties.Text(from, "title");
    reason.edge = type;
    const std::vector<LabelId> labels = graph.LabelsOf(thing);
    if (!labels.empty()) reason.label = graph.NameOf(labels.front());
    reason.name = properties.Text(thing, "name");
    reason.number = std::move(number);
    reason.evidence = properties.Text(edge, "evidence");
    reason.marks = MarksOf(reason.evidence, FormsOfNode(graph, thing));
    reason.section = properties.Text(edge, "section");
    reason.source = properties.Text(edge, "source");
    reason.rule = properties.Text(edge, "rule");
    reason.start = properties.Number(edge, "start");
    reason.end = properties.Number(edge, "end");
    const Value confidence = properties.Get(edge, "confidence");
    reason.confidence = confidence.is_number() ? confidence.as_number() : 0;
    reasons.push_back(std::move(reason));
  };
  for (const NodeId from : PapersOf(graph, paper)) {
    for (uint32_t type = 0; type < graph.TypeCount(); ++type) {
      const std::string_view type_name = graph.NameOf(TypeId{type});
      const auto span = graph.Neighbours(from, TypeId{type}, EdgeDirection::kOut);
      for (const Neighbour& neighbour : std::vector<Neighbour>(span.begin(), span.end())) {
        if (wanted.contains(neighbour.node)) add(from, type_name, neighbour.edge, neighbour.node, {});
        if (type_name != "REPORTS") continue;
        for (const std::string_view end : {"ON", "OF", "AGAINST"}) {
          const auto end_type = graph.FindType(end);
          if (!end_type) continue;
          for (const Neighbour& about : graph.Neighbours(neighbour.node, *end_type, EdgeDirection::kOut)) {
            if (wanted.contains(about.node))
              add(from, type_name, neighbour.edge, about.node,
                  NumberShown(graph, neighbour.node) + (end == "AGAINST" ? ", against it" : ""));
          }
        }
      }
    }
  }
  std::sort(reasons.begin(), reasons.end(), [](const Reason& a, const Reason& b) {
    return std::tie(a.paper, a.source, a.start, a.edge, a.name, a.number) <
           std::tie(b.paper, b.source, b.start, b.edge, b.name, b.number);
  });
  return reasons;
}

}  // namespace papergraph::extract
