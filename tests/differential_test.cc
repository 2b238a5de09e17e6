// The same statement on the plain reference graph without optimiser and on the store with it must give the same rows.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "engine/exec/executor.h"
#include "engine/planner/planner.h"
#include "engine/session.h"
#include "grammar/parser.h"
#include "storage/store.h"
#include "tests/support/plain_graph.h"

namespace papergraph {
namespace {

struct Rows : engine::RowSink {
  std::vector<std::vector<Value>> rows;
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value> values) override { rows.emplace_back(values.begin(), values.end()); }
};

std::string Text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return "null";
    case ValueKind::kBool:
      return value.as_bool() ? "true" : "false";
    case ValueKind::kInt:
      return std::to_string(value.as_int());
    case ValueKind::kFloat:
      return std::to_string(value.as_float());
    case ValueKind::kString:
      return "'" + std::string(value.as_string()) + "'";
    case ValueKind::kNode:
      return "node" + std::to_string(Raw(value.as_node()));
    case ValueKind::kRelationship:
      return "rel" + std::to_string(Raw(value.as_relationship()));
    case ValueKind::kList: {
      std::string text = "[";
      for (const Value& item : value.as_list()) text += Text(item) + ",";
      return text + "]";
    }
    case ValueKind::kPath: {
      std::string text = "<";
      for (NodeId node : value.as_path().nodes) text += std::to_string(Raw(node)) + " ";
      for (EdgeId edge : value.as_path().edges) text += "-" + std::to_string(Raw(edge));
      return text + ">";
    }
    default:
      return std::string(NameOf(value.kind()));
  }
}

std::vector<std::string> Texts(const Rows& rows, bool ordered) {
  std::vector<std::string> texts;
  for (const auto& row : rows.rows) {
    std::string text;
    for (const Value& value : row) text += Text(value) + " | ";
    texts.push_back(std::move(text));
  }
  if (!ordered) std::sort(texts.begin(), texts.end());
  return texts;
}

// The rows, or how the statement ended.
std::vector<std::string> OnPlain(PlainGraph& graph, const std::string& text, bool ordered) {
  try {
    const ast::Statement statement = Parse(text);
    engine::PlanContext context;
    context.graph = &graph;
    context.rules = engine::RuleSet::None();
    engine::Executor executor(engine::Planner::PlanStatement(std::get<ast::Query>(statement.value), context));
    Rows rows;
    executor.Run(graph, &graph, Value(), {}, rows);
    return Texts(rows, ordered);
  } catch (const QueryError& error) {
    return {std::string(NameOf(error.type())) + "/" + error.detail()};
  }
}

std::vector<std::string> OnStore(engine::Session& session, const std::string& text, bool ordered) {
  try {
    Rows rows;
    session.Run(text, Value(), rows);
    return Texts(rows, ordered);
  } catch (const QueryError& error) {
    return {std::string(NameOf(error.type())) + "/" + error.detail()};
  }
}

