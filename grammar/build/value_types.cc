// The types behind `IS ::` and `IS TYPED`.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "grammar/build/build.h"

namespace papergraph::build {

namespace {

using Kind = ast::ValueType::Kind;

struct TypeName {
  std::string_view name;
  Kind kind;
};

constexpr TypeName kTypeNames[] = {
    {"ANY", Kind::kAny},
    {"ANY VALUE", Kind::kAny},
    {"NOTHING", Kind::kNothing},
    {"NULL", Kind::kNull},
    {"BOOLEAN", Kind::kBoolean},
    {"BOOL", Kind::kBoolean},
    {"STRING", Kind::kString},
    {"VARCHAR", Kind::kString},
    {"INTEGER", Kind::kInteger},
    {"INT", Kind::kInteger},
    {"SIGNED INTEGER", Kind::kInteger},
    {"FLOAT", Kind::kFloat},
    {"DATE", Kind::kDate},
    {"LOCAL TIME", Kind::kLocalTime},
    {"ZONED TIME", Kind::kZonedTime},
    {"LOCAL DATETIME", Kind::kLocalDateTime},
    {"ZONED DATETIME", Kind::kZonedDateTime},
    {"DURATION", Kind::kDuration},
    {"NODE", Kind::kNode},
    {"ANY NODE", Kind::kNode},
    {"VERTEX", Kind::kNode},
    {"ANY VERTEX", Kind::kNode},
    {"RELATIONSHIP", Kind::kRelationship},
    {"ANY RELATIONSHIP", Kind::kRelationship},
    {"EDGE", Kind::kRelationship},
    {"ANY EDGE", Kind::kRelationship},
    {"MAP", Kind::kMap},
    {"ANY MAP", Kind::kMap},
    {"PATH", Kind::kPath},
    {"ANY PATH", Kind::kPath},
    {"PROPERTY VALUE", Kind::kPropertyValue},
    {"ANY PROPERTY VALUE", Kind::kPropertyValue},
    {"LIST", Kind::kList},
    {"ARRAY", Kind::kList},
};

char UpperOf(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

bool Builder::IsWord(antlr4::Token* token, std::string_view word) const {
  const std::string_view text = TextOf(token);
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) { return UpperOf(a) == b; });
}

ast::ValueType Builder::BuildValueType(CypherParser::ValueTypeContext* ctx) {
  const auto terms = ctx->typeTerm();
  if (terms.size() == 1) return BuildTypeTerm(terms[0]);
  ast::ValueType type;
  type.kind = Kind::kUnion;
  for (auto* term : terms) type.parts.push_back(BuildTypeTerm(term));
  return type;
}

ast::ValueType Builder::BuildTypeTerm(CypherParser::TypeTermContext* ctx) {
  std::string name;
  for (auto* word : ctx->typeWord()) {
    if (!name.empty()) name += ' ';
    for (char c : TextOf(word->getStart())) name += UpperOf(c);
  }
  auto* inner = ctx->valueType();
  ast::ValueType type;
  const auto* at = std::find_if(std::begin(kTypeNames), std::end(kTypeNames),
                                [&](const TypeName& known) { return known.name == name; });
  const Span span = Join(SpanOf(ctx->typeWord().front()), SpanOf(ctx->typeWord().back()));
  if (at == std::end(kTypeNames)) {
    FailSyntax(span, fmt::format("There is no type `{}`; types are BOOLEAN, STRING, INTEGER, FLOAT, DATE, LOCAL TIME, "
                                 "ZONED TIME, LOCAL DATETIME, ZONED DATETIME, DURATION, NODE, RELATIONSHIP, PATH, MAP, "
                                 "LIST<...>, ANY, NOTHING and NULL.",
                                 name));
  }
  type.kind = at->kind;
  if (type.kind == Kind::kList) {
    if (inner == nullptr) FailSyntax(span, "A list type says what its items are: `LIST<STRING>`, or `LIST<ANY>`.");
    type.parts.push_back(BuildValueType(inner));
  } else if (inner != nullptr) {
    if (type.kind != Kind::kAny) {
      FailSyntax(SpanOf(inner), fmt::format("Only LIST and ANY take a type in angle brackets, not {}.", name));
    }
    type = BuildValueType(inner);
  }
  if (ctx->NOT() != nullptr || ctx->EXCLAMATION() != nullptr) type.not_null = true;
  return type;
}

}  // namespace papergraph::build
