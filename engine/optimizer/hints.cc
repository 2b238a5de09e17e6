// USING INDEX, USING SCAN and USING JOIN: what they ask of a plan, and why it may be impossible. A hint that cannot be
// followed is an error, not a warning: who writes one wants this plan and no other.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/optimizer/solve.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

[[noreturn]] void Refuse(const ast::Hint& hint, const std::string& why) {
  throw QueryError(ErrorType::kSyntaxError, "HintNotPossible", hint.span, why);
}

std::string Shown(const ast::Hint& hint) {
  std::string text = ":" + hint.label.text;
  for (const ast::Name& property : hint.properties) {
    text += (&property == &hint.properties.front() ? "(" : ", ") + property.text;
  }
  return hint.properties.empty() ? text : text + ")";
}

bool HasIndexFor(const ast::Hint& hint, const GraphReader& graph) {
  const auto all = graph.Indexes();
  return std::any_of(all.begin(), all.end(), [&](const IndexInfo& index) { return IsIndexOf(hint, index, graph); });
}

}  // namespace

bool IsIndexOf(const ast::Hint& hint, const IndexInfo& index, const GraphReader& graph) {
  if (index.kind != IndexInfo::Kind::kRange && index.kind != IndexInfo::Kind::kUnique) return false;
  if (index.type || graph.NameOf(index.label) != hint.label.text) return false;
  return std::equal(index.properties.begin(), index.properties.end(), hint.properties.begin(), hint.properties.end(),
                    [&](PropertyId property, const ast::Name& name) { return graph.NameOf(property) == name.text; });
}

void Solver::CheckHints() const {
  for (const PatternNode& node : pattern_.nodes) {
    if (!node.hint) continue;
    const ast::Hint& hint = *node.hint;
    const std::string& variable = hint.variables[0].text;
    if (node.bound) {
      Refuse(hint, fmt::format("`{}` is known before this MATCH, so nothing is looked up; remove the hint", variable));
    }
    if (std::find(node.labels.begin(), node.labels.end(), hint.label.text) == node.labels.end()) {
      Refuse(hint,
             fmt::format("this MATCH does not ask for ({}:{}); write the label into the pattern, or remove the hint",
                         variable, hint.label.text));
    }
    if (hint.kind == ast::Hint::Kind::kIndex && !HasIndexFor(hint, *context_.graph)) {
      Refuse(hint, fmt::format("there is no index on {}; SHOW INDEXES lists what there is", Shown(hint)));
    }
  }
}

void Solver::RefuseUnusedHint(size_t node) const {
  const ast::Hint& hint = *pattern_.nodes[node].hint;
  Refuse(hint,
         fmt::format("no condition of this MATCH can be looked up in the index on {}: it needs `=`, IN, a range or "
                     "STARTS WITH on its property (and `=` on each when it has several)",
                     Shown(hint)));
}

bool MeetsHint(const PatternNode& node, const AccessPath& path) {
  if (!node.hint) return true;
  return node.hint->kind == ast::Hint::Kind::kScan
             ? path.kind == AccessPath::Kind::kLabel
             : path.kind != AccessPath::Kind::kAll && path.kind != AccessPath::Kind::kLabel;
}

bool Solver::IsHeldBack(const Part& part, size_t rel) const {
  const auto waits = [&](size_t node) { return pattern_.nodes[node].hint && !Has(part, node); };
  return waits(pattern_.rels[rel].from) || waits(pattern_.rels[rel].to);
}

// Which relationships hang together when `node` is taken out: a number for each, and kNowhere at relationships that
// have their place already.
std::vector<size_t> Solver::SidesAround(size_t node) const {
  std::vector<size_t> side(pattern_.rels.size(), kNowhere);
  const auto touches = [&](const PatternRel& a, const PatternRel& b) {
    const auto shares = [&](size_t end) { return end != node && (end == b.from || end == b.to); };
    return shares(a.from) || shares(a.to);
  };
  for (size_t next = 0; next < side.size(); ++next) {
    if (side[next] != kNowhere || placed_[next]) continue;
    side[next] = next;
    for (bool grown = true; grown;) {
      grown = false;
      for (size_t i = 0; i < side.size(); ++i) {
        if (side[i] != kNowhere || placed_[i]) continue;
        for (size_t j = 0; j < side.size() && side[i] == kNowhere; ++j) {
          if (side[j] != next || !touches(pattern_.rels[i], pattern_.rels[j])) continue;
          side[i] = next;
          grown = true;
        }
      }
    }
  }
  return side;
}

