// Bits that flip and files that vanish, one after the other: found, never answered wrongly, and repaired as far as can
// be. $PAPERGRAPH_SOAK: many more places.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "storage/database/database_store.h"
#include "storage/kv/log_audit.h"
#include "tests/support/files.h"
#include "tests/support/plain_graph.h"
#include "tests/support/random_writer.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

void WriteAll(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

void Change(GraphWriter& graph, unsigned number) {
  RandomWriter writer(number);
  for (int i = 0; i < 20; ++i) writer.Step(graph);
}

// A database with tables, a log with several transactions, and what it holds.
struct Sample {
  Sample() : root(fs::temp_directory_path() / ("papergraph-damage-" + std::to_string(getpid()))) {
    fs::remove_all(root);
    fs::create_directories(root);
    OpenOptions options;
    options.create = true;
    {
      DatabaseStore store(root / "whole", options);
      for (unsigned number = 1; number <= 8; ++number) {
        auto transaction = store.Begin();
        Change(*transaction, number);
        transaction->Commit();
        Change(graph, number);
        if (number == 3) store.core().kv().Compact();
      }
    }
    for (const auto& entry : fs::directory_iterator(root / "whole")) {
      const std::string name = entry.path().filename();
      if (name != "LOCK") files.emplace(name, ReadFile(entry.path()));
    }
  }
  ~Sample() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
  // The sample with one file changed (nullopt: gone), in a folder of its own.
  std::string With(const std::string& file, const std::optional<std::string>& bytes) const {
    const fs::path folder = root / "damaged";
    for (const char* name :
         {"damaged", "damaged.damaged", "damaged.repairing", "damaged.repaired", "damaged.salvaged"}) {
      fs::remove_all(root / name);
    }
    fs::create_directories(folder);
    for (const auto& [name, content] : files) {
      if (name != file) WriteAll(folder / name, content);
    }
    if (bytes) WriteAll(folder / file, *bytes);
    return folder;
  }

  const fs::path root;
  std::map<std::string, std::string> files;
  PlainGraph graph;
};

bool IsSame(const Sample& sample, const Store& store) {
  return Differences(sample.graph, *store.Snapshot(), {"documents"}).empty();
}

// What `check` says of it: nothing, a fault, or why it cannot be opened.
std::optional<std::string> FaultOf(const Sample& sample, const std::string& folder) {
  try {
    OpenOptions options;
    options.read_only = true;
    auto store = Store::Open(folder, options);
    const CheckReport report = store->Check();
    if (!report.faults.empty()) return report.faults.front();
    CHECK(IsSame(sample, *store));
    return std::nullopt;
  } catch (const StoreError& error) {
    return error.what();
  }
}

void RequireRepaired(const Sample& sample, const std::string& folder) {
  const RepairReport report = Store::Repair(folder);
  auto store = Store::Open(folder, {});
  for (const std::string& fault : store->Check().faults) FAIL_CHECK(fault);
  if (report.gone.empty()) CHECK(IsSame(sample, *store));
  auto transaction = store->Begin();
  Change(*transaction, 100);
  transaction->Commit();
  for (const std::string& fault : store->Check().faults) FAIL_CHECK(fault);
}

}  // namespace

TEST_CASE("a flipped bit in any file is found or changes nothing, and can be repaired", "[damage]") {
  const Sample sample;
  std::mt19937 random(7);
  const bool soak = std::getenv("PAPERGRAPH_SOAK") != nullptr;
  size_t flips = 0, found = 0;
  for (const auto& [file, bytes] : sample.files) {
    const bool must_be_found = file.ends_with(".sst") || file.ends_with(".log") || file == "CURRENT";
    const size_t step = std::max<size_t>(1, bytes.size() / (soak ? 1500 : 12));
    // Both ends in full: headers and footers.
    for (size_t at = 0; at < bytes.size();
         at += at < (soak ? 64u : 3u) || at + (soak ? 96 : 4) > bytes.size() ? 1 : step) {
      const int bit = static_cast<int>(random() % 8);
      INFO(file << ": bit " << bit << " of byte " << at << " of " << bytes.size());
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ 1 << bit);
      const std::string folder = sample.With(file, flipped);
      const auto fault = FaultOf(sample, folder);
      ++flips;
      found += fault.has_value();
      if (must_be_found) CHECK(fault.has_value());
      if (!fault) continue;
      INFO(*fault);
      if (fault->find("segment") == fault->npos) CHECK(fault->find(folder) != fault->npos);
      if (soak || flips % 5 == 0) RequireRepaired(sample, folder);
    }
  }
  WARN(flips << " flips, " << found << " found; the others change nothing");
}

