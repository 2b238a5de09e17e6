// What ends a statement.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "grammar/span.h"

namespace papergraph {

/// The error classes of the openCypher TCK, and TransactionError of CONTRACT.md.
enum class ErrorType {
  kSyntaxError,
  kSemanticError,
  kTypeError,
  kArgumentError,
  kArithmeticError,
  kEntityNotFound,
  kPropertyNotFound,
  kLabelNotFound,
  kParameterMissing,
  kProcedureError,
  kConstraintValidationFailed,
  kConstraintVerificationFailed,
  kTransactionError,
  kResourceError,  // a limit that the user set was reached: time, memory
  kStorageError,   // the store could not read or write
};

/// Known before a row is read, or only while rows flow.
enum class ErrorPhase { kCompile, kRuntime };

/// "SyntaxError", as the TCK writes it.
std::string_view NameOf(ErrorType type);

/// Ends a statement; what the statement did is rolled back. `detail` is the TCK's third word
/// ("UndefinedVariable"); the message says what is wrong and what to do, without the position.
class QueryError : public std::runtime_error {
 public:
  QueryError(ErrorType type, std::string detail, Span span, const std::string& message,
             ErrorPhase phase = ErrorPhase::kCompile)
      : std::runtime_error(message), type_(type), detail_(std::move(detail)), span_(span), phase_(phase) {}

  ErrorType type() const { return type_; }
  const std::string& detail() const { return detail_; }
  Span span() const { return span_; }
  ErrorPhase phase() const { return phase_; }

 private:
  ErrorType type_;
  std::string detail_;
  Span span_;
  ErrorPhase phase_;
};

/// A QueryError of phase kRuntime.
inline QueryError RuntimeError(ErrorType type, std::string detail, Span span, const std::string& message) {
  return QueryError(type, std::move(detail), span, message, ErrorPhase::kRuntime);
}

}  // namespace papergraph
