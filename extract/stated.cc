#include "extract/stated.h"

#include <algorithm>

#include "extract/entities/vocabulary.h"
#include "extract/mentions/words.h"
#include "extract/text/phrases.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

constexpr std::string_view kRule = "leaderboard";

class RowsToFindings {
 public:
  RowsToFindings(const Vocabulary& vocabulary, PaperFindings& findings)
      : vocabulary_(vocabulary), findings_(findings) {}

  void Add(const StatedResult& row) {
    evidence_ = {row.text, row.start, row.end, SectionKind::kResults};
    ResultFinding result;
    result.benchmark = Entity(EntityKind::kBenchmark, row.dataset, "EVALUATES_ON");
    const std::string folded = FoldName(row.model);
    const bool method = vocabulary_.Find(EntityKind::kModel, folded) == nullptr &&
                        vocabulary_.Find(EntityKind::kMethod, folded) != nullptr;
    result.subjects = {Entity(method ? EntityKind::kMethod : EntityKind::kModel, row.model, "USES")};
    if (!row.task.empty()) Entity(EntityKind::kDomain, row.task, "IN_DOMAIN");
    const auto* measure = vocabulary_.phrases().table(PhraseKind::kMetric).Find(row.metric);
    result.metric = measure != nullptr ? std::string(measure->cell(1)) : row.metric;
    result.value = row.value;
    result.unit = row.unit;
    result.kind = "absolute";
    result.evidence = evidence_;
    result.rule = kRule;
    result.confidence = 1;
    findings_.results.push_back(std::move(result));
  }

 private:
  /// The name under which the paper's findings have it; added where they do not.
  std::string Entity(EntityKind kind, const std::string& written, std::string_view edge) {
    const VocabularyEntry* entry = vocabulary_.Find(kind, FoldName(written));
    EntityFinding finding;
    finding.kind = kind;
    finding.name = entry != nullptr ? entry->name : written;
    const bool there =
        std::any_of(findings_.entities.begin(), findings_.entities.end(), [&](const EntityFinding& other) {
          return other.kind == kind && other.name == finding.name && (edge == "USES" || other.edge == edge);
        });
    if (there) return finding.name;
    if (entry != nullptr) finding.aliases = entry->aliases;
    if (finding.name != written &&
        std::find(finding.aliases.begin(), finding.aliases.end(), written) == finding.aliases.end()) {
      finding.aliases.push_back(written);
    }
    double billions = 0;
    if (entry != nullptr && entry->parameters) {
      finding.parameters = entry->parameters;
    } else if (kind == EntityKind::kModel && FindSize(finding.name, &billions) != std::string_view::npos) {
      finding.parameters = billions;
    }
    finding.edge = edge;
    finding.evidence = evidence_;
    finding.rule = kRule;
    finding.confidence = 1;
    findings_.entities.push_back(finding);
    return finding.name;
  }

  const Vocabulary& vocabulary_;
  PaperFindings& findings_;
  Evidence evidence_;
};

}  // namespace

void AddStated(const PaperText& paper, const Vocabulary& vocabulary, PaperFindings& findings) {
  RowsToFindings rows(vocabulary, findings);
  for (const StatedResult& row : paper.stated) rows.Add(row);
}

}  // namespace papergraph::extract
