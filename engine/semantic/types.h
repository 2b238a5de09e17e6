// What can be known of an expression's type before a row is read.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "grammar/ast.h"

namespace papergraph::engine {

/// kAny: nothing is known; it fits everywhere. kTemporal: one of the instants or a duration.
struct Type {
  enum class Kind {
    kAny,
    kNull,
    kBool,
    kInt,
    kFloat,
    kNumber,
    kString,
    kList,
    kMap,
    kNode,
    kRelationship,
    kPath,
    kTemporal
  };
  Kind kind = Kind::kAny;
  std::shared_ptr<const Type> element;  // kList: of its elements; null: unknown

  static Type Of(Kind kind) { return {kind, nullptr}; }
  static Type ListOf(Type element) { return {Kind::kList, std::make_shared<const Type>(std::move(element))}; }
};

/// Null has every type.
inline bool IsUnknown(const Type& type) { return type.kind == Type::Kind::kAny || type.kind == Type::Kind::kNull; }
bool IsNumeric(const Type& type);
bool IsEntity(const Type& type);  // node or relationship
/// Of a list's elements; kAny when nothing is known.
Type ElementOf(const Type& list);

/// What fits both: the same type, a number, or anything.
Type Unify(const Type& a, const Type& b);

/// Whether a value of this type can be what is wanted. Integers are numbers and can be floats.
bool Fits(const Type& type, const Type& wanted);

/// "a LIST of INTEGER", for messages.
std::string Describe(const Type& type);

/// Reads one type of a signature: "STRING", "INTEGER?", "LIST<NODE>", "NODE | RELATIONSHIP" (kAny).
Type ParseType(std::string_view text);

/// Of argument number `index` and of the result in "name(a :: STRING, b = 1 :: INTEGER) :: FLOAT".
/// The alternatives of an argument ("LIST<ANY> | STRING") are all in `FitsArgument`.
bool FitsArgument(std::string_view signature, size_t index, const Type& type);
Type ResultType(std::string_view signature);

}  // namespace papergraph::engine
