#include "grammar/build/classify.h"

#include <fmt/format.h>

#include "parser/CypherLexer.h"
#include "parser/CypherParser.h"

namespace papergraph::build {
namespace {

using L = antlr::CypherParser;
constexpr size_t kNone = SIZE_MAX;

class Classifier {
 public:
  Classifier(const std::vector<antlr4::CommonToken*>& tokens, const Source& source)
      : tokens_(tokens), source_(source), match_(tokens.size(), kNone) {
    types_.reserve(tokens.size());
    for (const auto* token : tokens) types_.push_back(token->getType());
  }

  void Run() {
    MatchBrackets();
    for (size_t i = 0; i < types_.size(); ++i) {
      if (IsKeyword(types_[i]) && IsName(i)) Become(i, L::IDENTIFIER);
    }
    CheckNesting();
    for (size_t i = 0; i < types_.size(); ++i) {
      switch (types_[i]) {
        case L::LPAREN:
          if (IsPath(i)) Become(i, L::PATTERN_OPEN);
          if (OpensNamedPath(i)) Become(i, L::NAMED_PATH_OPEN);
          break;
        case L::LBRACKET:
          ClassifyBracket(i);
          break;
        case L::REDUCE:
        case L::FOREACH:
          if (Type(i + 1) == L::LPAREN && match_[i + 1] != kNone) MarkBar(i + 1);
          break;
        default:
          break;
      }
    }
  }

 private:
  size_t Type(size_t i) const { return i < types_.size() ? types_[i] : L::EOF; }
  size_t Before(size_t i, size_t distance = 1) const { return i >= distance ? types_[i - distance] : L::EOF; }

  void Become(size_t i, size_t type) {
    types_[i] = type;
    tokens_[i]->setType(type);
  }

  static bool IsOpen(size_t type) { return type == L::LPAREN || type == L::LBRACKET || type == L::LBRACE; }
  static bool IsClose(size_t type) { return type == L::RPAREN || type == L::RBRACKET || type == L::RBRACE; }
  static bool IsPlainName(size_t type) { return type == L::IDENTIFIER || type == L::QUOTED_IDENTIFIER; }
  static bool IsWord(size_t type) { return IsPlainName(type) || IsKeyword(type); }
  static bool IsConstant(size_t type) {
    return type == L::NULL_LITERAL || type == L::TRUE || type == L::FALSE || type == L::NOT_A_NUMBER ||
           type == L::INFINITE;
  }

  void MatchBrackets() {
    std::vector<size_t> open;
    for (size_t i = 0; i < types_.size(); ++i) {
      if (IsOpen(types_[i])) {
        open.push_back(i);
      } else if (IsClose(types_[i]) && !open.empty()) {
        const size_t begin = open.back();
        const size_t wanted = types_[begin] == L::LPAREN     ? size_t{L::RPAREN}
                              : types_[begin] == L::LBRACKET ? size_t{L::RBRACKET}
                                                             : size_t{L::RBRACE};
        if (types_[i] != wanted) continue;  // the parser will say where
        match_[begin] = i;
        open.pop_back();
      }
    }
  }

  void CheckNesting() const {
    uint32_t depth = 0;
    for (size_t i = 0; i < types_.size(); ++i) {
      if (IsOpen(types_[i]) || types_[i] == L::CASE) {
        if (++depth > kMaxNesting) {
          FailSyntax(
              {source_.ByteOf(tokens_[i]->getStartIndex()), source_.ByteOf(tokens_[i]->getStopIndex() + 1)},
              fmt::format("This nests more than {} levels deep; split the statement with WITH, or pass the value as a "
                          "parameter.",
                          kMaxNesting));
        }
      } else if ((IsClose(types_[i]) || types_[i] == L::END) && depth > 0) {
        --depth;
      }
    }
  }