TEST_CASE("a repair that finds nothing of a graph says so, and leaves all files as they were", "[damage]") {
  const Folder root;
  const std::string path = root / "db";
  {
    OpenOptions options;
    options.create = true;
    DatabaseStore store(path, options);
    auto transaction = store.Begin();
    const LabelId label = transaction->InternLabel("A");
    transaction->CreateNode({&label, 1});
    transaction->Commit();
    store.core().kv().Compact();  // into one block of one table
  }
  std::map<std::string, std::string> before;
  for (const auto& entry : fs::directory_iterator(path)) {
    std::string bytes = ReadFile(entry.path());
    if (entry.path().extension() == ".sst") {
      bytes[20] = static_cast<char>(bytes[20] ^ 1);
      WriteAll(entry.path(), bytes);
    }
    before[entry.path().filename()] = bytes;
  }
  CHECK_THROWS_WITH(Store::Repair(path), Catch::Contains(path) && Catch::Contains("papergraph restore"));
  for (const auto& [file, bytes] : before) {
    if (file.ends_with(".sst") || file.ends_with(".log")) CHECK(ReadFile(fs::path(path) / file) == bytes);
  }
  CHECK_THROWS_AS(Store::Open(path, {}), StoreError);
  CHECK(std::distance(fs::directory_iterator(root.path), {}) == 1);
}

TEST_CASE("a missing file is named, or not needed, and what is in the others can be saved", "[damage]") {
  const Sample sample;
  for (const auto& [file, bytes] : sample.files) {
    INFO(file);
    const std::string folder = sample.With(file, std::nullopt);
    const auto fault = FaultOf(sample, folder);
    if (file.starts_with("OPTIONS") || file == "IDENTITY") {
      CHECK_FALSE(fault);
      continue;
    }
    REQUIRE(fault);
    CHECK(fault->find(folder) != fault->npos);
    CHECK(fault->find("check --repair") != fault->npos);
    RequireRepaired(sample, folder);
  }
}

TEST_CASE("a log that is cut anywhere is whole up to there, and one that is damaged is told apart", "[damage]") {
  const Sample sample;
  const auto log = std::find_if(sample.files.begin(), sample.files.end(),
                                [](const auto& file) { return file.first.ends_with(".log"); });
  REQUIRE(log != sample.files.end());
  const std::string& bytes = log->second;
  REQUIRE(bytes.size() > 1000);
  for (size_t size = 0; size <= bytes.size(); ++size) {
    const std::string cut = bytes.substr(0, size);
    CHECK_FALSE(FindLogDamage(cut));
    // After a power cut: up to a sector it is written, from there on zeros.
    if (size % 512 == 0) CHECK_FALSE(FindLogDamage(cut + std::string(bytes.size() - size, '\0')));
    // The same in a log that was not closed: zeros go on behind what was being written.
    if (size % 512 == 0) CHECK_FALSE(FindLogDamage(cut + std::string(70'000, '\0')));
  }
  const std::string zeros(5000, '\0');
  CHECK_FALSE(FindLogDamage(bytes + zeros));
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ 1 << bit);
      INFO("bit " << bit << " of byte " << at << " of " << bytes.size());
      if (!FindLogDamage(flipped)) FAIL_CHECK("not found");
      if (bit % 3 == 0 && !FindLogDamage(flipped + zeros)) FAIL_CHECK("not found in a log that was not closed");
    }
  }
}

TEST_CASE("a log that was lost or cut is noticed although a newer one is there", "[damage]") {
  const Folder root;
  const std::string path = root / "db", damaged = root / "damaged";
  OpenOptions options;
  options.create = true;
  PlainGraph graph;
  // Small changes, so that no table is written in between.
  for (unsigned opening = 1; opening <= 3; ++opening) {
    DatabaseStore store(path, options);
    for (unsigned number = 1; number <= 2; ++number) {
      auto transaction = store.Begin();
      Change(*transaction, opening * 10 + number);
      transaction->Commit();
      Change(graph, opening * 10 + number);
    }
  }
  std::vector<std::string> logs;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.path().extension() == ".log") logs.push_back(entry.path().filename());
  }
  std::sort(logs.begin(), logs.end());
  REQUIRE(logs.size() == 3);
  CHECK(Differences(graph, *DatabaseStore(path, {}).Snapshot(), {"documents"}).empty());

  for (size_t i = 0; i + 1 < logs.size(); ++i) {
    INFO(logs[i]);
    const std::string bytes = ReadFile(fs::path(path) / logs[i]);
    for (size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 40) {
      fs::remove_all(damaged);
      fs::copy(path, damaged);
      size > 0 ? WriteAll(fs::path(damaged) / logs[i], bytes.substr(0, size))
               : void(fs::remove(damaged + "/" + logs[i]));
      for (const bool read_only : {true, false}) {
        INFO(size << " bytes of " << bytes.size());
        OpenOptions again;
        again.read_only = read_only;
        CHECK_THROWS_WITH(Store::Open(damaged, again),
                          Catch::Contains(damaged + "/" + logs[i]) && Catch::Contains("check --repair"));
      }
    }
    Store::Repair(damaged);
    CHECK(Store::Open(damaged, {})->Check().faults.empty());
  }

  // What is in a table needs its log no more.
  {
    DatabaseStore store(path, options);
    auto transaction = store.Begin();
    Change(*transaction, 99);
    transaction->Commit();
    Change(graph, 99);
    store.core().kv().Compact();
  }
  for (const std::string& log : logs) CHECK_FALSE(fs::exists(fs::path(path) / log));
  CHECK(Differences(graph, *DatabaseStore(path, {}).Snapshot(), {"documents"}).empty());
}

}  // namespace papergraph
