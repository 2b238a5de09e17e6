// CREATE INDEX, DROP INDEX, CREATE CONSTRAINT, DROP CONSTRAINT.
#pragma once

#include "grammar/ast.h"
#include "storage/graph_writer.h"

namespace papergraph::engine {

/// Throws QueryError (kSemanticError with IndexAlreadyExists, IndexNotFound, ... and kConstraintVerificationFailed) and
/// StoreError.
void RunSchema(const ast::CreateIndex& statement, Span span, GraphWriter& writer);
void RunSchema(const ast::DropIndex& statement, Span span, GraphWriter& writer);
void RunSchema(const ast::CreateConstraint& statement, Span span, GraphWriter& writer);
void RunSchema(const ast::DropConstraint& statement, Span span, GraphWriter& writer);

}  // namespace papergraph::engine
