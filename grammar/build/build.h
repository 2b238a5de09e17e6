// Parse tree -> AST. One Builder a statement; it keeps what the parse tree does not know: bytes, and how deep the
// expressions get.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "grammar/ast.h"
#include "grammar/build/source.h"
#include "parser/CypherParser.h"

namespace papergraph::build {

using antlr::CypherParser;

/// No expression of the AST is deeper, so that whoever walks it may recurse. Chains of AND, OR and XOR are balanced;
/// those of other operators count a level an operator.
inline constexpr uint32_t kMaxHeight = 1000;

class Builder {
 public:
  explicit Builder(const Source& source) : source_(source) {}

  /// Throws QueryError for what the grammar lets pass but no statement may contain.
  ast::Statement BuildStatement(CypherParser::StatementContext* ctx);

 private:
  // clauses.cc
  ast::Query BuildQuery(CypherParser::QueryContext* ctx, bool is_statement);
  ast::SingleQuery BuildSingleQuery(CypherParser::SingleQueryContext* ctx, bool is_statement);
  ast::Clause BuildClause(CypherParser::ClauseContext* ctx);
  ast::Match BuildMatch(CypherParser::MatchClauseContext* ctx);
  ast::Hint BuildHint(CypherParser::HintContext* ctx);
  ast::Merge BuildMerge(CypherParser::MergeContext* ctx);
  ast::SetItem BuildSetItem(CypherParser::SetItemContext* ctx);
  std::vector<ast::SetItem> BuildSetItems(const std::vector<CypherParser::SetItemContext*>& items);
  ast::RemoveItem BuildRemoveItem(CypherParser::PlaceContext* ctx);
  ast::Delete BuildDelete(CypherParser::DeleteClauseContext* ctx);
  ast::Projection BuildProjection(CypherParser::ProjectionContext* ctx);
  ast::CallProcedure BuildCallProcedure(CypherParser::CallContext* ctx);
  ast::CallSubquery BuildCallSubquery(CypherParser::CallContext* ctx);
  void BuildInTransactions(CypherParser::InTransactionsContext* ctx, ast::CallSubquery& call);
  ast::Foreach BuildForeach(CypherParser::ForeachContext* ctx);
  ast::LoadCsv BuildLoadCsv(CypherParser::LoadCsvContext* ctx);
  ast::ExprPtr BuildWhere(CypherParser::WhereContext* ctx);  // null for null

  // schema.cc
  ast::CreateIndex BuildCreateIndex(CypherParser::CreateIndexContext* ctx);
  ast::DropIndex BuildDropIndex(CypherParser::DropIndexContext* ctx);
  ast::CreateConstraint BuildCreateConstraint(CypherParser::CreateConstraintContext* ctx);
  ast::DropConstraint BuildDropConstraint(CypherParser::DropConstraintContext* ctx);
  ast::Show BuildShow(CypherParser::ShowContext* ctx);
  std::vector<ast::Name> BuildProperties(const std::vector<CypherParser::PropertyRefContext*>& refs,
                                         const ast::Name& variable);

  // patterns.cc
  std::vector<ast::PathPattern> BuildPattern(CypherParser::PatternContext* ctx);
  ast::PathPattern BuildPathPattern(CypherParser::PathPatternContext* ctx);
  ast::PathPattern BuildShortestPath(CypherParser::ShortestPathContext* ctx);
  void BuildSelector(CypherParser::SelectorContext* ctx, ast::PathPattern& pattern);
  void BuildSelected(CypherParser::PathContext* ctx, ast::PathPattern& pattern);
  ast::PathPattern BuildPathExpression(CypherParser::PathExpressionContext* ctx);
  std::vector<ast::PathElement> BuildPath(CypherParser::PathContext* ctx);
  void AppendGroup(CypherParser::GroupedPathContext* ctx, std::vector<ast::PathElement>& elements);
  void AppendNode(ast::NodePattern node, std::vector<ast::PathElement>& elements);
  template <class Context>
  ast::NodePattern BuildNode(Context* ctx, Span span);
  ast::RelationshipPattern BuildRelationship(CypherParser::RelationshipContext* ctx);
  ast::Length BuildLength(CypherParser::LengthContext* ctx);
  ast::Length BuildQuantifier(CypherParser::QuantifierContext* ctx);
  ast::ExprPtr BuildProperties(CypherParser::PropertiesContext* ctx);  // null for null
  uint64_t BuildBound(antlr4::Token* token);
  ast::LabelExprPtr BuildLabelTest(CypherParser::LabelTestContext* ctx);  // null for null
  ast::LabelExprPtr BuildLabels(CypherParser::LabelOrContext* ctx);
  ast::LabelExprPtr BuildLabels(CypherParser::LabelAndContext* ctx);
  ast::LabelExprPtr BuildLabels(CypherParser::LabelFactorContext* ctx);

