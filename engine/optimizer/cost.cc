#include "engine/optimizer/cost.h"

#include <algorithm>
#include <optional>

#include "engine/functions/function.h"
#include "engine/planner/planner.h"

namespace papergraph::engine {

namespace {

// `slot.key`?
const std::string* KeyOf(const Expr& expr, Slot slot) {
  if (expr.kind != ExprKind::kProperty || expr.args[0]->kind != ExprKind::kSlot || expr.args[0]->slot != slot)
    return nullptr;
  return &expr.name;
}

ast::CompareOp Turned(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::kLess:
      return ast::CompareOp::kGreater;
    case ast::CompareOp::kLessEqual:
      return ast::CompareOp::kGreaterEqual;
    case ast::CompareOp::kGreater:
      return ast::CompareOp::kLess;
    case ast::CompareOp::kGreaterEqual:
      return ast::CompareOp::kLessEqual;
    default:
      return op;
  }
}

// `node.key OP other`, whichever side it is written on.
struct PropertyTest {
  std::string key;
  ast::CompareOp op;
  ExprPtr other;
};
std::optional<PropertyTest> TestOf(const Expr& predicate, Slot node) {
  if (predicate.kind != ExprKind::kCompare) return std::nullopt;
  if (const auto* key = KeyOf(*predicate.args[0], node))
    return PropertyTest{*key, predicate.compare, predicate.args[1]};
  if (const auto* key = KeyOf(*predicate.args[1], node)) {
    return PropertyTest{*key, Turned(predicate.compare), predicate.args[0]};
  }
  return std::nullopt;
}

bool IsSeekable(const IndexInfo& index) {
  return index.kind == IndexInfo::Kind::kRange || index.kind == IndexInfo::Kind::kUnique;
}

const IndexInfo* FindIndex(const std::vector<IndexInfo>& indexes, const GraphReader& graph, const std::string& label,
                           const std::string& key) {
  const auto label_id = graph.FindLabel(label);
  const auto property = graph.FindProperty(key);
  if (!label_id || !property) return nullptr;
  for (const IndexInfo& index : indexes) {
    if (IsSeekable(index) && !index.type && index.label == *label_id && index.properties.size() == 1 &&
        index.properties[0] == *property) {
      return &index;
    }
  }
  return nullptr;
}

const IndexInfo* FindEdgeIndex(const std::vector<IndexInfo>& indexes, const GraphReader& graph, const std::string& type,
                               const std::string& key) {
  const auto type_id = graph.FindType(type);
  const auto property = graph.FindProperty(key);
  if (!type_id || !property) return nullptr;
  for (const IndexInfo& index : indexes) {
    if (IsSeekable(index) && index.type == type_id && index.properties == std::vector<PropertyId>{*property}) {
      return &index;
    }
  }
  return nullptr;
}

double RowsOfSeek(const GraphReader& graph, const IndexInfo& index, const Expr& key, const PlanContext& context) {
  if (index.kind == IndexInfo::Kind::kUnique) return 1;
  const uint64_t all = index.type ? graph.EdgeCount(*index.type) : graph.NodeCount(index.label);
  if (const Value* value = KnownValue(key, context)) {
    std::vector<NodeId> nodes;
    std::vector<EdgeId> edges;
    if (!value->is_null() && index.type) graph.IndexSeek(index.id, *value, edges);
    if (!value->is_null() && !index.type) graph.IndexSeek(index.id, *value, nodes);
    return static_cast<double>(nodes.size() + edges.size());
  }
  return std::max(1.0, kEqualitySelectivity * static_cast<double>(all));
}

// How many of `all` entries a way through an index finds.
double RowsOf(const AccessPath& path, const IndexInfo& index, double all, const PlanContext& context) {
  switch (path.kind) {
    case AccessPath::Kind::kSeek:
      return RowsOfSeek(*context.graph, index, *path.key, context);
    case AccessPath::Kind::kSeekEach: {
      const Value* list = KnownValue(*path.key, context);
      const double items = list && list->kind() == ValueKind::kList ? static_cast<double>(list->as_list().size()) : 10;
      return items * (index.kind == IndexInfo::Kind::kUnique ? 1 : std::max(1.0, all / 100));
    }
    case AccessPath::Kind::kPrefix:
      return kPrefixSelectivity * all;
    default:
      return kRangeSelectivity * all * (path.lower && path.upper ? 0.3 : 1);
  }
}

// What a condition on `slot.property` says that an index can answer; `property` says which. False: nothing.
bool LookupOf(size_t at, Slot slot, const std::vector<ExprPtr>& predicates,
              const std::function<bool(const Expr&)>& usable, AccessPath& path) {
  const Expr& predicate = *predicates[at];
  if (const auto test = TestOf(predicate, slot)) {
    if (!usable(*test->other) || test->op == ast::CompareOp::kNotEqual) return false;
    path.property = test->key;
    if (test->op == ast::CompareOp::kEqual) {
      path.kind = AccessPath::Kind::kSeek;
      path.key = test->other;
    } else {
      path.kind = AccessPath::Kind::kRange;
      const bool inclusive = test->op == ast::CompareOp::kLessEqual || test->op == ast::CompareOp::kGreaterEqual;
      const bool lower = test->op == ast::CompareOp::kGreater || test->op == ast::CompareOp::kGreaterEqual;
      (lower ? path.lower : path.upper) = test->other;
      (lower ? path.lower_inclusive : path.upper_inclusive) = inclusive;
      // Its other end, if there is one.
      for (size_t j = 0; j < predicates.size(); ++j) {
        const auto other = TestOf(*predicates[j], slot);
        if (!other || other->key != path.property || !usable(*other->other)) continue;
        const bool is_lower = other->op == ast::CompareOp::kGreater || other->op == ast::CompareOp::kGreaterEqual;
        const bool is_upper = other->op == ast::CompareOp::kLess || other->op == ast::CompareOp::kLessEqual;
        ExprPtr& end = lower ? path.upper : path.lower;
        if (end || !(lower ? is_upper : is_lower)) continue;
        end = other->other;
        (lower ? path.upper_inclusive : path.lower_inclusive) =
            other->op == ast::CompareOp::kLessEqual || other->op == ast::CompareOp::kGreaterEqual;
        path.covers.push_back(j);
      }
    }
  } else if (predicate.kind == ExprKind::kIn && KeyOf(*predicate.args[0], slot) && usable(*predicate.args[1])) {
    path.property = predicate.args[0]->name;
    path.kind = AccessPath::Kind::kSeekEach;
    path.key = predicate.args[1];
  } else if (predicate.kind == ExprKind::kStringPredicate && predicate.op == ast::BinaryOp::kStartsWith &&
             KeyOf(*predicate.args[0], slot) && usable(*predicate.args[1])) {
    path.property = predicate.args[0]->name;
    path.kind = AccessPath::Kind::kPrefix;
    path.key = predicate.args[1];
  } else {
    return false;
  }
  path.covers.push_back(at);
  return true;
}

}  // namespace

