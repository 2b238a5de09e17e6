// The library in a few lines: open a graph, write, ask a sentence or Cypher, read rows as they come.
#include <iostream>

#include "engine/formats.h"
#include "engine/session.h"
#include "storage/store.h"

using namespace papergraph;

int main() {
  const auto store = Store::Open(":memory:", {});
  engine::Session session(*store, {});
  const auto table = engine::FindRowFormat("table");
  try {
    session.Run("CREATE (:Paper {id: '2402.03300', title: 'DeepSeekMath'})-[:PROPOSES]->(:Method {name: 'GRPO'})",
                Value(), *table->make(std::cout, {}));
    const auto rows = table->make(std::cout, {});
    const Value params = Value::Map({{"method", Value::String("GRPO")}});
    rows->Finish(session.Run("MATCH (p:Paper)-->(:Method {name: $method}) RETURN p.id, p.title", params, *rows));
  } catch (const QueryError& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
