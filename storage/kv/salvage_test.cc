#include "storage/kv/salvage.h"

#include <rocksdb/db.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <random>

#include "storage/kv/kv.h"
#include "storage/kv/rocks.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;
using Keys = std::map<std::string, std::string>;

Keys KeysIn(const std::string& folder) {
  Keys keys;
  const auto kv = KeyValue::Open(folder, {});
  const auto cursor = kv->Scan(nullptr, "");
  for (cursor->Seek(""); cursor->Valid(); cursor->Next()) keys[std::string(cursor->key())] = cursor->value();
  return keys;
}

// Puts and deletes under `prefix`, here and there.
void Change(rocksdb::DB& db, const std::string& prefix, int count, std::mt19937& random, Keys& keys) {
  for (int i = 0; i < count; ++i) {
    const std::string key = prefix + std::to_string(random() % 50);
    if (random() % 4 == 0) {
      Require(db.Delete({}, key), "");
      keys.erase(key);
    } else {
      const std::string value(random() % 300, static_cast<char>('a' + random() % 26));
      Require(db.Put({}, key, value), "");
      keys[key] = value;
    }
  }
}

// Tables of two levels whose sequence numbers overlap, and a log.
Keys Fill(const std::string& folder) {
  std::mt19937 random(7);
  Keys keys;
  const auto db = OpenToWrite(MakeOptions({.create = true}, nullptr), folder);
  const rocksdb::Snapshot* const none = db->GetSnapshot();  // so that compactions keep the sequence numbers
  for (const char* prefix : {"a", "z", "a"}) {
    Change(*db, prefix, 300, random, keys);
    Require(db->Flush({}), folder);
  }
  const rocksdb::Slice begin("a"), end("b");
  Require(db->CompactRange({}, &begin, &end), folder);
  Change(*db, "a", 20, random, keys);
  Change(*db, "z", 20, random, keys);
  db->ReleaseSnapshot(none);
  return keys;
}

void Remove(const std::string& folder, const std::string& prefix) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with(prefix)) files.push_back(entry.path());
  REQUIRE_FALSE(files.empty());
  for (const fs::path& file : files) fs::remove(file);
}

}  // namespace

TEST_CASE("without the list of files the newest of each key is found, in whatever level and log it is", "[repair]") {
  const Folder folder;
  const Keys keys = Fill(folder / "db");
  Remove(folder / "db", "MANIFEST");
  Remove(folder / "db", "CURRENT");
  SalvageFiles(folder / "db", folder / "to");
  CHECK(KeysIn(folder / "to") == keys);
  CHECK_FALSE(fs::exists(folder / "to.parts"));
}

TEST_CASE("a key of more versions than are read at once is read whole", "[repair]") {
  const Folder folder;
  {
    const auto db = OpenToWrite(MakeOptions({.create = true}, nullptr), folder / "db");
    const rocksdb::Snapshot* const none = db->GetSnapshot();
    for (int i = 0; i < 1000; ++i) Require(db->Put({}, i % 10 == 0 ? "other" : "key", std::to_string(i)), "");
    Require(db->Delete({}, "other"), "");
    db->ReleaseSnapshot(none);
  }
  Remove(folder / "db", "MANIFEST");
  SalvageFiles(folder / "db", folder / "to");
  CHECK(KeysIn(folder / "to") == Keys{{"key", "999"}});
}

TEST_CASE("where only the logs are damaged the tables stay what they are, and a log gives what can be read",
          "[repair]") {
  const Folder folder;
  const Keys keys = Fill(folder / "db");
  SECTION("nothing is damaged") {
    SalvageLogs(folder / "db", folder / "to");
    CHECK(KeysIn(folder / "to") == keys);
  }
  SECTION("the logs are gone") {
    for (const auto& entry : fs::directory_iterator(folder / "db"))
      if (entry.path().extension() == ".log") fs::resize_file(entry.path(), 0);
    SalvageLogs(folder / "db", folder / "to");
    const Keys found = KeysIn(folder / "to");
    CHECK(found.size() > keys.size() / 2);
    CHECK(found != keys);
  }
  SECTION("so is a table: that is for SalvageFiles") {
    for (const auto& entry : fs::directory_iterator(folder / "db"))
      if (entry.path().extension() == ".sst") fs::resize_file(entry.path(), 10);
    CHECK_THROWS_AS((SalvageLogs(folder / "db", folder / "to"), KeysIn(folder / "to")), StoreError);
  }
}

}  // namespace papergraph
