// A question about names, turned into one about the nodes and relationships that they come from.
#include <chrono>

#include "engine/formats.h"
#include "engine/sentence/sentence.h"
#include "grammar/ast_printer.h"
#include "grammar/parser.h"

namespace papergraph::engine {
namespace {

Date Today() {
  using namespace std::chrono;
  return Date{duration_cast<hours>(system_clock::now().time_since_epoch()).count() / 24};
}

// Gives names to what has none, so that RETURN * returns it, too.
class Namer {
 public:
  void Name(ast::Match& match) {
    for (ast::PathPattern& path : match.patterns) {
      for (ast::PathElement& element : path.elements) {
        if (auto* node = std::get_if<ast::NodePattern>(&element.value)) Name(node->variable);
        if (auto* edge = std::get_if<ast::RelationshipPattern>(&element.value)) Name(edge->variable);
      }
    }
  }

 private:
  void Name(std::optional<ast::Name>& variable) {
    if (!variable) variable = ast::Name{"matched " + std::to_string(++count_), {}};
  }
  int count_ = 0;
};

bool Writes(const ast::Clause& clause) {
  return std::holds_alternative<ast::Create>(clause.value) || std::holds_alternative<ast::Merge>(clause.value) ||
         std::holds_alternative<ast::Set>(clause.value) || std::holds_alternative<ast::Remove>(clause.value) ||
         std::holds_alternative<ast::Delete>(clause.value) || std::holds_alternative<ast::Foreach>(clause.value) ||
         std::holds_alternative<ast::CallSubquery>(clause.value);  // may write
}

// Only what stands before the first WITH can be carried through without changing what is grouped there.
bool Rewrite(ast::SingleQuery& part) {
  Namer namer;
  bool matches = false;
  size_t end = 0;
  for (; end < part.clauses.size(); ++end) {
    ast::Clause& clause = part.clauses[end];
    if (Writes(clause)) return false;
    if (auto* match = std::get_if<ast::Match>(&clause.value)) {
      namer.Name(*match);
      matches = true;
    } else if (std::holds_alternative<ast::With>(clause.value) || std::holds_alternative<ast::Return>(clause.value)) {
      break;
    }
  }
  for (const ast::Clause& clause : part.clauses) {
    if (Writes(clause)) return false;
  }
  if (!matches) return false;
  part.clauses.resize(end);
  ast::Return all;
  all.projection.star = true;
  part.clauses.push_back(ast::Clause{std::move(all), part.span});
  return true;
}

}  // namespace

std::string PatternQuery(std::string_view text, const GraphReader& graph) {
  ast::Statement statement = LooksLikeCypher(text) ? Parse(text) : ReadSentence(text, graph, Today());
  auto* query = std::get_if<ast::Query>(&statement.value);
  if (!query) return {};
  // Parts of a UNION match different variables: each alone would need its own statement.
  if (query->parts.size() != 1 || !Rewrite(query->parts[0])) return {};
  statement.mode = ast::Statement::Mode::kRun;
  return Print(statement);
}

}  // namespace papergraph::engine
