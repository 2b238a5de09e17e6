// What the examples and the README show is what the program does.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "engine/session.h"
#include "extract/ingest.h"
#include "tests/cli/run_program.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

struct RowCount : engine::RowSink {
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value>) override { ++rows; }
  size_t rows = 0;
};

// A command line and what it printed, as a fenced block of a document shows them.
struct Transcript {
  std::string command, output;
  size_t begin = 0, end = 0;  // of the output in the document
};

std::vector<Transcript> Transcripts(const std::string& document) {
  std::vector<Transcript> out;
  const std::string begin = "```\n$ ";
  for (size_t at = 0; (at = document.find(begin, at)) != std::string::npos;) {
    at += begin.size();
    const size_t line_end = document.find('\n', at);
    const size_t end = document.find("\n```\n", at);  // outputs are compared without their last line breaks
    out.push_back(
        {document.substr(at, line_end - at), document.substr(line_end + 1, end - line_end - 1), line_end + 1, end});
    at = end;
  }
  return out;
}

TEST_CASE("every example query answers something on the example reports", "[examples]") {
  const auto store = Store::Open(":memory:", OpenOptions{});
  const auto report = extract::Ingest(*store, {"examples/reports"}, {});
  REQUIRE(report.refused == 0);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator("examples")) {
    if (entry.path().extension() == ".cypher") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(!files.empty());
  engine::Session session(*store, {});
  for (const fs::path& file : files) {
    INFO(file);
    RowCount count;
    session.Run(ReadFile(file), Value(), count);
    CHECK(count.rows > 0);
  }
}

TEST_CASE("every sentence of docs/sentences.md answers something on the example reports", "[examples]") {
  const auto store = Store::Open(":memory:", OpenOptions{});
  extract::Ingest(*store, {"examples/reports"}, {});
  engine::Session session(*store, {});
  std::istringstream lines(ReadFile("docs/sentences.md"));
  size_t asked = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `")) continue;
    const std::string sentence = line.substr(3, line.find("` |") - 3);
    INFO(sentence);
    RowCount count;
    session.Run(sentence, Value(), count);
    CHECK(count.rows > 0);
    ++asked;
  }
  CHECK(asked > 25);
}

/// Runs every command of a document, in its order and in one new folder with the example reports in `reports`. With
/// PAPERGRAPH_WRITE_DOCS the document gets the outputs instead of being held to them.
void CheckTranscripts(const std::string& file, size_t least) {
  const char* program = std::getenv("PAPERGRAPH_PROGRAM");
  if (program == nullptr) {
    WARN("skipped: needs PAPERGRAPH_PROGRAM");
    return;
  }
  std::string document = ReadFile(file);
  const auto transcripts = Transcripts(document);
  REQUIRE(transcripts.size() >= least);
  const Folder place;
  fs::copy("examples/reports", place.path / "reports");
  const std::string environment = "cd " + place.path.string() +
                                  "; unset PAPERGRAPH_DB; PATH=" + fs::absolute(program).parent_path().string() +
                                  ":$PATH; export PATH; ";
  if (transcripts.front().command.find("ingest") == std::string::npos)
    OutputOf(environment + "papergraph ingest reports 2>&1");
  std::vector<std::string> outputs;
  for (const Transcript& transcript : transcripts)
    outputs.push_back(OutputOf(environment + "( " + transcript.command + " ) 2>&1"));
  if (std::getenv("PAPERGRAPH_WRITE_DOCS") != nullptr) {
    for (size_t i = transcripts.size(); i-- > 0;)
      document.replace(transcripts[i].begin, transcripts[i].end - transcripts[i].begin, outputs[i]);
    std::ofstream(file, std::ios::binary) << document;
    return;
  }
  for (size_t i = 0; i < transcripts.size(); ++i) {
    INFO(transcripts[i].command);
    CHECK(outputs[i] == transcripts[i].output);
  }
}

TEST_CASE("the README's answers are the program's", "[examples]") { CheckTranscripts("README.md", 10); }

TEST_CASE("the tour's answers are the program's", "[examples]") { CheckTranscripts("docs/tour.md", 15); }

}  // namespace
}  // namespace papergraph