const Value* KnownValue(const Expr& expr, const PlanContext& context) {
  if (expr.kind == ExprKind::kConstant) return &expr.constant;
  if (expr.kind == ExprKind::kParameter && context.parameters && context.parameters->kind() == ValueKind::kMap) {
    return context.parameters->Find(expr.name);
  }
  return nullptr;
}

double NodesWith(const std::vector<std::string>& labels, const PlanContext& context) {
  double least = static_cast<double>(context.graph->NodeCount());
  for (const std::string& name : labels) {
    const auto label = context.graph->FindLabel(name);
    least = std::min(least, label ? static_cast<double>(context.graph->NodeCount(*label)) : 0.0);
  }
  return least;
}

double Degree(const std::vector<std::string>& labels, const Types& types, Flow flow, const PlanContext& context) {
  double edges = 0;
  if (types.any) {
    edges = static_cast<double>(context.graph->EdgeCount());
  } else {
    for (const std::string& name : types.names) {
      if (const auto type = context.graph->FindType(name))
        edges += static_cast<double>(context.graph->EdgeCount(*type));
    }
  }
  return edges / std::max(1.0, NodesWith(labels, context)) * (flow == Flow::kBoth ? 2 : 1);
}

double SelectivityOf(const Expr& predicate, const PatternNode& node, const PlanContext& context) {
  if (predicate.kind == ExprKind::kHasLabels) return 0.9;
  if (const auto test = TestOf(predicate, node.slot)) {
    if (test->op == ast::CompareOp::kNotEqual) return 0.9;
    if (test->op != ast::CompareOp::kEqual) return kRangeSelectivity;
    const auto indexes = context.graph->Indexes();
    for (const std::string& label : node.labels) {
      if (const IndexInfo* index = FindIndex(indexes, *context.graph, label, test->key)) {
        const double all = std::max(1.0, static_cast<double>(context.graph->NodeCount(index->label)));
        return std::min(1.0, std::max(0.5, RowsOfSeek(*context.graph, *index, *test->other, context)) / all);
      }
    }
    return kEqualitySelectivity;
  }
  if (predicate.kind == ExprKind::kStringPredicate) return kPrefixSelectivity;
  return 0.5;
}

