#include "engine/semantic/types.h"

#include <fmt/format.h>

#include <vector>

namespace papergraph::engine {
namespace {

std::string_view TrimmedType(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '?')) text.remove_suffix(1);
  return text;
}

// Cuts at `separator` outside of <...>.
std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  int depth = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == separator && depth == 0)) {
      parts.push_back(TrimmedType(text.substr(begin, i - begin)));
      begin = i + 1;
    } else if (text[i] == '<') {
      ++depth;
    } else if (text[i] == '>') {
      --depth;
    }
  }
  return parts;
}

struct NamedKind {
  std::string_view name;
  Type::Kind kind;
};
constexpr NamedKind kNames[] = {
    {"BOOLEAN", Type::Kind::kBool},       {"INTEGER", Type::Kind::kInt},
    {"FLOAT", Type::Kind::kFloat},        {"NUMBER", Type::Kind::kNumber},
    {"STRING", Type::Kind::kString},      {"MAP", Type::Kind::kMap},
    {"NODE", Type::Kind::kNode},          {"RELATIONSHIP", Type::Kind::kRelationship},
    {"PATH", Type::Kind::kPath},          {"DATE", Type::Kind::kTemporal},
    {"TIME", Type::Kind::kTemporal},      {"LOCAL TIME", Type::Kind::kTemporal},
    {"DATETIME", Type::Kind::kTemporal},  {"LOCAL DATETIME", Type::Kind::kTemporal},
    {"LOCALTIME", Type::Kind::kTemporal}, {"LOCALDATETIME", Type::Kind::kTemporal},
    {"DURATION", Type::Kind::kTemporal},  {"LIST", Type::Kind::kList},
};

// The text between the outermost parentheses of a signature.
std::string_view ArgumentsOf(std::string_view signature) {
  const size_t open = signature.find('('), close = signature.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return signature.substr(open + 1, close - open - 1);
}

std::string_view TypeText(std::string_view declaration) {
  const size_t at = declaration.rfind("::");
  return at == std::string_view::npos ? std::string_view() : TrimmedType(declaration.substr(at + 2));
}

}  // namespace

bool IsNumeric(const Type& type) {
  return type.kind == Type::Kind::kInt || type.kind == Type::Kind::kFloat || type.kind == Type::Kind::kNumber;
}

bool IsEntity(const Type& type) { return type.kind == Type::Kind::kNode || type.kind == Type::Kind::kRelationship; }

Type ElementOf(const Type& list) { return list.kind == Type::Kind::kList && list.element ? *list.element : Type(); }

Type Unify(const Type& a, const Type& b) {
  if (a.kind == Type::Kind::kNull) return b;
  if (b.kind == Type::Kind::kNull) return a;
  if (a.kind == Type::Kind::kList && b.kind == Type::Kind::kList)
    return Type::ListOf(Unify(ElementOf(a), ElementOf(b)));
  if (a.kind == b.kind) return a;
  if (IsNumeric(a) && IsNumeric(b)) return Type::Of(Type::Kind::kNumber);
  return Type();
}

bool Fits(const Type& type, const Type& wanted) {
  if (IsUnknown(type) || wanted.kind == Type::Kind::kAny || type.kind == wanted.kind) return true;
  if (wanted.kind == Type::Kind::kNumber) return IsNumeric(type);
  if (wanted.kind == Type::Kind::kFloat) return IsNumeric(type);
  if (wanted.kind == Type::Kind::kInt) return type.kind == Type::Kind::kNumber;
  if (wanted.kind == Type::Kind::kMap) return IsEntity(type);
  return false;
}

std::string Describe(const Type& type) {
  switch (type.kind) {
    case Type::Kind::kAny:
      return "a value";
    case Type::Kind::kNull:
      return "null";
    case Type::Kind::kNumber:
      return "a number";
    case Type::Kind::kTemporal:
      return "a temporal value";
    case Type::Kind::kList:
      return "a list";
    case Type::Kind::kMap:
      return "a map";
    case Type::Kind::kNode:
      return "a node";
    case Type::Kind::kRelationship:
      return "a relationship";
    case Type::Kind::kPath:
      return "a path";
    case Type::Kind::kBool:
      return "a boolean";
    case Type::Kind::kInt:
      return "an integer";
    case Type::Kind::kFloat:
      return "a float";
    case Type::Kind::kString:
      return "a string";
  }
  return "a value";
}

Type ParseType(std::string_view text) {
  text = TrimmedType(text);
  if (Split(text, '|').size() > 1) return Type();
  if (text.starts_with("LIST<") && text.ends_with('>')) return Type::ListOf(ParseType(text.substr(5, text.size() - 6)));
  if (text.starts_with("LIST")) return Type::ListOf(Type());
  for (const NamedKind& entry : kNames) {
    if (entry.name == text) return Type::Of(entry.kind);
  }
  return Type();
}

bool FitsArgument(std::string_view signature, size_t index, const Type& type) {
  const auto declarations = Split(ArgumentsOf(signature), ',');
  if (index >= declarations.size()) return true;
  const std::string_view text = TypeText(declarations[index]);
  if (text.empty()) return true;
  for (std::string_view alternative : Split(text, '|')) {
    const Type wanted = ParseType(alternative);
    // A function of maps names nodes and relationships where it takes them.
    if (wanted.kind == Type::Kind::kMap && IsEntity(type)) continue;
    if (Fits(type, wanted)) return true;
  }
  return false;
}

Type ResultType(std::string_view signature) {
  const size_t close = signature.rfind(')');
  return close == std::string_view::npos ? Type() : ParseType(TypeText(signature.substr(close)));
}

}  // namespace papergraph::engine
