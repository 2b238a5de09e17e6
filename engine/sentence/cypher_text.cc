#include "engine/sentence/cypher_text.h"

#include <algorithm>
#include <variant>

#include "grammar/parser.h"

namespace papergraph::engine {
namespace {

/// Walks over what sentences become (reading queries), and moves every span into the sentence.
class Mover {
 public:
  explicit Mover(const CypherText& cypher) : cypher_(cypher) {}

  void Move(Span& span) const { span = cypher_.CauseOf(span); }
  void Move(ast::Name& name) const { Move(name.span); }
  template <typename T>
  void Move(std::optional<T>& item) const {
    if (item) Move(*item);
  }
  template <typename T>
  void Move(std::vector<T>& items) const {
    for (T& item : items) Move(item);
  }
  template <typename T>
  void Move(std::unique_ptr<T>& item) const {
    if (item) Move(*item);
  }

  void Move(ast::LabelExpr& labels) const {
    Move(labels.operands);
    Move(labels.span);
  }
  void Move(ast::NodePattern& node) const {
    Move(node.variable);
    Move(node.labels);
    Move(node.properties);
    Move(node.where);
    Move(node.span);
  }
  void Move(ast::Length& length) const { Move(length.span); }
  void Move(ast::RelationshipPattern& relationship) const {
    Move(relationship.variable);
    Move(relationship.types);
    Move(relationship.length);
    Move(relationship.quantifier);
    Move(relationship.properties);
    Move(relationship.where);
    Move(relationship.span);
  }
  void Move(ast::QuantifiedPath& path) const {
    Move(path.elements);
    Move(path.where);
    Move(path.quantifier);
    Move(path.span);
  }
  void Move(ast::PathElement& element) const {
    std::visit([&](auto& value) { Move(value); }, element.value);
  }
  void Move(ast::PathPattern& pattern) const {
    Move(pattern.variable);
    Move(pattern.elements);
    Move(pattern.span);
  }

  void Move(ast::Expr& expr) const {
    std::visit([&](auto& value) { Inside(value); }, expr.value);
    Move(expr.span);
  }
  void Move(ast::MapEntry& entry) const {
    Move(entry.key);
    Move(entry.value);
  }
  void Move(ast::CaseBranch& branch) const {
    Move(branch.when);
    Move(branch.then);
  }

  void Move(ast::SortItem& item) const {
    Move(item.expr);
    Move(item.span);
  }
  void Move(ast::ProjectionItem& item) const {
    Move(item.expr);
    Move(item.alias);
    Move(item.span);
  }
  void Move(ast::Projection& projection) const {
    Move(projection.items);
    Move(projection.order_by);
    Move(projection.skip);
    Move(projection.limit);
  }
  void Move(ast::Clause& clause) const {
    if (auto* match = std::get_if<ast::Match>(&clause.value)) {
      Move(match->patterns);
      Move(match->where);
    } else if (auto* with = std::get_if<ast::With>(&clause.value)) {
      Move(with->projection);
      Move(with->where);
    } else if (auto* result = std::get_if<ast::Return>(&clause.value)) {
      Move(result->projection);
    } else if (auto* unwind = std::get_if<ast::Unwind>(&clause.value)) {
      Move(unwind->list);
      Move(unwind->variable);
    }
    Move(clause.span);
  }
  void Move(ast::SingleQuery& query) const {
    Move(query.clauses);
    Move(query.span);
  }
  void Move(ast::Query& query) const {
    Move(query.parts);
    Move(query.span);
  }

 private:
  // The kinds of expressions that sentences never become have nothing to be moved.
  template <typename T>
  void Inside(T&) const {}
  void Inside(ast::ListLiteral& list) const { Move(list.items); }
  void Inside(ast::MapLiteral& map) const { Move(map.entries); }
  void Inside(ast::Property& property) const {
    Move(property.object);
    Move(property.key);
  }
  void Inside(ast::Subscript& subscript) const {
    Move(subscript.object);
    Move(subscript.index);
  }
  void Inside(ast::Slice& slice) const {
    Move(slice.object);
    Move(slice.from);
    Move(slice.to);
  }
  void Inside(ast::Unary& unary) const { Move(unary.operand); }
  void Inside(ast::Binary& binary) const {
    Move(binary.left);
    Move(binary.right);
  }
  void Inside(ast::Comparison& comparison) const { Move(comparison.operands); }
  void Inside(ast::HasLabels& has) const {
    Move(has.object);
    Move(has.labels);
  }
  void Inside(ast::FunctionCall& call) const {
    Move(call.name);
    Move(call.arguments);
  }
  void Inside(ast::Case& choice) const {
    Move(choice.subject);
    Move(choice.branches);
    Move(choice.otherwise);
  }
  void Inside(ast::ListComprehension& comprehension) const {
    Move(comprehension.variable);
    Move(comprehension.list);
    Move(comprehension.where);
    Move(comprehension.projection);
  }
  void Inside(ast::Quantifier& quantifier) const {
    Move(quantifier.variable);
    Move(quantifier.list);
    Move(quantifier.where);
  }
  void Inside(ast::PatternExpr& pattern) const { Move(pattern.pattern); }

  const CypherText& cypher_;
};

}  // namespace

CypherText& CypherText::Add(std::string_view text, Span cause) {
  text_ += text;
  pieces_.push_back({static_cast<uint32_t>(text_.size()), cause});
  return *this;
}

CypherText& CypherText::Add(const CypherText& other) {
  const auto offset = static_cast<uint32_t>(text_.size());
  text_ += other.text_;
  for (const Piece& piece : other.pieces_) pieces_.push_back({offset + piece.end, piece.cause});
  return *this;
}

Span CypherText::CauseOf(Span cypher) const {
  std::optional<Span> cause;
  uint32_t start = 0;
  for (const Piece& piece : pieces_) {
    const bool overlaps = start < std::max(cypher.end, cypher.start + 1) && piece.end > cypher.start;
    if (overlaps)
      cause =
          cause ? Span{std::min(cause->start, piece.cause.start), std::max(cause->end, piece.cause.end)} : piece.cause;
    start = piece.end;
  }
  return cause.value_or(pieces_.empty() ? Span{} : pieces_.back().cause);
}

std::string QuotedText(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

ast::Statement ParseWithCauses(const CypherText& cypher, Span whole) {
  ast::Statement statement = Parse(cypher.text());
  Mover(cypher).Move(std::get<ast::Query>(statement.value));
  statement.span = whole;
  return statement;
}

}  // namespace papergraph::engine
