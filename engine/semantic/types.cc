#include "engine/semantic/types.h"

#include <fmt/format.h>

#include <vector>

namespace papergraph::engine {
namespace {

using Kind = Type::Kind;

std::string_view Trimmed(std::string_view text) {
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
      parts.push_back(Trimmed(text.substr(begin, i - begin)));
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
  Kind kind;
};
constexpr NamedKind kNames[] = {
    {"BOOLEAN", Kind::kBool},       {"INTEGER", Kind::kInt},
    {"FLOAT", Kind::kFloat},        {"NUMBER", Kind::kNumber},
    {"STRING", Kind::kString},      {"MAP", Kind::kMap},
    {"NODE", Kind::kNode},          {"RELATIONSHIP", Kind::kRelationship},
    {"PATH", Kind::kPath},          {"DATE", Kind::kTemporal},
    {"TIME", Kind::kTemporal},      {"LOCAL TIME", Kind::kTemporal},
    {"DATETIME", Kind::kTemporal},  {"LOCAL DATETIME", Kind::kTemporal},
    {"LOCALTIME", Kind::kTemporal}, {"LOCALDATETIME", Kind::kTemporal},
    {"DURATION", Kind::kTemporal},  {"LIST", Kind::kList},
};

// The text between the outermost parentheses of a signature.
std::string_view ArgumentsOf(std::string_view signature) {
  const size_t open = signature.find('('), close = signature.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return signature.substr(open + 1, close - open - 1);
}

std::string_view TypeText(std::string_view declaration) {
  const size_t at = declaration.rfind("::");
  return at == std::string_view::npos ? std::string_view() : Trimmed(declaration.substr(at + 2));
}

}  // namespace

bool IsNumeric(const Type& type) {
  return type.kind == Kind::kInt || type.kind == Kind::kFloat || type.kind == Kind::kNumber;
}

bool IsEntity(const Type& type) { return type.kind == Kind::kNode || type.kind == Kind::kRelationship; }

Type ElementOf(const Type& list) { return list.kind == Kind::kList && list.element ? *list.element : Type(); }

Type Unify(const Type& a, const Type& b) {
  if (a.kind == Kind::kNull) return b;
  if (b.kind == Kind::kNull) return a;
  if (a.kind == Kind::kList && b.kind == Kind::kList) return Type::ListOf(Unify(ElementOf(a), ElementOf(b)));
  if (a.kind == b.kind) return a;
  if (IsNumeric(a) && IsNumeric(b)) return Type::Of(Kind::kNumber);
  return Type();
}

bool Fits(const Type& type, const Type& wanted) {
  if (IsUnknown(type) || wanted.kind == Kind::kAny || type.kind == wanted.kind) return true;
  if (wanted.kind == Kind::kNumber) return IsNumeric(type);
  if (wanted.kind == Kind::kFloat) return IsNumeric(type);
  if (wanted.kind == Kind::kInt) return type.kind == Kind::kNumber;
  if (wanted.kind == Kind::kMap) return IsEntity(type);
  return false;
}

std::string Describe(const Type& type) {
  switch (type.kind) {
    case Kind::kAny:
      return "a value";
    case Kind::kNull:
      return "null";
    case Kind::kNumber:
      return "a number";
    case Kind::kTemporal:
      return "a temporal value";
    case Kind::kList:
      return "a list";
    case Kind::kMap:
      return "a map";
    case Kind::kNode:
      return "a node";
    case Kind::kRelationship:
      return "a relationship";
    case Kind::kPath:
      return "a path";
    case Kind::kBool:
      return "a boolean";
    case Kind::kInt:
      return "an integer";
    case Kind::kFloat:
      return "a float";
    case Kind::kString:
      return "a string";
  }
  return "a value";
}

Type ParseType(std::string_view text) {
  text = Trimmed(text);
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
    if (wanted.kind == Kind::kMap && IsEntity(type)) continue;
    if (Fits(type, wanted)) return true;
  }
  return false;
}

Type ResultType(std::string_view signature) {
  const size_t close = signature.rfind(')');
  return close == std::string_view::npos ? Type() : ParseType(TypeText(signature.substr(close)));
}

}  // namespace papergraph::engine