  bool EndsOperand(size_t i) const {
    const size_t type = types_[i];
    if (IsWord(type)) {
      const bool is_label = Before(i) == L::COLON || Before(i) == L::AMPERSAND || Before(i) == L::BAR;
      return IsPlainName(type) || IsConstant(type) || type == L::END || !IsReserved(type) || is_label;
    }
    return IsClose(type) || type == L::INTEGER || type == L::FLOAT || type == L::STRING || type == L::PARAMETER ||
           type == L::BAD_NUMBER || type == L::PERCENT;
  }

  // `name IN` behind the `(` or `[` at `open`.
  bool OpensLoop(size_t open) const { return IsWord(Type(open + 1)) && Type(open + 2) == L::IN; }

  // What stands in the braces at `open` is a query or a pattern, not the entries of a map.
  bool OpensSubquery(size_t open) const {
    const size_t first = Type(open + 1);
    const size_t second = Type(open + 2);
    if (first == L::DOT) return false;
    return !(IsWord(first) && (second == L::COLON || second == L::COMMA || second == L::RBRACE));
  }

  // What can follow `ALL` but not a variable of that name.
  static bool BeginsPlainly(size_t type) {
    return IsPlainName(type) || IsConstant(type) || type == L::INTEGER || type == L::FLOAT || type == L::STRING ||
           type == L::PARAMETER;
  }

  // What can follow the `*` of `RETURN ALL *` but not that of a multiplication.
  static bool EndsProjectionItem(size_t type) {
    switch (type) {
      case L::EOF:
      case L::COMMA:
      case L::SEMICOLON:
      case L::RBRACE:
      case L::ORDER:
      case L::SKIP_ROWS:
      case L::LIMIT:
      case L::WHERE:
      case L::UNION:
      case L::MATCH:
      case L::OPTIONAL:
      case L::UNWIND:
      case L::CREATE:
      case L::MERGE:
      case L::SET:
      case L::REMOVE:
      case L::DELETE:
      case L::DETACH:
      case L::WITH:
      case L::RETURN:
      case L::CALL:
      case L::FOREACH:
        return true;
      default:
        return false;
    }
  }

  // `ANY 2 (a)...`, `ALL SHORTEST PATHS (a)...` where a path may begin.
  bool BeginsSelector(size_t i) const {
    const size_t before = Before(i);
    const bool may = before == L::MATCH || before == L::COMMA || before == L::EQ || before == L::LBRACE;
    size_t at = i + 1;
    if (Type(at) == L::SHORTEST) ++at;
    if (Type(at) == L::INTEGER || Type(at) == L::PARAMETER) ++at;
    if (Type(at) == L::PATH || Type(at) == L::PATHS) ++at;
    return may && Type(at) == L::LPAREN && !OpensLoop(at);
  }

  // Whether the keyword at `i` can only be a name there.
  bool IsName(size_t i) const {
    const size_t next = Type(i + 1);
    if (Before(i) == L::DOT) return true;
    switch (types_[i]) {
      case L::END:
        return i == 0 || !EndsOperand(i - 1);
      case L::COUNT:
        if (next == L::LPAREN) return Type(i + 2) != L::STAR || Type(i + 3) != L::RPAREN;
        return next != L::LBRACE || !OpensSubquery(i + 1);
      case L::COLLECT:
        return next != L::LBRACE || !OpensSubquery(i + 1);
      case L::EXISTS:
        if (next == L::LPAREN) return !IsPath(i + 2);
        if (next == L::LBRACE) return !OpensSubquery(i + 1);
        return Before(i) != L::IF && (Before(i) != L::NOT || Before(i, 2) != L::IF);
      case L::ALL:
        if (Before(i) == L::UNION || (next == L::LPAREN && OpensLoop(i + 1)) || BeginsSelector(i)) return false;
        if (Before(i) != L::RETURN && Before(i) != L::WITH) return true;
        return next == L::STAR ? !EndsProjectionItem(Type(i + 2)) : !BeginsPlainly(next);
      case L::ANY:
        return (next != L::LPAREN || !OpensLoop(i + 1)) && !BeginsSelector(i);
      case L::NONE:
      case L::SINGLE:
        return next != L::LPAREN || !OpensLoop(i + 1);
      case L::REDUCE:
        return next != L::LPAREN || !IsWord(Type(i + 2)) || Type(i + 3) != L::EQ;
      case L::SHORTESTPATH:
      case L::ALLSHORTESTPATHS:
        return next != L::LPAREN;
      default:
        return false;
    }
  }

