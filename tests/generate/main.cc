// Runs the cases of many seeds and shows what goes wrong, shrunken; or prints cases.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>

#include "engine/json.h"
#include "tests/generate/laws.h"
#include "tests/generate/report.h"
#include "tests/generate/sentences.h"

namespace papergraph::generate {
namespace {

constexpr const char* kUsage = R"(generated_cases compare FROM COUNT   store and optimiser against plain graph and none
generated_cases reads FROM COUNT     the same, statements that only read
generated_cases laws FROM COUNT      laws between statements
generated_cases reopen FROM COUNT    before and after closing a database
generated_cases sentences FROM COUNT a sentence and the Cypher that it prints
generated_cases peers FROM COUNT     cases of what most engines know, a line of JSON each
generated_cases print SEED           a case as a script
)";

int ForEach(uint64_t from, uint64_t count, const std::function<std::string(uint64_t)>& run) {
  int found = 0;
  for (uint64_t seed = from; seed < from + count && found < 20; ++seed) {
    const std::string wrong = run(seed);
    if (wrong.empty()) continue;
    ++found;
    fmt::print("=== {}\n", wrong);
    std::fflush(stdout);
  }
  fmt::print("{} seeds, {} went wrong\n", count, found);
  return found > 0;
}

// {"seed": 1, "graph": "CREATE ...", "statements": [{"text": "MATCH ...", "ordered": true}]}
void PrintForPeers(uint64_t seed) {
  Choices choices(seed);
  const Case made = Generator(choices, {.updates = false, .schema = false, .portable = true}).Make();
  std::string line = fmt::format("{{\"seed\":{},\"graph\":", seed);
  engine::AppendJsonString(line, made.graph);
  line += ",\"statements\":[";
  for (size_t i = 0; i < made.steps.size(); ++i) {
    line += i > 0 ? ",{\"text\":" : "{\"text\":";
    engine::AppendJsonString(line, made.steps[i].text);
    line += made.steps[i].ordered ? ",\"ordered\":true}" : "}";
  }
  fmt::print("{}]}}\n", line);
}

int Main(const std::string& what, uint64_t from, uint64_t count) {
  if (what == "print") {
    Choices choices(from);
    fmt::print("{}", Generator(choices, {}).Make().Text());
    return 0;
  }
  if (what == "peers") {
    for (uint64_t seed = from; seed < from + count; ++seed) PrintForPeers(seed);
    return 0;
  }
  if (what == "reopen") {
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("papergraph-reopen-{}", from);
    return ForEach(from, count, [&](uint64_t seed) {
      std::filesystem::remove_all(folder);
      Choices choices(seed);
      const auto wrong = BrokenByReopening(folder.string(), choices);
      std::filesystem::remove_all(folder);
      return wrong ? fmt::format("seed {}\n{}", seed, *wrong) : "";
    });
  }
  if (what == "sentences") {
    SentenceBench sentences;
    const int status = ForEach(from, count, [&](uint64_t seed) {
      Choices choices(seed);
      return sentences.Check(Sentence(choices)).value_or("");
    });
    fmt::print("{} read, {} refused, {} rows\n", sentences.read, sentences.refused, sentences.rows);
    return status;
  }
  Bench bench;
  int status = 0;
  if (what == "laws") {
    status = ForEach(from, count, [&](uint64_t seed) { return BrokenBy(bench, seed); });
  } else if (what == "compare" || what == "reads") {
    const Shape shape{.updates = what == "compare", .schema = what == "compare"};
    status = ForEach(from, count, [&](uint64_t seed) { return FoundBy(bench, seed, shape); });
  } else {
    fmt::print(stderr, "{}", kUsage);
    return 2;
  }
  fmt::print("{} statements, {} rows, {} errors\n", bench.statements, bench.rows, bench.errors);
  return status;
}

}  // namespace
}  // namespace papergraph::generate

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    fmt::print(stderr, "{}", papergraph::generate::kUsage);
    return 2;
  }
  return papergraph::generate::Main(argv[1], std::strtoull(argv[2], nullptr, 10),
                                    argc == 4 ? std::strtoull(argv[3], nullptr, 10) : 1);
}
