#include "engine/optimizer/solve.h"

#include <algorithm>

#include "engine/optimizer/rewrites.h"

namespace papergraph::engine {

namespace {

Flow Turn(Flow flow) { return flow == Flow::kOut ? Flow::kIn : flow == Flow::kIn ? Flow::kOut : Flow::kBoth; }

// Estimates for each row of the input become estimates for all.
void Scale(PlanNode& node, const PlanNode* input, double rows) {
  if (node.rows >= 0) node.rows *= rows;
  bool first = true;
  ForEachInput(node, [&](Plan& next) {
    if (first && next.get() != input) Scale(*next, input, rows);
    first = false;
  });
}

}  // namespace

Plan Planner::Solve(Pattern pattern, Plan input) {
  for (PatternNode& node : pattern.nodes) {
    const auto known = labels_.find(node.slot.index);
    if (node.bound && node.labels.empty() && known != labels_.end()) node.labels = known->second;
    if (!node.labels.empty()) labels_[node.slot.index] = node.labels;
  }
  Solver solver(std::move(pattern), context_, slots_);
  return solver.Solve(std::move(input));
}

Solver::Solver(Pattern pattern, const PlanContext& context, SlotTable& slots)
    : pattern_(std::move(pattern)), context_(context), slots_(slots), placed_(pattern_.rels.size()) {
  Normalise(pattern_, context_.rules.Has(Rule::kUseIndexes));
  tested_.resize(pattern_.predicates.size());
  for (Slot slot : pattern_.NewSlots()) new_slots_.insert(slot.index);
}

Plan Solver::Solve(Plan input) {
  Part part;
  const PlanNode* const before = input.get();
  const double rows_before = EstimateOf(*input);
  part.plan = std::move(input);
  for (const PatternNode& node : pattern_.nodes) {
    if (node.bound) part.have.insert(node.slot.index);
  }
  for (const PatternRel& rel : pattern_.rels) {
    if (rel.bound) part.have.insert(rel.slot.index);
  }
  CheckHints();
  if (context_.rules.Has(Rule::kPushFilters)) Test(part);
  if (context_.rules.Has(Rule::kOrderJoins)) {
    FollowJoinHints(part);
    PlaceConnected(part);
    PlaceParts(part);
  } else {
    SolveAsWritten(part);
  }
  if (!pattern_.paths.empty()) {
    for (const Assign& path : pattern_.paths) part.have.insert(path.slot.slot.index);
    part.plan = MakePlan(ops::Project{std::move(part.plan), std::move(pattern_.paths)});
  }
  Test(part);
  if (part.plan.get() != before) {
    part.plan->rows = part.rows;
    if (rows_before != 1) Scale(*part.plan, before, rows_before);
  }
  return std::move(part.plan);
}

bool Solver::CanTest(const Part& part, const Expr& expr) const {
  std::vector<Slot> slots;
  CollectSlots(expr, slots);
  return std::all_of(slots.begin(), slots.end(), [&](Slot slot) {
    return part.have.contains(slot.index) || (!part.standalone && !new_slots_.contains(slot.index));
  });
}

void Solver::Test(Part& part) {
  std::vector<ExprPtr> now;
  for (size_t i = 0; i < pattern_.predicates.size(); ++i) {
    if (tested_[i] || !CanTest(part, *pattern_.predicates[i])) continue;
    if (part.standalone && IsConstant(*pattern_.predicates[i])) continue;
    tested_[i] = true;
    now.push_back(pattern_.predicates[i]);
  }
  if (now.empty()) return;
  // Cheap ones first: what reads no property, then what runs no plan.
  std::stable_sort(now.begin(), now.end(), [](const ExprPtr& a, const ExprPtr& b) {
    const auto weight = [](const Expr& expr) {
      if (expr.kind == ExprKind::kHasLabels) return 1;
      if (expr.kind == ExprKind::kCompare) return 0;
      return expr.kind == ExprKind::kStringPredicate ? 2 : 3;
    };
    return weight(*a) < weight(*b);
  });
  part.plan = AddFilter(std::move(part.plan), std::move(now));
  part.plan->rows = part.rows;
}

std::vector<ExprPtr> Solver::OpenPredicates(std::vector<size_t>& at) const {
  std::vector<ExprPtr> open;
  for (size_t i = 0; i < pattern_.predicates.size(); ++i) {
    if (tested_[i]) continue;
    open.push_back(pattern_.predicates[i]);
    at.push_back(i);
  }
  return open;
}

AccessPath Solver::Access(const Part& part, size_t node) const {
  std::vector<size_t> at;
  const std::vector<ExprPtr> open = OpenPredicates(at);
  AccessPath path = ChooseAccess(
      pattern_.nodes[node], open, [&](const Expr& expr) { return CanTest(part, expr); }, context_);
  for (size_t& covered : path.covers) covered = at[covered];
  return path;
}

void Solver::PlaceNode(Part& part, size_t node) {
  const AccessPath path = Access(part, node);
  const Out out{pattern_.nodes[node].slot};
  Plan& plan = part.plan;
  switch (path.kind) {
    case AccessPath::Kind::kAll:
      plan = MakePlan(ops::AllNodesScan{std::move(plan), out});
      break;
    case AccessPath::Kind::kLabel:
      plan = MakePlan(ops::LabelScan{std::move(plan), out, path.label});
      break;
    case AccessPath::Kind::kSeek:
    case AccessPath::Kind::kSeekEach:
      plan = MakePlan(ops::IndexSeek{std::move(plan), out, path.label, path.property, path.index,
                                     path.kind == AccessPath::Kind::kSeekEach, path.key});
      break;
    case AccessPath::Kind::kRange:
      plan = MakePlan(ops::IndexRange{std::move(plan), out, path.label, path.property, path.index, path.lower,
                                      path.lower_inclusive, path.upper, path.upper_inclusive});
      break;
    case AccessPath::Kind::kPrefix:
      plan = MakePlan(ops::IndexPrefix{std::move(plan), out, path.label, path.property, path.index, path.key});
      break;
    case AccessPath::Kind::kId:
    case AccessPath::Kind::kIdEach:
      plan = MakePlan(ops::NodeById{std::move(plan), out, path.kind == AccessPath::Kind::kIdEach, path.key});
      break;
  }
  for (size_t covered : path.covers) tested_[covered] = true;
  part.found[node] = FindNow(path);
  part.rows *= std::max(path.rows, 1e-3);
  part.plan->rows = part.rows;
  part.have.insert(out.slot.index);
  if (!context_.rules.Has(Rule::kPushFilters)) return;
  part.rows *= SelectivityAt(part, node);
  Test(part);
}

double Solver::SelectivityAt(const Part& part, size_t node) const {
  Part with;
  with.have = part.have;
  with.standalone = part.standalone;
  with.have.insert(pattern_.nodes[node].slot.index);
  double share = 1;
  for (size_t i = 0; i < pattern_.predicates.size(); ++i) {
    if (tested_[i] || !CanTest(with, *pattern_.predicates[i]) || CanTest(part, *pattern_.predicates[i])) continue;
    share *= SelectivityOf(*pattern_.predicates[i], pattern_.nodes[node], context_);
  }
  return share;
}

bool Solver::MayBeSame(size_t a, size_t b) const {
  const Types& left = pattern_.rels[a].types;
  const Types& right = pattern_.rels[b].types;
  using Kind = PatternRel::Kind;
  if (pattern_.rels[a].kind == Kind::kRepeat || pattern_.rels[b].kind == Kind::kRepeat) return true;
  if (left.any || right.any) return true;
  return std::any_of(left.names.begin(), left.names.end(), [&](const std::string& name) {
    return std::find(right.names.begin(), right.names.end(), name) != right.names.end();
  });
}

std::vector<Slot> Solver::DiffersFrom(const Part& part, size_t rel) const {
  std::vector<Slot> slots;
  for (size_t i = 0; i < part.rel_slots.size(); ++i) {
    const size_t other = part.rel_index[i];
    if (pattern_.rels[other].kind == PatternRel::Kind::kShortest) continue;
    if (MayBeSame(rel, other)) slots.push_back(part.rel_slots[i]);
  }
  return slots;
}

Slot Solver::EndSlot(Part& part, size_t node, bool& check) {
  check = Has(part, node);
  return check ? slots_.New("end") : pattern_.nodes[node].slot;
}

void Solver::CheckEnd(Part& part, Slot found, size_t node) {
  part.plan = AddFilter(std::move(part.plan),
                        {MakeCompare(ast::CompareOp::kEqual, MakeSlot(found), MakeSlot(pattern_.nodes[node].slot))});
}

void Solver::PlaceRel(Part& part, size_t index) {
  PatternRel& rel = pattern_.rels[index];
  using Kind = PatternRel::Kind;
  const std::vector<Slot> differs = rel.kind == Kind::kShortest ? std::vector<Slot>{} : DiffersFrom(part, index);
  if (rel.kind != Kind::kShortest || !rel.bound) {
    const bool rel_known = rel.bound;
    const double cost = CostOf(part, index);
    Plan& plan = part.plan;
    bool check_from = false, check_to = false;
    if (rel.kind == Kind::kSingle && rel_known) {
      const Slot from = EndSlot(part, rel.from, check_from);
      const bool loop = rel.from == rel.to;
      const Slot to = loop ? slots_.New("end") : EndSlot(part, rel.to, check_to);
      plan = MakePlan(ops::Endpoints{std::move(plan), rel.slot, rel.flow, rel.types, {from}, {to}, differs});
      if (check_from) CheckEnd(part, from, rel.from);
      part.have.insert(pattern_.nodes[rel.from].slot.index);
      if (check_to || loop) CheckEnd(part, to, rel.to);
    } else {
      const bool needs_from = (rel.kind == Kind::kVariable && rel_known) || rel.kind == Kind::kRepeat;
      if (needs_from && !Has(part, rel.from)) PlaceNode(part, rel.from);
      if (rel.kind == Kind::kShortest) {
        if (!Has(part, rel.from)) PlaceNode(part, rel.from);
        if (!Has(part, rel.to)) PlaceNode(part, rel.to);
      }
      const bool backwards = !Has(part, rel.from);
      const size_t near = backwards ? rel.to : rel.from;
      const size_t far = backwards ? rel.from : rel.to;
      const Slot from = pattern_.nodes[near].slot;
      const Flow flow = backwards ? Turn(rel.flow) : rel.flow;
      if (rel.kind == Kind::kSingle && Has(part, far) && context_.rules.Has(Rule::kExpandInto)) {
        plan = MakePlan(
            ops::ExpandInto{std::move(plan), from, flow, rel.types, {rel.slot}, pattern_.nodes[far].slot, differs});
      } else if (rel.kind == Kind::kShortest) {
        plan = MakePlan(ops::ShortestPath{std::move(plan),
                                          from,
                                          flow,
                                          rel.types,
                                          rel.min,
                                          rel.max,
                                          rel.all_shortest,
                                          {rel.slot},
                                          {rel.path},
                                          pattern_.nodes[far].slot,
                                          rel.condition});
        part.have.insert(rel.path.index);
      } else {
        const Slot to = EndSlot(part, far, check_to);
        if (rel.kind == Kind::kSingle) {
          plan = MakePlan(ops::Expand{std::move(plan), from, flow, rel.types, {rel.slot}, {to}, differs});
        } else if (rel.kind == Kind::kVariable && rel_known) {
          plan = MakePlan(ops::WalkList{std::move(plan), from, rel.slot, flow, rel.types, rel.min, rel.max, {to}});
        } else if (rel.kind == Kind::kVariable) {
          plan = MakePlan(ops::VarExpand{std::move(plan),
                                         from,
                                         flow,
                                         rel.types,
                                         rel.min,
                                         rel.max,
                                         {rel.slot},
                                         {to},
                                         backwards,
                                         rel.condition,
                                         differs,
                                         false});
        } else {
          plan = MakePlan(ops::Repeat{std::move(plan),
                                      std::move(rel.inner),
                                      from,
                                      {rel.inner_from},
                                      rel.inner_to,
                                      rel.min,
                                      rel.max,
                                      {to},
                                      {rel.slot},
                                      rel.inner_rels,
                                      rel.inner_values,
                                      rel.lists,
                                      differs});
          for (Out list : rel.lists) part.have.insert(list.slot.index);
        }
        if (check_to) CheckEnd(part, to, far);
      }
    }
    part.rows *= std::max(cost, 1e-3);
    part.plan->rows = part.rows;
  }
  part.have.insert(rel.slot.index);
  part.have.insert(pattern_.nodes[rel.from].slot.index);
  part.have.insert(pattern_.nodes[rel.to].slot.index);
  part.rel_slots.push_back(rel.slot);
  part.rel_index.push_back(index);
  placed_[index] = true;
  if (context_.rules.Has(Rule::kPushFilters)) Test(part);
}

// What an index finds for a key that is known now: the statement's first run may be its only one.
std::vector<NodeId> Solver::FindNow(const AccessPath& access) const {
  constexpr double kFew = 16;
  std::vector<NodeId> found;
  if (access.kind != AccessPath::Kind::kSeek || access.rows > kFew) return found;
  const Value* key = KnownValue(*access.key, context_);
  if (key && !key->is_null()) context_.graph->IndexSeek(access.index, *key, found);
  if (static_cast<double>(found.size()) > kFew) found.clear();
  return found;
}

double Solver::DegreeAt(const Part& part, size_t node, const Types& types, Flow flow) const {
  const auto found = part.found.find(node);
  if (found == part.found.end() || found->second.empty() || types.any) {
    return Degree(pattern_.nodes[node].labels, types, flow, context_);
  }
  size_t edges = 0;
  for (const std::string& name : types.names) {
    const auto type = context_.graph->FindType(name);
    if (!type) continue;
    for (NodeId id : found->second) {
      if (flow != Flow::kIn) edges += context_.graph->Neighbours(id, *type, EdgeDirection::kOut).size();
      if (flow != Flow::kOut) edges += context_.graph->Neighbours(id, *type, EdgeDirection::kIn).size();
    }
  }
  return static_cast<double>(edges) / static_cast<double>(found->second.size());
}

double Solver::CostOf(const Part& part, size_t index) const {
  const PatternRel& rel = pattern_.rels[index];
  using Kind = PatternRel::Kind;
  if (rel.kind == Kind::kShortest) return 1;
  if (rel.bound) return 0.5;
  const bool backwards = !Has(part, rel.from);
  const size_t near = backwards ? rel.to : rel.from;
  const size_t far = backwards ? rel.from : rel.to;
  const double degree = DegreeAt(part, near, rel.types, backwards ? Turn(rel.flow) : rel.flow);
  double rows = degree;
  if (rel.kind != Kind::kSingle) {
    // A geometric sum over the lengths, cut where it says no more.
    const double hops = std::min<double>(static_cast<double>(std::min<uint64_t>(rel.max, 6)), 6);
    rows = 0;
    double level = 1;
    for (double hop = 1; hop <= hops; ++hop) {
      level *= std::max(degree, 0.1);
      rows += level;
    }
  }
  if (Has(part, far)) return rows / std::max(1.0, NodesWith(pattern_.nodes[far].labels, context_));
  return rows * SelectivityAt(part, far);
}

// The relationship to go along next: the one that leaves the fewest rows.
size_t Solver::NextRel(const Part& part) const {
  size_t best = kNowhere;
  double least = 0;
  for (size_t i = 0; i < pattern_.rels.size(); ++i) {
    const PatternRel& rel = pattern_.rels[i];
    if (placed_[i] || rel.kind == PatternRel::Kind::kShortest) continue;
    if ((!allowed_.empty() && !allowed_[i]) || IsHeldBack(part, i)) continue;
    const bool forward_only =
        rel.kind == PatternRel::Kind::kRepeat || (rel.kind == PatternRel::Kind::kVariable && rel.bound);
    const bool reachable = Has(part, rel.from) || (!forward_only && Has(part, rel.to)) ||
                           (rel.bound && rel.kind == PatternRel::Kind::kSingle && !part.standalone);
    if (!reachable) continue;
    const double cost = CostOf(part, i);
    if (best == kNowhere || cost < least) {
      best = i;
      least = cost;
    }
  }
  return best;
}

void Solver::PlaceConnected(Part& part) {
  for (size_t next = NextRel(part); next != kNowhere; next = NextRel(part)) PlaceRel(part, next);
}

// The rows that are touched when all that hangs together with the node is found from it.
double Solver::WorkFrom(const Part& part, size_t node, const AccessPath& access) {
  Part tried;
  tried.have = part.have;
  tried.standalone = part.standalone;
  tried.rows = std::max(access.rows * SelectivityAt(part, node), 1e-3);
  tried.have.insert(pattern_.nodes[node].slot.index);
  tried.found = part.found;
  tried.found[node] = FindNow(access);
  double work = access.rows;
  const std::vector<bool> placed = placed_;
  for (size_t next = NextRel(tried); next != kNowhere; next = NextRel(tried)) {
    const PatternRel& rel = pattern_.rels[next];
    const bool backwards = !Has(tried, rel.from);
    const Flow flow = backwards ? Turn(rel.flow) : rel.flow;
    work += tried.rows * DegreeAt(tried, backwards ? rel.to : rel.from, rel.types, flow);
    tried.rows *= std::max(CostOf(tried, next), 1e-3);
    work += tried.rows;
    tried.have.insert(rel.slot.index);
    tried.have.insert(pattern_.nodes[rel.from].slot.index);
    tried.have.insert(pattern_.nodes[rel.to].slot.index);
    placed_[next] = true;
  }
  placed_ = placed;
  return work;
}

// Nodes that a hint wants looked up first; of all others the one from which there is least to do.
size_t Solver::BestStart(const Part& part) {
  size_t best = kNowhere, unused = kNowhere;
  bool by_hint = false;
  double least = 0;
  for (size_t i = 0; i < pattern_.nodes.size(); ++i) {
    if (Has(part, i)) continue;
    const AccessPath access = Access(part, i);
    const bool hinted = pattern_.nodes[i].hint && context_.rules.Has(Rule::kUseIndexes);
    if (hinted && !MeetsHint(pattern_.nodes[i], access)) {
      unused = i;  // its condition may wait for another node
      continue;
    }
    // A quick first look: who finds one node is not beaten.
    const bool weigh = context_.rules.Has(Rule::kStartByCost) && access.rows > 2;
    const double rows = weigh ? WorkFrom(part, i, access) : access.rows * SelectivityAt(part, i);
    if (best == kNowhere || (hinted && !by_hint) || (hinted == by_hint && rows < least)) {
      best = i;
      least = rows;
      by_hint = hinted;
    }
  }
  if (best == kNowhere && unused != kNowhere) RefuseUnusedHint(unused);
  return best;
}

void Solver::PlaceParts(Part& part) {
  while (true) {
    const size_t start = BestStart(part);
    if (start == kNowhere) break;
    if (PlaceIndexedRel(part, start)) {
      PlaceConnected(part);
      continue;
    }
    if (!JoinPart(part, start)) {
      PlaceNode(part, start);
      PlaceConnected(part);
    }
  }
  for (size_t i = 0; i < pattern_.rels.size(); ++i) {
    if (!placed_[i]) PlaceRel(part, i);
  }
  if (context_.rules.Has(Rule::kPushFilters)) Test(part);
}

bool Solver::PlaceIndexedRel(Part& part, size_t best_node) {
  if (pattern_.nodes[best_node].hint) return false;
  std::vector<size_t> at;
  const std::vector<ExprPtr> open = OpenPredicates(at);
  size_t best = kNowhere;
  AccessPath way;
  for (size_t i = 0; i < pattern_.rels.size(); ++i) {
    const PatternRel& rel = pattern_.rels[i];
    if (placed_[i] || Has(part, rel.from) || Has(part, rel.to) || IsHeldBack(part, i)) continue;
    AccessPath path = ChooseEdgeAccess(
        rel, open, [&](const Expr& expr) { return CanTest(part, expr); }, context_);
    if (path.kind == AccessPath::Kind::kAll || (best != kNowhere && path.rows >= way.rows)) continue;
    best = i;
    way = std::move(path);
  }
  if (best == kNowhere || way.rows >= Access(part, best_node).rows * SelectivityAt(part, best_node)) return false;
  PatternRel& rel = pattern_.rels[best];
  const Out out{rel.slot};
  Plan& plan = part.plan;
  if (way.kind == AccessPath::Kind::kPrefix) {
    plan = MakePlan(ops::EdgeIndexPrefix{std::move(plan), out, way.label, way.property, way.index, way.key});
  } else if (way.kind == AccessPath::Kind::kRange) {
    plan = MakePlan(ops::EdgeIndexRange{std::move(plan), out, way.label, way.property, way.index, way.lower,
                                        way.lower_inclusive, way.upper, way.upper_inclusive});
  } else {
    plan = MakePlan(ops::EdgeIndexSeek{std::move(plan), out, way.label, way.property, way.index,
                                       way.kind == AccessPath::Kind::kSeekEach, way.key});
  }
  for (size_t covered : way.covers) tested_[at[covered]] = true;
  part.rows *= std::max(way.rows, 1e-3);
  plan->rows = part.rows;
  part.have.insert(rel.slot.index);
  rel.bound = true;  // from here on it is known, and Endpoints finds its nodes
  PlaceRel(part, best);
  return true;
}

// A part of the pattern that hangs together with the rest by conditions at most is found once, not for each row.
bool Solver::JoinPart(Part& part, size_t start) {
  if (!context_.rules.Has(Rule::kJoinParts) || !context_.rules.Has(Rule::kPushFilters)) return false;
  if (part.rows <= 1.5 || part.standalone) return false;
  const AccessPath access = Access(part, start);
  const bool by_key = access.kind == AccessPath::Kind::kSeek || access.kind == AccessPath::Kind::kSeekEach;
  if (by_key && access.rows <= 100) return false;
  Part right;
  right.plan = MakePlan(ops::Argument{});
  right.standalone = true;
  if (!MeetsHint(pattern_.nodes[start], Access(right, start))) return false;
  // Relationships to what is there already wait: they are looked for between the two parts.
  for (size_t i = 0; i < pattern_.rels.size(); ++i) {
    allowed_.push_back(!Has(part, pattern_.rels[i].from) && !Has(part, pattern_.rels[i].to));
  }
  PlaceNode(right, start);
  PlaceConnected(right);
  allowed_.clear();
  Join(part, std::move(right), {});
  return true;
}

void Solver::Join(Part& part, Part right, ops::HashJoin join) {
  std::vector<ExprPtr> differences;
  for (size_t i : right.rel_index) {
    for (size_t j = 0; j < part.rel_index.size(); ++j) {
      const size_t other = part.rel_index[j];
      if (!MayBeSame(i, other)) continue;
      using Kind = PatternRel::Kind;
      if (pattern_.rels[i].kind == Kind::kSingle && pattern_.rels[other].kind == Kind::kSingle) {
        differences.push_back(MakeCompare(ast::CompareOp::kNotEqual, MakeSlot(pattern_.rels[i].slot),
                                          MakeSlot(pattern_.rels[other].slot)));
      } else {
        // Lists of relationships: `none(x IN a WHERE x IN b)`, with a single relationship as a list of one.
        const auto list_of = [&](size_t rel) -> ExprPtr {
          ExprPtr slot = MakeSlot(pattern_.rels[rel].slot);
          if (pattern_.rels[rel].kind != Kind::kSingle) return slot;
          auto list = std::make_shared<Expr>();
          list->kind = ExprKind::kList;
          list->args = {slot};
          return list;
        };
        auto element = std::make_shared<Expr>();
        element->kind = ExprKind::kLocal;
        element->slot = slots_.New("relationship");
        auto in = std::make_shared<Expr>();
        in->kind = ExprKind::kIn;
        in->args = {element, list_of(other)};
        auto none = std::make_shared<Expr>();
        none->kind = ExprKind::kQuantifier;
        none->quantifier = ast::QuantifierKind::kNone;
        none->slot = element->slot;
        none->args = {list_of(i), in};
        differences.push_back(none);
      }
    }
  }
  for (size_t i = 0; i < pattern_.predicates.size(); ++i) {
    const Expr& predicate = *pattern_.predicates[i];
    if (tested_[i] || predicate.kind != ExprKind::kCompare || predicate.compare != ast::CompareOp::kEqual) continue;
    if (IsConstant(*predicate.args[0]) || IsConstant(*predicate.args[1])) continue;
    for (const auto& [a, b] : {std::pair(0, 1), std::pair(1, 0)}) {
      const ExprPtr& left = predicate.args[static_cast<size_t>(a)];
      const ExprPtr& right_key = predicate.args[static_cast<size_t>(b)];
      if (!CanTest(part, *left) || !CanTest(right, *right_key)) continue;
      join.left_keys.push_back(left);
      join.right_keys.push_back(right_key);
      tested_[i] = true;
      break;
    }
  }
  part.rows = join.left_keys.empty() ? part.rows * right.rows : std::max(part.rows, right.rows);
  join.left = std::move(part.plan);
  join.right = std::move(right.plan);
  part.plan = MakePlan(std::move(join));
  part.plan->rows = part.rows;
  part.plan = AddFilter(std::move(part.plan), std::move(differences));
  part.have.insert(right.have.begin(), right.have.end());
  part.rel_slots.insert(part.rel_slots.end(), right.rel_slots.begin(), right.rel_slots.end());
  part.rel_index.insert(part.rel_index.end(), right.rel_index.begin(), right.rel_index.end());
  Test(part);
  PlaceConnected(part);
}

void Solver::SolveAsWritten(Part& part) {
  for (size_t i = 0; i < pattern_.rels.size(); ++i) {
    const PatternRel& rel = pattern_.rels[i];
    const bool ends_given = rel.bound && rel.kind == PatternRel::Kind::kSingle;
    if (!ends_given && !Has(part, rel.from)) PlaceNode(part, rel.from);
    PlaceRel(part, i);
  }
  for (size_t i = 0; i < pattern_.nodes.size(); ++i) {
    if (!Has(part, i)) PlaceNode(part, i);
  }
}

}  // namespace papergraph::engine
