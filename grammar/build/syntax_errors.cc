#include "grammar/build/syntax_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "grammar/build/classify.h"
#include "parser/CypherLexer.h"
#include "parser/CypherParser.h"

namespace papergraph::build {
namespace {

using L = antlr::CypherParser;

// A token type as it is written: `MATCH`, `(`.
std::string Written(size_t type) {
  switch (type) {
    case L::PATTERN_OPEN:
      return "(";
    case L::LIST_COMPREHENSION_OPEN:
    case L::PATTERN_COMPREHENSION_OPEN:
      return "[";
    case L::PROJECT_BAR:
      return "|";
    case L::SKIP_ROWS:
      return "SKIP";
    case L::NULL_LITERAL:
      return "NULL";
    case L::NOT_A_NUMBER:
      return "NaN";
    case L::INFINITE:
      return "INF";
    default:
      break;
  }
  static const antlr::CypherLexer lexer(nullptr);
  const auto& vocabulary = lexer.getVocabulary();
  const std::string literal = vocabulary.getLiteralName(type);
  return literal.size() > 2 ? literal.substr(1, literal.size() - 2) : vocabulary.getSymbolicName(type);
}

std::string Upper(std::string_view text) {
  std::string upper;
  for (char c : text) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return upper;
}

// Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`: optimal string alignment distance.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

// The expected keyword that `word` misspells, if one is near enough.
std::optional<std::string> Misspelled(std::string_view word, const std::vector<size_t>& expected) {
  if (word.size() < 3 || word.size() > 20) return std::nullopt;
  const std::string upper = Upper(word);
  std::optional<std::string> best;
  size_t best_distance = word.size() < 5 ? 2 : 3;  // at most 1 edit in a short word, 2 in a long one
  for (size_t type : expected) {
    if (!IsKeyword(type)) continue;
    const std::string keyword = Written(type);
    const size_t distance = EditDistance(upper, keyword);
    if (distance < best_distance) {
      best_distance = distance;
      best = keyword;
    }
  }
  return best;
}

// "A, B or C", each part as given.
std::string OneOf(const std::vector<std::string>& parts) {
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " or " : ", ";
    text += parts[i];
  }
  return text;
}

// What people would call the expected tokens: many of them begin the same thing.
class Expectation {
 public:
  explicit Expectation(const std::vector<size_t>& types) : types_(types) {}

  std::string Describe() {
    std::vector<std::string> parts;
    if (Has(L::EXPLAIN) && Has(L::MATCH) && !Has(L::WHERE))
      return "a statement, such as MATCH, CREATE, CALL, SHOW or BEGIN";
    if (Has(L::INTEGER) && Has(L::STRING)) {
      parts.push_back("an expression");
      Drop({L::INTEGER,
            L::FLOAT,
            L::STRING,
            L::TRUE,
            L::FALSE,
            L::NULL_LITERAL,
            L::INFINITE,
            L::NOT_A_NUMBER,
            L::BAD_NUMBER,
            L::PARAMETER,
            L::LPAREN,
            L::PATTERN_OPEN,
            L::LBRACKET,
            L::LIST_COMPREHENSION_OPEN,
            L::PATTERN_COMPREHENSION_OPEN,
            L::LBRACE,
            L::NOT,
            L::PLUS,
            L::MINUS,
            L::CASE,
            L::COUNT,
            L::EXISTS,
            L::COLLECT,
            L::ALL,
            L::ANY,
            L::NONE,
            L::SINGLE,
            L::REDUCE,
            L::SHORTESTPATH,
            L::ALLSHORTESTPATHS});
      DropNames();
    } else if (Has(L::IDENTIFIER)) {
      parts.push_back("a name");
      DropNames();
    }
    if (Has(L::MATCH) && Has(L::UNWIND)) {
      parts.push_back(Has(L::RETURN) ? "another clause (RETURN, WITH, WHERE ...)" : "a clause");
      Drop({L::MATCH,  L::OPTIONAL, L::UNWIND, L::CREATE, L::MERGE,     L::SET,     L::REMOVE, L::DELETE,
            L::DETACH, L::NODETACH, L::WITH,   L::RETURN, L::CALL,      L::FOREACH, L::LOAD,   L::USING,
            L::WHERE,  L::UNION,    L::ON,     L::ORDER,  L::SKIP_ROWS, L::OFFSET,  L::LIMIT});
    }
    if (Has(L::XOR) && Has(L::STARTS)) {
      Drop({L::OR,
            L::XOR,
            L::AND,
            L::EQ,
            L::NOT_EQ,
            L::LT,
            L::LE,
            L::GT,
            L::GE,
            L::PLUS,
            L::MINUS,
            L::STAR,
            L::SLASH,
            L::PERCENT,
            L::CARET,
            L::REGEX,
            L::DOUBLE_BAR,
            L::IN,
            L::CONTAINS,
            L::STARTS,
            L::ENDS,
            L::IS,
            L::DOT,
            L::LBRACKET,
            L::LIST_COMPREHENSION_OPEN,
            L::PATTERN_COMPREHENSION_OPEN,
            L::COLON,
            L::LPAREN,
            L::LBRACE,
            L::BAR,
            L::AMPERSAND});
      operators_ = true;
    }
    if (Has(L::PATTERN_OPEN)) Drop({L::PATTERN_OPEN});
    const bool end = Has(L::EOF);
    Drop({L::EOF, L::SEMICOLON});
    if (types_.size() <= 6) {
      for (size_t type : types_) {
        parts.push_back(type == L::INTEGER     ? "a number"
                        : type == L::PARAMETER ? "a parameter"
                                               : fmt::format("`{}`", Written(type)));
      }
    }
    if (operators_) parts.push_back("an operator");
    if (end && parts.size() < 4) parts.push_back("the end");
    return OneOf(parts);
  }

