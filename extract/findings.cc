#include "extract/findings.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "extract/entities/domains.h"
#include "extract/entities/english_fields.h"
#include "extract/entities/entity.h"
#include "extract/mentions/words.h"
#include "extract/results/numbers.h"
#include "extract/roles/role_cues.h"
#include "extract/roles/roles.h"
#include "extract/text/evidence.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

/// What share of edges with this certainty were right on annotated papers (docs/extraction.md, "Confidence"); linear in
/// between.
double Calibrated(double certainty) {
  static constexpr std::pair<double, double> kMeasured[] = {{0.0, 0.2},   {0.35, 0.5},  {0.45, 0.65},  {0.55, 0.83},
                                                            {0.65, 0.87}, {0.75, 0.95}, {0.85, 0.975}, {1.0, 0.985}};
  for (size_t i = 1; i < std::size(kMeasured); ++i) {
    const auto [x0, y0] = kMeasured[i - 1];
    const auto [x1, y1] = kMeasured[i];
    if (certainty <= x1) return y0 + (y1 - y0) * (std::max(certainty, x0) - x0) / (x1 - x0);
  }
  return kMeasured[std::size(kMeasured) - 1].second;
}

/// The form that stands in the source where it is not the one that was read ("檢索增強生成"); a Chinese name is given
/// as it is written.
void AddWrittenForm(const TextView& view, Span mention, EntityFinding* finding) {
  if (view.plain == nullptr) return;
  const Span bytes = view.WrittenAt(mention);
  std::string written = view.passage->text.substr(bytes.begin, bytes.end - bytes.begin);
  const auto is_form = [&](std::string_view text) {
    const std::string folded = FoldName(text);
    const auto same = [&](const std::string& form) { return FoldName(form) == folded; };
    return same(finding->name) || std::any_of(finding->aliases.begin(), finding->aliases.end(), same);
  };
  const std::string_view read = view.text.substr(mention.begin, mention.end - mention.begin);
  if (written != read && is_form(read) && !is_form(written)) finding->aliases.push_back(std::move(written));
}

EntityFinding FindingOf(const PaperEntity& entity, const PaperMentions& found, const RoleFinding& role) {
  const NameMention& mention = found.mentions[role.mention];
  EntityFinding finding;
  finding.kind = entity.kind;
  finding.name = entity.name;
  finding.aliases = entity.aliases;
  finding.edge = role.edge;
  finding.evidence = EvidenceFor(found.views[mention.passage], mention.whole.end > 0 ? mention.whole : mention.span);
  for (const uint32_t m : entity.mentions)
    AddWrittenForm(found.views[found.mentions[m].passage], found.mentions[m].span, &finding);
  finding.rule = std::string(NameOf(mention.shape)) + ": " + role.rule;
  finding.confidence = Calibrated(entity.certainty * (0.75 + 0.2 * std::min(1.0, role.margin)));
  if (entity.kind == EntityKind::kModel) {
    double billions = 0;
    if (entity.entry != nullptr && entity.entry->parameters) {
      finding.parameters = entity.entry->parameters;
    } else if (FindSize(entity.name, &billions) != std::string_view::npos) {
      finding.parameters = billions;
    }
  }
  return finding;
}

/// Whether the paper is in traditional characters. A passage that is read as it is written has none.
bool AnyTraditional(const std::vector<TextView>& views) {
  return std::any_of(views.begin(), views.end(),
                     [](const TextView& view) { return view.plain != nullptr && IsTraditional(view.passage->text); });
}

}  // namespace

PaperFindings FindFacts(const PaperText& paper, const Vocabulary& vocabulary) {
  PaperMentions found;
  found.views.reserve(paper.passages.size());
  size_t bytes = 0;
  for (const Passage& passage : paper.passages) {
    found.views.push_back(View(passage, vocabulary.phrases()));
    bytes += passage.text.size();
  }
  if (AnyTraditional(found.views)) {
    for (TextView& view : found.views) view = View(*view.passage, vocabulary.phrases(), true);
  }
  found.mentions.reserve(bytes / 32);  // they are large to move
  for (uint32_t index = 0; index < found.views.size(); ++index) {
    if (found.views[index].passage->kind == SectionKind::kDomain) continue;
    for (NameMention& mention : FindMentions(found.views[index], index, vocabulary))
      found.mentions.push_back(std::move(mention));
  }
  PaperFindings findings;
  findings.entities.reserve(8);
  const bool listed = std::any_of(found.views.begin(), found.views.end(),
                                  [](const TextView& view) { return view.passage->kind == SectionKind::kDomain; });
  std::vector<std::string> domains;  // folded
  const auto add_domain = [&](const TextView& view, const DomainMention& domain) {
    if (std::find(domains.begin(), domains.end(), domain.folded) != domains.end()) return;
    domains.push_back(domain.folded);
    EntityFinding finding;
    finding.kind = EntityKind::kDomain;
    finding.name = domain.name;
    finding.aliases = domain.aliases;
    finding.edge = "IN_DOMAIN";
    finding.evidence = EvidenceFor(view, domain.span);
    AddWrittenForm(view, domain.span, &finding);
    finding.rule = domain.rule;
    finding.confidence = Calibrated(domain.certainty);
    findings.entities.push_back(std::move(finding));
  };
  for (const TextView& view : found.views) {
    if (listed && view.passage->kind != SectionKind::kDomain)
      continue;  // what it says itself goes before what one may guess
    for (const DomainMention& domain : FindDomains(view, vocabulary)) add_domain(view, domain);
  }
  if (!listed) {
    for (const auto& [view, domain] : FindEnglishFields(found.views, vocabulary)) add_domain(found.views[view], domain);
  }
  const std::vector<PaperEntity> entities = JoinMentions(PlainForm(paper.title), found);
  std::vector<EntityFinding> named;
  named.reserve(entities.size());
  const bool benchmark_paper = std::any_of(entities.begin(), entities.end(), [](const PaperEntity& entity) {
    return entity.title && entity.kind == EntityKind::kBenchmark;
  });
  const std::vector<RoleCues> cues(found.views.begin(), found.views.end());
  for (const PaperEntity& entity : entities) {
    named.push_back(FindingOf(entity, found, DecideRole(entity, found, cues, benchmark_paper)));
  }
  findings.results = FindResults(found, entities, named);
  findings.entities.reserve(findings.entities.size() + named.size());
  for (EntityFinding& finding : named) findings.entities.push_back(std::move(finding));
  return findings;
}

}  // namespace papergraph::extract
