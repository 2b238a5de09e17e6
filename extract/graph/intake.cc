#include "extract/graph/intake.h"

#include <algorithm>
#include <set>

#include "extract/graph/graph_writer.h"

namespace papergraph::extract {
namespace {

constexpr std::string_view kLinked = "linked";

}  // namespace

Intake::Intake(const GraphReader& graph, const Vocabulary& vocabulary, const Decisions& decisions, uint64_t fingerprint)
    : corpus_(vocabulary, decisions), fingerprint_(fingerprint) {
  corpus_.Load(graph);
  corpus_.linker().Settle();
}

bool Intake::Has(const std::string& source, const std::string& hash) const {
  const StoredDocument* known = corpus_.Find(source);
  return known != nullptr && known->hash == hash && known->fingerprint == fingerprint_;
}

uint64_t Intake::PapersOf(const std::string& source) const {
  const StoredDocument* known = corpus_.Find(source);
  return known == nullptr ? 0 : known->papers.size();
}

void Intake::Relink(GraphWriter& graph) {
  const std::string wanted = std::to_string(fingerprint_);
  const auto linked = graph.Record(kStateSpace, kLinked);
  if (linked && *linked == wanted) return;
  if (linked) ExtractedGraph(graph, corpus_).ApplyAll();
  graph.PutRecord(kStateSpace, kLinked, wanted);
}

void Intake::Forget(GraphWriter& graph, const std::string& source, std::vector<std::string>& papers) {
  const StoredDocument* known = corpus_.Find(source);
  for (size_t position = 0; position < known->papers.size(); ++position) {
    papers.push_back(known->papers[position].text.id);
    graph.DeleteRecord(kFindingSpace, FindingKey(source, position));
  }
  graph.DeleteRecord(kDocumentSpace, source);
  corpus_.Drop(source);
}

PaperCounts Intake::Put(GraphWriter& graph, ReadSource document) {
  Relink(graph);
  ExtractedGraph made(graph, corpus_);
  made.EnsureIndexes();
  const bool is_first = !made.HasPapers();
  std::vector<std::string> papers, known;
  for (const PaperText& paper : document.papers) {
    papers.push_back(paper.id);
    if (corpus_.HasPaper(paper.id)) known.push_back(paper.id);
  }
  if (const StoredDocument* old = corpus_.Find(document.source)) {
    for (const StoredPaper& paper : old->papers) known.push_back(paper.text.id);
    Forget(graph, document.source, papers);
  }
  StoredDocument stored;
  stored.hash = std::move(document.hash);
  stored.fingerprint = fingerprint_;
  for (size_t position = 0; position < document.papers.size(); ++position) {
    const PaperFindings& findings = document.findings[position];
    graph.PutRecord(kFindingSpace, FindingKey(document.source, position), Encode(findings));
    StoredPaper& paper = stored.papers.emplace_back();
    paper.text = std::move(document.papers[position]);
    for (const EntityFinding& finding : findings.entities) {
      paper.mentions.push_back({finding.kind, finding.edge == "PROPOSES", finding.name, finding.aliases,
                                finding.evidence.start, finding.parameters});
    }
  }
  graph.PutRecord(kDocumentSpace, document.source, Encode(stored));
  corpus_.Put(document.source, std::move(stored));
  const PaperCounts counts = Write(graph, std::move(papers), known);
  if (is_first && made.HasPapers()) made.EnsureTextIndex();
  return counts;
}

PaperCounts Intake::Drop(GraphWriter& graph, const std::string& source) {
  Relink(graph);
  std::vector<std::string> papers;
  Forget(graph, source, papers);
  return Write(graph, papers, papers);
}

/// `papers` are those of the document (before and now), `known` those that the graph had already.
PaperCounts Intake::Write(GraphWriter& graph, std::vector<std::string> papers, const std::vector<std::string>& known) {
  const Linker::Changes changes = corpus_.linker().Settle();
  const std::set<std::string> own(papers.begin(), papers.end()), before(known.begin(), known.end());
  std::set<std::string> touched = own;
  for (const MentionId id : changes.moved) touched.insert(corpus_.linker().mention(id).paper);
  const std::vector<std::string> order(touched.begin(), touched.end());
  const std::vector<bool> changed = ExtractedGraph(graph, corpus_).Apply(changes.entities, order);
  PaperCounts counts;
  for (size_t i = 0; i < order.size(); ++i) {
    if (!own.contains(order[i])) continue;
    if (!before.contains(order[i])) {
      ++counts.added;
    } else {
      ++(changed[i] ? counts.changed : counts.same);
    }
  }
  return counts;
}

}  // namespace papergraph::extract