  // The inside of the `(` at `open` could be a node: nothing, a name, labels, a map.
  bool LooksLikeNode(size_t open) const {
    if (Type(open) != L::LPAREN || match_[open] == kNone) return false;
    size_t i = open + 1;
    const bool named = IsWord(Type(i)) && !IsConstant(Type(i));
    if (named) ++i;
    switch (Type(i)) {
      case L::RPAREN:
      case L::COLON:
      case L::LBRACE:
        return true;
      case L::IS:
        return Type(i + 1) != L::NULL_LITERAL && Type(i + 1) != L::NOT;
      case L::WHERE:
        return true;
      case L::PARAMETER:
        return named;
      default:
        return false;
    }
  }

  bool LooksLikeRelationshipDetail(size_t open) const {
    if (match_[open] == kNone) return false;
    size_t i = open + 1;
    if (IsWord(Type(i)) && !IsConstant(Type(i))) ++i;
    switch (Type(i)) {
      case L::RBRACKET:
      case L::COLON:
      case L::LBRACE:
      case L::STAR:
      case L::WHERE:
      case L::DOT_DOT:
        return true;
      case L::IS:
        return Type(i + 1) != L::NULL_LITERAL && Type(i + 1) != L::NOT;
      case L::PARAMETER:
        return i > open + 1;
      default:
        return false;
    }
  }

  // A name before `(` makes it a call: `f(a)-[r]-(b)` subtracts.
  bool IsCallee(size_t type) const { return IsPlainName(type) || (IsKeyword(type) && !IsReserved(type)); }

  // The `(` at `i` begins (node) relationship (node).
  bool IsPath(size_t i) const {
    if (i == 0 || IsCallee(Before(i)) || !LooksLikeNode(i)) return false;
    size_t at = match_[i] + 1;
    if (Type(at) == L::LT) ++at;
    if (Type(at) != L::MINUS) return false;
    ++at;
    if (Type(at) == L::LBRACKET) {
      if (!LooksLikeRelationshipDetail(at)) return false;
      at = match_[at] + 1;
    }
    if (Type(at) != L::MINUS) return false;
    ++at;
    if (Type(at) == L::GT) {
      ++at;
      if (Type(at) == L::PLUS || Type(at) == L::STAR) ++at;
    }
    if (Type(at) == L::LBRACE && match_[at] != kNone) at = match_[at] + 1;
    return LooksLikeNode(at);
  }

  // `(p = (a)-->(b) ...)`. As an expression it would compare with a pattern, which no statement may.
  bool OpensNamedPath(size_t i) const {
    const size_t before = Before(i);
    const bool called = IsCallee(before) && before != L::SHORTEST && before != L::PATH && before != L::PATHS &&
                        before != L::GROUP && before != L::GROUPS;
    return !called && match_[i] != kNone && IsWord(Type(i + 1)) && Type(i + 2) == L::EQ && IsPath(i + 3);
  }

  // The first of `,` `|` WHERE directly inside the brackets at `open`, or kNone.
  size_t FirstSeparator(size_t open, bool stop_at_where) const {
    for (size_t i = open + 1; i < match_[open]; ++i) {
      if (IsOpenHere(i)) {
        i = match_[i];
      } else if (types_[i] == L::COMMA || types_[i] == L::BAR || (stop_at_where && types_[i] == L::WHERE)) {
        return i;
      }
    }
    return kNone;
  }

  bool IsOpenHere(size_t i) const { return match_[i] != kNone; }