namespace {

// `id(node) = x` and `id(node) IN list`: no label and no index finds it faster.
bool SeekId(const Expr& predicate, Slot node, const std::function<bool(const Expr&)>& usable, AccessPath& found) {
  const auto is_id = [&](const Expr& expr) {
    return expr.kind == ExprKind::kCall && expr.function->name == "id" && expr.args[0]->kind == ExprKind::kSlot &&
           expr.args[0]->slot == node;
  };
  const bool equal = predicate.kind == ExprKind::kCompare && predicate.compare == ast::CompareOp::kEqual;
  if (!equal && predicate.kind != ExprKind::kIn) return false;
  const bool turned = equal && is_id(*predicate.args[1]);
  const ExprPtr& key = predicate.args[turned ? 0 : 1];
  if (!is_id(*predicate.args[turned ? 1 : 0]) || !usable(*key)) return false;
  found.kind = equal ? AccessPath::Kind::kId : AccessPath::Kind::kIdEach;
  found.rows = equal ? 1 : 10;
  found.key = key;
  return true;
}

// An index over several properties, each of which must equal something.
bool SeekAll(const IndexInfo& index, const PatternNode& node, const std::vector<ExprPtr>& predicates,
             const std::function<bool(const Expr&)>& usable, const PlanContext& context, AccessPath& found) {
  const GraphReader& graph = *context.graph;
  if (!IsSeekable(index) || index.type || index.properties.size() < 2) return false;
  if (node.hint && !IsIndexOf(*node.hint, index, graph)) return false;
  found.label = graph.NameOf(index.label);
  if (std::find(node.labels.begin(), node.labels.end(), found.label) == node.labels.end()) return false;
  auto keys = std::make_shared<Expr>();
  keys->kind = ExprKind::kList;
  for (PropertyId property : index.properties) {
    const auto fits = [&](const ExprPtr& predicate) {
      const auto test = TestOf(*predicate, node.slot);
      return test && test->op == ast::CompareOp::kEqual && test->key == graph.NameOf(property) && usable(*test->other);
    };
    const auto at = std::find_if(predicates.begin(), predicates.end(), fits);
    if (at == predicates.end()) return false;
    found.covers.push_back(static_cast<size_t>(at - predicates.begin()));
    found.property += (found.property.empty() ? "" : ", ") + std::string(graph.NameOf(property));
    keys->args.push_back(TestOf(**at, node.slot)->other);
  }
  found.kind = AccessPath::Kind::kSeek;
  found.index = index.id;
  found.key = std::move(keys);
  const double all = static_cast<double>(graph.NodeCount(index.label));
  found.rows = index.kind == IndexInfo::Kind::kUnique ? 1 : std::max(1.0, all * kEqualitySelectivity / 10);
  return true;
}

}  // namespace

