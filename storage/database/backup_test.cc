#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "storage/store.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

struct Folders {
  Folders() : root(fs::temp_directory_path() / ("papergraph-backup-" + std::to_string(getpid()))) {
    fs::remove_all(root);
    fs::create_directories(root);
  }
  ~Folders() { fs::remove_all(root); }
  std::string operator/(const char* name) const { return root / name; }
  fs::path root;
};

void AddNodes(Store& store, int count) {
  const auto transaction = store.Begin();
  const LabelId label = transaction->InternLabel("N");
  const PropertyId property = transaction->InternProperty("p");
  for (int i = 0; i < count; ++i) {
    const NodeId node = transaction->CreateNode(std::span(&label, 1));
    transaction->SetProperty(node, property, Value::Int(i));
  }
  transaction->Commit();
}

uint64_t NodesAt(const std::string& path) {
  const auto store = Store::Open(path, OpenOptions{.read_only = true});
  CHECK(store->Check().faults.empty());
  return store->Snapshot()->NodeCount();
}

TEST_CASE("a restore brings back the newest backup, whatever came after it", "[backup]") {
  const Folders folders;
  {
    const auto store = Store::Open(folders / "db", OpenOptions{.create = true});
    AddNodes(*store, 10);
    store->Backup(folders / "backup");
    AddNodes(*store, 5);
    store->Backup(folders / "backup");
    AddNodes(*store, 100);
    CHECK_THROWS_AS(Store::Restore(folders / "backup", folders / "db"), StoreError);  // it is open to write
  }
  Store::Restore(folders / "backup", folders / "db");
  CHECK(NodesAt(folders / "db") == 15);
  Store::Restore(folders / "backup", folders / "elsewhere");
  CHECK(NodesAt(folders / "elsewhere") == 15);
}

TEST_CASE("a damaged backup replaces nothing", "[backup]") {
  const Folders folders;
  {
    const auto store = Store::Open(folders / "db", OpenOptions{.create = true});
    AddNodes(*store, 10);
    store->Backup(folders / "backup");
    AddNodes(*store, 1);
  }
  for (const auto& entry : fs::recursive_directory_iterator(folders / "backup")) {
    if (entry.path().extension() != ".sst") continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);
    file.put('#');
  }
  CHECK_THROWS_AS(Store::Restore(folders / "backup", folders / "db"), StoreError);
  CHECK(NodesAt(folders / "db") == 11);
  CHECK_THROWS_AS(Store::Restore(folders / "nothing", folders / "db"), StoreError);
  CHECK(NodesAt(folders / "db") == 11);
}

TEST_CASE("a restore does not replace a folder that is no database", "[backup]") {
  const Folders folders;
  {
    const auto store = Store::Open(folders / "db", OpenOptions{.create = true});
    AddNodes(*store, 1);
    store->Backup(folders / "backup");
  }
  fs::create_directories(folders / "mine");
  std::ofstream(folders / "mine/letter.txt") << "dear";
  CHECK_THROWS_AS(Store::Restore(folders / "backup", folders / "mine"), StoreError);
  CHECK(fs::exists(folders / "mine/letter.txt"));
}

}  // namespace
}  // namespace papergraph
