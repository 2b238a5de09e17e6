#include <algorithm>

#include "engine/functions/function.h"
#include "engine/graph/procedures.h"
#include "engine/procedures/procedure.h"
#include "engine/search/procedures.h"
#include "storage/full_text.h"

namespace papergraph::engine {

namespace {

template <typename Id>
Value NameList(const GraphReader& graph, std::span<const Id> ids) {
  ValueList names;
  for (Id id : ids) names.push_back(Value::String(graph.NameOf(id)));
  return Value::List(std::move(names));
}

// Labels and types that something has now; names stay known when their last use is gone.
void Labels(ProcedureContext& context, std::span<const Value>, const ProcedureRow& row) {
  for (uint32_t i = 0; i < context.graph.LabelCount(); ++i) {
    if (context.graph.NodeCount(LabelId{i}) == 0) continue;
    const Value name = Value::String(context.graph.NameOf(LabelId{i}));
    row(std::span(&name, 1));
  }
}

void RelationshipTypes(ProcedureContext& context, std::span<const Value>, const ProcedureRow& row) {
  for (uint32_t i = 0; i < context.graph.TypeCount(); ++i) {
    if (context.graph.EdgeCount(TypeId{i}) == 0) continue;
    const Value name = Value::String(context.graph.NameOf(TypeId{i}));
    row(std::span(&name, 1));
  }
}

void PropertyKeys(ProcedureContext& context, std::span<const Value>, const ProcedureRow& row) {
  for (uint32_t i = 0; i < context.graph.PropertyCount(); ++i) {
    const Value name = Value::String(context.graph.NameOf(PropertyId{i}));
    row(std::span(&name, 1));
  }
}

std::string_view KindOf(const IndexInfo& index) {
  switch (index.kind) {
    case IndexInfo::Kind::kRange:
      return "RANGE";
    case IndexInfo::Kind::kUnique:
      return index.type ? "RELATIONSHIP_UNIQUENESS" : "UNIQUENESS";
    case IndexInfo::Kind::kExists:
      return index.type ? "RELATIONSHIP_PROPERTY_EXISTENCE" : "NODE_PROPERTY_EXISTENCE";
    case IndexInfo::Kind::kFulltext:
      return "FULLTEXT";
  }
  return "";
}

void ListIndexes(const GraphReader& graph, bool constraints, const ProcedureRow& row) {
  auto all = graph.Indexes();
  const auto texts = FullTextOf(graph).TextIndexes();
  std::sort(all.begin(), all.end(), [](const IndexInfo& a, const IndexInfo& b) { return a.name < b.name; });
  for (const IndexInfo& index : all) {
    const bool is_constraint = index.kind == IndexInfo::Kind::kUnique || index.kind == IndexInfo::Kind::kExists;
    if (constraints != is_constraint) continue;
    std::vector<LabelId> labels{index.label};
    std::vector<TypeId> types;
    if (index.type) types.push_back(*index.type);
    for (const IndexDefinition& text : texts) {
      if (text.id != index.id) continue;
      labels.insert(labels.end(), text.more_labels.begin(), text.more_labels.end());
      types.insert(types.end(), text.more_types.begin(), text.more_types.end());
    }
    const Value values[] = {Value::String(index.name), Value::String(KindOf(index)),
                            Value::String(index.type ? "RELATIONSHIP" : "NODE"),
                            index.type ? NameList<TypeId>(graph, types) : NameList<LabelId>(graph, labels),
                            NameList<PropertyId>(graph, index.properties)};
    row(values);
  }
}

void Functions(ProcedureContext&, std::span<const Value>, const ProcedureRow& row) {
  for (const Function* function : papergraph::engine::Functions()) {
    const Value values[] = {Value::String(function->name), Value::String(function->signature),
                            Value::String(function->help), Value::Bool(false)};
    row(values);
  }
  for (const Aggregate* aggregate : Aggregates()) {
    const Value values[] = {Value::String(aggregate->name), Value::String(aggregate->signature),
                            Value::String(aggregate->help), Value::Bool(true)};
    row(values);
  }
}

std::string SignatureOf(const Procedure& procedure) {
  const auto fields = [](const std::vector<ProcedureField>& list) {
    std::string text = "(";
    for (const ProcedureField& field : list) text += (text.size() > 1 ? ", " : "") + field.name + " :: " + field.type;
    return text + ")";
  };
  return procedure.name + fields(procedure.arguments) + " :: " + fields(procedure.results);
}

void Procedures(ProcedureContext&, std::span<const Value>, const ProcedureRow& row) {
  for (const Procedure& procedure : BuiltInProcedures()) {
    const Value values[] = {Value::String(procedure.name), Value::String(SignatureOf(procedure)),
                            Value::String(procedure.help)};
    row(values);
  }
}

std::vector<Procedure> All() {
  const std::vector<ProcedureField> index_fields = {{"name", "STRING"},
                                                    {"type", "STRING"},
                                                    {"entityType", "STRING"},
                                                    {"labelsOrTypes", "LIST OF STRING"},
                                                    {"properties", "LIST OF STRING"}};
  std::vector<Procedure> all = GraphProcedures();
  for (Procedure& procedure : SearchProcedures()) all.push_back(std::move(procedure));
  all.push_back({"db.labels", {}, {{"label", "STRING"}}, "The labels that nodes have.", Labels, 0});
  all.push_back({"db.relationshipTypes",
                 {},
                 {{"relationshipType", "STRING"}},
                 "The types that relationships have.",
                 RelationshipTypes,
                 0});
  all.push_back(
      {"db.propertyKeys", {}, {{"propertyKey", "STRING"}}, "The names of properties ever used.", PropertyKeys, 0});
  all.push_back({"db.indexes",
                 {},
                 index_fields,
                 "The indexes; SHOW INDEXES.",
                 [](ProcedureContext& context, std::span<const Value>, const ProcedureRow& row) {
                   ListIndexes(context.graph, false, row);
                 },
                 0});
  all.push_back({"db.constraints",
                 {},
                 index_fields,
                 "The constraints; SHOW CONSTRAINTS.",
                 [](ProcedureContext& context, std::span<const Value>, const ProcedureRow& row) {
                   ListIndexes(context.graph, true, row);
                 },
                 0});
  all.push_back({"db.functions",
                 {},
                 {{"name", "STRING"}, {"signature", "STRING"}, {"description", "STRING"}, {"aggregating", "BOOLEAN"}},
                 "The functions; SHOW FUNCTIONS.",
                 Functions,
                 0});
  all.push_back({"db.procedures",
                 {},
                 {{"name", "STRING"}, {"signature", "STRING"}, {"description", "STRING"}},
                 "The procedures; SHOW PROCEDURES.",
                 Procedures,
                 0});
  std::sort(all.begin(), all.end(), [](const Procedure& a, const Procedure& b) { return a.name < b.name; });
  return all;
}

}  // namespace

std::span<const Procedure> BuiltInProcedures() {
  static const std::vector<Procedure> kAll = All();
  return kAll;
}

}  // namespace papergraph::engine
