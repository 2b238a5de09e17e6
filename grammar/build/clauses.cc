// Statements, queries and clauses.
#include <fmt/format.h>

#include "grammar/build/build.h"

namespace papergraph::build {

using L = CypherParser;

ast::Statement Builder::BuildStatement(CypherParser::StatementContext* ctx) {
  ast::Statement statement;
  if (ctx->execution != nullptr) {
    statement.mode =
        ctx->execution->getType() == L::EXPLAIN ? ast::Statement::Mode::kExplain : ast::Statement::Mode::kProfile;
  }
  auto* body = ctx->statementBody();
  statement.span = Join(SpanOf(ctx->getStart()), SpanOf(body));
  if (auto* query = body->query()) {
    statement.value = BuildQuery(query, true);
  } else if (auto* create_index = body->createIndex()) {
    statement.value = BuildCreateIndex(create_index);
  } else if (auto* drop_index = body->dropIndex()) {
    statement.value = BuildDropIndex(drop_index);
  } else if (auto* create_constraint = body->createConstraint()) {
    statement.value = BuildCreateConstraint(create_constraint);
  } else if (auto* drop_constraint = body->dropConstraint()) {
    statement.value = BuildDropConstraint(drop_constraint);
  } else if (auto* show = body->show()) {
    statement.value = BuildShow(show);
  } else {
    switch (body->transaction()->kind->getType()) {
      case L::BEGIN:
        statement.value = ast::Begin{};
        break;
      case L::COMMIT:
        statement.value = ast::Commit{};
        break;
      default:
        statement.value = ast::Rollback{};
    }
  }
  return statement;
}

ast::Query Builder::BuildQuery(CypherParser::QueryContext* ctx, bool is_statement) {
  ast::Query query;
  query.span = SpanOf(ctx);
  const auto parts = ctx->singleQuery();
  const auto unions = ctx->unionWord();
  for (auto* part : parts) query.parts.push_back(BuildSingleQuery(part, is_statement && parts.size() == 1));
  for (auto* word : unions) {
    const bool all = word->kind != nullptr && word->kind->getType() == L::ALL;
    if (!query.union_all.empty() && query.union_all.front() != all) {
      Fail("InvalidClauseComposition", SpanOf(word),
           "UNION and UNION ALL cannot be mixed in one query; put one of them into a `CALL { ... }`.");
    }
    query.union_all.push_back(all);
  }
  return query;
}

ast::SingleQuery Builder::BuildSingleQuery(CypherParser::SingleQueryContext* ctx, bool is_statement) {
  ast::SingleQuery query;
  query.span = SpanOf(ctx);
  const auto clauses = ctx->clause();
  for (size_t i = 0; i < clauses.size(); ++i) {
    if (clauses[i]->returnClause() != nullptr && i + 1 < clauses.size()) {
      Fail("InvalidClauseComposition", SpanOf(clauses[i + 1]->getStart()),
           "RETURN must be the last clause; carry values on with WITH instead.");
    }
    query.clauses.push_back(BuildClause(clauses[i]));
    const auto* call = std::get_if<ast::CallProcedure>(&query.clauses.back().value);
    if (call == nullptr || (is_statement && clauses.size() == 1)) continue;
    if (call->yield_star) {
      FailSyntax(SpanOf(clauses[i]->call()->yield()),
                 "`YIELD *` works only where CALL is the whole statement; name the columns you need.");
    }
    if (call->implicit_arguments) {
      Fail("InvalidArgumentPassingMode", call->name.span,
           fmt::format("Inside a query the arguments must be written: `CALL {}(...)`.", call->name.text));
    }
  }
  return query;
}

ast::Clause Builder::BuildClause(CypherParser::ClauseContext* ctx) {
  ast::Clause clause;
  clause.span = SpanOf(ctx);
  if (auto* match = ctx->matchClause()) {
    clause.value = BuildMatch(match);
  } else if (auto* unwind = ctx->unwind()) {
    clause.value = ast::Unwind{BuildExpression(unwind->expression()), BuildName(unwind->anyName())};
  } else if (auto* create = ctx->create()) {
    const bool outside = std::exchange(in_create_, true);
    clause.value = ast::Create{BuildPattern(create->pattern())};
    in_create_ = outside;
  } else if (auto* merge = ctx->merge()) {
    clause.value = BuildMerge(merge);
  } else if (auto* set = ctx->setClause()) {
    clause.value = ast::Set{BuildSetItems(set->setItem())};
  } else if (auto* remove = ctx->remove()) {
    ast::Remove result;
    for (auto* place : remove->place()) result.items.push_back(BuildRemoveItem(place));
    clause.value = std::move(result);
  } else if (auto* del = ctx->deleteClause()) {
    clause.value = BuildDelete(del);
  } else if (auto* with = ctx->with()) {
    ast::With result{BuildProjection(with->projection()), nullptr};
    result.where = BuildWhere(with->where());
    clause.value = std::move(result);
  } else if (auto* ret = ctx->returnClause()) {
    clause.value = ast::Return{BuildProjection(ret->projection())};
  } else if (auto* call = ctx->call()) {
    if (call->query() != nullptr) {
      clause.value = BuildCallSubquery(call);
    } else {
      clause.value = BuildCallProcedure(call);
    }
  } else if (auto* foreach = ctx->foreach ()) {
    clause.value = BuildForeach(foreach);
  } else {
    clause.value = BuildLoadCsv(ctx->loadCsv());
  }
  return clause;
}

ast::ExprPtr Builder::BuildWhere(CypherParser::WhereContext* ctx) {
  return ctx != nullptr ? BuildExpression(ctx->expression()) : nullptr;
}

ast::Match Builder::BuildMatch(CypherParser::MatchClauseContext* ctx) {
  ast::Match match;
  match.optional = ctx->OPTIONAL() != nullptr;
  match.patterns = BuildPattern(ctx->pattern());
  for (auto* hint : ctx->hint()) match.hints.push_back(BuildHint(hint));
  match.where = BuildWhere(ctx->where());
  return match;
}

ast::Hint Builder::BuildHint(CypherParser::HintContext* ctx) {
  ast::Hint hint;
  hint.span = SpanOf(ctx);
  hint.kind = ctx->INDEX() != nullptr  ? ast::Hint::Kind::kIndex
              : ctx->SCAN() != nullptr ? ast::Hint::Kind::kScan
                                       : ast::Hint::Kind::kJoin;
  for (auto* variable : ctx->variable()) hint.variables.push_back(BuildName(variable));
  if (ctx->anyName() != nullptr) hint.label = BuildName(ctx->anyName());
  if (ctx->keyList() != nullptr) {
    for (auto* key : ctx->keyList()->anyName()) hint.properties.push_back(BuildName(key));
  }
  return hint;
}

ast::Merge Builder::BuildMerge(CypherParser::MergeContext* ctx) {
  ast::Merge merge;
  merge.pattern = BuildPathPattern(ctx->pathPattern());
  for (auto* action : ctx->mergeAction()) {
    auto& items = action->kind->getType() == L::MATCH ? merge.on_match : merge.on_create;
    for (ast::SetItem& item : BuildSetItems(action->setItem())) items.push_back(std::move(item));
  }
  return merge;
}

std::vector<ast::SetItem> Builder::BuildSetItems(const std::vector<CypherParser::SetItemContext*>& items) {
  std::vector<ast::SetItem> result;
  for (auto* item : items) result.push_back(BuildSetItem(item));
  return result;
}

namespace {

// `n:A:B` as labels to set or remove; Fails where it tests more than "all of these".
ast::SetLabels LabelsToSet(ast::HasLabels labels, Span span) {
  ast::SetLabels result;
  auto* variable = std::get_if<ast::Variable>(&labels.object->value);
  if (variable == nullptr) FailSyntax(labels.object->span, "Labels belong to a variable, as in `n:Label`.");
  result.variable = {std::move(variable->name), labels.object->span};
  const auto add = [&](ast::LabelExpr& label) {
    if (label.kind != ast::LabelExpr::Kind::kName) {
      FailSyntax(label.span, "Here labels are listed one by one, as in `n:A:B`; `|`, `!` and `%` only test them.");
    }
    result.labels.push_back({std::move(label.name), label.span});
  };
  if (labels.labels->kind == ast::LabelExpr::Kind::kAnd) {
    for (auto& operand : labels.labels->operands) add(*operand);
  } else {
    add(*labels.labels);
  }
  if (result.labels.empty()) FailSyntax(span, "A label is expected, as in `n:Label`.");
  return result;
}

}  // namespace

ast::SetItem Builder::BuildSetItem(CypherParser::SetItemContext* ctx) {
  const Span span = SpanOf(ctx);
  const uint32_t outside = std::exchange(height_, 0);
  ast::ExprPtr place = BuildPostfixed(ctx->place()->atom(), ctx->place()->postfix());
  height_ = outside;
  const bool is_place =
      std::holds_alternative<ast::Property>(place->value) || std::holds_alternative<ast::Subscript>(place->value);
  if (ctx->expression() == nullptr) {
    if (auto* labels = std::get_if<ast::HasLabels>(&place->value)) return {LabelsToSet(std::move(*labels), span), span};
    FailSyntax({span.end, span.end}, "`=` or `+=` and a value are expected here, as in `SET n.name = 'x'`.");
  }
  const bool add = ctx->op->getType() == L::PLUS_EQ;
  if (is_place && !add) return {ast::SetProperty{std::move(place), BuildExpression(ctx->expression())}, span};
  if (auto* variable = std::get_if<ast::Variable>(&place->value)) {
    return {ast::SetAll{{std::move(variable->name), place->span}, add, BuildExpression(ctx->expression())}, span};
  }
  if (is_place) {
    FailSyntax(SpanOf(ctx->op),
               "`+=` adds the properties of a map to a node or relationship; for one property write "
               "`n.x = n.x + 1`.");
  }
  FailSyntax(place->span,
             "Only a property or a variable can be set, as in `SET n.name = 'x'` or `SET n = {name: 'x'}`.");
}

ast::RemoveItem Builder::BuildRemoveItem(CypherParser::PlaceContext* ctx) {
  const Span span = SpanOf(ctx);
  const uint32_t outside = std::exchange(height_, 0);
  ast::ExprPtr place = BuildPostfixed(ctx->atom(), ctx->postfix());
  height_ = outside;
  if (auto* labels = std::get_if<ast::HasLabels>(&place->value)) return {LabelsToSet(std::move(*labels), span), span};
  if (std::holds_alternative<ast::Property>(place->value) || std::holds_alternative<ast::Subscript>(place->value)) {
    return {ast::RemoveProperty{std::move(place)}, span};
  }
  FailSyntax(span,
             "REMOVE takes properties and labels, as in `REMOVE n.name` or `REMOVE n:Label`; to remove a node "
             "itself use DELETE.");
}

ast::Delete Builder::BuildDelete(CypherParser::DeleteClauseContext* ctx) {
  ast::Delete result;
  result.detach = ctx->DETACH() != nullptr;
  result.targets = BuildExpressions(ctx->expression());
  for (const ast::ExprPtr& target : result.targets) {
    if (std::holds_alternative<ast::HasLabels>(target->value)) {
      Fail("InvalidDelete", target->span, "DELETE removes nodes and relationships; to take a label off use REMOVE.");
    }
  }
  return result;
}

ast::Projection Builder::BuildProjection(CypherParser::ProjectionContext* ctx) {
  ast::Projection projection;
  projection.distinct = ctx->quantity != nullptr && ctx->quantity->getType() == L::DISTINCT;
  projection.star = ctx->STAR() != nullptr;
  for (auto* item : ctx->projectionItem()) {
    ast::ProjectionItem result;
    result.expr = BuildExpression(item->expression());
    if (item->anyName() != nullptr) result.alias = BuildName(item->anyName());
    result.text = std::string(source_.TextOf(SpanOf(item->expression())));
    result.span = SpanOf(item);
    projection.items.push_back(std::move(result));
  }
  for (auto* item : ctx->sortItem()) {
    const bool descending = item->DESC() != nullptr || item->DESCENDING() != nullptr;
    projection.order_by.push_back({BuildExpression(item->expression()), descending, SpanOf(item)});
  }
  if (ctx->skip() != nullptr) projection.skip = BuildExpression(ctx->skip()->expression());
  if (ctx->limit() != nullptr) projection.limit = BuildExpression(ctx->limit()->expression());
  return projection;
}

ast::CallProcedure Builder::BuildCallProcedure(CypherParser::CallContext* ctx) {
  ast::CallProcedure call;
  call.optional = ctx->OPTIONAL() != nullptr;
  for (auto* part : ctx->anyName()) {
    const ast::Name name = BuildName(part);
    call.name.span = call.name.text.empty() ? name.span : Join(call.name.span, name.span);
    call.name.text += (call.name.text.empty() ? "" : ".") + name.text;
  }
  call.implicit_arguments = ctx->arguments() == nullptr;
  if (ctx->arguments() != nullptr) call.arguments = BuildExpressions(ctx->arguments()->expression());
  if (auto* yield = ctx->yield()) {
    call.yield_star = yield->STAR() != nullptr;
    auto& items = call.yield.emplace();
    for (auto* item : yield->yieldItem()) {
      ast::YieldItem& result = items.emplace_back();
      result.field = BuildName(item->anyName(0));
      if (item->AS() != nullptr) result.alias = BuildName(item->anyName(1));
    }
    call.where = BuildWhere(yield->where());
  }
  return call;
}

ast::CallSubquery Builder::BuildCallSubquery(CypherParser::CallContext* ctx) {
  ast::CallSubquery call;
  call.optional = ctx->OPTIONAL() != nullptr;
  call.import_all = ctx->STAR() != nullptr;
  if (ctx->LPAREN() != nullptr && !call.import_all) {
    auto& imports = call.imports.emplace();
    for (auto* name : ctx->anyName()) imports.push_back(BuildName(name));
  }
  call.query = std::make_unique<ast::Query>(BuildQuery(ctx->query(), false));
  if (ctx->inTransactions() != nullptr) BuildInTransactions(ctx->inTransactions(), call);
  return call;
}

void Builder::BuildInTransactions(CypherParser::InTransactionsContext* ctx, ast::CallSubquery& call) {
  const auto require = [&](antlr4::Token* token, std::string_view word) {
    if (!IsWord(token, word)) FailSyntax(SpanOf(token), fmt::format("{} is expected here.", word));
  };
  call.in_transactions = true;
  if (ctx->concurrent != nullptr) require(ctx->concurrent, "CONCURRENT");
  if (ctx->expression() != nullptr) call.batch_rows = BuildExpression(ctx->expression());
  if (auto* on_error = ctx->onError()) {
    require(on_error->error, "ERROR");
    if (IsWord(on_error->action, "CONTINUE")) {
      call.on_error = ast::OnError::kContinue;
    } else if (IsWord(on_error->action, "BREAK")) {
      call.on_error = ast::OnError::kBreak;
    } else if (!IsWord(on_error->action, "FAIL")) {
      FailSyntax(SpanOf(on_error->action), "ON ERROR is followed by CONTINUE, BREAK or FAIL.");
    }
  }
  if (auto* report = ctx->reportStatus()) {
    require(report->report, "REPORT");
    require(report->status, "STATUS");
    if (call.on_error == ast::OnError::kFail) {
      FailSyntax(SpanOf(report),
                 "REPORT STATUS needs ON ERROR CONTINUE or ON ERROR BREAK before it; else the first error ends the "
                 "statement and there is nothing to report.");
    }
    call.status = BuildName(report->anyName());
  }
}

ast::Foreach Builder::BuildForeach(CypherParser::ForeachContext* ctx) {
  ast::Foreach result{BuildName(ctx->anyName()), BuildExpression(ctx->expression()), {}};
  for (auto* clause : ctx->clause()) {
    const bool updates = clause->create() != nullptr || clause->merge() != nullptr || clause->setClause() != nullptr ||
                         clause->remove() != nullptr || clause->deleteClause() != nullptr ||
                         clause->foreach () != nullptr;
    if (!updates) {
      Fail("InvalidClauseComposition", SpanOf(clause->getStart()),
           "FOREACH only writes (CREATE, MERGE, SET, REMOVE, DELETE, FOREACH); to read for each element use UNWIND.");
    }
    result.updates.push_back(BuildClause(clause));
  }
  return result;
}

ast::LoadCsv Builder::BuildLoadCsv(CypherParser::LoadCsvContext* ctx) {
  ast::LoadCsv load;
  load.with_headers = ctx->HEADERS() != nullptr;
  load.from = BuildExpression(ctx->expression(0));
  load.variable = BuildName(ctx->anyName());
  if (ctx->FIELDTERMINATOR() != nullptr) load.field_terminator = BuildExpression(ctx->expression(1));
  return load;
}

}  // namespace papergraph::build