AccessPath ChooseAccess(const PatternNode& node, const std::vector<ExprPtr>& predicates,
                        const std::function<bool(const Expr&)>& usable, const PlanContext& context) {
  const GraphReader& graph = *context.graph;
  AccessPath best;
  best.rows = static_cast<double>(graph.NodeCount());
  const auto covers_label = [&](const std::string& label) {
    std::vector<size_t> covers;
    for (size_t i = 0; i < predicates.size(); ++i) {
      const Expr& predicate = *predicates[i];
      if (predicate.kind == ExprKind::kHasLabels && predicate.args[0]->kind == ExprKind::kSlot &&
          predicate.args[0]->slot == node.slot && predicate.labels.kind == ast::LabelExpr::Kind::kName &&
          predicate.labels.name == label) {
        covers.push_back(i);
      }
    }
    return covers;
  };
  if (context.rules.Has(Rule::kUseLabels)) {
    for (const std::string& label : node.labels) {
      if (node.hint && node.hint->label.text != label) continue;
      const double rows = NodesWith({label}, context);
      if (best.kind == AccessPath::Kind::kLabel && rows >= best.rows) continue;
      best = {};
      best.kind = AccessPath::Kind::kLabel;
      best.rows = rows;
      best.label = label;
      best.covers = covers_label(label);
    }
  }
  if (!context.rules.Has(Rule::kUseIndexes)) return best;
  if (node.hint && node.hint->kind == ast::Hint::Kind::kScan) return best;

  for (size_t i = 0; i < predicates.size() && !node.hint; ++i) {
    AccessPath found;
    if (!SeekId(*predicates[i], node.slot, usable, found) || found.rows > best.rows) continue;
    found.covers = {i};
    best = std::move(found);
  }

  const auto indexes = graph.Indexes();
  for (size_t i = 0; i < predicates.size(); ++i) {
    AccessPath path;
    if (!LookupOf(i, node.slot, predicates, usable, path)) continue;
    for (const std::string& label : node.labels) {
      const IndexInfo* index = FindIndex(indexes, graph, label, path.property);
      if (!index || (node.hint && !IsIndexOf(*node.hint, *index, graph))) continue;
      AccessPath found = path;
      found.index = index->id;
      found.label = label;
      found.rows = RowsOf(path, *index, static_cast<double>(graph.NodeCount(index->label)), context);
      if (found.rows > best.rows && MeetsHint(node, best)) continue;
      const auto label_covers = covers_label(label);
      found.covers.insert(found.covers.end(), label_covers.begin(), label_covers.end());
      best = std::move(found);
    }
  }
  for (const IndexInfo& index : indexes) {
    AccessPath found;
    if (!SeekAll(index, node, predicates, usable, context, found)) continue;
    if (found.rows > best.rows && MeetsHint(node, best)) continue;
    const auto label_covers = covers_label(found.label);
    found.covers.insert(found.covers.end(), label_covers.begin(), label_covers.end());
    best = std::move(found);
  }
  return best;
}

AccessPath ChooseEdgeAccess(const PatternRel& rel, const std::vector<ExprPtr>& predicates,
                            const std::function<bool(const Expr&)>& usable, const PlanContext& context) {
  AccessPath best;
  const bool one_type = !rel.types.any && rel.types.names.size() == 1;
  if (rel.kind != PatternRel::Kind::kSingle || rel.bound || !one_type || !context.rules.Has(Rule::kUseIndexes)) {
    return best;
  }
  const GraphReader& graph = *context.graph;
  const auto indexes = graph.Indexes();
  for (size_t i = 0; i < predicates.size(); ++i) {
    AccessPath path;
    if (!LookupOf(i, rel.slot, predicates, usable, path)) continue;
    const IndexInfo* index = FindEdgeIndex(indexes, graph, rel.types.names[0], path.property);
    if (!index) continue;
    path.index = index->id;
    path.label = rel.types.names[0];
    path.rows = RowsOf(path, *index, static_cast<double>(graph.EdgeCount(*index->type)), context);
    if (best.kind == AccessPath::Kind::kAll || path.rows < best.rows) best = std::move(path);
  }
  return best;
}

}  // namespace papergraph::engine
