#include "engine/sentence/sentence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "engine/sentence/compose.h"
#include "engine/sentence/cypher_text.h"
#include "engine/sentence/examples.h"
#include "engine/sentence/names.h"
#include "engine/sentence/notice.h"
#include "engine/sentence/novelty.h"
#include "engine/sentence/phrases.h"
#include "engine/sentence/reader.h"
#include "engine/sentence/tokens.h"
#include "storage/full_text.h"
#include "storage/text_fold.h"
#include "storage/text_terms.h"

namespace papergraph::engine {
namespace {

constexpr std::string_view kStarters[] = {"BEGIN",    "CALL", "COMMIT", "CREATE", "DELETE",   "DETACH", "DROP",
                                          "FOREACH",  "LOAD", "MATCH",  "MERGE",  "OPTIONAL", "REMOVE", "RETURN",
                                          "ROLLBACK", "SET",  "UNION",  "UNWIND", "WITH"};
/// Before a sentence: the evidence of each row.
constexpr std::string_view kWhy = "WHY";
/// What SHOW shows in Cypher; "show papers using GRPO" is a sentence.
constexpr std::string_view kShown[] = {"ALL",       "CONSTRAINT", "CONSTRAINTS", "FULLTEXT",  "FUNCTION",
                                       "FUNCTIONS", "INDEX",      "INDEXES",     "PROCEDURE", "PROCEDURES",
                                       "RANGE",     "UNIQUE",     "UNIQUENESS"};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// Past spaces and comments from `at` on.
size_t PastBlank(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (static_cast<unsigned char>(text[at]) <= ' ') {
      ++at;
    } else if (text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at, 2) == "/*") {
      const size_t end = text.find("*/", at + 2);
      at = end == std::string_view::npos ? text.size() : end + 2;
    } else {
      break;
    }
  }
  return at;
}

/// The word at `at`, ASCII letters in upper case.
std::string WordAt(std::string_view text, size_t at) {
  std::string word;
  for (; at < text.size() && IsLetter(text[at]); ++at)
    word += static_cast<char>(text[at] >= 'a' && text[at] <= 'z' ? text[at] - 'a' + 'A' : text[at]);
  return word;
}

