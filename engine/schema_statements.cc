#include "engine/schema_statements.h"

#include <algorithm>

#include "grammar/error.h"
#include "storage/error.h"

namespace papergraph::engine {

namespace {

using Kind = IndexInfo::Kind;

QueryError SchemaError(const char* detail, Span span, const std::string& message) {
  return RuntimeError(ErrorType::kSemanticError, detail, span, message);
}

bool IsConstraint(const IndexInfo& index) { return index.kind == Kind::kUnique || index.kind == Kind::kExists; }

std::string DefaultName(const char* prefix, const std::string& label, const std::vector<ast::Name>& properties) {
  std::string name = prefix + ("_" + label);
  for (const ast::Name& property : properties) name += "_" + property.text;
  return name;
}

std::vector<PropertyId> Intern(const std::vector<ast::Name>& names, GraphWriter& writer) {
  std::vector<PropertyId> ids;
  for (const ast::Name& name : names) ids.push_back(writer.InternProperty(name.text));
  return ids;
}

const IndexInfo* FindByName(const std::vector<IndexInfo>& all, const std::string& name) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const IndexInfo& index) { return index.name == name; });
  return at == all.end() ? nullptr : &*at;
}

// One index or constraint; an equal one that is there already is an error, or nothing with IF NOT EXISTS.
void CreateOne(GraphWriter& writer, const std::string& name, Kind kind, LabelId label,
               const std::vector<PropertyId>& properties, bool if_not_exists, Span span) {
  for (const IndexInfo& index : writer.Indexes()) {
    const bool same = index.kind == kind && index.label == label && index.properties == properties;
    if (!same && index.name != name) continue;
    if (if_not_exists) return;
    throw SchemaError(
        kind == Kind::kRange || kind == Kind::kFulltext ? "IndexAlreadyExists" : "ConstraintAlreadyExists", span,
        "there is already `" + index.name + "`; IF NOT EXISTS makes this no error");
  }
  try {
    writer.CreateIndex(name, kind, label, properties);
  } catch (const StoreError& error) {
    if (error.kind() != StoreError::Kind::kConstraint) throw;
    throw RuntimeError(ErrorType::kConstraintVerificationFailed, "ConstraintViolation", span, error.what());
  }
}

void RefuseRelationships(bool on_relationship, Span span) {
  if (!on_relationship) return;
  throw SchemaError("NotSupported", span,
                    "indexes and constraints are about nodes; relationships are found through their nodes");
}

}  // namespace

void RunSchema(const ast::CreateIndex& statement, Span span, GraphWriter& writer) {
  RefuseRelationships(statement.on_relationship, span);
  const Kind kind = statement.kind == ast::CreateIndex::Kind::kFulltext ? Kind::kFulltext : Kind::kRange;
  const auto properties = Intern(statement.properties, writer);
  for (size_t i = 0; i < statement.labels.size(); ++i) {
    std::string name =
        statement.name ? statement.name->text : DefaultName("index", statement.labels[i].text, statement.properties);
    if (statement.name && i > 0) name += "_" + statement.labels[i].text;
    CreateOne(writer, name, kind, writer.InternLabel(statement.labels[i].text), properties, statement.if_not_exists,
              span);
  }
}

void RunSchema(const ast::DropIndex& statement, Span span, GraphWriter& writer) {
  const auto all = writer.Indexes();
  const IndexInfo* found = nullptr;
  if (statement.name) {
    found = FindByName(all, statement.name->text);
  } else {
    const auto label = writer.FindLabel(statement.label.text);
    const auto properties = Intern(statement.properties, writer);
    for (const IndexInfo& index : all) {
      if (label && index.label == *label && index.properties == properties && !IsConstraint(index)) found = &index;
    }
  }
  if (found && IsConstraint(*found)) {
    throw SchemaError("IndexBelongsToConstraint", span, "`" + found->name + "` is a constraint; use DROP CONSTRAINT");
  }
  if (found) {
    writer.DropIndex(found->id);
  } else if (!statement.if_exists) {
    throw SchemaError("IndexNotFound", span, "there is no such index; SHOW INDEXES lists them");
  }
}

void RunSchema(const ast::CreateConstraint& statement, Span span, GraphWriter& writer) {
  RefuseRelationships(statement.on_relationship, span);
  const LabelId label = writer.InternLabel(statement.label.text);
  const auto properties = Intern(statement.properties, writer);
  const std::string name =
      statement.name ? statement.name->text : DefaultName("constraint", statement.label.text, statement.properties);
  const auto exists = [&] {
    for (size_t i = 0; i < properties.size(); ++i) {
      const bool only = statement.kind == ast::CreateConstraint::Kind::kNotNull && properties.size() == 1;
      CreateOne(writer, only ? name : name + "_" + statement.properties[i].text + "_exists", Kind::kExists, label,
                {properties[i]}, statement.if_not_exists, span);
    }
  };
  switch (statement.kind) {
    case ast::CreateConstraint::Kind::kUnique:
      CreateOne(writer, name, Kind::kUnique, label, properties, statement.if_not_exists, span);
      break;
    case ast::CreateConstraint::Kind::kNotNull:
      exists();
      break;
    case ast::CreateConstraint::Kind::kNodeKey:
      CreateOne(writer, name, Kind::kUnique, label, properties, statement.if_not_exists, span);
      exists();
      break;
  }
}

void RunSchema(const ast::DropConstraint& statement, Span span, GraphWriter& writer) {
  const auto all = writer.Indexes();
  const IndexInfo* found = FindByName(all, statement.name.text);
  if (!found || !IsConstraint(*found)) {
    if (statement.if_exists) return;
    throw SchemaError("ConstraintNotFound", span,
                      "there is no constraint `" + statement.name.text + "`; SHOW CONSTRAINTS lists them");
  }
  // A node key is a uniqueness constraint and one existence constraint for each property.
  std::vector<uint32_t> parts{found->id};
  for (const IndexInfo& index : all) {
    if (index.kind == Kind::kExists && index.name.starts_with(found->name + "_") && index.name.ends_with("_exists")) {
      parts.push_back(index.id);
    }
  }
  for (uint32_t id : parts) writer.DropIndex(id);
}

}  // namespace papergraph::engine
