// CREATE and DROP INDEX and CONSTRAINT, SHOW.
#include <fmt/format.h>

#include "grammar/build/build.h"

namespace papergraph::build {

using L = CypherParser;

std::vector<ast::Name> Builder::BuildProperties(const std::vector<CypherParser::PropertyRefContext*>& refs,
                                                const ast::Name& variable) {
  std::vector<ast::Name> properties;
  for (auto* ref : refs) {
    const ast::Name owner = BuildName(ref->variable());
    if (owner.text != variable.text) {
      Fail("UndefinedVariable", owner.span,
           fmt::format("`{}` is not defined here; the pattern names `{}`.", owner.text, variable.text));
    }
    properties.push_back(BuildName(ref->anyName()));
  }
  return properties;
}

ast::CreateIndex Builder::BuildCreateIndex(CypherParser::CreateIndexContext* ctx) {
  ast::CreateIndex index;
  if (ctx->keyList() != nullptr) {
    index.labels.push_back(BuildName(ctx->anyName()));
    for (auto* key : ctx->keyList()->anyName()) index.properties.push_back(BuildName(key));
    return index;
  }
  auto* pattern = ctx->schemaPattern();
  if (ctx->kind != nullptr && ctx->kind->getType() == L::FULLTEXT) index.kind = ast::CreateIndex::Kind::kFulltext;
  if (ctx->name() != nullptr) index.name = BuildName(ctx->name());
  index.if_not_exists = ctx->ifNotExists() != nullptr;
  index.on_relationship = pattern->LBRACKET() != nullptr;
  for (auto* label : pattern->anyName()) index.labels.push_back(BuildName(label));
  if (index.labels.size() > 1 && index.kind != ast::CreateIndex::Kind::kFulltext) {
    FailSyntax(index.labels[1].span, "Only a FULLTEXT index covers several labels; create one index for each.");
  }
  index.properties = BuildProperties(ctx->propertyRef(), BuildName(pattern->variable()));
  return index;
}

ast::DropIndex Builder::BuildDropIndex(CypherParser::DropIndexContext* ctx) {
  ast::DropIndex index;
  if (ctx->name() != nullptr) {
    index.name = BuildName(ctx->name());
    index.if_exists = ctx->ifExists() != nullptr;
    return index;
  }
  index.label = BuildName(ctx->anyName());
  for (auto* key : ctx->keyList()->anyName()) index.properties.push_back(BuildName(key));
  return index;
}

ast::CreateConstraint Builder::BuildCreateConstraint(CypherParser::CreateConstraintContext* ctx) {
  ast::CreateConstraint constraint;
  auto* pattern = ctx->schemaPattern();
  auto* kind = ctx->constraintKind();
  constraint.kind = kind->NULL_LITERAL() != nullptr ? ast::CreateConstraint::Kind::kNotNull
                    : kind->KEY() != nullptr        ? ast::CreateConstraint::Kind::kNodeKey
                                                    : ast::CreateConstraint::Kind::kUnique;
  if (ctx->name() != nullptr) constraint.name = BuildName(ctx->name());
  constraint.if_not_exists = ctx->ifNotExists() != nullptr;
  constraint.on_relationship = pattern->LBRACKET() != nullptr;
  const auto labels = pattern->anyName();
  if (labels.size() > 1) FailSyntax(SpanOf(labels[1]), "A constraint is about one label or type; create one for each.");
  constraint.label = BuildName(labels.front());
  constraint.properties = BuildProperties(ctx->propertyRef(), BuildName(pattern->variable()));
  return constraint;
}

ast::DropConstraint Builder::BuildDropConstraint(CypherParser::DropConstraintContext* ctx) {
  return {BuildName(ctx->name()), ctx->ifExists() != nullptr};
}

ast::Show Builder::BuildShow(CypherParser::ShowContext* ctx) {
  ast::Show show;
  switch (ctx->what->getType()) {
    case L::INDEX:
    case L::INDEXES:
      show.what = ast::Show::What::kIndexes;
      break;
    case L::CONSTRAINT:
    case L::CONSTRAINTS:
      show.what = ast::Show::What::kConstraints;
      break;
    case L::PROCEDURE:
    case L::PROCEDURES:
      show.what = ast::Show::What::kProcedures;
      break;
    default:
      show.what = ast::Show::What::kFunctions;
  }
  for (auto* projection : ctx->projection()) {
    (projection == ctx->returned ? show.returns : show.yield) = BuildProjection(projection);
  }
  show.where = BuildWhere(ctx->where());
  if (show.returns && !show.yield)
    FailSyntax(SpanOf(ctx->returned), "RETURN needs a YIELD before it, as in `SHOW INDEXES YIELD * RETURN name`.");
  return show;
}

}  // namespace papergraph::build
