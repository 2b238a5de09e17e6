// Runs ANTLR: lexer, classification, parser; SLL prediction first, the full and slow one only to confirm an error.
#include "grammar/build/read_statement.h"

#include "grammar/build/build.h"
#include "grammar/build/classify.h"
#include "grammar/build/source.h"
#include "grammar/build/syntax_errors.h"
#include "parser/CypherLexer.h"
#include "parser/CypherParser.h"

namespace papergraph::build {
namespace {

// Ends the parse at the first error; nothing is repaired or reported.
class StopAtFirstError final : public antlr4::DefaultErrorStrategy {
 public:
  void reportError(antlr4::Parser*, const antlr4::RecognitionException&) override {}
  void recover(antlr4::Parser*, std::exception_ptr error) override { std::rethrow_exception(error); }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override { throw antlr4::InputMismatchException(parser); }
  void sync(antlr4::Parser*) override {}
};

// Remembers where it was when it took the last token: what could follow from there is what was expected.
class ExplainingParser final : public CypherParser {
 public:
  using CypherParser::CypherParser;

  antlr4::Token* consume() override {
    const auto& transitions = getATN().states[getState()]->transitions;
    if (!transitions.empty()) state_ = transitions.front()->target->stateNumber;
    context_ = getContext();
    return CypherParser::consume();
  }

  std::vector<size_t> Expected() {
    std::vector<size_t> types;
    const auto& atn = getATN();
    const auto expected = context_ != nullptr ? atn.getExpectedTokens(state_, context_)
                                              : atn.nextTokens(atn.ruleToStartState[RuleStatement]);
    for (ssize_t type : expected.toList()) {
      types.push_back(type < 0 ? antlr4::Token::EOF : static_cast<size_t>(type));
    }
    return types;
  }

 private:
  size_t state_ = 0;
  antlr4::RuleContext* context_ = nullptr;
};

CypherParser::StatementContext* Run(CypherParser& parser, antlr4::atn::PredictionMode mode) {
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<StopAtFirstError>());
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
  return parser.statement();
}

ast::Statement Explain(antlr4::CommonTokenStream& stream, const Source& source) {
  stream.seek(0);
  ExplainingParser parser(&stream);
  const antlr4::Token* found = nullptr;
  try {
    return Builder(source).BuildStatement(Run(parser, antlr4::atn::PredictionMode::LL));
  } catch (const antlr4::RecognitionException& error) {
    found = error.getOffendingToken();
  } catch (const antlr4::ParseCancellationException&) {
    found = parser.getCurrentToken();
  }
  const size_t index = found->getTokenIndex();
  // After a failed look ahead the token that nothing fits is further on, and what was expected there is not known.
  const bool direct = index == parser.getCurrentToken()->getTokenIndex();
  const antlr4::Token* before = index > 0 ? stream.get(index - 1) : nullptr;
  const antlr4::Token* after = found->getType() != antlr4::Token::EOF ? stream.get(index + 1) : nullptr;
  ReportUnexpected(*found, before, after, direct ? parser.Expected() : std::vector<size_t>(), source);
}

}  // namespace

ast::Statement ReadStatement(std::string_view text) {
  const Source source(text);
  antlr4::ANTLRInputStream input{std::string(source.body())};
  antlr::CypherLexer lexer(&input);
  lexer.removeErrorListeners();
  antlr4::CommonTokenStream stream(&lexer);
  stream.fill();
  std::vector<antlr4::CommonToken*> tokens;
  for (antlr4::Token* token : stream.getTokens()) tokens.push_back(static_cast<antlr4::CommonToken*>(token));
  Classify(tokens, source);
  CypherParser parser(&stream);
  CypherParser::StatementContext* tree = nullptr;
  try {
    tree = Run(parser, antlr4::atn::PredictionMode::SLL);
  } catch (const antlr4::RecognitionException&) {
  } catch (const antlr4::ParseCancellationException&) {
  }
  if (tree == nullptr) return Explain(stream, source);
  return Builder(source).BuildStatement(tree);
}

}  // namespace papergraph::build
