// Paths, nodes, relationships, label expressions.
#include <fmt/format.h>

#include "grammar/build/build.h"
#include "grammar/build/literals.h"

namespace papergraph::build {

using L = CypherParser;

std::vector<ast::PathPattern> Builder::BuildPattern(CypherParser::PatternContext* ctx) {
  std::vector<ast::PathPattern> patterns;
  for (auto* path : ctx->pathPattern()) patterns.push_back(BuildPathPattern(path));
  return patterns;
}

ast::PathPattern Builder::BuildPathPattern(CypherParser::PathPatternContext* ctx) {
  ast::PathPattern pattern;
  if (ctx->shortestPath() != nullptr) {
    pattern = BuildShortestPath(ctx->shortestPath());
  } else {
    if (ctx->selector() != nullptr) BuildSelector(ctx->selector(), pattern);
    BuildSelected(ctx->path(), pattern);
  }
  if (ctx->anyName() != nullptr) pattern.variable = BuildName(ctx->anyName());
  pattern.span = SpanOf(ctx);
  return pattern;
}

void Builder::BuildSelector(CypherParser::SelectorContext* ctx, ast::PathPattern& pattern) {
  const bool shortest = ctx->SHORTEST() != nullptr;
  if (ctx->ALL() != nullptr && !shortest) return;  // ALL PATHS is what a pattern without a selector says
  const bool groups = ctx->GROUP() != nullptr || ctx->GROUPS() != nullptr || ctx->ALL() != nullptr;
  pattern.selector = groups ? ast::PathPattern::Selector::kShortestGroups : ast::PathPattern::Selector::kShortestPaths;
  if (ctx->pathCount() == nullptr) {
    pattern.count = Make(ast::IntLiteral{1}, SpanOf(ctx));
    return;
  }
  const Span span = SpanOf(ctx->pathCount());
  pattern.count = BuildLiteral(ctx->pathCount()->getStart(), false, span);
  const auto* number = std::get_if<ast::IntLiteral>(&pattern.count->value);
  if (number != nullptr && number->value == 0) FailSyntax(span, "At least one path must be asked for.");
}

// The path of a selector may stand in parentheses with a name and a condition: `SHORTEST 1 (p = (a)-->+(b) WHERE ...)`.
void Builder::BuildSelected(CypherParser::PathContext* ctx, ast::PathPattern& pattern) {
  auto* group = ctx->pathStart()->groupedPath();
  const bool whole = group != nullptr && ctx->pathStep().empty() && group->quantifier() == nullptr;
  if (!whole || pattern.selector == ast::PathPattern::Selector::kAll) {
    pattern.elements = BuildPath(ctx);
    return;
  }
  BuildSelected(group->path(), pattern);
  if (group->anyName() != nullptr) pattern.variable = BuildName(group->anyName());
  pattern.where = BuildWhere(group->where());
}

ast::PathPattern Builder::BuildShortestPath(CypherParser::ShortestPathContext* ctx) {
  ast::PathPattern pattern;
  pattern.selector = ctx->kind->getType() == L::SHORTESTPATH ? ast::PathPattern::Selector::kShortest
                                                             : ast::PathPattern::Selector::kAllShortest;
  pattern.elements = BuildPath(ctx->path());
  pattern.span = SpanOf(ctx);
  return pattern;
}

ast::PathPattern Builder::BuildPathExpression(CypherParser::PathExpressionContext* ctx) {
  ast::PathPattern pattern;
  pattern.span = SpanOf(ctx);
  pattern.elements.push_back({BuildNode(ctx, Join(SpanOf(ctx->PATTERN_OPEN()), SpanOf(ctx->RPAREN())))});
  const auto relationships = ctx->relationship();
  const auto nodes = ctx->node();
  for (size_t i = 0; i < relationships.size(); ++i) {
    pattern.elements.push_back({BuildRelationship(relationships[i])});
    pattern.elements.push_back({BuildNode(nodes[i], SpanOf(nodes[i]))});
  }
  return pattern;
}

std::vector<ast::PathElement> Builder::BuildPath(CypherParser::PathContext* ctx) {
  std::vector<ast::PathElement> elements;
  auto* start = ctx->pathStart();
  if (start->groupedPath() != nullptr) {
    AppendGroup(start->groupedPath(), elements);
  } else {
    AppendNode(BuildNode(start->node(), SpanOf(start->node())), elements);
  }
  for (auto* step : ctx->pathStep()) {
    if (step->groupedPath() != nullptr) {
      AppendGroup(step->groupedPath(), elements);
      continue;
    }
    if (step->relationship() != nullptr) {
      // Beside a quantified path stands a node, written or not.
      if (!std::holds_alternative<ast::NodePattern>(elements.back().value)) {
        const uint32_t at = SpanOf(step->relationship()).start;
        AppendNode({std::nullopt, nullptr, nullptr, nullptr, {at, at}}, elements);
      }
      elements.push_back({BuildRelationship(step->relationship())});
    }
    AppendNode(BuildNode(step->node(), SpanOf(step->node())), elements);
  }
  if (!std::holds_alternative<ast::NodePattern>(elements.back().value)) {
    const uint32_t end = SpanOf(ctx).end;
    AppendNode({std::nullopt, nullptr, nullptr, nullptr, {end, end}}, elements);
  }
  return elements;
}

void Builder::AppendNode(ast::NodePattern node, std::vector<ast::PathElement>& elements) {
  if (!elements.empty() && std::holds_alternative<ast::NodePattern>(elements.back().value)) {
    FailSyntax(node.span, "Between two nodes a relationship is expected, as in `(a)-[:TYPE]->(b)`.");
  }
  elements.push_back({std::move(node)});
}

void Builder::AppendGroup(CypherParser::GroupedPathContext* ctx, std::vector<ast::PathElement>& elements) {
  const Span span = SpanOf(ctx);
  std::vector<ast::PathElement> inside = BuildPath(ctx->path());
  if (ctx->quantifier() == nullptr) {
    if (ctx->anyName() != nullptr) {
      FailSyntax(SpanOf(ctx->anyName()),
                 "A name for a part of a path needs a quantifier after the parentheses, as in `(p = (a)-->(b)){1,3}`; "
                 "name the whole path instead.");
    }
    if (ctx->where() != nullptr) {
      FailSyntax(SpanOf(ctx->where()),
                 "WHERE inside a path in parentheses needs a quantifier after it, as in `{1,3}`; "
                 "without one put the condition after the whole pattern.");
    }
    for (ast::PathElement& element : inside) {
      if (auto* node = std::get_if<ast::NodePattern>(&element.value); node != nullptr && &element == &inside.front()) {
        AppendNode(std::move(*node), elements);
      } else {
        elements.push_back(std::move(element));
      }
    }
    return;
  }
  if (inside.size() < 3) {
    FailSyntax(span, "Only a path with a relationship can be repeated, as in `((a)-->(b)){1,3}`.");
  }
  if (elements.empty() || !std::holds_alternative<ast::NodePattern>(elements.back().value)) {
    AppendNode({std::nullopt, nullptr, nullptr, nullptr, {span.start, span.start}}, elements);
  }
  std::optional<ast::Name> variable;
  if (ctx->anyName() != nullptr) variable = BuildName(ctx->anyName());
  elements.push_back({ast::QuantifiedPath{std::move(variable), std::move(inside), BuildWhere(ctx->where()),
                                          BuildQuantifier(ctx->quantifier()), span}});
}

template <class Context>
ast::NodePattern Builder::BuildNode(Context* ctx, Span span) {
  ast::NodePattern node;
  if (ctx->anyName() != nullptr) node.variable = BuildName(ctx->anyName());
  node.labels = BuildLabelTest(ctx->labelTest());
  node.properties = BuildProperties(ctx->properties());
  node.where = BuildWhere(ctx->where());
  node.span = span;
  return node;
}

ast::RelationshipPattern Builder::BuildRelationship(CypherParser::RelationshipContext* ctx) {
  ast::RelationshipPattern relationship;
  const bool in = ctx->LT() != nullptr;
  const bool out = ctx->GT() != nullptr;
  relationship.direction = in == out ? ast::Direction::kBoth : in ? ast::Direction::kIn : ast::Direction::kOut;
  relationship.span = SpanOf(ctx);
  if (auto* detail = ctx->relationshipDetail()) {
    if (detail->anyName() != nullptr) relationship.variable = BuildName(detail->anyName());
    relationship.types = BuildLabelTest(detail->labelTest());
    if (detail->length() != nullptr) relationship.length = BuildLength(detail->length());
    relationship.properties = BuildProperties(detail->properties());
    relationship.where = BuildWhere(detail->where());
  }
  if (ctx->quantifier() != nullptr) relationship.quantifier = BuildQuantifier(ctx->quantifier());
  return relationship;
}

uint64_t Builder::BuildBound(antlr4::Token* token) {
  const Span span = SpanOf(token);
  return static_cast<uint64_t>(ReadInteger(source_.TextOf(span), false, span));
}

ast::Length Builder::BuildLength(CypherParser::LengthContext* ctx) {
  const Span span = SpanOf(ctx);
  if (ctx->STAR() == nullptr) {
    Fail("InvalidRelationshipPattern", span,
         fmt::format("A length is written with a star: `*{}`.", source_.TextOf(span)));
  }
  if (ctx->MINUS() != nullptr) {
    Fail("InvalidRelationshipPattern", span, "The length of a path cannot be negative.");
  }
  ast::Length length;
  length.span = span;
  const bool range = ctx->DOT_DOT() != nullptr;
  for (auto* bound : ctx->INTEGER()) {
    const bool before_dots =
        !range || bound->getSymbol()->getTokenIndex() < ctx->DOT_DOT()->getSymbol()->getTokenIndex();
    const uint64_t value = BuildBound(bound->getSymbol());
    if (before_dots) length.min = value;
    if (!before_dots || !range) length.max = value;
  }
  return length;
}

ast::Length Builder::BuildQuantifier(CypherParser::QuantifierContext* ctx) {
  ast::Length length;
  length.span = SpanOf(ctx);
  if (ctx->STAR() != nullptr) {
    length.min = 0;
  } else if (ctx->PLUS() != nullptr) {
    length.min = 1;
  } else {
    const auto bounds = ctx->INTEGER();
    auto* comma = ctx->COMMA();
    if (bounds.empty() && comma == nullptr)
      FailSyntax(length.span, "A quantifier is written `{1,3}`, `{2}`, `+` or `*`.");
    length.min = 0;
    for (auto* bound : bounds) {
      const bool before_comma =
          comma == nullptr || bound->getSymbol()->getTokenIndex() < comma->getSymbol()->getTokenIndex();
      const uint64_t value = BuildBound(bound->getSymbol());
      if (before_comma) length.min = value;
      if (!before_comma || comma == nullptr) length.max = value;
    }
    if (length.max && *length.max < *length.min) {
      FailSyntax(length.span, "The upper bound of a quantifier is below its lower bound; no path could match.");
    }
  }
  return length;
}

ast::ExprPtr Builder::BuildProperties(CypherParser::PropertiesContext* ctx) {
  if (ctx == nullptr) return nullptr;
  if (ctx->map() != nullptr) return BuildMap(ctx->map());
  const Span span = SpanOf(ctx);
  if (!in_create_) {
    Fail("InvalidParameterUse", span,
         fmt::format("A parameter cannot stand for the properties to match; name them: `{{id: {}.id}}`.",
                     source_.TextOf(span)));
  }
  return BuildLiteral(ctx->PARAMETER()->getSymbol(), false, span);
}

ast::LabelExprPtr Builder::BuildLabelTest(CypherParser::LabelTestContext* ctx) {
  return ctx != nullptr ? BuildLabels(ctx->labelOr()) : nullptr;
}

namespace {

ast::LabelExprPtr Combine(ast::LabelExpr::Kind kind, std::vector<ast::LabelExprPtr> operands, Span span) {
  if (operands.size() == 1) return std::move(operands.front());
  auto labels = std::make_unique<ast::LabelExpr>();
  labels->kind = kind;
  labels->operands = std::move(operands);
  labels->span = span;
  return labels;
}

}  // namespace

ast::LabelExprPtr Builder::BuildLabels(CypherParser::LabelOrContext* ctx) {
  std::vector<ast::LabelExprPtr> operands;
  for (auto* operand : ctx->labelAnd()) operands.push_back(BuildLabels(operand));
  return Combine(ast::LabelExpr::Kind::kOr, std::move(operands), SpanOf(ctx));
}

ast::LabelExprPtr Builder::BuildLabels(CypherParser::LabelAndContext* ctx) {
  std::vector<ast::LabelExprPtr> operands;
  for (auto* operand : ctx->labelFactor()) operands.push_back(BuildLabels(operand));
  return Combine(ast::LabelExpr::Kind::kAnd, std::move(operands), SpanOf(ctx));
}

ast::LabelExprPtr Builder::BuildLabels(CypherParser::LabelFactorContext* ctx) {
  ast::LabelExprPtr labels;
  if (ctx->labelOr() != nullptr) {
    labels = BuildLabels(ctx->labelOr());
  } else {
    labels = std::make_unique<ast::LabelExpr>();
    if (ctx->PERCENT() != nullptr) {
      labels->kind = ast::LabelExpr::Kind::kAny;
      labels->span = SpanOf(ctx->PERCENT());
    } else {
      ast::Name name = BuildName(ctx->anyName());
      labels->name = std::move(name.text);
      labels->span = name.span;
    }
  }
  const auto negations = ctx->EXCLAMATION();
  if (negations.size() > 2) FailSyntax(SpanOf(ctx), "More than two `!` in a row say nothing new.");
  for (size_t i = negations.size(); i > 0; --i) {
    auto outer = std::make_unique<ast::LabelExpr>();
    outer->kind = ast::LabelExpr::Kind::kNot;
    outer->span = Join(SpanOf(negations[i - 1]), labels->span);
    outer->operands.push_back(std::move(labels));
    labels = std::move(outer);
  }
  return labels;
}

}  // namespace papergraph::build
