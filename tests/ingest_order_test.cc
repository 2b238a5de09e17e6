// The promise about order, on real files: the examples always, the real reports and days where they are.
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "engine/formats.h"
#include "extract/ingest.h"
#include "storage/store.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

std::string Exported(const Store& store) {
  const fs::path path =
      fs::temp_directory_path() / ("papergraph_ingest_order_test_" + std::to_string(getpid()) + ".json");
  const auto graph = store.Snapshot();
  engine::FindGraphFormat("json")->write(*graph, engine::WholeGraph(*graph), path.string());
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  fs::remove(path);
  return text.str();
}

std::vector<std::string> FilesIn(const fs::path& folder, size_t most) {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  if (files.size() > most) files.resize(most);
  return files;
}

/// Reads the files in two orders, with some forgotten and read again on the way, and compares what is exported.
void CheckOrders(const std::vector<std::string>& files) {
  const auto straight = Store::Open(":memory:", {});
  REQUIRE(extract::Ingest(*straight, files, {}).refused == 0);
  const std::string expected = Exported(*straight);
  std::mt19937 random(1);
  std::vector<std::string> shuffled = files;
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  const auto wandering = Store::Open(":memory:", {});
  extract::Ingest(*wandering, shuffled, {});
  CHECK((Exported(*wandering) == expected));
  std::vector<std::string> some(shuffled.begin(), shuffled.begin() + static_cast<ptrdiff_t>(shuffled.size() / 2));
  CHECK(extract::Forget(*wandering, some, {}).refused == 0);
  const auto never = Store::Open(":memory:", {});
  extract::Ingest(*never, {shuffled.begin() + static_cast<ptrdiff_t>(shuffled.size() / 2), shuffled.end()}, {});
  CHECK((Exported(*wandering) == Exported(*never)));
  extract::Ingest(*wandering, files, {});
  CHECK((Exported(*wandering) == expected));
  CHECK(wandering->Check().faults.empty());
  extract::Forget(*wandering, files, {});
  CHECK(wandering->Snapshot()->NodeCount() == 0);
}

}  // namespace

TEST_CASE("the examples give one graph in any order", "[ingest]") { CheckOrders(FilesIn("examples/reports", 100)); }

TEST_CASE("real reports and days give one graph in any order", "[ingest]") {
  const char* variable = std::getenv("PAPERGRAPH_SHARED");
  const fs::path shared = variable != nullptr ? variable : "../shared";
  if (!fs::exists(shared / "reports")) {
    WARN("the real reports are not here: skipped");
    return;
  }
  std::vector<std::string> files = FilesIn(shared / "reports", 100);
  for (std::string& day : FilesIn(shared / "corpora/hf-daily", 12)) files.push_back(std::move(day));
  CheckOrders(files);
}

}  // namespace papergraph