// Small worlds: few names and values, so that things meet often.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  std::string Graph() {
    std::string text = "CREATE ";
    const int nodes = 2 + Below(6);
    for (int i = 0; i < nodes; ++i) {
      text += (i > 0 ? ", (n" : "(n") + std::to_string(i) + Label(70) + " {x: " + std::to_string(Below(4)) +
              (Below(2) ? ", s: '" + std::string(1, static_cast<char>('a' + Below(3))) + "'" : "") + "})";
    }
    const int edges = Below(9);
    for (int i = 0; i < edges; ++i) {
      text += ", (n" + std::to_string(Below(nodes)) + ")-[:" + Type() + " {w: " + std::to_string(Below(3)) + "}]->(n" +
              std::to_string(Below(nodes)) + ")";
    }
    return text;
  }

  std::string Query(bool& ordered) {
    ordered = false;
    nodes_.clear();
    rels_.clear();
    std::string text = "MATCH " + PatternsWhere();
    if (Below(4) == 0) text += " OPTIONAL MATCH " + PatternsWhere();
    if (Below(4) == 0 && !nodes_.empty()) {
      const std::string kept = Node();
      nodes_ = {kept};
      rels_.clear();
      text += " WITH DISTINCT " + kept + " MATCH " + PatternsWhere();
    }
    switch (Below(5)) {
      case 0:
        return text + " RETURN count(*) AS c";
      case 1:
        return text + " RETURN " + Node() + ".x AS k, count(*) AS c, count(DISTINCT " + Node() + ") AS d";
      case 2:
        return text + " RETURN DISTINCT " + Node() + " AS n, " + Node() + ".x AS x";
      case 3: {
        ordered = true;
        const std::string node = Node();
        return text + " WITH DISTINCT " + node + " AS n RETURN n.x AS x, n.s AS s, id(n) AS i ORDER BY x" +
               (Below(2) ? " DESC" : "") + ", s, i" + (Below(2) ? " SKIP 1 LIMIT 3" : "");
      }
      default: {
        std::string items;
        for (const std::string& node : nodes_) items += (items.empty() ? "" : ", ") + node;
        for (const std::string& rel : rels_) items += ", " + rel;
        return text + " RETURN " + items;
      }
    }
  }

 private:
  int Below(int limit) { return static_cast<int>(random_() % static_cast<uint32_t>(limit)); }
  std::string Label(int percent) { return Below(100) < percent ? std::string(":") + "ABC"[Below(3)] : ""; }
  std::string Type() { return std::string(1, "TU"[Below(2)]); }
  std::string Node() { return nodes_[static_cast<size_t>(Below(static_cast<int>(nodes_.size())))]; }

  std::string NodePattern() {
    std::string name;
    if (!nodes_.empty() && Below(3) == 0) {
      name = Node();
    } else {
      name = "v" + std::to_string(next_++);
      nodes_.push_back(name);
    }
    return "(" + name + Label(30) + (Below(6) == 0 ? " {x: " + std::to_string(Below(4)) + "}" : "") + ")";
  }

  std::string RelPattern() {
    std::string inside;
    const bool variable = Below(4) == 0;
    if (!variable && Below(2)) {
      rels_.push_back("r" + std::to_string(next_++));
      inside += rels_.back();
    }
    if (Below(3) > 0) inside += ":" + Type() + (Below(4) == 0 ? "|U" : "");
    if (variable) inside += std::vector<std::string>{"*", "*1..2", "*0..1", "*2"}[static_cast<size_t>(Below(4))];
    if (Below(8) == 0) inside += " {w: " + std::to_string(Below(3)) + "}";
    const int direction = Below(3);
    return std::string(direction == 0 ? "<-[" : "-[") + inside + (direction == 1 ? "]->" : "]-");
  }

  std::string Patterns() {
    std::string text;
    const int paths = 1 + (Below(4) == 0);
    for (int i = 0; i < paths; ++i) {
      text += (i > 0 ? ", " : "") + NodePattern();
      const int length = Below(3);
      for (int j = 0; j < length; ++j) text += RelPattern() + NodePattern();
    }
    return text;
  }

  // WHERE speaks of what the patterns before it name: one after the other.
  std::string PatternsWhere() {
    std::string text = Patterns();
    return text += Where();
  }

  std::string Predicate() {
    switch (Below(8)) {
      case 0:
        return Node() + ".x = " + std::to_string(Below(4));
      case 1:
        return Node() + ".x < " + Node() + ".x";
      case 2:
        return Node() + ".s = '" + std::string(1, static_cast<char>('a' + Below(3))) + "'";
      case 3:
        return Node() + ".s IS NULL";
      case 4:
        return "(" + Predicate() + " OR " + Predicate() + ")";
      case 5:
        return "NOT " + Predicate();
      case 6:
        return Node() + ".x = " + Node() + ".x";
      default:
        return "(" + Node() + ")-[:" + Type() + "]->()";
    }
  }

  std::string Where() {
    if (nodes_.empty()) return "";
    return Below(2) == 0 ? " WHERE " + Predicate() + (Below(3) == 0 ? " AND " + Predicate() : "") : "";
  }

  std::mt19937 random_;
  std::vector<std::string> nodes_, rels_;
  int next_ = 0;
};

TEST_CASE("the optimiser and the store change how an answer is found, not the answer", "[differential]") {
  const auto store = Store::Open(":memory:", {});
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    Generator generator(seed);
    PlainGraph plain;
    engine::Session session(*store, {});
    session.Reset();
    if (seed % 2 == 0) OnStore(session, "CREATE INDEX FOR (n:A) ON (n.x)", false);
    const std::string graph = generator.Graph();
    OnPlain(plain, graph, false);
    OnStore(session, graph, false);
    for (int i = 0; i < 20; ++i) {
      bool ordered = false;
      const std::string query = generator.Query(ordered);
      INFO("seed " << seed << "\n" << graph << "\n" << query);
      REQUIRE(OnStore(session, query, ordered) == OnPlain(plain, query, ordered));
    }
  }
}

}  // namespace
}  // namespace papergraph
