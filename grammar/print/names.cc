#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "grammar/print/printer.h"

namespace papergraph::print {
namespace {

// Words that are no variable without backticks (build/classify.cc: IsReserved), sorted.
constexpr std::string_view kReserved[] = {
    "ALL",      "ALLSHORTESTPATHS",
    "AND",      "ANY",
    "AS",       "CALL",
    "CASE",     "COLLECT",
    "CONTAINS", "COUNT",
    "CREATE",   "DELETE",
    "DETACH",   "DISTINCT",
    "ELSE",     "END",
    "ENDS",     "EXISTS",
    "FALSE",    "FOREACH",
    "IN",       "INF",
    "INFINITY", "IS",
    "LIMIT",    "MATCH",
    "MERGE",    "NAN",
    "NONE",     "NOT",
    "NULL",     "ON",
    "OPTIONAL", "OR",
    "ORDER",    "REDUCE",
    "REMOVE",   "RETURN",
    "SET",      "SHORTESTPATH",
    "SINGLE",   "SKIP",
    "STARTS",   "THEN",
    "TRUE",     "UNION",
    "UNWIND",   "WHEN",
    "WHERE",    "WITH",
    "XOR",      "YIELD",
};

// Of these the ones that are functions or look like them, and are read as such before a parenthesis.
constexpr std::string_view kCallable[] = {
    "ALL", "ANY", "COLLECT", "COUNT", "EXISTS", "NONE", "REDUCE", "SINGLE",
};

template <size_t N>
bool IsOneOf(const std::string_view (&words)[N], std::string_view word) {
  std::string upper(word);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return std::binary_search(std::begin(words), std::end(words), std::string_view(upper));
}

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool IsPlain(std::string_view name) {
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::all_of(name.begin(), name.end(), IsWordCharacter);
}

std::string Quoted(std::string_view name) {
  std::string quoted = "`";
  for (char c : name) {
    quoted += c;
    if (c == '`') quoted += c;
  }
  return quoted + "`";
}

}  // namespace

void Printer::PrintVariable(std::string_view name) {
  out_ += IsPlain(name) && !IsOneOf(kReserved, name) ? std::string(name) : Quoted(name);
}

void Printer::PrintKey(std::string_view name) { out_ += IsPlain(name) ? std::string(name) : Quoted(name); }

void Printer::PrintQualified(std::string_view name) {
  for (bool first = true;; first = false) {
    const size_t dot = name.find('.');
    const std::string_view part = name.substr(0, dot);
    // Only the first part could be taken for a keyword: after a dot there are none.
    const bool plain = IsPlain(part) && (!first || !IsOneOf(kReserved, part) || IsOneOf(kCallable, part));
    out_ += plain ? std::string(part) : Quoted(part);
    if (dot == std::string_view::npos) return;
    out_ += '.';
    name.remove_prefix(dot + 1);
  }
}

void Printer::PrintString(std::string_view value) {
  out_ += '\'';
  for (char c : value) {
    switch (c) {
      case '\\':
        out_ += "\\\\";
        break;
      case '\'':
        out_ += "\\'";
        break;
      case '\n':
        out_ += "\\n";
        break;
      case '\t':
        out_ += "\\t";
        break;
      case '\r':
        out_ += "\\r";
        break;
      case '\b':
        out_ += "\\b";
        break;
      case '\f':
        out_ += "\\f";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out_ += c;
        }
    }
  }
  out_ += '\'';
}

void Printer::PrintValue(const ast::Parameter& value) {
  out_ += '$';
  const bool plain = !value.name.empty() && std::all_of(value.name.begin(), value.name.end(), IsWordCharacter);
  out_ += plain ? value.name : Quoted(value.name);
}

}  // namespace papergraph::print
