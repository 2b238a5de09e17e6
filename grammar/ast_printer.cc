#include "grammar/ast_printer.h"

#include "grammar/print/printer.h"

namespace papergraph {

std::string Print(const ast::Statement& statement) {
  print::Printer printer;
  printer.PrintStatement(statement);
  return printer.Take();
}

std::string Print(const ast::Expr& expr) {
  print::Printer printer;
  printer.PrintExpr(expr);
  return printer.Take();
}

std::string Print(const ast::ValueType& type) {
  print::Printer printer;
  printer.PrintType(type);
  return printer.Take();
}

}  // namespace papergraph
