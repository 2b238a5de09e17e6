// docs/language.md and its reference pages say what the program does, and leave nothing of it out.
// PAPERGRAPH_WRITE_DOCS=1 writes what the examples print into the pages instead: read the difference before you commit.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/formats.h"
#include "engine/functions/groups.h"
#include "engine/procedures/procedure.h"
#include "engine/session.h"
#include "tests/language/page.h"
#include "tests/support/files.h"
#include "tests/support/seen_rows.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;
using engine::Aggregate;
using engine::Function;

constexpr const char* kLanguage = "docs/language.md";
constexpr const char* kFunctionsPage = "docs/functions.md";
constexpr const char* kProcedures = "docs/procedures.md";
constexpr const char* kGraph = "The graph of the examples";  // the chapter that every other one begins with

bool Writing() { return std::getenv("PAPERGRAPH_WRITE_DOCS") != nullptr; }

void WriteFile(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

// What a PROFILE took is another number every time: "0.123 ms" becomes "0.010 ms".
std::string WithOneTime(std::string text) {
  for (size_t at = text.find(" ms"); at != std::string::npos; at = text.find(" ms", at + 1)) {
    size_t begin = at;
    while (begin > 0 && (std::isdigit(static_cast<unsigned char>(text[begin - 1])) || text[begin - 1] == '.')) --begin;
    if (begin == at) continue;
    text.replace(begin, at - begin, "0.010");
    at = begin + 5;
  }
  return text;
}

// One chapter's graph and client.
class Reader {
 public:
  explicit Reader(const Chapter& chapter) : store_(Store::Open(":memory:", {})) {
    for (const auto& [name, content] : chapter.files) WriteFile(folder_.path / name, content);
    engine::SessionOptions options;
    options.allow_files = folder_.path.string();
    session_ = std::make_unique<engine::Session>(*store_, options);
  }

  // What the shell prints for the block.
  std::string Run(const Example& example) {
    std::string output;
    for (const std::string& statement : StatementsOf(example)) {
      output += statement.starts_with(":param ") ? SetParameter(statement) : RunStatement(statement);
    }
    return output;
  }

 private:
  // `:param name VALUE`
  std::string SetParameter(const std::string& command) {
    const size_t name = command.find(' ') + 1, value = command.find(' ', name) + 1;
    engine::OneValue result;
    session_->Run("RETURN " + command.substr(value), Value(), result);
    parameters_.emplace_back(command.substr(name, value - 1 - name), result.value);
    return "";
  }

  std::string RunStatement(const std::string& statement) {
    std::ostringstream out;
    const auto writer = engine::FindRowFormat("table")->make(out, {.null_text = "null"});
    try {
      const engine::Summary summary = session_->Run(statement, Value::Map(parameters_), *writer);
      writer->Finish(summary);
    } catch (const QueryError& error) {
      writer->Fail(error, statement);
      const Position at = PositionOf(statement, error.span().start);
      out << at.line << ':' << at.column << ": " << NameOf(error.type()) << " (" << error.detail()
          << "): " << error.what() << '\n';
      if (error.span() != Span{}) out << Caret(statement, error.span()) << '\n';
    }
    return statement.starts_with("PROFILE") ? WithOneTime(out.str()) : out.str();
  }

  Folder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<engine::Session> session_;
  ValueMap parameters_;
};

const Chapter& ChapterOf(const Page& page, std::string_view title) {
  const auto found = std::find_if(page.chapters.begin(), page.chapters.end(),
                                  [&](const Chapter& chapter) { return chapter.title == title; });
  REQUIRE(found != page.chapters.end());
  return *found;
}

// Runs every example of the page; in writing mode puts what they print into it.
void RunPage(const std::string& path) {
  const Page page = ReadPage(path);
  const Page language = ReadPage(kLanguage);
  std::string written = page.text;
  std::ptrdiff_t moved = 0;
  for (const Chapter& chapter : page.chapters) {
    Reader reader(chapter);
    if (chapter.title != kGraph) reader.Run(ChapterOf(language, kGraph).examples.at(0));
    for (const Example& example : chapter.examples) {
      const std::string output = reader.Run(example);
      if (!example.has_output) continue;
      if (Writing()) {
        const size_t size = example.output_end - example.output_begin;
        written.replace(static_cast<size_t>(static_cast<std::ptrdiff_t>(example.output_begin) + moved), size, output);
        moved += static_cast<std::ptrdiff_t>(output.size()) - static_cast<std::ptrdiff_t>(size);
      } else {
        INFO(path << ":" << example.line << "\n" << example.statements);
        CHECK(output == example.output);
      }
    }
  }
  if (Writing()) WriteFile(path, written);
}

// ---- docs/functions.md

// What openCypher 9 and its proposal for temporal values (CIP2015-08-06) have.
bool IsStandard(std::string_view name) {
  static const std::set<std::string_view> kNames = {"abs",
                                                    "acos",
                                                    "asin",
                                                    "atan",
                                                    "atan2",
                                                    "avg",
                                                    "ceil",
                                                    "coalesce",
                                                    "collect",
                                                    "cos",
                                                    "cot",
                                                    "count",
                                                    "date",
                                                    "date.realtime",
                                                    "date.statement",
                                                    "date.transaction",
                                                    "date.truncate",
                                                    "datetime",
                                                    "datetime.fromepoch",
                                                    "datetime.fromepochmillis",
                                                    "datetime.realtime",
                                                    "datetime.statement",
                                                    "datetime.transaction",
                                                    "datetime.truncate",
                                                    "degrees",
                                                    "duration",
                                                    "duration.between",
                                                    "duration.inDays",
                                                    "duration.inMonths",
                                                    "duration.inSeconds",
                                                    "e",
                                                    "endNode",
                                                    "exists",
                                                    "exp",
                                                    "floor",
                                                    "haversin",
                                                    "head",
                                                    "id",
                                                    "keys",
                                                    "labels",
                                                    "last",
                                                    "left",
                                                    "length",
                                                    "localdatetime",
                                                    "localdatetime.realtime",
                                                    "localdatetime.statement",
                                                    "localdatetime.transaction",
                                                    "localdatetime.truncate",
                                                    "localtime",
                                                    "localtime.realtime",
                                                    "localtime.statement",
                                                    "localtime.transaction",
                                                    "localtime.truncate",
                                                    "log",
                                                    "log10",
                                                    "lTrim",
                                                    "max",
                                                    "min",
                                                    "nodes",
                                                    "percentileCont",
                                                    "percentileDisc",
                                                    "pi",
                                                    "properties",
                                                    "radians",
                                                    "rand",
                                                    "range",
                                                    "relationships",
                                                    "replace",
                                                    "reverse",
                                                    "right",
                                                    "round",
                                                    "rTrim",
                                                    "sign",
                                                    "sin",
                                                    "size",
                                                    "split",
                                                    "sqrt",
                                                    "startNode",
                                                    "stDev",
                                                    "stDevP",
                                                    "substring",
                                                    "sum",
                                                    "tail",
                                                    "tan",
                                                    "time",
                                                    "time.realtime",
                                                    "time.statement",
                                                    "time.transaction",
                                                    "time.truncate",
                                                    "timestamp",
                                                    "toBoolean",
                                                    "toFloat",
                                                    "toInteger",
                                                    "toLower",
                                                    "toString",
                                                    "toUpper",
                                                    "trim",
                                                    "type"};
  return kNames.contains(name);
}

// Of functions and aggregates alike.
template <typename Row>
void Describe(std::string& text, std::span<const Row> group) {
  std::vector<const Row*> rows;
  for (const Row& row : group) rows.push_back(&row);
  std::sort(rows.begin(), rows.end(), [](const Row* a, const Row* b) { return a->name < b->name; });
  for (const Row* row : rows) {
    text += "\n**`" + std::string(row->signature) + "`**" + (IsStandard(row->name) ? "" : " ⁺") + "\\\n";
    text += std::string(row->help) + "\\\n`" + std::string(row->example) + "`\n";
  }
}

std::string FunctionsPage() {
  std::string text =
      "# Functions\n\n"
      "Names are found in any case. Each example is true, and a test runs it. A function of null is null unless its\n"
      "sentence says otherwise. ⁺ marks what openCypher 9 does not have; Neo4j 5 has most of these under the same "
      "name.\n"
      "`SHOW FUNCTIONS` prints the same list, `:help NAME` in the shell one entry.\n"
      "This page is written from the table of functions by `tests/language_test.cc`.\n";
  const auto section = [&](const char* title, auto... groups) {
    text += std::string("\n## ") + title + "\n";
    (Describe(text, groups), ...);
  };
  section("Text", engine::StringFunctions());
  section("Numbers", engine::MathFunctions());
  section("Lists", engine::ListFunctions());
  section("Nodes, relationships, paths and maps", engine::EntityFunctions());
  section("Conversion", engine::ConversionFunctions());
  section("Dates and times", engine::TemporalFunctions());
  section("Cutting dates and times", engine::TruncateFunctions());
  section("Durations", engine::DurationFunctions());
  section("Clocks", engine::ClockFunctions());
  section("Aggregates", engine::BasicAggregates());
  section("Aggregates of statistics", engine::StatisticAggregates());
  return text;
}

std::string ReadText(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST_CASE("the page of functions is the table of functions", "[language]") {
  if (Writing()) WriteFile(kFunctionsPage, FunctionsPage());
  const std::string page = ReadText(kFunctionsPage);
  CHECK(page == FunctionsPage());
  for (const Function* function : engine::Functions()) {
    CHECK(page.find("**`" + std::string(function->signature) + "`**") != std::string::npos);
  }
  for (const Aggregate* aggregate : engine::Aggregates()) {
    CHECK(page.find("**`" + std::string(aggregate->signature) + "`**") != std::string::npos);
  }
}

// ---- examples

TEST_CASE("every example of the language prints what the page shows", "[language]") { RunPage(kLanguage); }

TEST_CASE("every example of a procedure prints what the page shows", "[language]") { RunPage(kProcedures); }

TEST_CASE("every section has an example with its output", "[language]") {
  for (const char* path : {kLanguage, kProcedures}) {
    for (const Chapter& chapter : ReadPage(path).chapters) {
      for (const auto& [heading, line] : chapter.headings) {
        INFO(path << ":" << line << " " << heading);
        // A chapter may begin with its first section.
        const bool only_title = heading == chapter.title && chapter.headings.size() > 1;
        CHECK((only_title || std::any_of(chapter.examples.begin(), chapter.examples.end(),
                                         [&](const Example& e) { return e.has_output && e.section == heading; })));
      }
    }
  }
}

// ---- nothing is left out

std::set<std::string> WordsOf(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (char c : std::string(text) + " ") {
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') {
      word += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    } else if (!word.empty()) {
      words.insert(std::move(word));
      word.clear();
    }
  }
  return words;
}

// The words of the rules "MATCH: M A T C H;".
std::vector<std::string> KeywordsOfGrammar() {
  std::istringstream grammar(ReadText("grammar/Cypher.g4"));
  std::vector<std::string> keywords;
  for (std::string line; std::getline(grammar, line);) {
    const size_t colon = line.find(": ");
    if (colon == std::string::npos || !line.ends_with(';') || line[0] < 'A' || line[0] > 'Z') continue;
    std::string word;
    for (size_t i = colon + 2; i + 1 < line.size() && word != "?"; ++i) {
      const char c = line[i];
      if (c == '(') break;  // what follows may be left out
      if (c == ' ' || c == '_') continue;
      word = c >= 'A' && c <= 'Z' ? word + c : "?";
    }
    if (word != "?" && word.size() > 1) keywords.push_back(word);
  }
  return keywords;
}

TEST_CASE("every keyword of the grammar stands in an example with its output", "[language]") {
  std::string examples;
  for (const char* path : {kLanguage, kProcedures}) {
    for (const Chapter& chapter : ReadPage(path).chapters) {
      for (const Example& example : chapter.examples) {
        if (example.has_output) examples += example.statements + "\n";
      }
    }
  }
  const std::set<std::string> words = WordsOf(examples);
  const auto keywords = KeywordsOfGrammar();
  REQUIRE(keywords.size() > 80);
  for (const std::string& keyword : keywords) {
    INFO(keyword);
    CHECK(words.contains(keyword));
  }
}

TEST_CASE("every class of errors that can happen is explained", "[language]") {
  const std::string page = ReadText(kLanguage);
  for (int type = 0; type <= static_cast<int>(ErrorType::kStorageError); ++type) {
    const std::string_view name = NameOf(static_cast<ErrorType>(type));
    // Of the TCK; what they are about gives null here.
    if (name == "PropertyNotFound" || name == "LabelNotFound") continue;
    INFO(name);
    CHECK(page.find("| " + std::string(name) + " | ") != std::string::npos);
  }
}

std::string SignatureOf(const engine::Procedure& procedure) {
  const auto fields = [](const std::vector<engine::ProcedureField>& list) {
    std::string text;
    for (const auto& field : list) text += (text.empty() ? "" : ", ") + field.name + " :: " + field.type;
    return "(" + text + ")";
  };
  return procedure.name + fields(procedure.arguments) + " :: " + fields(procedure.results);
}

TEST_CASE("every procedure has its section, with its signature, its sentence and an example", "[language]") {
  const Page page = ReadPage(kProcedures);
  std::set<std::string> headings, wanted;
  for (const Chapter& chapter : page.chapters) {
    for (const auto& [heading, line] : chapter.headings) {
      if (heading != chapter.title) headings.insert(heading);
    }
  }
  for (const engine::Procedure& procedure : engine::BuiltInProcedures()) {
    INFO(procedure.name);
    wanted.insert(procedure.name);
    CHECK(page.text.find("`" + SignatureOf(procedure) + "`\n\n" + procedure.help + "\n") != std::string::npos);
    bool called = false;
    for (const Chapter& chapter : page.chapters) {
      for (const Example& example : chapter.examples) {
        called = called || (example.section == procedure.name && example.has_output &&
                            example.statements.find("CALL " + procedure.name) != std::string::npos);
      }
    }
    CHECK(called);
  }
  CHECK(headings == wanted);
}

}  // namespace
}  // namespace papergraph