  void ClassifyBracket(size_t open) {
    if (match_[open] == kNone) return;
    if (OpensLoop(open)) {
      const size_t separator = FirstSeparator(open, true);
      if (separator != kNone && types_[separator] == L::COMMA) return;
      Become(open, L::LIST_COMPREHENSION_OPEN);
      MarkBar(open);
      return;
    }
    const size_t path = IsWord(Type(open + 1)) && Type(open + 2) == L::EQ ? open + 3 : open + 1;
    if (!IsPath(path)) return;
    const size_t separator = FirstSeparator(open, false);
    if (separator == kNone || types_[separator] == L::COMMA) return;
    Become(open, L::PATTERN_COMPREHENSION_OPEN);
    MarkBar(open);
  }

  // The `|` at `i` stands between labels: `x:A|B|x.name` projects at the second bar.
  bool JoinsLabels(size_t i) const {
    const bool after_label =
        (IsWord(Before(i)) || Before(i) == L::PERCENT) && (Before(i, 2) == L::COLON || Before(i, 2) == L::AMPERSAND ||
                                                           Before(i, 2) == L::BAR || Before(i, 2) == L::EXCLAMATION);
    if (!after_label) return false;
    const size_t next = Type(i + 1);
    if (next == L::COLON || next == L::EXCLAMATION || next == L::PERCENT) return true;
    return IsWord(next) && (Type(i + 2) == L::BAR || Type(i + 2) == L::AMPERSAND);
  }

  // The `<` at `i` stands behind the name of a type, not behind a variable.
  bool OpensType(size_t i, size_t types) const {
    const size_t before = Before(i, 2);
    return types_[i] == L::LT && IsWord(Before(i)) &&
           (before == L::COLON || IsPlainName(before) || (types > 0 && before == L::LT));
  }

  // The bar directly inside the brackets at `open` that is followed by the projection.
  void MarkBar(size_t open) {
    size_t types = 0;  // how many angle brackets of types are open: `x IS :: ANY<INTEGER | FLOAT>`
    for (size_t i = open + 1; i < match_[open]; ++i) {
      if (OpensType(i, types)) {
        ++types;
      } else if (types > 0) {
        if (types_[i] == L::GT) --types;
      } else if (IsOpenHere(i)) {
        i = match_[i];
      } else if (types_[i] == L::BAR && !JoinsLabels(i)) {
        Become(i, L::PROJECT_BAR);
        return;
      }
    }
  }

  const std::vector<antlr4::CommonToken*>& tokens_;
  const Source& source_;
  std::vector<size_t> types_;
  std::vector<size_t> match_;  // for an opening bracket that is closed: the token that closes it
};

}  // namespace

bool IsKeyword(size_t token_type) { return token_type >= L::ALL && token_type <= L::YIELD; }

bool IsReserved(size_t token_type) {
  switch (token_type) {
    case L::ALL:
    case L::ALLSHORTESTPATHS:
    case L::AND:
    case L::ANY:
    case L::AS:
    case L::CALL:
    case L::CASE:
    case L::COLLECT:
    case L::CONTAINS:
    case L::COUNT:
    case L::CREATE:
    case L::DELETE:
    case L::DETACH:
    case L::DISTINCT:
    case L::ELSE:
    case L::END:
    case L::ENDS:
    case L::EXISTS:
    case L::FALSE:
    case L::FOREACH:
    case L::IN:
    case L::INFINITE:
    case L::IS:
    case L::LIMIT:
    case L::MATCH:
    case L::MERGE:
    case L::NOT_A_NUMBER:
    case L::NONE:
    case L::NOT:
    case L::NULL_LITERAL:
    case L::ON:
    case L::OPTIONAL:
    case L::OR:
    case L::ORDER:
    case L::REDUCE:
    case L::REMOVE:
    case L::RETURN:
    case L::SET:
    case L::SHORTESTPATH:
    case L::SINGLE:
    case L::SKIP_ROWS:
    case L::STARTS:
    case L::THEN:
    case L::TRUE:
    case L::UNION:
    case L::UNWIND:
    case L::WHEN:
    case L::WHERE:
    case L::WITH:
    case L::XOR:
    case L::YIELD:
      return true;
    default:
      return false;
  }
}

void Classify(const std::vector<antlr4::CommonToken*>& tokens, const Source& source) {
  Classifier(tokens, source).Run();
}

}  // namespace papergraph::build