template <size_t N>
bool OneOf(const std::string& word, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

/// Behind EXPLAIN or PROFILE, or `at` itself.
size_t PastMode(std::string_view text, size_t at, ast::Statement::Mode& mode) {
  const std::string word = WordAt(text, at);
  if (word == "EXPLAIN") mode = ast::Statement::Mode::kExplain;
  if (word == "PROFILE") mode = ast::Statement::Mode::kProfile;
  return mode == ast::Statement::Mode::kRun ? at : PastBlank(text, at + word.size());
}

/// Whether something in the text is written so only in Cypher: then a misspelt first word is Cypher's, too.
bool HasCypherMarks(std::string_view text) {
  for (std::string_view mark : {"-[", "]-", "-->", "<--", ")-(", "{", "RETURN ", "YIELD "}) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

/// Those metrics of the graph's results of which less is more.
std::vector<std::string> LowerMetrics(const GraphReader& graph) {
  std::set<std::string> metrics;
  const auto label = graph.FindLabel("Result");
  const auto property = graph.FindProperty("metric");
  if (!label || !property) return {};
  const auto lower = LowerIsBetterMetrics();
  std::vector<NodeId> nodes(4096);
  for (NodeId from{0};;) {
    const size_t n = graph.ScanNodes(*label, from, nodes);
    for (size_t i = 0; i < n; ++i) {
      const Value value = graph.NodeProperty(nodes[i], *property);
      if (value.kind() == ValueKind::kString) metrics.emplace(value.as_string());
    }
    if (n < nodes.size()) break;
    from = NodeId{Raw(nodes.back()) + 1};
  }
  std::erase_if(metrics,
                [&](const std::string& m) { return !std::binary_search(lower.begin(), lower.end(), FoldName(m)); });
  return {metrics.begin(), metrics.end()};
}

GraphFacts FactsOf(const GraphReader& graph, const Meaning& meaning) {
  GraphFacts facts;
  if (meaning.kind == Meaning::Kind::kBeats || meaning.kind == Meaning::Kind::kBest ||
      meaning.noun == Noun::kLeaderboard)
    facts.lower_metrics = LowerMetrics(graph);
  const auto indexes = FullTextOf(graph).TextIndexes();
  facts.evidence_texts = std::any_of(indexes.begin(), indexes.end(), [](const IndexDefinition& index) {
    return index.type && index.rules == TermRules();
  });
  facts.upvotes = graph.FindProperty("upvotes").has_value();
  facts.authors = graph.FindProperty("authors").has_value();
  const auto label = graph.FindLabel("Paper");
  const auto date = graph.FindProperty("date");
  if (!label || !date) return facts;
  std::array<NodeId, 16> papers;
  const size_t n = graph.ScanNodes(*label, NodeId{0}, papers);
  for (size_t i = 0; i < n; ++i) {
    const ValueKind kind = graph.NodeProperty(papers[i], *date).kind();
    if (kind == ValueKind::kNull) continue;
    facts.text_dates = kind == ValueKind::kString;
    break;
  }
  return facts;
}

std::string ExamplesOf(const GraphReader& graph) {
  std::string out = " Sentences that work here: ";
  const auto sentences = WorkingSentences(graph);
  for (size_t i = 0; i < sentences.size(); ++i) out += fmt::format("{}`{}`", i > 0 ? ", " : "", sentences[i]);
  return out;
}

}  // namespace

bool LooksLikeCypher(std::string_view text) {
  auto mode = ast::Statement::Mode::kRun;
  const size_t at = PastMode(text, PastBlank(text, 0), mode);
  if (at >= text.size()) return true;
  const std::string word = WordAt(text, at);
  if (word.empty()) {
    const auto first = static_cast<unsigned char>(text[at]);
    const bool sentence = first >= 0x80 || (first >= '0' && first <= '9') || first == '"' || first == '\'';
    return !sentence || HasCypherMarks(text);
  }
  if (word == "SHOW") {
    const std::string next = WordAt(text, PastBlank(text, at + word.size()));
    return next.empty() || OneOf(next, kShown);
  }
  return OneOf(word, kStarters) || HasCypherMarks(text);
}

ast::Statement ReadSentence(std::string_view text, const GraphReader& graph, Date today,
                            std::vector<std::string>* notices) {
  auto mode = ast::Statement::Mode::kRun;
  auto begin = static_cast<uint32_t>(PastMode(text, PastBlank(text, 0), mode));
  const bool why = WordAt(text, begin) == kWhy;
  if (why) begin = static_cast<uint32_t>(PastBlank(text, begin + kWhy.size()));
  size_t end = text.size();
  while (end > begin && (static_cast<unsigned char>(text[end - 1]) <= ' ' || text[end - 1] == ';')) --end;
  text = text.substr(0, end);
  const Span whole{begin, static_cast<uint32_t>(end)};
  try {
    std::vector<Atom> atoms = CutIntoAtoms(text, begin);
    OpenQuotedIdea(text, atoms);
    const Names names(graph, text, atoms);
    Meaning meaning = ReadMeaning(text, whole, atoms, names, today);
    meaning.why = why;
    ast::Statement statement = ParseWithCauses(Compose(meaning, FactsOf(graph, meaning)), whole);
    statement.mode = mode;
    if (std::string notice = OriginNotice(meaning, graph); notices != nullptr && !notice.empty()) {
      notices->push_back(std::move(notice));
    }
    if (notices != nullptr) AddNotices(meaning, graph, text, *notices);
    return statement;
  } catch (const QueryError& error) {
    const std::string_view what = error.what();
    throw QueryError(error.type(), error.detail(), error.span(),
                     std::string(what) + (what.ends_with('?') ? "" : ".") + ExamplesOf(graph));
  }
}

}  // namespace papergraph::engine
