#include "grammar/error.h"

namespace papergraph {

std::string_view NameOf(ErrorType type) {
  switch (type) {
    case ErrorType::kSyntaxError:
      return "SyntaxError";
    case ErrorType::kSemanticError:
      return "SemanticError";
    case ErrorType::kTypeError:
      return "TypeError";
    case ErrorType::kArgumentError:
      return "ArgumentError";
    case ErrorType::kArithmeticError:
      return "ArithmeticError";
    case ErrorType::kEntityNotFound:
      return "EntityNotFound";
    case ErrorType::kPropertyNotFound:
      return "PropertyNotFound";
    case ErrorType::kLabelNotFound:
      return "LabelNotFound";
    case ErrorType::kParameterMissing:
      return "ParameterMissing";
    case ErrorType::kProcedureError:
      return "ProcedureError";
    case ErrorType::kConstraintValidationFailed:
      return "ConstraintValidationFailed";
    case ErrorType::kConstraintVerificationFailed:
      return "ConstraintVerificationFailed";
    case ErrorType::kTransactionError:
      return "TransactionError";
    case ErrorType::kResourceError:
      return "ResourceError";
    case ErrorType::kStorageError:
      return "StorageError";
  }
  return "Error";
}

}  // namespace papergraph