 private:
  bool Has(size_t type) const { return std::find(types_.begin(), types_.end(), type) != types_.end(); }

  void Drop(std::initializer_list<size_t> dropped) {
    std::erase_if(types_,
                  [&](size_t type) { return std::find(dropped.begin(), dropped.end(), type) != dropped.end(); });
  }

  void DropNames() {
    const bool any_word = Has(L::WHERE) && Has(L::MATCH) && Has(L::AND);
    std::erase_if(types_, [&](size_t type) {
      if (type == L::IDENTIFIER || type == L::QUOTED_IDENTIFIER) return true;
      return IsKeyword(type) && (any_word || !IsReserved(type));
    });
  }

  std::vector<size_t> types_;
  bool operators_ = false;
};

[[noreturn]] void ReportToken(const antlr4::Token& found, Span span, std::string_view text) {
  switch (found.getType()) {
    case L::OPEN_STRING:
      FailSyntax({span.start, span.start + 1}, fmt::format("The string that begins here is not closed; end it with {}.",
                                                           text.front() == '"' ? "`\"`" : "`'`"));
    case L::OPEN_IDENTIFIER:
      FailSyntax({span.start, span.start + 1},
                 text == "``" ? "A name cannot be empty."
                              : "The name that begins here is not closed; end it with a backtick.");
    case L::OPEN_COMMENT:
      FailSyntax({span.start, span.start + 2}, "The comment that begins here is not closed; end it with `*/`.");
    default:
      break;
  }
  if (static_cast<unsigned char>(text.front()) >= 0x80) {
    Fail("InvalidUnicodeCharacter", span,
         fmt::format("The character `{}` means nothing here; is a plain `-`, `'`, `\"` or a space meant?", text));
  }
  FailSyntax(
      span,
      fmt::format("The character `{}` means nothing here; names with such characters are written in backticks.", text));
}

// What people bring along from other languages.
std::optional<std::string> Habit(const antlr4::Token& found, const antlr4::Token* before, const antlr4::Token* after) {
  const size_t type = found.getType();
  const size_t last = before != nullptr ? before->getType() : size_t{L::EOF};
  const size_t next = after != nullptr ? after->getType() : size_t{L::EOF};
  if (type == L::EQ && last == L::EQ) return "Equality is written with one `=`.";
  if (type == L::EXCLAMATION && next == L::EQ) return "`!=` is written `<>`.";
  if (type == L::AMPERSAND && next == L::AMPERSAND) return "`&&` is written AND.";
  return std::nullopt;
}

}  // namespace

void ReportUnexpected(const antlr4::Token& found, const antlr4::Token* before, const antlr4::Token* after,
                      const std::vector<size_t>& expected, const Source& source) {
  Span span{source.ByteOf(found.getStartIndex()), source.ByteOf(found.getStopIndex() + 1)};
  const bool at_end = found.getType() == antlr4::Token::EOF;
  if (at_end) span.end = span.start = static_cast<uint32_t>(source.text().size());
  const std::string_view text = source.TextOf(span);
  if (found.getType() == L::UNKNOWN || found.getType() == L::OPEN_STRING || found.getType() == L::OPEN_COMMENT ||
      found.getType() == L::OPEN_IDENTIFIER) {
    ReportToken(found, span, text);
  }
  if (at_end && before == nullptr)
    FailSyntax(span, "There is no statement here; write one, such as `MATCH (n) RETURN n`.");
  if (const auto habit = Habit(found, before, after)) FailSyntax(span, *habit);
  const std::string start = at_end ? "The statement ends too early" : fmt::format("`{}` is not expected here", text);
  if (const auto keyword = at_end ? std::nullopt : Misspelled(text, expected)) {
    FailSyntax(span, fmt::format("{}; did you mean {}?", start, *keyword));
  }
  const bool wants_name = std::find(expected.begin(), expected.end(), size_t{L::IDENTIFIER}) != expected.end();
  const std::string wanted = Expectation(expected).Describe();
  if (wants_name && IsKeyword(found.getType()) && IsReserved(found.getType())) {
    FailSyntax(span, fmt::format("{}; expected is {} (as a name `{}` is written in backticks).", start, wanted, text));
  }
  if (wanted.empty()) FailSyntax(span, fmt::format("{}; look at what stands before it.", start));
  FailSyntax(span, fmt::format("{}; expected is {}.", start, wanted));
}

}  // namespace papergraph::build
