#include "grammar/print/printer.h"

namespace papergraph::print {

void Printer::PrintQuery(const ast::Query& query, std::string_view between_clauses) {
  for (size_t i = 0; i < query.parts.size(); ++i) {
    if (i > 0) {
      out_ += between_clauses;
      out_ += query.union_all[i - 1] ? "UNION ALL" : "UNION";
      out_ += between_clauses;
    }
    const auto& clauses = query.parts[i].clauses;
    for (const ast::Clause& clause : clauses) {
      if (&clause != &clauses.front()) out_ += between_clauses;
      std::visit([this](const auto& value) { PrintClause(value); }, clause.value);
    }
  }
}

void Printer::PrintWhere(const ast::ExprPtr& where) {
  if (!where) return;
  if (!out_.empty() && out_.back() != ' ') out_ += ' ';
  out_ += "WHERE ";
  PrintExpr(*where);
}

void Printer::PrintClause(const ast::Match& match) {
  out_ += match.optional ? "OPTIONAL MATCH " : "MATCH ";
  PrintList(match.patterns, [this](const ast::PathPattern& path) { PrintPath(path); });
  for (const ast::Hint& hint : match.hints) PrintHint(hint);
  PrintWhere(match.where);
}

void Printer::PrintHint(const ast::Hint& hint) {
  out_ += hint.kind == ast::Hint::Kind::kIndex  ? " USING INDEX "
          : hint.kind == ast::Hint::Kind::kScan ? " USING SCAN "
                                                : " USING JOIN ON ";
  PrintList(hint.variables, [this](const ast::Name& name) { PrintVariable(name.text); });
  if (hint.kind == ast::Hint::Kind::kJoin) return;
  out_ += ':';
  PrintKey(hint.label.text);
  if (hint.kind == ast::Hint::Kind::kScan) return;
  out_ += '(';
  PrintList(hint.properties, [this](const ast::Name& name) { PrintKey(name.text); });
  out_ += ')';
}

void Printer::PrintClause(const ast::Unwind& unwind) {
  out_ += "UNWIND ";
  PrintExpr(*unwind.list);
  out_ += " AS ";
  PrintVariable(unwind.variable.text);
}

void Printer::PrintClause(const ast::Create& create) {
  out_ += "CREATE ";
  PrintList(create.patterns, [this](const ast::PathPattern& path) { PrintPath(path); });
}

void Printer::PrintClause(const ast::Set& set) {
  out_ += "SET ";
  PrintList(set.items, [this](const ast::SetItem& item) { PrintSetItem(item); });
}

void Printer::PrintSetItem(const ast::SetItem& item) {
  if (const auto* property = std::get_if<ast::SetProperty>(&item.value)) {
    PrintExpr(*property->target);
    out_ += " = ";
    PrintExpr(*property->value);
  } else if (const auto* all = std::get_if<ast::SetAll>(&item.value)) {
    PrintVariable(all->variable.text);
    out_ += all->add ? " += " : " = ";
    PrintExpr(*all->value);
  } else {
    PrintSetLabels(std::get<ast::SetLabels>(item.value));
  }
}

void Printer::PrintSetLabels(const ast::SetLabels& labels) {
  PrintVariable(labels.variable.text);
  for (const ast::Name& label : labels.labels) {
    out_ += ':';
    PrintKey(label.text);
  }
}

void Printer::PrintClause(const ast::Remove& remove) {
  out_ += "REMOVE ";
  PrintList(remove.items, [this](const ast::RemoveItem& item) {
    if (const auto* property = std::get_if<ast::RemoveProperty>(&item.value)) {
      PrintExpr(*property->target);
    } else {
      PrintSetLabels(std::get<ast::SetLabels>(item.value));
    }
  });
}

void Printer::PrintClause(const ast::Merge& merge) {
  out_ += "MERGE ";
  PrintPath(merge.pattern);
  const auto print_items = [this](std::string_view head, const std::vector<ast::SetItem>& items) {
    if (items.empty()) return;
    out_ += head;
    PrintList(items, [this](const ast::SetItem& item) { PrintSetItem(item); });
  };
  print_items(" ON CREATE SET ", merge.on_create);
  print_items(" ON MATCH SET ", merge.on_match);
}

void Printer::PrintClause(const ast::Delete& del) {
  out_ += del.detach ? "DETACH DELETE " : "DELETE ";
  PrintExprs(del.targets);
}

void Printer::PrintProjection(const ast::Projection& projection) {
  if (projection.distinct) out_ += "DISTINCT ";
  if (projection.star) out_ += projection.items.empty() ? "*" : "*, ";
  PrintList(projection.items, [this](const ast::ProjectionItem& item) {
    PrintExpr(*item.expr);
    if (item.alias) {
      out_ += " AS ";
      PrintVariable(item.alias->text);
    }
  });
  if (!projection.order_by.empty()) {
    out_ += " ORDER BY ";
    PrintList(projection.order_by, [this](const ast::SortItem& item) {
      PrintExpr(*item.expr);
      if (item.descending) out_ += " DESC";
    });
  }
  if (projection.skip) {
    out_ += " SKIP ";
    PrintExpr(*projection.skip);
  }
  if (projection.limit) {
    out_ += " LIMIT ";
    PrintExpr(*projection.limit);
  }
}

void Printer::PrintClause(const ast::With& with) {
  out_ += "WITH ";
  PrintProjection(with.projection);
  PrintWhere(with.where);
}

void Printer::PrintClause(const ast::Return& ret) {
  out_ += "RETURN ";
  PrintProjection(ret.projection);
}

void Printer::PrintClause(const ast::CallProcedure& call) {
  out_ += call.optional ? "OPTIONAL CALL " : "CALL ";
  PrintQualified(call.name.text);
  if (!call.implicit_arguments) {
    out_ += '(';
    PrintExprs(call.arguments);
    out_ += ')';
  }
  if (!call.yield && !call.yield_star) return;
  out_ += " YIELD ";
  if (call.yield_star) {
    out_ += '*';
  } else {
    PrintList(*call.yield, [this](const ast::YieldItem& item) {
      PrintVariable(item.field.text);
      if (item.alias) {
        out_ += " AS ";
        PrintVariable(item.alias->text);
      }
    });
  }
  PrintWhere(call.where);
}

void Printer::PrintClause(const ast::CallSubquery& call) {
  out_ += call.optional ? "OPTIONAL CALL " : "CALL ";
  if (call.import_all) {
    out_ += "(*) ";
  } else if (call.imports) {
    out_ += '(';
    PrintList(*call.imports, [this](const ast::Name& name) { PrintVariable(name.text); });
    out_ += ") ";
  }
  out_ += "{ ";
  PrintQuery(*call.query, " ");
  out_ += " }";
  if (!call.in_transactions) return;
  out_ += " IN TRANSACTIONS";
  if (call.batch_rows) {
    out_ += " OF ";
    PrintExpr(*call.batch_rows);
    out_ += " ROWS";
  }
  if (call.on_error == ast::OnError::kContinue) out_ += " ON ERROR CONTINUE";
  if (call.on_error == ast::OnError::kBreak) out_ += " ON ERROR BREAK";
  if (!call.status) return;
  out_ += " REPORT STATUS AS ";
  PrintVariable(call.status->text);
}

void Printer::PrintClause(const ast::Foreach& foreach) {
  out_ += "FOREACH (";
  PrintVariable(foreach.variable.text);
  out_ += " IN ";
  PrintExpr(*foreach.list);
  out_ += " |";
  for (const ast::Clause& clause : foreach.updates) {
    out_ += ' ';
    std::visit([this](const auto& value) { PrintClause(value); }, clause.value);
  }
  out_ += ')';
}

void Printer::PrintClause(const ast::LoadCsv& load) {
  out_ += load.with_headers ? "LOAD CSV WITH HEADERS FROM " : "LOAD CSV FROM ";
  PrintExpr(*load.from);
  out_ += " AS ";
  PrintVariable(load.variable.text);
  if (load.field_terminator) {
    out_ += " FIELDTERMINATOR ";
    PrintExpr(*load.field_terminator);
  }
}

}  // namespace papergraph::print
