// From reports in memory to facts, without the store: what `papergraph ingest` does to a document before it writes.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "extract/entities/vocabulary.h"
#include "extract/findings.h"
#include "extract/readers/readers.h"

namespace papergraph::extract {
namespace {

using File = std::pair<std::string, std::string>;  // base name, bytes

/// All files of a folder by name; none when there is no such folder.
std::vector<File> FilesOf(const std::filesystem::path& folder) {
  std::vector<File> files;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    std::ifstream in(entry.path(), std::ios::binary);
    files.emplace_back(entry.path().filename().string(), std::string(std::istreambuf_iterator<char>(in), {}));
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Items are reports: what one file says of one paper.
void ReadAll(benchmark::State& state, const std::vector<File>& files, const Vocabulary& vocabulary) {
  int64_t papers = 0, bytes = 0;
  for (auto _ : state) {
    for (const auto& [name, text] : files) {
      const ReadResult read = ReadDocument(name, text);
      if (!read.document) continue;
      for (const PaperText& paper : read.document->papers) {
        benchmark::DoNotOptimize(FindFacts(paper, vocabulary));
        ++papers;
        for (const Passage& passage : paper.passages) bytes += static_cast<int64_t>(passage.text.size());
      }
    }
  }
  state.SetItemsProcessed(papers);
  state.SetBytesProcessed(bytes);
}

/// One sentence without an end, as no person writes it: twice the text must take twice the time.
void OneSentence(benchmark::State& state) {
  PaperText paper;
  paper.id = "2601.00001";
  paper.title = "KiteRider: Agents That Ask";
  Passage passage;
  passage.kind = SectionKind::kResults;
  while (passage.text.size() < static_cast<size_t>(state.range(0)))
    passage.text +=
        "在 GSM8K 上用 GRPO 训练的 Qwen3-8B 达到 81.4% 的准确率（对比 PPO）, 并 improves it by 3.1% over GPT-4o, ";
  const auto bytes = static_cast<int64_t>(passage.text.size());
  paper.passages.push_back(std::move(passage));
  for (auto _ : state) benchmark::DoNotOptimize(FindFacts(paper, Vocabulary::BuiltIn()));
  state.SetBytesProcessed(state.iterations() * bytes);
}

/// The same reports with ever more names to look for: the cost must stay flat.
void ManyNames(benchmark::State& state, const std::vector<File>& files) {
  std::string lines = "kind\tname\n";
  for (int64_t i = 0; i < state.range(0); ++i) lines += "method\tMadeUpMethod" + std::to_string(i * 7919) + "\n";
  const Vocabulary::File more{"more.tsv", lines, "user"};
  ReadAll(state, files, Vocabulary::With(std::span(&more, 1), nullptr));
}

void Register(const std::string& name, const std::filesystem::path& folder) {
  const std::vector<File> files = FilesOf(folder);
  if (files.empty()) return;
  benchmark::RegisterBenchmark(("facts/" + name).c_str(), [files](benchmark::State& state) {
    ReadAll(state, files, Vocabulary::BuiltIn());
  })->Unit(benchmark::kMillisecond);
}

const int registered = [] {
  const char* elsewhere = std::getenv("PAPERGRAPH_SHARED");
  const std::filesystem::path shared = elsewhere != nullptr ? elsewhere : "../shared";
  Register("examples", "examples/reports");
  Register("reports", shared / "reports");
  Register("abstracts", shared / "corpora/hf-daily");
  benchmark::RegisterBenchmark("facts/one_sentence", OneSentence)
      ->RangeMultiplier(4)
      ->Range(1 << 14, 1 << 20)
      ->Unit(benchmark::kMillisecond);
  const std::vector<File> files = FilesOf("examples/reports");
  benchmark::RegisterBenchmark("facts/more_names", [files](benchmark::State& state) { ManyNames(state, files); })
      ->Arg(0)
      ->Arg(100'000)
      ->Unit(benchmark::kMillisecond);
  return 0;
}();

}  // namespace
}  // namespace papergraph::extract
