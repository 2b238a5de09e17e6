// What the tests of check and repair damage: three papers, three methods, an index of each
// kind, a constraint and a record.
#pragma once

#include <memory>
#include <string>

#include "storage/database/core.h"
#include "storage/database/transaction.h"

namespace papergraph {

inline std::unique_ptr<Core> SmallGraph() {
  OpenOptions options;
  options.create = true;
  auto core = std::make_unique<Core>(KeyValue::Open(":memory:", {}), options);
  StoreTransaction transaction(*core);
  LabelId paper = transaction.InternLabel("Paper"), method = transaction.InternLabel("Method");
  TypeId uses = transaction.InternType("USES");
  PropertyId id = transaction.InternProperty("id"), name = transaction.InternProperty("name");
  PropertyId aliases = transaction.InternProperty("aliases"), role = transaction.InternProperty("role");
  for (int i = 0; i < 3; ++i) {
    NodeId a = transaction.CreateNode({&paper, 1}), b = transaction.CreateNode({&method, 1});
    transaction.SetProperty(a, id, Value::String("2601.0000" + std::to_string(i)));
    transaction.SetProperty(b, name, Value::String("GRPO-" + std::to_string(i)));
    transaction.SetProperty(b, aliases, Value::List({Value::String("组相对策略优化 " + std::to_string(i))}));
    EdgeId edge = transaction.CreateEdge(a, uses, b);
    transaction.SetProperty(edge, role, Value::String("proposes"));
  }
  transaction.CreateIndex("papers", IndexInfo::Kind::kUnique, paper, {&id, 1});
  transaction.CreateIndex("has id", IndexInfo::Kind::kExists, paper, {&id, 1});
  const LabelId both[] = {paper, method};
  const PropertyId texts[] = {id, name, aliases};
  transaction.CreateTextIndex("words", both, texts);
  transaction.PutRecord("documents", "a.txt", "bytes");
  transaction.Commit();
  return core;
}

}  // namespace papergraph
