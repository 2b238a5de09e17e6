#include "storage/store.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/support/files.h"
#include "tests/support/plain_graph.h"
#include "tests/support/random_writer.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

// The same random changes to two graphs; what one refuses the other must refuse.
class Driver {
 public:
  explicit Driver(unsigned seed) : plain_(seed), stored_(seed) {}
  void Steps(GraphWriter& plain, GraphWriter& stored, int count) {
    for (int i = 0; i < count; ++i) REQUIRE(plain_.Step(plain) == stored_.Step(stored));
  }

 private:
  RandomWriter plain_, stored_;
};

void CheckSame(const GraphReader& plain, const GraphReader& stored) {
  for (const std::string& difference : Differences(plain, stored, {"documents", "nothing"})) FAIL_CHECK(difference);
}

void CompareRuns(unsigned seed, const std::string& path) {
  INFO("seed " << seed);
  PlainGraph plain;
  auto store = Store::Open(path, OpenOptions{.create = true});
  Driver driver(seed);
  std::mt19937 random(seed + 1000);
  for (int round = 0; round < 6; ++round) {
    auto transaction = store->Begin();
    size_t plain_start = plain.Savepoint();
    driver.Steps(plain, *transaction, 40);
    CheckSame(plain, *transaction);
    for (int i = 0; i < 2; ++i) {
      size_t a = plain.Savepoint(), b = transaction->Savepoint();
      driver.Steps(plain, *transaction, 25);
      if (random() % 2 == 0) {
        plain.RollbackTo(a);
        transaction->RollbackTo(b);
        CheckSame(plain, *transaction);
      }
      driver.Steps(plain, *transaction, 5);
    }
    CheckSame(plain, *transaction);
    if (random() % 4 == 0) {
      plain.RollbackTo(plain_start);
      transaction.reset();
    } else {
      transaction->Commit();
      transaction.reset();
    }
    CheckSame(plain, *store->Snapshot());
    for (const std::string& fault : store->Check().faults) FAIL_CHECK(fault);
    // Ids and names of a rolled back transaction stay taken while the store is open, so only what was committed is
    // reopened.
    if (!store->in_memory() && plain.NodeIdLimit() == store->Snapshot()->NodeIdLimit() &&
        plain.EdgeIdLimit() == store->Snapshot()->EdgeIdLimit() &&
        plain.PropertyCount() == store->Snapshot()->PropertyCount() &&
        plain.LabelCount() == store->Snapshot()->LabelCount() && plain.TypeCount() == store->Snapshot()->TypeCount()) {
      store.reset();
      store = Store::Open(path, {});
      CheckSame(plain, *store->Snapshot());
    }
  }
}

}  // namespace

TEST_CASE("a store in memory answers as the plain graph does, whatever is done to both", "[store]") {
  for (unsigned seed = 1; seed <= 12; ++seed) CompareRuns(seed, ":memory:");
}

TEST_CASE("a store in memory that is open to read is an empty graph", "[store]") {
  const auto store = Store::Open(":memory:", OpenOptions{.read_only = true});
  CHECK(store->Snapshot()->NodeCount() == 0);
  CHECK_THROWS_AS(store->Begin(), StoreError);
}

TEST_CASE("a folder of other files is no place for a new database", "[store]") {
  const std::string folder =
      std::filesystem::temp_directory_path() / ("papergraph-foreign-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/letter.txt") << "dear";
  CHECK_THROWS_AS(Store::Open(folder, OpenOptions{.create = true}), StoreError);
  CHECK_FALSE(std::filesystem::exists(folder + "/LOCK"));
  std::filesystem::remove_all(folder);
}

TEST_CASE("a store in a folder answers as the plain graph does, also after opening it again", "[store]") {
  for (unsigned seed = 100; seed <= 106; ++seed) {
    Folder folder;
    CompareRuns(seed, folder / "db");
  }
}

}  // namespace papergraph
