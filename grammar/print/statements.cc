#include "grammar/print/printer.h"

namespace papergraph::print {

void Printer::PrintStatement(const ast::Statement& statement) {
  if (statement.mode == ast::Statement::Mode::kExplain) out_ += "EXPLAIN ";
  if (statement.mode == ast::Statement::Mode::kProfile) out_ += "PROFILE ";
  if (const auto* query = std::get_if<ast::Query>(&statement.value)) {
    PrintQuery(*query, "\n");
  } else if (std::holds_alternative<ast::Begin>(statement.value)) {
    out_ += "BEGIN";
  } else if (std::holds_alternative<ast::Commit>(statement.value)) {
    out_ += "COMMIT";
  } else if (std::holds_alternative<ast::Rollback>(statement.value)) {
    out_ += "ROLLBACK";
  } else {
    std::visit(
        [this](const auto& value) {
          if constexpr (requires { PrintSchema(value); }) PrintSchema(value);
        },
        statement.value);
  }
}

void Printer::PrintSchemaPattern(const std::vector<ast::Name>& labels, bool on_relationship) {
  out_ += on_relationship ? " FOR ()-[e:" : " FOR (e:";
  for (const ast::Name& label : labels) {
    if (&label != &labels.front()) out_ += '|';
    PrintKey(label.text);
  }
  out_ += on_relationship ? "]-()" : ")";
}

void Printer::PrintOwnedKeys(const std::vector<ast::Name>& properties) {
  PrintList(properties, [this](const ast::Name& key) {
    out_ += "e.";
    PrintKey(key.text);
  });
}

void Printer::PrintSchema(const ast::CreateIndex& index) {
  const bool fulltext = index.kind == ast::CreateIndex::Kind::kFulltext;
  out_ += fulltext ? "CREATE FULLTEXT INDEX" : "CREATE INDEX";
  if (index.name) {
    out_ += ' ';
    PrintVariable(index.name->text);
  }
  if (index.if_not_exists) out_ += " IF NOT EXISTS";
  PrintSchemaPattern(index.labels, index.on_relationship);
  out_ += fulltext ? " ON EACH [" : " ON (";
  PrintOwnedKeys(index.properties);
  out_ += fulltext ? ']' : ')';
}

void Printer::PrintSchema(const ast::DropIndex& index) {
  out_ += "DROP INDEX ";
  if (index.name) {
    PrintVariable(index.name->text);
    if (index.if_exists) out_ += " IF EXISTS";
    return;
  }
  out_ += "ON :";
  PrintKey(index.label.text);
  out_ += '(';
  PrintList(index.properties, [this](const ast::Name& key) { PrintKey(key.text); });
  out_ += ')';
}

void Printer::PrintSchema(const ast::CreateConstraint& constraint) {
  out_ += "CREATE CONSTRAINT";
  if (constraint.name) {
    out_ += ' ';
    PrintVariable(constraint.name->text);
  }
  if (constraint.if_not_exists) out_ += " IF NOT EXISTS";
  PrintSchemaPattern({constraint.label}, constraint.on_relationship);
  out_ += " REQUIRE ";
  const bool several = constraint.properties.size() > 1;
  if (several) out_ += '(';
  PrintOwnedKeys(constraint.properties);
  if (several) out_ += ')';
  switch (constraint.kind) {
    case ast::CreateConstraint::Kind::kUnique:
      out_ += " IS UNIQUE";
      break;
    case ast::CreateConstraint::Kind::kNotNull:
      out_ += " IS NOT NULL";
      break;
    case ast::CreateConstraint::Kind::kNodeKey:
      out_ += constraint.on_relationship ? " IS RELATIONSHIP KEY" : " IS NODE KEY";
      break;
  }
}

void Printer::PrintSchema(const ast::DropConstraint& constraint) {
  out_ += "DROP CONSTRAINT ";
  PrintVariable(constraint.name.text);
  if (constraint.if_exists) out_ += " IF EXISTS";
}

void Printer::PrintSchema(const ast::Show& show) {
  switch (show.what) {
    case ast::Show::What::kIndexes:
      out_ += "SHOW INDEXES";
      break;
    case ast::Show::What::kConstraints:
      out_ += "SHOW CONSTRAINTS";
      break;
    case ast::Show::What::kProcedures:
      out_ += "SHOW PROCEDURES";
      break;
    case ast::Show::What::kFunctions:
      out_ += "SHOW FUNCTIONS";
      break;
  }
  if (show.yield) {
    out_ += " YIELD ";
    PrintProjection(*show.yield);
  }
  PrintWhere(show.where);
  if (show.returns) {
    out_ += " RETURN ";
    PrintProjection(*show.returns);
  }
}

}  // namespace papergraph::print
