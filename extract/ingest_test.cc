#include "extract/ingest.h"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "extract/source_records.h"

namespace papergraph::extract {
namespace {

namespace fs = std::filesystem;

/// A folder of its own that is gone afterwards.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("papergraph_ingest_test_" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string Write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string Report(const std::string& id, const std::string& method) {
  return "# Daily Papers Report\n**Date**: 2026-01-30\n\n## 📄 A Study of " + method +
         "\n\n- **链接**: https://huggingface.co/papers/" + id + "\n\n### 3. 使用指南\n使用 " + method +
         " 进行训练。\n\n### 5. 实验效果\n在 AIME 2024 上达到 50% 的准确率。\n";
}

std::vector<std::string> PaperIds(const Store& store) {
  const auto graph = store.Snapshot();
  const auto label = graph->FindLabel("Paper");
  const auto property = graph->FindProperty("id");
  if (!label || !property) return {};
  std::vector<NodeId> nodes(graph->NodeIdLimit());
  nodes.resize(graph->ScanNodes(*label, NodeId{0}, nodes));
  std::vector<std::string> ids;
  for (const NodeId node : nodes) ids.emplace_back(graph->NodeProperty(node, *property).as_string());
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

TEST_CASE("a database that lies among the reports is no report", "[ingest]") {
  const Folder folder;
  folder.Write("a.txt", Report("2601.00001", "GRPO"));
  const auto store = Store::Open(folder.path() + "/papergraph.db", OpenOptions{.create = true});
  const IngestReport report = Ingest(*store, {folder.path()}, {});
  CHECK(report.documents == 1);
  CHECK(report.refused == 0);
  CHECK(report.diagnostics.empty());
}

TEST_CASE("bad files are named, the others are read, nothing of a bad one is kept", "[ingest]") {
  const Folder folder;
  folder.Write("a.txt", Report("2601.00001", "GRPO"));
  folder.Write("binary", std::string("\x7f"
                                     "ELF\0\0",
                                     6));
  folder.Write("cut.json", R"([{"title":"T","paper_url":"https://huggingface.co/papers/2601.00009"},{"title":"U)");
  folder.Write("empty.txt", "");
  folder.Write("latin.txt", Report("2601.00008", "GRPO") + "\xe9");
  folder.Write("no_id.txt", "# Daily Papers Report\n**Date**: 2026-01-30\n\n## 📄 Nameless\n\ntext\n");
  folder.Write("z.txt", Report("2601.00002", "LoRA"));
  const auto store = Store::Open(":memory:", {});
  IngestOptions options;
  std::vector<uint64_t> seen;
  options.on_progress = [&](const Progress& progress) { seen.push_back(progress.done); };
  const IngestReport report = Ingest(*store, {folder.path(), folder.path() + "/none.txt"}, options);
  CHECK(PaperIds(*store) == std::vector<std::string>{"2601.00001", "2601.00002"});
  CHECK(report.documents == 2);
  CHECK(report.refused == 6);
  CHECK(report.papers_new == 2);
  CHECK(report.diagnostics.size() == 6);
  CHECK(seen == std::vector<uint64_t>{1, 2, 3, 4, 5, 6, 7, 8});
  for (const Diagnostic& diagnostic : report.diagnostics) {
    CHECK(diagnostic.refused);
    CHECK_FALSE(diagnostic.message.empty());
  }
  CHECK(store->Check().faults.empty());
}

TEST_CASE("a paper without an id is left out and named each time, the others of its document are read", "[ingest]") {
  const Folder folder;
  const std::string report_file =
      folder.Write("a.txt", Report("2601.00001", "GRPO") + "é## no heading\n## 📄 Nameless\n\ntext\n");
  const std::string json_file = folder.Write(
      "b.json",
      "[{\"title\":\"T\",\"paper_url\":\"https://huggingface.co/papers/2601.00002\"},\n \"é\", {\"title\":\"U\"}]");
  const auto store = Store::Open(":memory:", {});
  const auto check_told = [&](const IngestReport& report) {
    CHECK(report.documents == 2);
    CHECK(report.refused == 0);
    REQUIRE(report.diagnostics.size() == 3);
    const std::vector<std::string> files{report_file, json_file, json_file};
    const std::vector<uint64_t> columns{1, 2, 7};
    for (size_t i = 0; i < files.size(); ++i) {
      const Diagnostic& diagnostic = report.diagnostics[i];
      CHECK(diagnostic.refused);
      CHECK(diagnostic.one_paper);
      CHECK(diagnostic.file == files[i]);
      CHECK(diagnostic.line > 1);
      CHECK(diagnostic.column == columns[i]);
      CHECK(diagnostic.message.find("expected") != std::string::npos);
    }
  };
  const IngestReport first = Ingest(*store, {report_file, json_file}, {});
  check_told(first);
  CHECK(first.papers_new == 2);
  CHECK(PaperIds(*store) == std::vector<std::string>{"2601.00001", "2601.00002"});
  const IngestReport again = Ingest(*store, {report_file, json_file}, {});
  check_told(again);
  CHECK(again.papers_same == 2);
  CHECK(again.papers_new + again.papers_changed == 0);
  CHECK(again.nodes == first.nodes);
  CHECK(again.edges == first.edges);
  folder.Write("a.txt", Report("2601.00001", "GRPO"));
  CHECK(Ingest(*store, {report_file}, {}).diagnostics.empty());
  CHECK(Forget(*store, {"a.txt", "b.json"}, {}).nodes == 0);
}

TEST_CASE("the same file again changes nothing; the same name with other bytes takes its place", "[ingest]") {
  const Folder folder;
  const std::string file = folder.Write("a.txt", Report("2601.00001", "GRPO"));
  const auto store = Store::Open(":memory:", {});
  Ingest(*store, {file}, {});
  const IngestReport again = Ingest(*store, {file}, {});
  CHECK(again.papers_same == 1);
  CHECK(again.papers_new + again.papers_changed == 0);
  folder.Write("a.txt", Report("2601.00002", "LoRA"));
  CHECK(Ingest(*store, {file}, {}).papers_new == 1);
  CHECK(PaperIds(*store) == std::vector<std::string>{"2601.00002"});
  CHECK(Forget(*store, {"a.txt"}, {}).documents == 1);
  CHECK(store->Snapshot()->NodeCount() == 0);
  CHECK(store->Snapshot()->EdgeCount() == 0);
  for (const std::string_view space : {kDocumentSpace, kFindingSpace}) {
    store->Snapshot()->ScanRecords(space, "", [](std::string_view key, std::string_view) {
      FAIL_CHECK("kept: " << key);
      return true;
    });
  }
  const IngestReport unknown = Forget(*store, {"a.txt"}, {});
  CHECK(unknown.refused == 1);
  CHECK(store->Check().faults.empty());
}

TEST_CASE("files of one name in different folders are different documents, each time", "[ingest]") {
  const Folder folder;
  const std::string january = folder.Write("2026-01/30.txt", Report("2601.00001", "GRPO"));
  const std::string february = folder.Write("2026-02/30.txt", Report("2602.00001", "LoRA"));
  const std::vector<std::string> both = {"2601.00001", "2602.00001"};
  const auto store = Store::Open(":memory:", {});
  CHECK(Ingest(*store, {folder.path()}, {}).papers_new == 2);
  CHECK(PaperIds(*store) == both);
  CHECK(Ingest(*store, {folder.path()}, {}).papers_same == 2);
  CHECK(Ingest(*store, {february}, {}).papers_same == 1);
  CHECK(Ingest(*store, {folder.path(), january, folder.path() + "/./2026-01/30.txt"}, {}).papers_same == 4);
  CHECK(PaperIds(*store) == both);
  folder.Write("2026-02/30.txt", Report("2602.00002", "LoRA"));
  Ingest(*store, {february}, {});
  CHECK(PaperIds(*store) == std::vector<std::string>{"2601.00001", "2602.00002"});
  CHECK(Forget(*store, {february}, {}).documents == 1);
  CHECK(PaperIds(*store) == std::vector<std::string>{"2601.00001"});
  CHECK(Forget(*store, {"30.txt"}, {}).nodes == 0);
}

TEST_CASE("bytes that are no text lose only their paper; a file without papers says what papers look like",
          "[ingest]") {
  const Folder folder;
  folder.Write("a.txt", Report("2601.00001", "GRPO") + "## 📄 Bad\n- https://huggingface.co/papers/2601.00002\n\xe9\n" +
                            "## 📄 Good\n- https://huggingface.co/papers/2601.00003\n");
  folder.Write("b.json", "[]");
  const auto store = Store::Open(":memory:", {});
  const IngestReport report = Ingest(*store, {folder.path()}, {});
  CHECK(PaperIds(*store) == std::vector<std::string>{"2601.00001", "2601.00003"});
  REQUIRE(report.diagnostics.size() == 2);
  CHECK(report.diagnostics[0].one_paper);
  CHECK(report.diagnostics[0].message.find("UTF-8") != std::string::npos);
  CHECK_FALSE(report.diagnostics[1].refused);
  CHECK(report.diagnostics[1].message.find("paper_url") != std::string::npos);
}

TEST_CASE("ingest stops between two documents when it is told to", "[ingest]") {
  const Folder folder;
  for (int i = 1; i < 6; ++i) folder.Write(std::to_string(i) + ".txt", Report("2601.0000" + std::to_string(i), "GRPO"));
  const auto store = Store::Open(":memory:", {});
  std::atomic<bool> stop = false;
  IngestOptions options;
  options.stop = &stop;
  options.on_progress = [&](const Progress& progress) { stop = progress.done == 2; };
  const IngestReport report = Ingest(*store, {folder.path()}, options);
  CHECK(report.stopped);
  CHECK(report.documents == 2);
  CHECK(PaperIds(*store).size() == 2);
}

TEST_CASE("a vocabulary given once holds for the database; a bad one refuses everything", "[ingest]") {
  const Folder folder;
  const std::string file = folder.Write("a.txt", Report("2601.00001", "Zorpification"));
  const std::string good =
      folder.Write("words.tsv", "# vocabulary: mine\nkind\tname\taliases\nmethod\tZorp Method\tZorpification|ZPF\n");
  const std::string bad = folder.Write("bad.tsv", "# vocabulary: mine\nkind\tname\taliases\nnonsense\tZorp\n");
  const auto store = Store::Open(":memory:", {});
  IngestOptions options;
  options.vocabularies = {bad};
  CHECK(Ingest(*store, {file}, options).refused > 0);
  CHECK(PaperIds(*store).empty());
  options.vocabularies = {good};
  Ingest(*store, {file}, options);
  std::vector<NodeId> nodes;
  store->Snapshot()->NodesNamed("zpf", nodes);
  REQUIRE(nodes.size() == 1);
  CHECK(Ingest(*store, {file}, {}).papers_same == 1);
  nodes.clear();
  store->Snapshot()->NodesNamed("zpf", nodes);
  CHECK(nodes.size() == 1);
}

TEST_CASE("what is on the disk goes on where it ended", "[ingest]") {
  const Folder folder;
  const std::string one = folder.Write("1.txt", Report("2601.00001", "GRPO")),
                    two = folder.Write("2.txt", Report("2601.00002", "GRPO"));
  OpenOptions create;
  create.create = true;
  const std::string database = folder.path() + "/db";
  Ingest(*Store::Open(database, create), {one}, {});
  Ingest(*Store::Open(database, create), {two}, {});
  Forget(*Store::Open(database, create), {"1.txt"}, {});
  const auto store = Store::Open(database, create);
  CHECK(PaperIds(*store) == std::vector<std::string>{"2601.00002"});
  std::vector<NodeId> nodes;
  store->Snapshot()->NodesNamed("grpo", nodes);
  CHECK(nodes.size() == 1);
  CHECK(store->Check().faults.empty());
}

}  // namespace papergraph::extract
