#include "engine/search/text_rank.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace papergraph::engine {
namespace {

constexpr double kK1 = 1.2, kB = 0.75;

using Hits = std::vector<TextHit>;  // ascending by entity

bool HitBefore(const TextHit& a, const TextHit& b) { return a.entity < b.entity; }

/// The entities of both, or of any; scores are added, those of `a` first.
Hits Merge(const Hits& a, const Hits& b, bool both) {
  Hits out;
  out.reserve(both ? std::min(a.size(), b.size()) : a.size() + b.size());
  auto x = a.begin(), y = b.begin();
  while (x != a.end() && y != b.end()) {
    if (x->entity == y->entity) {
      out.push_back({x->entity, x->score + y->score});
      ++x, ++y;
    } else if (x->entity < y->entity) {
      if (!both) out.push_back(*x);
      ++x;
    } else {
      if (!both) out.push_back(*y);
      ++y;
    }
  }
  if (both) return out;
  out.insert(out.end(), x, a.end());
  out.insert(out.end(), y, b.end());
  return out;
}

class Ranker {
 public:
  Ranker(const GraphReader& graph, const IndexDefinition& index, const std::function<void()>& check_interrupt)
      : graph_(graph),
        index_(index),
        check_interrupt_(check_interrupt),
        totals_(FullTextOf(graph).TotalsOf(index.id)) {}

  Hits Run(const std::vector<TextClause>& clauses) {
    if (totals_.texts == 0) return {};
    FindAll(clauses);
    Hits may, must, out;
    bool has_must = false;
    for (const TextClause& clause : clauses) {
      if (clause.need == TextClause::Need::kMustNot) continue;
      Hits hits = HitsOf(clause);
      if (clause.need == TextClause::Need::kMay) {
        may = Merge(may, hits, false);
      } else {
        must = has_must ? Merge(must, hits, true) : std::move(hits);
        has_must = true;
      }
    }
    out = std::move(may);
    if (has_must) {
      Hits wanted;
      std::set_intersection(out.begin(), out.end(), must.begin(), must.end(), std::back_inserter(wanted), HitBefore);
      out = Merge(must, wanted, false);
    }
    for (const TextClause& clause : clauses) {
      if (clause.need != TextClause::Need::kMustNot) continue;
      const Hits hits = HitsOf(clause);
      Hits left;
      std::set_difference(out.begin(), out.end(), hits.begin(), hits.end(), std::back_inserter(left), HitBefore);
      out = std::move(left);
    }
    return out;
  }

 private:
  void FindAll(const std::vector<TextClause>& clauses) {
    std::vector<std::string> terms;
    for (const TextClause& clause : clauses) terms.insert(terms.end(), clause.terms.begin(), clause.terms.end());
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    auto found = FullTextOf(graph_).FindTerms(index_.id, terms);
    for (size_t i = 0; i < terms.size(); ++i) hits_.emplace(terms[i], Scored(found[i]));
  }

  Hits Scored(const std::vector<Posting>& postings) const {
    const auto all = static_cast<double>(totals_.texts), having = static_cast<double>(postings.size());
    const double weight = std::log(1 + (std::max(all - having, 0.0) + 0.5) / (having + 0.5));
    const double mean = std::max(static_cast<double>(totals_.terms) / all, 1.0);
    Hits hits;
    hits.reserve(postings.size());
    for (const Posting& posting : postings) {
      const auto count = static_cast<double>(posting.count);
      const double damping = kK1 * (1 - kB + kB * static_cast<double>(posting.length) / mean);
      hits.push_back({posting.entity, weight * count * (kK1 + 1) / (count + damping)});
    }
    return hits;
  }

  Hits HitsOf(const TextClause& clause) {
    check_interrupt_();
    Hits hits = hits_.at(clause.terms[0]);
    for (size_t i = 1; i < clause.terms.size(); ++i) hits = Merge(hits, hits_.at(clause.terms[i]), true);
    if (clause.phrase.empty()) return hits;
    std::erase_if(hits, [&](const TextHit& hit) { return !HasPhrase(hit.entity, clause.phrase); });
    return hits;
  }

  bool HasPhrase(uint32_t entity, const std::vector<TextAtom>& phrase) {
    if (++looked_at_ % 64 == 0) check_interrupt_();
    std::vector<std::pair<uint32_t, uint32_t>> places;
    for (const Value& text : TextsOf(graph_, index_, entity)) {
      if (FindPhrase(phrase, AtomsOf(text.as_string()), places)) return true;
    }
    return false;
  }

  const GraphReader& graph_;
  const IndexDefinition& index_;
  const std::function<void()>& check_interrupt_;
  const TextTotals totals_;
  std::map<std::string, Hits> hits_;  // by term
  size_t looked_at_ = 0;
};

}  // namespace

std::vector<Value> TextsOf(const GraphReader& graph, const IndexDefinition& index, uint32_t entity) {
  std::vector<Value> texts;
  for (PropertyId property : index.properties) {
    const Value value =
        index.type ? graph.EdgeProperty(EdgeId{entity}, property) : graph.NodeProperty(NodeId{entity}, property);
    if (value.kind() == ValueKind::kString) texts.push_back(value);
    if (value.kind() != ValueKind::kList) continue;
    for (const Value& item : value.as_list()) {
      if (item.kind() == ValueKind::kString) texts.push_back(item);
    }
  }
  return texts;
}

std::vector<TextHit> RankTexts(const GraphReader& graph, const IndexDefinition& index,
                               const std::vector<TextClause>& clauses, const std::function<void()>& check_interrupt) {
  return Ranker(graph, index, check_interrupt).Run(clauses);
}

}  // namespace papergraph::engine