void Solver::FollowJoinHints(Part& part) {
  for (const ast::Hint* hint : pattern_.joins) {
    if (pattern_.joins.size() > 1 || hint->variables.size() > 1) {
      Refuse(*hint, "a MATCH can be asked for one join on one node; name the node that matters most");
    }
    for (size_t i = 0; i < pattern_.nodes.size(); ++i) {
      if (slots_.NameOf(pattern_.nodes[i].slot) == hint->variables[0].text) JoinOn(part, *hint, i);
    }
  }
}

// The pattern falls into two at the node: the side of the first relationship at it, and all else. The second side is
// found by itself, with a node of its own that the join compares.
void Solver::JoinOn(Part& part, const ast::Hint& hint, size_t node) {
  const auto refuse = [&](const std::string& why) {
    Refuse(hint, fmt::format("cannot join on `{}`: {}", slots_.NameOf(pattern_.nodes[node].slot), why));
  };
  if (pattern_.nodes[node].bound) refuse("it is known before this MATCH");
  const std::vector<size_t> sides = SidesAround(node);
  std::vector<size_t> around;  // sides that touch the node
  for (size_t i = 0; i < sides.size(); ++i) {
    const PatternRel& rel = pattern_.rels[i];
    if (rel.kind == PatternRel::Kind::kShortest || (rel.from != node && rel.to != node)) continue;
    if (std::find(around.begin(), around.end(), sides[i]) == around.end()) around.push_back(sides[i]);
  }
  if (around.size() < 2) refuse("it does not lie between two parts of the pattern; name a node in its middle");
  // Only a side that needs nothing of the row can be found by itself.
  const auto stands_alone = [&](size_t side) {
    for (size_t i = 0; i < sides.size(); ++i) {
      const PatternRel& rel = pattern_.rels[i];
      if (sides[i] != side) continue;
      if (rel.bound || pattern_.nodes[rel.from].bound || pattern_.nodes[rel.to].bound) return false;
    }
    return true;
  };
  auto chosen = std::find_if(around.rbegin(), around.rend(), stands_alone);
  if (chosen == around.rend()) refuse("both sides of it depend on what is known before this MATCH");
  std::vector<bool> of_left(sides.size()), of_right(sides.size());
  for (size_t i = 0; i < sides.size(); ++i) {
    if (placed_[i] || std::find(around.begin(), around.end(), sides[i]) == around.end()) continue;
    (sides[i] == *chosen ? of_right : of_left)[i] = true;
  }
  PlaceSide(part, of_left);
  Part right;
  right.plan = MakePlan(ops::Argument{});
  right.standalone = true;
  PatternNode& shared = pattern_.nodes[node];
  const Slot here = shared.slot;
  const Slot there = slots_.New(slots_.NameOf(here));
  new_slots_.insert(there.index);
  const ast::Hint* access = std::exchange(shared.hint, nullptr);
  shared.slot = there;
  PlaceSide(right, of_right);
  shared.slot = here;
  shared.hint = access;
  ops::HashJoin join;
  join.left_keys = {MakeSlot(here)};
  join.right_keys = {MakeSlot(there)};
  Join(part, std::move(right), std::move(join));
}

void Solver::PlaceSide(Part& part, const std::vector<bool>& rels) {
  allowed_ = rels;
  while (true) {
    PlaceConnected(part);
    size_t start = kNowhere, left = kNowhere;
    double least = 0;
    for (size_t i = 0; i < rels.size(); ++i) {
      if (!rels[i] || placed_[i] || pattern_.rels[i].kind == PatternRel::Kind::kShortest) continue;
      left = i;
      for (size_t node : {pattern_.rels[i].from, pattern_.rels[i].to}) {
        if (Has(part, node)) continue;
        const AccessPath access = Access(part, node);
        const double rows = access.rows * SelectivityAt(part, node);
        const bool wanted = pattern_.nodes[node].hint && MeetsHint(pattern_.nodes[node], access);
        if (start != kNowhere && !wanted && rows >= least) continue;
        start = node;
        least = wanted ? 0 : rows;
      }
    }
    if (left == kNowhere) break;
    if (start == kNowhere) {
      PlaceRel(part, left);
    } else {
      PlaceNode(part, start);
    }
  }
  allowed_.clear();
}

}  // namespace papergraph::engine
