// What the examples and the README show is what the program does.
#include <unistd.h>

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
#include "tests/support/files.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

struct RowCount : engine::RowSink {
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value>) override { ++rows; }
  size_t rows = 0;
};

// A command line and what it printed, as a fenced block of the README shows them.
struct Transcript {
  std::string command, output;
};

std::vector<Transcript> Transcripts(const std::string& readme) {
  std::vector<Transcript> out;
  const std::string begin = "```\n$ ";
  for (size_t at = 0; (at = readme.find(begin, at)) != std::string::npos;) {
    at += begin.size();
    const size_t line_end = readme.find('\n', at);
    const size_t end = readme.find("\n```\n", at);  // outputs are compared without their last line breaks
    out.push_back({readme.substr(at, line_end - at), readme.substr(line_end + 1, end - line_end - 1)});
    at = end;
  }
  return out;
}

std::string OutputOf(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  std::string out;
  char chunk[4096];
  for (size_t got; (got = fread(chunk, 1, sizeof chunk, pipe.get())) > 0;) out.append(chunk, got);
  while (out.ends_with('\n')) out.pop_back();
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

TEST_CASE("the README's answers are the program's", "[examples]") {
  const char* program = std::getenv("PAPERGRAPH_PROGRAM");
  if (program == nullptr) {
    WARN("skipped: needs PAPERGRAPH_PROGRAM");
    return;
  }
  const fs::path db = fs::temp_directory_path() / ("papergraph-readme-" + std::to_string(getpid()));
  fs::remove_all(db);
  const std::string environment = "PATH=" + fs::path(program).parent_path().string() +
                                  ":$PATH PAPERGRAPH_DB=" + db.string() + "; export PATH PAPERGRAPH_DB; ";
  OutputOf(environment + "papergraph ingest examples/reports 2>&1");
  const auto transcripts = Transcripts(ReadFile("README.md"));
  REQUIRE(transcripts.size() >= 10);
  for (const auto& [command, output] : transcripts) {
    INFO(command);
    CHECK(OutputOf(environment + "( " + command + " ) 2>&1") == output);
  }
  fs::remove_all(db);
}

}  // namespace
}  // namespace papergraph
