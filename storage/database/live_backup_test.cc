// Backups of a database that another process writes to all the time.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <thread>

#include "storage/backup.h"
#include "storage/store.h"
#include "tests/support/child.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

constexpr int kNodes = 5;  // in each transaction
constexpr const char* kFolderVariable = "PAPERGRAPH_LIVE_BACKUP_FOLDER";

// Until it is killed: transactions of five nodes each, the first ones large, so that tables are written and logs come
// and go.
[[noreturn]] void WriteForEver(const std::string& path) {
  OpenOptions options;
  options.create = true;
  const auto store = Store::Open(path, options);
  for (int number = 1;; ++number) {
    const auto transaction = store->Begin();
    const LabelId label = transaction->InternLabel("N");
    const PropertyId text = transaction->InternProperty("text");
    for (int i = 0; i < kNodes; ++i) {
      const std::string bytes(number < 12 ? 1 << 19 : 20, static_cast<char>('a' + number % 26));
      transaction->SetProperty(transaction->CreateNode({&label, 1}), text, Value::String(bytes));
    }
    transaction->PutRecord("progress", "transactions", std::to_string(number));
    transaction->Commit();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

uint64_t ProgressOf(const Store& store) {
  const auto record = store.Snapshot()->Record("progress", "transactions");
  return record ? std::stoull(*record) : 0;
}

}  // namespace

// Not a test of its own: what the next one starts and kills.
TEST_CASE("live backup writer", "[.live-backup-writer]") {
  const char* folder = std::getenv(kFolderVariable);
  if (folder != nullptr) WriteForEver(folder);
}

TEST_CASE("a backup beside a writing process is the state after one of its commits", "[backup]") {
  const fs::path root = fs::temp_directory_path() / ("papergraph-live-backup-" + std::to_string(getpid()));
  fs::remove_all(root);
  fs::create_directories(root);
  const std::string database = root / "db", backups = root / "backups";
  {
    OpenOptions options;
    options.create = true;
    Store::Open(database, options);
  }
  const std::string self = fs::read_symlink("/proc/self/exe");
  const pid_t forked = fork();
  if (forked == 0) {  // a process of its own from the start: RocksDB's threads do not come along
    setenv(kFolderVariable, database.c_str(), 1);
    Become({self, "[.live-backup-writer]"});
  }
  std::optional<Child> writer(forked);
  uint64_t last = 0;
  OpenOptions read_only;
  read_only.read_only = true;
  try {
    for (int i = 0; i < 600 && last == 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      last = ProgressOf(*Store::Open(database, read_only));
    }
    for (int i = 0; i < 3; ++i) {
      const uint64_t before = ProgressOf(*Store::Open(database, read_only));
      CHECK(before >= last);
      BackupFiles(database, backups);
      const std::string restored = root / "restored";
      Store::Restore(backups, restored);
      const auto store = Store::Open(restored, read_only);
      last = ProgressOf(*store);
      CHECK(last >= before);
      CHECK(store->Snapshot()->NodeCount() == last * kNodes);
      CHECK(store->Check().faults.empty());
      // Someone who only reads sees a whole state, too.
      const auto reader = Store::Open(database, read_only);
      CHECK(reader->Snapshot()->NodeCount() == ProgressOf(*reader) * kNodes);
    }
  } catch (const StoreError& error) {
    FAIL_CHECK(error.what());
  }
  writer.reset();
  CHECK(last > 0);
  BackupFiles(database, backups);
  fs::remove_all(root);
}

}  // namespace papergraph
