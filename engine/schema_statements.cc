#include "engine/schema_statements.h"

#include <algorithm>

#include "grammar/error.h"
#include "storage/error.h"
#include "storage/full_text.h"
#include "storage/text_terms.h"

namespace papergraph::engine {

namespace {

QueryError SchemaError(const char* detail, Span span, const std::string& message) {
  return RuntimeError(ErrorType::kSemanticError, detail, span, message);
}

bool IsConstraint(const IndexInfo& index) {
  return index.kind == IndexInfo::Kind::kUnique || index.kind == IndexInfo::Kind::kExists;
}

// What an index is about: nodes of a label, or relationships of a type.
struct Subject {
  LabelId label = kNoLabel;
  std::optional<TypeId> type;
  friend bool operator==(const Subject&, const Subject&) = default;
};

Subject SubjectOf(const IndexInfo& index) { return {index.label, index.type}; }

Subject InternSubject(GraphWriter& writer, const std::string& name, bool on_relationship) {
  if (on_relationship) return {kNoLabel, writer.InternType(name)};
  return {writer.InternLabel(name), std::nullopt};
}

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

// A node key is a uniqueness constraint and, under these names, one existence constraint for each property.
std::string NameOfKeyPart(const std::string& key, std::string_view property) {
  return key + "_" + std::string(property) + "_exists";
}

bool IsPartOfKey(const IndexInfo& index, const std::vector<IndexInfo>& all, const GraphReader& graph) {
  if (index.kind != IndexInfo::Kind::kExists || index.properties.size() != 1) return false;
  return std::any_of(all.begin(), all.end(), [&](const IndexInfo& key) {
    return key.kind == IndexInfo::Kind::kUnique && SubjectOf(key) == SubjectOf(index) &&
           index.name == NameOfKeyPart(key.name, graph.NameOf(index.properties[0]));
  });
}

// One index or constraint; an equal one that is there already is an error, or nothing with IF NOT EXISTS. The parts of
// a node key come and go with it: they are neither equal to a constraint of their own, nor is one equal to them.
void CreateOne(GraphWriter& writer, const std::string& name, IndexInfo::Kind kind, const Subject& subject,
               const std::vector<PropertyId>& properties, bool if_not_exists, Span span) {
  const std::vector<IndexInfo> all = writer.Indexes();
  const bool part_of_key = IsPartOfKey({0, name, kind, subject.label, properties, subject.type}, all, writer);
  for (const IndexInfo& index : all) {
    const bool same = index.kind == kind && SubjectOf(index) == subject && index.properties == properties &&
                      !part_of_key && !IsPartOfKey(index, all, writer);
    if (!same && index.name != name) continue;
    if (if_not_exists) return;
    throw SchemaError(kind == IndexInfo::Kind::kRange ? "IndexAlreadyExists" : "ConstraintAlreadyExists", span,
                      "there is already `" + index.name + "`; IF NOT EXISTS makes this no error");
  }
  try {
    if (subject.type) {
      writer.CreateIndex(name, kind, *subject.type, properties);
    } else {
      writer.CreateIndex(name, kind, subject.label, properties);
    }
  } catch (const StoreError& error) {
    if (error.kind() != StoreError::Kind::kConstraint) throw;
    throw RuntimeError(ErrorType::kConstraintVerificationFailed, "ConstraintViolation", span, error.what());
  }
}

std::string JoinedNames(const std::vector<ast::Name>& names) {
  std::string joined;
  for (const ast::Name& name : names) joined += (joined.empty() ? "" : "_") + name.text;
  return joined;
}

// Each once, in the order of the statement.
template <typename Id>
std::vector<Id> InternAll(const std::vector<ast::Name>& names, GraphWriter& writer) {
  std::vector<Id> ids;
  for (const ast::Name& name : names) {
    Id id;
    if constexpr (std::is_same_v<Id, TypeId>) {
      id = writer.InternType(name.text);
    } else {
      id = writer.InternLabel(name.text);
    }
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

template <typename Id>
void CreateText(GraphWriter& writer, const std::string& name, const std::vector<Id>& subjects,
                const std::vector<PropertyId>& properties, const ast::CreateIndex& statement, Span span) {
  const auto texts = FullTextOf(writer).TextIndexes();
  for (const IndexInfo& each : writer.Indexes()) {
    const auto text = std::find_if(texts.begin(), texts.end(), [&](const auto& other) { return other.id == each.id; });
    const IndexDefinition index = text == texts.end() ? IndexDefinition{each} : *text;
    std::vector<Id> theirs;
    if constexpr (std::is_same_v<Id, TypeId>) {
      if (index.type) theirs.push_back(*index.type);
      theirs.insert(theirs.end(), index.more_types.begin(), index.more_types.end());
    } else {
      if (!index.type) theirs.push_back(index.label);
      theirs.insert(theirs.end(), index.more_labels.begin(), index.more_labels.end());
    }
    const bool same = index.kind == IndexInfo::Kind::kFulltext && theirs == subjects && index.properties == properties;
    if (!same && index.name != name) continue;
    if (same && index.name == name && index.rules != TermRules()) {  // made by another version: it is empty
      writer.DropIndex(index.id);
      continue;
    }
    if (statement.if_not_exists) return;
    throw SchemaError("IndexAlreadyExists", span,
                      "there is already `" + index.name + "`; IF NOT EXISTS makes this no error");
  }
  FullTextOf(writer).CreateTextIndex(name, subjects, properties);
}

}  // namespace

void RunSchema(const ast::CreateIndex& statement, Span span, GraphWriter& writer) {
  const auto properties = Intern(statement.properties, writer);
  const std::string name =
      statement.name ? statement.name->text : DefaultName("index", JoinedNames(statement.labels), statement.properties);
  if (statement.kind == ast::CreateIndex::Kind::kFulltext) {
    if (statement.on_relationship) {
      CreateText(writer, name, InternAll<TypeId>(statement.labels, writer), properties, statement, span);
    } else {
      CreateText(writer, name, InternAll<LabelId>(statement.labels, writer), properties, statement, span);
    }
    return;
  }
  CreateOne(writer, name, IndexInfo::Kind::kRange,
            InternSubject(writer, statement.labels[0].text, statement.on_relationship), properties,
            statement.if_not_exists, span);
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
  const Subject subject = InternSubject(writer, statement.label.text, statement.on_relationship);
  const auto properties = Intern(statement.properties, writer);
  const std::string name =
      statement.name ? statement.name->text : DefaultName("constraint", statement.label.text, statement.properties);
  const auto exists = [&] {
    for (size_t i = 0; i < properties.size(); ++i) {
      const bool of_key = statement.kind == ast::CreateConstraint::Kind::kNodeKey;
      CreateOne(writer, !of_key && properties.size() == 1 ? name : NameOfKeyPart(name, statement.properties[i].text),
                IndexInfo::Kind::kExists, subject, {properties[i]}, statement.if_not_exists, span);
    }
  };
  switch (statement.kind) {
    case ast::CreateConstraint::Kind::kUnique:
      CreateOne(writer, name, IndexInfo::Kind::kUnique, subject, properties, statement.if_not_exists, span);
      break;
    case ast::CreateConstraint::Kind::kNotNull:
      exists();
      break;
    case ast::CreateConstraint::Kind::kNodeKey:
      CreateOne(writer, name, IndexInfo::Kind::kUnique, subject, properties, statement.if_not_exists, span);
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
  std::vector<uint32_t> parts{found->id};
  for (PropertyId property : found->properties) {
    const IndexInfo* part = FindByName(all, NameOfKeyPart(found->name, writer.NameOf(property)));
    if (part && part->kind == IndexInfo::Kind::kExists) parts.push_back(part->id);
  }
  for (uint32_t id : parts) writer.DropIndex(id);
}

}  // namespace papergraph::engine
