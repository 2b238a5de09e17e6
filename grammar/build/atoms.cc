// Operands that brackets or a keyword delimit: literals, CASE, comprehensions, subqueries.
#include <fmt/format.h>

#include <limits>

#include "grammar/build/build.h"
#include "grammar/build/literals.h"

namespace papergraph::build {

using L = CypherParser;

ast::ExprPtr Builder::BuildAtom(CypherParser::AtomContext* ctx) {
  if (ctx->literal != nullptr) return BuildLiteral(ctx->literal, false, SpanOf(ctx->literal));
  const Span span = SpanOf(ctx);
  if (ctx->LPAREN() != nullptr) {
    ast::ExprPtr inner = BuildExpression(ctx->expression());
    inner->span = span;
    return inner;
  }
  auto* child = dynamic_cast<antlr4::ParserRuleContext*>(ctx->children.front());
  switch (child->getRuleIndex()) {
    case L::RuleVariable: {
      if (ctx->mapProjection() != nullptr) return BuildMapProjection(ctx);
      return Make(ast::Variable{BuildName(ctx->variable()).text}, span);
    }
    case L::RuleList:
      return Level(span, [&] { return Make(ast::ListLiteral{BuildExpressions(ctx->list()->expression())}, span); });
    case L::RuleMap:
      return BuildMap(ctx->map());
    case L::RuleCaseExpression:
      return Level(span, [&] { return BuildCase(ctx->caseExpression()); });
    case L::RuleListComprehension:
      return Level(span, [&] { return BuildListComprehension(ctx->listComprehension()); });
    case L::RulePatternComprehension:
      return Level(span, [&] { return BuildPatternComprehension(ctx->patternComprehension()); });
    case L::RuleCountStar:
      return Make(ast::CountStar{}, span);
    case L::RuleQuantified:
      return Level(span, [&] { return BuildQuantified(ctx->quantified()); });
    case L::RuleReduce:
      return Level(span, [&] { return BuildReduce(ctx->reduce()); });
    case L::RuleSubquery:
      return Level(span, [&] { return BuildSubquery(ctx->subquery()); });
    case L::RuleExistsPattern:
      return Level(span, [&] { return BuildExistsPattern(ctx->existsPattern()); });
    case L::RuleShortestPath:
      return Level(span, [&] { return Make(ast::PatternExpr{BuildShortestPath(ctx->shortestPath())}, span); });
    default:
      return Level(span, [&] { return Make(ast::PatternExpr{BuildPathExpression(ctx->pathExpression())}, span); });
  }
}

ast::ExprPtr Builder::BuildLiteral(antlr4::Token* token, bool negative, Span span) {
  const std::string_view text = TextOf(token);
  switch (token->getType()) {
    case L::INTEGER:
      return Make(ast::IntLiteral{ReadInteger(text, negative, span)}, span);
    case L::FLOAT: {
      const double value = ReadFloat(text, span);
      return Make(ast::FloatLiteral{negative ? -value : value}, span);
    }
    case L::INFINITE: {
      const double value = std::numeric_limits<double>::infinity();
      return Make(ast::FloatLiteral{negative ? -value : value}, span);
    }
    case L::NOT_A_NUMBER:
      return Make(ast::FloatLiteral{std::numeric_limits<double>::quiet_NaN()}, span);
    case L::STRING:
      return Make(ast::StringLiteral{ReadString(text, span)}, span);
    case L::PARAMETER:
      return Make(ast::Parameter{ReadName(text.substr(1))}, span);
    case L::TRUE:
      return Make(ast::BoolLiteral{true}, span);
    case L::FALSE:
      return Make(ast::BoolLiteral{false}, span);
    case L::NULL_LITERAL:
      return Make(ast::NullLiteral{}, span);
    default:
      Fail("InvalidNumberLiteral", span,
           fmt::format("`{}` is not a number; a name that begins with a digit is written in backticks.", text));
  }
}

ast::ExprPtr Builder::BuildMap(CypherParser::MapContext* ctx) {
  const Span span = SpanOf(ctx);
  return Level(span, [&] {
    ast::MapLiteral map;
    for (auto* entry : ctx->mapEntry()) {
      map.entries.push_back({BuildName(entry->anyName()), BuildExpression(entry->expression())});
    }
    return Make(std::move(map), span);
  });
}

ast::ExprPtr Builder::BuildMapProjection(CypherParser::AtomContext* ctx) {
  const Span span = SpanOf(ctx);
  return Level(span, [&] {
    ast::MapProjection projection{BuildName(ctx->variable()), {}};
    for (auto* item : ctx->mapProjection()->mapProjectionItem()) {
      if (item->STAR() != nullptr) {
        projection.items.push_back(ast::MapProjection::AllProperties{SpanOf(item)});
        continue;
      }
      ast::Name name = BuildName(item->anyName());
      if (item->DOT() != nullptr) {
        projection.items.push_back(std::move(name));
      } else if (item->expression() != nullptr) {
        projection.items.push_back(ast::MapEntry{std::move(name), BuildExpression(item->expression())});
      } else {
        auto variable = Make(ast::Variable{name.text}, name.span);
        projection.items.push_back(ast::MapEntry{std::move(name), std::move(variable)});
      }
    }
    return Make(std::move(projection), span);
  });
}

ast::ExprPtr Builder::BuildCase(CypherParser::CaseExpressionContext* ctx) {
  ast::Case result;
  if (ctx->subject != nullptr) result.subject = BuildExpression(ctx->subject);
  for (auto* branch : ctx->caseBranch()) {
    const auto expressions = branch->expression();
    if (ctx->subject == nullptr && expressions.size() > 2) {
      FailSyntax(SpanOf(expressions[1]),
                 "Several values after WHEN need an expression after CASE; combine predicates with OR.");
    }
    // `WHEN 1, 2 THEN x` is two branches with the same result.
    for (size_t i = 0; i + 1 < expressions.size(); ++i) {
      result.branches.push_back({BuildExpression(expressions[i]), BuildExpression(expressions.back())});
    }
  }
  if (ctx->otherwise != nullptr) result.otherwise = BuildExpression(ctx->otherwise);
  return Make(std::move(result), SpanOf(ctx));
}

ast::ExprPtr Builder::BuildListComprehension(CypherParser::ListComprehensionContext* ctx) {
  ast::ListComprehension result{BuildName(ctx->anyName()), BuildExpression(ctx->expression(0)),
                                BuildWhere(ctx->where()), nullptr};
  if (ctx->PROJECT_BAR() != nullptr) result.projection = BuildExpression(ctx->expression(1));
  return Make(std::move(result), SpanOf(ctx));
}

ast::ExprPtr Builder::BuildPatternComprehension(CypherParser::PatternComprehensionContext* ctx) {
  ast::PatternComprehension result{BuildPathExpression(ctx->pathExpression()), BuildWhere(ctx->where()),
                                   BuildExpression(ctx->expression())};
  if (ctx->anyName() != nullptr) {
    result.pattern.variable = BuildName(ctx->anyName());
    result.pattern.span = Join(result.pattern.variable->span, result.pattern.span);
  }
  return Make(std::move(result), SpanOf(ctx));
}

ast::ExprPtr Builder::BuildQuantified(CypherParser::QuantifiedContext* ctx) {
  const size_t type = ctx->kind->getType();
  const auto kind = type == L::ALL    ? ast::QuantifierKind::kAll
                    : type == L::ANY  ? ast::QuantifierKind::kAny
                    : type == L::NONE ? ast::QuantifierKind::kNone
                                      : ast::QuantifierKind::kSingle;
  return Make(
      ast::Quantifier{kind, BuildName(ctx->anyName()), BuildExpression(ctx->expression()), BuildWhere(ctx->where())},
      SpanOf(ctx));
}

ast::ExprPtr Builder::BuildReduce(CypherParser::ReduceContext* ctx) {
  return Make(ast::Reduce{BuildName(ctx->anyName(0)), BuildExpression(ctx->expression(0)), BuildName(ctx->anyName(1)),
                          BuildExpression(ctx->expression(1)), BuildExpression(ctx->expression(2))},
              SpanOf(ctx));
}

ast::ExprPtr Builder::BuildSubquery(CypherParser::SubqueryContext* ctx) {
  const size_t type = ctx->kind->getType();
  ast::Subquery result;
  result.kind = type == L::EXISTS  ? ast::SubqueryKind::kExists
                : type == L::COUNT ? ast::SubqueryKind::kCount
                                   : ast::SubqueryKind::kCollect;
  if (ctx->query() != nullptr) {
    result.query = std::make_unique<ast::Query>(BuildQuery(ctx->query(), false));
  } else {
    ast::Match match;
    match.patterns = BuildPattern(ctx->pattern());
    match.where = BuildWhere(ctx->where());
    Span span = SpanOf(ctx->pattern());
    if (ctx->where() != nullptr) span = Join(span, SpanOf(ctx->where()));
    result.query = QueryOfMatch(std::move(match), span);
  }
  return Make(std::move(result), SpanOf(ctx));
}

ast::ExprPtr Builder::BuildExistsPattern(CypherParser::ExistsPatternContext* ctx) {
  ast::Match match;
  match.patterns.push_back(BuildPathExpression(ctx->pathExpression()));
  const Span span = match.patterns.front().span;
  return Make(ast::Subquery{ast::SubqueryKind::kExists, QueryOfMatch(std::move(match), span)}, SpanOf(ctx));
}

ast::QueryPtr Builder::QueryOfMatch(ast::Match match, Span span) {
  auto query = std::make_unique<ast::Query>();
  query->span = span;
  ast::SingleQuery& part = query->parts.emplace_back();
  part.span = span;
  part.clauses.push_back({std::move(match), span});
  return query;
}

}  // namespace papergraph::build
