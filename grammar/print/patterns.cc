#include <algorithm>

#include "grammar/print/printer.h"

namespace papergraph::print {

void Printer::PrintPath(const ast::PathPattern& path) {
  if (path.variable) {
    PrintVariable(path.variable->text);
    out_ += " = ";
  }
  switch (path.selector) {
    case ast::PathPattern::Selector::kAll:
      PrintElements(path.elements);
      return;
    case ast::PathPattern::Selector::kShortest:
      out_ += "shortestPath(";
      break;
    case ast::PathPattern::Selector::kAllShortest:
      out_ += "allShortestPaths(";
      break;
    case ast::PathPattern::Selector::kShortestPaths:
    case ast::PathPattern::Selector::kShortestGroups:
      out_ += "SHORTEST ";
      PrintExpr(*path.count);
      out_ += path.selector == ast::PathPattern::Selector::kShortestGroups ? " GROUPS " : " ";
      if (path.where) out_ += '(';
      PrintElements(path.elements);
      PrintWhere(path.where);
      if (path.where) out_ += ')';
      return;
  }
  PrintElements(path.elements);
  out_ += ')';
}

void Printer::PrintElements(const std::vector<ast::PathElement>& elements) {
  for (const ast::PathElement& element : elements) {
    std::visit([this](const auto& value) { PrintElement(value); }, element.value);
  }
}

void Printer::PrintElement(const ast::NodePattern& node) {
  out_ += '(';
  if (node.variable) PrintVariable(node.variable->text);
  if (node.labels) {
    out_ += ':';
    PrintLabels(*node.labels);
  }
  PrintProperties(node.properties, node.variable || node.labels);
  if (node.where && !node.variable && !node.labels && !node.properties) out_ += ' ';
  PrintWhere(node.where);
  out_ += ')';
}

void Printer::PrintElement(const ast::RelationshipPattern& relationship) {
  out_ += relationship.direction == ast::Direction::kIn ? "<-" : "-";
  if (relationship.variable || relationship.types || relationship.length || relationship.properties ||
      relationship.where) {
    out_ += '[';
    if (relationship.variable) PrintVariable(relationship.variable->text);
    if (relationship.types) {
      out_ += ':';
      PrintLabels(*relationship.types);
    }
    if (const auto& length = relationship.length) {
      out_ += '*';
      if (length->min && length->max && *length->min == *length->max) {
        out_ += std::to_string(*length->min);
      } else if (length->min || length->max) {
        if (length->min) out_ += std::to_string(*length->min);
        out_ += "..";
        if (length->max) out_ += std::to_string(*length->max);
      }
    }
    PrintProperties(relationship.properties, relationship.variable || relationship.types || relationship.length);
    PrintWhere(relationship.where);
    out_ += ']';
  }
  out_ += relationship.direction == ast::Direction::kOut ? "->" : "-";
  if (relationship.quantifier) PrintQuantifier(*relationship.quantifier);
}

void Printer::PrintElement(const ast::QuantifiedPath& path) {
  out_ += " (";
  if (path.variable) {
    PrintVariable(path.variable->text);
    out_ += " = ";
  }
  PrintElements(path.elements);
  PrintWhere(path.where);
  out_ += ')';
  PrintQuantifier(path.quantifier);
  out_ += ' ';
}

void Printer::PrintQuantifier(const ast::Length& length) {
  const uint64_t min = length.min.value_or(0);
  if (!length.max) {
    if (min <= 1) {
      out_ += min == 0 ? '*' : '+';
    } else {
      out_ += '{' + std::to_string(min) + ",}";
    }
  } else if (*length.max == min) {
    out_ += '{' + std::to_string(min) + '}';
  } else {
    out_ += '{' + std::to_string(min) + ',' + std::to_string(*length.max) + '}';
  }
}

void Printer::PrintProperties(const ast::ExprPtr& properties, bool after_something) {
  if (!properties) return;
  if (after_something) out_ += ' ';
  PrintExpr(*properties);
}

void Printer::PrintLabels(const ast::LabelExpr& labels, int level) {
  enum { kOrLevel = 1, kAndLevel = 2, kNotLevel = 3 };
  const int own = labels.kind == ast::LabelExpr::Kind::kOr    ? kOrLevel
                  : labels.kind == ast::LabelExpr::Kind::kAnd ? kAndLevel
                                                              : kNotLevel;
  const bool parentheses = own < level;
  if (parentheses) out_ += '(';
  switch (labels.kind) {
    case ast::LabelExpr::Kind::kName:
      PrintKey(labels.name);
      break;
    case ast::LabelExpr::Kind::kAny:
      out_ += '%';
      break;
    case ast::LabelExpr::Kind::kNot:
      out_ += '!';
      PrintLabels(*labels.operands.front(), kNotLevel);
      break;
    case ast::LabelExpr::Kind::kOr:
    case ast::LabelExpr::Kind::kAnd: {
      const bool names =
          std::all_of(labels.operands.begin(), labels.operands.end(),
                      [](const ast::LabelExprPtr& operand) { return operand->kind == ast::LabelExpr::Kind::kName; });
      const char between = own == kOrLevel ? '|' : names ? ':' : '&';
      for (const ast::LabelExprPtr& operand : labels.operands) {
        if (&operand != &labels.operands.front()) out_ += between;
        PrintLabels(*operand, own + 1);
      }
      break;
    }
  }
  if (parentheses) out_ += ')';
}

}  // namespace papergraph::print
