// Writes the AST back as text, piece by piece; ast_printer.cc is the way in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.h"

namespace papergraph::print {

/// Appends to one string. Stateless otherwise: the order of the calls is the order of the text.
class Printer {
 public:
  std::string Take() { return std::move(out_); }

  // statements.cc
  void PrintStatement(const ast::Statement& statement);

  // expressions.cc
  /// With parentheses when the expression binds weaker than `level` (the levels of CIP2021-08-10, 1 to 12).
  void PrintExpr(const ast::Expr& expr, int level = 0);
  void PrintType(const ast::ValueType& type);

 private:
  // statements.cc
  void PrintSchema(const ast::CreateIndex& index);
  void PrintSchema(const ast::DropIndex& index);
  void PrintSchema(const ast::CreateConstraint& constraint);
  void PrintSchema(const ast::DropConstraint& constraint);
  void PrintSchema(const ast::Show& show);
  void PrintSchemaPattern(const std::vector<ast::Name>& labels, bool on_relationship);
  void PrintOwnedKeys(const std::vector<ast::Name>& properties);

  // clauses.cc
  void PrintQuery(const ast::Query& query, std::string_view between_clauses);
  void PrintClause(const ast::Match& match);
  void PrintClause(const ast::Unwind& unwind);
  void PrintClause(const ast::Create& create);
  void PrintClause(const ast::Set& set);
  void PrintClause(const ast::Remove& remove);
  void PrintClause(const ast::Merge& merge);
  void PrintClause(const ast::Delete& del);
  void PrintClause(const ast::With& with);
  void PrintClause(const ast::Return& ret);
  void PrintClause(const ast::CallProcedure& call);
  void PrintClause(const ast::CallSubquery& call);
  void PrintClause(const ast::Foreach& foreach);
  void PrintClause(const ast::LoadCsv& load);
  void PrintHint(const ast::Hint& hint);
  void PrintSetItem(const ast::SetItem& item);
  void PrintSetLabels(const ast::SetLabels& labels);
  void PrintProjection(const ast::Projection& projection);
  void PrintWhere(const ast::ExprPtr& where);

  // patterns.cc
  void PrintPath(const ast::PathPattern& path);
  void PrintElements(const std::vector<ast::PathElement>& elements);
  void PrintElement(const ast::NodePattern& node);
  void PrintElement(const ast::RelationshipPattern& relationship);
  void PrintElement(const ast::QuantifiedPath& path);
  void PrintQuantifier(const ast::Length& length);
  void PrintProperties(const ast::ExprPtr& properties, bool after_something);
  /// kAnd of plain names as `A:B`; otherwise with & | ! and the parentheses they need.
  void PrintLabels(const ast::LabelExpr& labels, int level = 0);

  // expressions.cc
  void PrintValue(const ast::NullLiteral& value);
  void PrintValue(const ast::BoolLiteral& value);
  void PrintValue(const ast::IntLiteral& value);
  void PrintValue(const ast::FloatLiteral& value);
  void PrintValue(const ast::StringLiteral& value);
  void PrintValue(const ast::ListLiteral& value);
  void PrintValue(const ast::MapLiteral& value);
  void PrintValue(const ast::Parameter& value);
  void PrintValue(const ast::Variable& value);
  void PrintValue(const ast::Property& value);
  void PrintValue(const ast::Subscript& value);
  void PrintValue(const ast::Slice& value);
  void PrintValue(const ast::Unary& value);
  void PrintValue(const ast::Binary& value);
  void PrintValue(const ast::Comparison& value);
  void PrintValue(const ast::IsTyped& value);
  void PrintValue(const ast::HasLabels& value);
  void PrintValue(const ast::FunctionCall& value);
  void PrintValue(const ast::CountStar& value);
  void PrintValue(const ast::Case& value);
  void PrintValue(const ast::ListComprehension& value);
  void PrintValue(const ast::PatternComprehension& value);
  void PrintValue(const ast::Quantifier& value);
  void PrintValue(const ast::Reduce& value);
  void PrintValue(const ast::PatternExpr& value);
  void PrintValue(const ast::Subquery& value);
  void PrintValue(const ast::MapProjection& value);

  /// Calls `print` for each item, with `, ` between.
  template <class List, class Print>
  void PrintList(const List& list, Print print) {
    bool first = true;
    for (const auto& item : list) {
      if (!first) out_ += ", ";
      first = false;
      print(item);
    }
  }
  void PrintExprs(const std::vector<ast::ExprPtr>& list);

  // names.cc
  /// A variable: reserved words in backticks.
  void PrintVariable(std::string_view name);
  /// A label, type, property key or field: any word may stand there.
  void PrintKey(std::string_view name);
  /// The parts of `name` between dots, each as a name.
  void PrintQualified(std::string_view name);
  void PrintString(std::string_view value);

  std::string out_;
};

}  // namespace papergraph::print
