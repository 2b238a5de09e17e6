// Statement -> plan. What is wrong with a statement was found by Check; here it is taken at its word.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/algebra/walk.h"
#include "engine/optimizer/rules.h"
#include "engine/planner/pattern.h"
#include "engine/procedures/procedure.h"
#include "grammar/ast.h"

namespace papergraph::engine {

/// Which names exist at a point of a query, in the order in which they came to be.
class Bindings {
 public:
  struct Binding {
    std::string name;
    Slot slot;
    bool local = false;  // a variable inside an expression
  };
  const Binding* Find(std::string_view name) const;
  /// A name that was there means the new slot from now on.
  void Add(std::string name, Slot slot, bool local = false);
  const std::vector<Binding>& bindings() const { return bindings_; }
  /// As a plan inside an expression sees it: locals are columns there.
  Bindings Inside() const;

 private:
  std::vector<Binding> bindings_;
};

/// What planning may ask.
struct PlanContext {
  const GraphReader* graph = nullptr;  // names and statistics
  const Value* parameters = nullptr;   // of the first run: for estimates only
  RuleSet rules;
  std::function<std::shared_ptr<const Procedure>(std::string_view)> find_procedure;
};

class Planner {
 public:
  Planner(const PlanContext& context, SlotTable& slots) : context_(context), slots_(slots) {}

  /// A whole query, optimised.
  static QueryPlan PlanStatement(const ast::Query& query, const PlanContext& context);

  static QueryPlan PlanShow(const ast::Show& show, const PlanContext& context);

  struct Result {
    Plan plan;
    std::vector<std::string> names;  // columns, when it returns
    std::vector<Slot> slots;
    bool returns = false;
  };
  /// `scope`: what the query sees of its surroundings; its leaves are Arguments.
  Result PlanQuery(const ast::Query& query, const Bindings& scope);

  ExprPtr Bind(const ast::Expr& expr, const Bindings& scope);

 private:
  friend class Solver;
  Result PlanSingle(const ast::SingleQuery& query, Bindings scope);
  void PlanClause(const ast::Clause& clause, Bindings& scope, Result& result);

  // match.cc
  void PlanMatch(const ast::Match& match, Bindings& scope, Plan& plan);
  void NamePath(const ast::Name& name, Span span, const std::vector<Slot>& pieces, Bindings& scope, Pattern& pattern);
  void PlanSelectedPaths(const ast::Match& match, Bindings& scope, Plan& plan);
  static void AddHints(const ast::Match& match, const Bindings& scope, Pattern& pattern);
  Pattern BuildPattern(const std::vector<const ast::PathPattern*>& paths, Bindings& scope);
  using NodesByName = std::map<std::string, size_t>;
  void AddPath(const ast::PathPattern& path, Bindings& scope, Pattern& pattern, NodesByName& nodes);
  /// Returns the slots of the path's pieces: node, relationship, node, ...
  std::vector<Slot> AddElements(const std::vector<ast::PathElement>& elements, ast::PathPattern::Selector selector,
                                Bindings& scope, Pattern& pattern, NodesByName& nodes);
  size_t AddNode(const ast::NodePattern& node, Bindings& scope, Pattern& pattern, NodesByName& nodes);
  Slot AddRel(const ast::RelationshipPattern& rel, size_t from, size_t to, ast::PathPattern::Selector selector,
              Bindings& scope, Pattern& pattern);
  Slot AddRepeat(const ast::QuantifiedPath& repeat, size_t from, size_t to, Bindings& scope, Pattern& pattern);
  void AddProperties(const ast::Expr& properties, const ExprPtr& object, const Bindings& scope,
                     std::vector<ExprPtr>& out);
  static void FinishPattern(Pattern& pattern);
  Plan Solve(Pattern pattern, Plan input);
  ExprPtr BindPattern(const ast::PathPattern& pattern, const ast::Expr* where, const ast::Expr* projection,
                      SubPlan::Mode mode, const Bindings& scope, Span span);

  // projection.cc
  void PlanProjection(const ast::Projection& projection, const ast::Expr* where, Bindings& scope, Plan& plan,
                      Result* result);
  void PlanSortAndCut(const ast::Projection& projection, std::vector<SortKey> keys, Plan& plan, const Bindings& scope);

  // update.cc
  void PlanCreate(const ast::Create& create, Bindings& scope, Plan& plan);
  void PlanMerge(const ast::Merge& merge, Bindings& scope, Plan& plan);
  void PlanSet(const std::vector<ast::SetItem>& items, const Bindings& scope, Plan& plan);
  void PlanRemove(const ast::Remove& remove, const Bindings& scope, Plan& plan);
  void PlanDelete(const ast::Delete& del, const Bindings& scope, Plan& plan);
  void PlanForeach(const ast::Foreach& foreach, const Bindings& scope, Plan& plan);
  std::vector<ops::SetItem> BindSetItems(const std::vector<ast::SetItem>& items, const Bindings& scope);
  struct NewEntities {
    std::vector<ops::NewNode> nodes;
    std::vector<ops::NewEdge> edges;
    std::vector<Assign> paths;
  };
  void AddNew(const ast::PathPattern& path, Bindings& scope, NewEntities& made);

  // clauses.cc
  void PlanUnwind(const ast::Unwind& unwind, Bindings& scope, Plan& plan);
  void PlanCall(const ast::CallProcedure& call, Bindings& scope, Result& result, bool standalone);
  void PlanSubquery(const ast::CallSubquery& call, Bindings& scope, Plan& plan);
  void PlanLoadCsv(const ast::LoadCsv& load, Bindings& scope, Plan& plan, Span span);

  ExprPtr BindCall(const ast::FunctionCall& call, const Bindings& scope, Span span);
  std::vector<ExprPtr> BindAll(const std::vector<ast::ExprPtr>& exprs, const Bindings& scope);

  const PlanContext& context_;
  SlotTable& slots_;
  std::map<int32_t, std::vector<std::string>> labels_;  // of the variables of earlier patterns: for estimates
};

LabelTest BindLabels(const ast::LabelExpr& labels);
Plan AddFilter(Plan plan, std::vector<ExprPtr> predicates);

}  // namespace papergraph::engine
