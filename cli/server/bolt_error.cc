#include "cli/server/bolt_error.h"

#include <fmt/format.h>

namespace papergraph::cli {
namespace {

std::string_view CodeOf(const QueryError& error) {
  const std::string& detail = error.detail();
  switch (error.type()) {
    case ErrorType::kParameterMissing:
      return "Neo.ClientError.Statement.ParameterMissing";
    case ErrorType::kProcedureError:
      return detail == "ProcedureNotFound" ? "Neo.ClientError.Procedure.ProcedureNotFound"
                                           : "Neo.ClientError.Procedure.ProcedureCallFailed";
    case ErrorType::kConstraintValidationFailed:
    case ErrorType::kConstraintVerificationFailed:
      return "Neo.ClientError.Schema.ConstraintValidationFailed";
    case ErrorType::kTransactionError:
      if (detail == "Conflict") return "Neo.TransientError.Transaction.Outdated";
      if (detail == "TransactionOpen") return "Neo.ClientError.Transaction.ForbiddenDueToTransactionType";
      return "Neo.ClientError.Transaction.TransactionNotFound";
    case ErrorType::kResourceError:
      if (detail == "Cancelled") return "Neo.ClientError.Transaction.TransactionTerminated";
      if (detail == "Timeout") return "Neo.ClientError.Transaction.TransactionTimedOut";
      return "Neo.ClientError.General.TransactionOutOfMemoryError";
    case ErrorType::kStorageError:
      return detail == "ReadOnly" ? "Neo.ClientError.Statement.AccessMode"
                                  : "Neo.DatabaseError.Statement.ExecutionFailed";
    default:
      break;
  }
  // What is known before a row is read is an error of syntax there.
  if (error.phase() == ErrorPhase::kCompile) return "Neo.ClientError.Statement.SyntaxError";
  switch (error.type()) {
    case ErrorType::kTypeError:
      return "Neo.ClientError.Statement.TypeError";
    case ErrorType::kArithmeticError:
      return "Neo.ClientError.Statement.ArithmeticError";
    case ErrorType::kEntityNotFound:
      return "Neo.ClientError.Statement.EntityNotFound";
    case ErrorType::kPropertyNotFound:
      return "Neo.ClientError.Statement.PropertyNotFound";
    case ErrorType::kLabelNotFound:
      return "Neo.ClientError.Statement.LabelNotFound";
    case ErrorType::kArgumentError:
      return "Neo.ClientError.Statement.ArgumentError";
    case ErrorType::kSemanticError:
      return "Neo.ClientError.Statement.SemanticError";
    default:
      return "Neo.ClientError.Statement.SyntaxError";
  }
}

}  // namespace

BoltError ToBoltError(const QueryError& error, std::string_view text) {
  BoltError result{std::string(CodeOf(error)), error.what()};
  if (error.type() == ErrorType::kStorageError && error.detail() == "ReadOnly") {
    result.message =
        "the statement writes, but this server or this session only reads: `papergraph serve --writable` and an access "
        "mode of WRITE allow it";
  }
  if (error.span() == Span{} || error.span().start > text.size()) return result;
  const Position at = PositionOf(text, error.span().start);
  result.message += fmt::format(" (line {}, column {} (offset: {}))\n{}", at.line, at.column, error.span().start,
                                Caret(text, error.span()));
  return result;
}

}  // namespace papergraph::cli