  // expressions.cc: operators
  friend class Chain;
  ast::ExprPtr BuildExpression(CypherParser::ExpressionContext* ctx);
  ast::ExprPtr BuildOperand(CypherParser::OperandContext* ctx, size_t first_prefix);
  ast::ExprPtr BuildPostfixed(CypherParser::AtomContext* atom,
                              const std::vector<CypherParser::PostfixContext*>& postfixes);
  ast::ExprPtr BuildPostfix(ast::ExprPtr object, CypherParser::PostfixContext* ctx);
  ast::ExprPtr BuildCall(ast::ExprPtr callee, CypherParser::PostfixContext* ctx);
  std::vector<ast::ExprPtr> BuildExpressions(const std::vector<CypherParser::ExpressionContext*>& list);

  // value_types.cc
  ast::ValueType BuildValueType(CypherParser::ValueTypeContext* ctx);
  ast::ValueType BuildTypeTerm(CypherParser::TypeTermContext* ctx);

  // atoms.cc: everything that brackets or a keyword delimit
  ast::ExprPtr BuildAtom(CypherParser::AtomContext* ctx);
  ast::ExprPtr BuildLiteral(antlr4::Token* token, bool negative, Span span);
  ast::ExprPtr BuildMap(CypherParser::MapContext* ctx);
  ast::ExprPtr BuildMapProjection(CypherParser::AtomContext* ctx);
  ast::ExprPtr BuildCase(CypherParser::CaseExpressionContext* ctx);
  ast::ExprPtr BuildListComprehension(CypherParser::ListComprehensionContext* ctx);
  ast::ExprPtr BuildPatternComprehension(CypherParser::PatternComprehensionContext* ctx);
  ast::ExprPtr BuildQuantified(CypherParser::QuantifiedContext* ctx);
  ast::ExprPtr BuildReduce(CypherParser::ReduceContext* ctx);
  ast::ExprPtr BuildSubquery(CypherParser::SubqueryContext* ctx);
  ast::ExprPtr BuildExistsPattern(CypherParser::ExistsPatternContext* ctx);
  ast::QueryPtr QueryOfMatch(ast::Match match, Span span);

  Span SpanOf(antlr4::Token* token) const {
    return {source_.ByteOf(token->getStartIndex()), source_.ByteOf(token->getStopIndex() + 1)};
  }
  Span SpanOf(antlr4::tree::TerminalNode* node) const { return SpanOf(node->getSymbol()); }
  Span SpanOf(antlr4::ParserRuleContext* ctx) const { return Join(SpanOf(ctx->getStart()), SpanOf(ctx->getStop())); }
  std::string_view TextOf(antlr4::Token* token) const { return source_.TextOf(SpanOf(token)); }

  /// Whether the token is this word (given in capitals) in any case.
  bool IsWord(antlr4::Token* token, std::string_view word) const;

  template <class NameContext>  // AnyName, Variable or Name
  ast::Name BuildName(NameContext* ctx) const {
    return NameOfToken(ctx->getStart());
  }
  ast::Name NameOfToken(antlr4::Token* token) const;

  template <class Value>
  static ast::ExprPtr Make(Value value, Span span) {
    auto expr = std::make_unique<ast::Expr>();
    expr->value = std::move(value);
    expr->span = span;
    return expr;
  }

  /// Runs `build`, which makes one level of expression around whatever expressions it builds.
  template <class F>
  auto Level(Span span, F build) {
    const uint32_t outside = std::exchange(height_, 0);
    auto result = build();
    SetHeight(height_ + 1, span);
    height_ = std::max(height_, outside);
    return result;
  }
  void SetHeight(uint32_t height, Span span);

  const Source& source_;
  uint32_t height_ = 0;     // of the highest expression built so far at this level
  bool in_create_ = false;  // parameters may stand for a node's properties
};

}  // namespace papergraph::build
