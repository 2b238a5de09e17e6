// A made older format, since none was released: what opening says, what the flag does, and what a failure leaves.
#include "storage/database/upgrade.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "storage/database/database_store.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "tests/support/files.h"
#include "tests/support/plain_graph.h"
#include "tests/support/random_writer.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

bool IsName(std::string_view key) { return static_cast<KeyTag>(key[0]) == KeyTag::kName; }

std::string Backwards(std::string_view sealed) {
  const std::string_view name = Unseal(sealed);
  std::string value(name.rbegin(), name.rend());
  Seal(value);
  return value;
}

// Format 0 writes names backwards, and has a key that format 1 has not.
const FormatStep kFromZero{0, [](std::string_view key, std::string_view value, const PutKey& put) {
                             if (key == "\x7f") return;
                             IsName(key) ? put(key, Backwards(value)) : put(key, value);
                           }};

struct Old {
  Old() : path(folder / "db") {
    OpenOptions options;
    options.create = true;
    DatabaseStore store(path, options);
    RandomWriter here(5), there(5);
    for (int i = 0; i < 300; ++i) {
      auto transaction = store.Begin();
      here.Step(*transaction);
      transaction->Commit();
      there.Step(graph);
    }
    KeyValue& kv = store.core().kv();
    KvBatch batch;
    const auto cursor = kv.Scan(nullptr, "");
    for (cursor->Seek(""); cursor->Valid(); cursor->Next()) {
      if (IsName(cursor->key())) batch.Put(cursor->key(), Backwards(cursor->value()));
    }
    std::string value;
    PutVarint(value, 0);
    PutString(value, "papergraph 0.0");
    Seal(value);
    batch.Put(TagKey(KeyTag::kFormat), value);
    batch.Put("\x7f", "x");
    kv.Write(batch);
  }
  void CheckIsOld() const {
    for (const bool read_only : {false, true}) {
      OpenOptions options;
      options.read_only = read_only;
      CHECK_THROWS_WITH(Store::Open(path, options), Catch::Contains("format 0") && Catch::Contains("--upgrade"));
    }
    CHECK_THROWS_WITH(Store::Repair(path), Catch::Contains("--upgrade"));
  }

  Folder folder;
  std::string path;
  PlainGraph graph;
};

}  // namespace

TEST_CASE("an older format is refused with what to do, and upgraded when told so; the old files stay", "[upgrade]") {
  const Old old;
  old.CheckIsOld();
  UpgradeFolder(old.path, {&kFromZero, 1});
  const auto store = Store::Open(old.path, {});
  CHECK(store->Check().faults.empty());
  CHECK(Differences(old.graph, *store->Snapshot(), {"documents"}).empty());
  CHECK(fs::exists(old.path + ".format0/CURRENT"));
  CHECK_FALSE(fs::exists(old.path + ".upgrading"));
}

TEST_CASE("an upgrade that fails or is killed leaves the old database, and can be done again", "[upgrade]") {
  const Old old;
  OpenOptions upgrade;
  upgrade.upgrade = true;
  CHECK_THROWS_WITH(Store::Open(old.path, upgrade), Catch::Contains("cannot make a database of format 0"));
  old.CheckIsOld();
  for (int last : {0, 1, 7, 40}) {
    int count = 0;
    const FormatStep fails{0, [&](std::string_view key, std::string_view value, const PutKey& put) {
                             if (count++ == last) throw StoreError(StoreError::Kind::kIo, "the disk is gone");
                             kFromZero.take(key, value, put);
                           }};
    CHECK_THROWS_WITH(UpgradeFolder(old.path, {&fails, 1}), "the disk is gone");
    old.CheckIsOld();  // beside what the failure has left, as a kill leaves it, too
  }
  const FormatStep loses{0, [](std::string_view key, std::string_view value, const PutKey& put) {
                           if (!IsName(key)) kFromZero.take(key, value, put);
                         }};
  CHECK_THROWS_AS(UpgradeFolder(old.path, {&loses, 1}), StoreError);
  old.CheckIsOld();
  UpgradeFolder(old.path, {&kFromZero, 1});
  CHECK(Differences(old.graph, *Store::Open(old.path, {})->Snapshot(), {"documents"}).empty());
}

TEST_CASE("what has the format of today stays as it is, file by file", "[upgrade]") {
  const Folder folder;
  const std::string path = folder / "db";
  OpenOptions options;
  options.create = options.upgrade = true;
  Store::Open(path, options);
  std::set<std::string> before, after;
  for (const auto& entry : fs::directory_iterator(path)) before.insert(entry.path());
  Store::Open(path, options);
  for (const auto& entry : fs::directory_iterator(path)) after.insert(entry.path());
  CHECK(before == after);
}

}  // namespace papergraph
