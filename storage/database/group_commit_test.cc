// Commits of several threads: grouped, in order, seen only when they are durable, and failed together.

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <thread>

#include "storage/database/database_store.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

// One node, and how many of its kind there are now: as a record that only this thread writes.
void CommitOne(Store& store, const std::string& who, int number) {
  auto transaction = store.Begin();
  const LabelId label = transaction->InternLabel("Of" + who);
  transaction->SetProperty(transaction->CreateNode({&label, 1}), transaction->InternProperty("number"),
                           Value::Int(number));
  transaction->PutRecord("progress", who, std::to_string(number));
  transaction->Commit();
}

int ProgressOf(const GraphReader& graph, const std::string& who) {
  const auto record = graph.Record("progress", who);
  return record ? std::stoi(*record) : 0;
}

// Each state is that after some commit of each thread: the record says as many as there are nodes.
void RequireWhole(const GraphReader& graph, int threads) {
  uint64_t nodes = 0;
  for (int i = 0; i < threads; ++i) {
    const int progress = ProgressOf(graph, std::to_string(i));
    const auto label = graph.FindLabel("Of" + std::to_string(i));
    CHECK((label ? graph.NodeCount(*label) : 0) == static_cast<uint64_t>(progress));
    nodes += static_cast<uint64_t>(progress);
  }
  CHECK(graph.NodeCount() == nodes);
}

void Wait() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }

constexpr int kThreads = 8, kCommits = 40;

TEST_CASE("commits of several threads share syncs; each is seen by whoever comes after it, whole, and kept",
          "[group_commit]") {
  const Folder folder;
  FaultyDisk disk;
  disk.OnSync(Wait);
  {
    DatabaseStore store(folder.path, OpenOptions{.create = true}, disk.env());
    const uint64_t syncs_before = disk.Count(DiskWork::kSync);
    std::atomic<int> left{kThreads};
    std::atomic<int> missed{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, who = std::to_string(i)] {
        for (int number = 1; number <= kCommits; ++number) {
          CommitOne(store, who, number);
          missed += ProgressOf(*store.Snapshot(), who) != number;
        }
        --left;
      });
    }
    std::map<std::string, int> last;
    while (left > 0) {
      const auto graph = store.Snapshot();
      RequireWhole(*graph, kThreads);
      for (int i = 0; i < kThreads; ++i) {
        const int progress = ProgressOf(*graph, std::to_string(i));
        CHECK(progress >= last[std::to_string(i)]);
        last[std::to_string(i)] = progress;
      }
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(missed == 0);
    CHECK(disk.Count(DiskWork::kSync) - syncs_before < kThreads * kCommits * 3 / 4);
    CHECK(store.Check().faults.empty());
  }
  disk.OnSync(nullptr);
  DatabaseStore store(folder.path, {}, disk.env());
  RequireWhole(*store.Snapshot(), kThreads);
  CHECK(store.Snapshot()->NodeCount() == kThreads * kCommits);
  CHECK(store.Check().faults.empty());
}

TEST_CASE("what is not durable is not seen", "[group_commit]") {
  const Folder folder;
  FaultyDisk disk;
  std::unique_ptr<DatabaseStore> store;
  std::atomic<uint64_t> acknowledged{0};
  std::atomic<int> asked{0}, seen_early{0};
  disk.OnSync([&] {
    if (store == nullptr) return;
    ++asked;
    seen_early += store->Snapshot()->NodeCount() != acknowledged;
    auto transaction = store->Begin();  // also by one who writes
    seen_early += transaction->NodeCount() != acknowledged;
  });
  store = std::make_unique<DatabaseStore>(folder.path, OpenOptions{.create = true}, disk.env());
  for (int number = 1; number <= 20; ++number) {
    CommitOne(*store, "0", number);
    ++acknowledged;
  }
  CHECK(asked >= 20);
  CHECK(seen_early == 0);
  disk.OnSync(nullptr);
}

TEST_CASE("of transactions that change the same node while another one is being written, one is kept",
          "[group_commit]") {
  const Folder folder;
  FaultyDisk disk;
  DatabaseStore store(folder.path, OpenOptions{.create = true}, disk.env());
  CommitOne(store, "0", 1);
  const PropertyId count = [&] {
    auto transaction = store.Begin();
    const PropertyId property = transaction->InternProperty("count");
    transaction->SetProperty(NodeId{0}, property, Value::Int(0));
    transaction->Commit();
    return property;
  }();
  disk.OnSync(Wait);
  std::atomic<int64_t> kept{0}, refused{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 30; ++round) {
        try {
          auto transaction = store.Begin();
          const int64_t before = transaction->NodeProperty(NodeId{0}, count).as_int();
          transaction->SetProperty(NodeId{0}, count, Value::Int(before + 1));
          transaction->Commit();
          ++kept;
        } catch (const StoreError& error) {
          refused += error.kind() == StoreError::Kind::kConflict;
        }
        if (i % 2 == 0) std::this_thread::yield();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  disk.OnSync(nullptr);
  CHECK(kept + refused == kThreads * 30);
  CHECK(refused > 0);
  CHECK(store.Snapshot()->NodeProperty(NodeId{0}, count).as_int() == kept);
  CHECK(store.Check().faults.empty());
}

TEST_CASE("a failed sync fails all whose commit it was, and those behind; the rest is kept", "[group_commit]") {
  for (const auto failure : {FaultyDisk::Failure::kForever, FaultyDisk::Failure::kPowerCut}) {
    const Folder folder;
    FaultyDisk disk;
    int acknowledged[kThreads] = {};
    {
      DatabaseStore store(folder.path, OpenOptions{.create = true}, disk.env());
      for (int i = 0; i < kThreads; ++i) CommitOne(store, std::to_string(i), acknowledged[i] = 1);
      disk.OnSync(Wait);
      disk.FailAt(DiskWork::kSync, 20, failure);
      std::vector<std::thread> threads;
      std::atomic<int> other_errors{0};
      for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
          try {
            for (int number = 2;; ++number) {
              CommitOne(store, std::to_string(i), number);
              acknowledged[i] = number;
            }
          } catch (const StoreError& error) {
            other_errors += error.kind() != StoreError::Kind::kIo;
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
      disk.OnSync(nullptr);
      CHECK(disk.has_failed());
      CHECK(other_errors == 0);
      RequireWhole(*store.Snapshot(), kThreads);
      for (int i = 0; i < kThreads; ++i) {
        CHECK(ProgressOf(*store.Snapshot(), std::to_string(i)) == acknowledged[i]);
      }
      // Not "another one changed it": nobody has.
      try {
        CommitOne(store, "0", acknowledged[0] + 1);
        FAIL_CHECK("committed");
      } catch (const StoreError& error) {
        CHECK(error.kind() == StoreError::Kind::kIo);
      }
    }
    if (failure == FaultyDisk::Failure::kPowerCut) disk.LosePower(FaultyDisk::Unsynced::kHalf);
    disk.Heal();
    DatabaseStore store(folder.path, {}, disk.env());
    RequireWhole(*store.Snapshot(), kThreads);
    for (int i = 0; i < kThreads; ++i) {
      const int progress = ProgressOf(*store.Snapshot(), std::to_string(i));
      CHECK(progress >= acknowledged[i]);
      CHECK(progress <= acknowledged[i] + 1);
    }
    CHECK(store.Check().faults.empty());
    CommitOne(store, "0", ProgressOf(*store.Snapshot(), "0") + 1);
    RequireWhole(*store.Snapshot(), kThreads);
  }
}

TEST_CASE("an index that is made beside commits has an entry for each of them", "[group_commit]") {
  const Folder folder;
  FaultyDisk disk;
  DatabaseStore store(folder.path, OpenOptions{.create = true}, disk.env());
  CommitOne(store, "0", 1);
  disk.OnSync(Wait);
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int number = i == 0 ? 2 : 1; !stop; ++number) {
        for (;;) {
          try {
            CommitOne(store, std::to_string(i), number);
            break;
          } catch (const StoreError&) {  // the index came between
          }
        }
      }
    });
  }
  int made = 0;
  for (int attempt = 0; attempt < 2000 && made < 3; ++attempt) {
    try {
      auto transaction = store.Begin();
      const PropertyId property = transaction->InternProperty("number");
      transaction->CreateIndex("by_number_" + std::to_string(made), IndexInfo::Kind::kRange,
                               transaction->InternLabel("Of" + std::to_string(made)), {&property, 1});
      transaction->Commit();
      ++made;
    } catch (const StoreError&) {
    }
    std::this_thread::yield();
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  disk.OnSync(nullptr);
  WARN(made << " indexes were made between the commits of others");
  RequireWhole(*store.Snapshot(), 4);
  CHECK(store.Check().faults.empty());
}

TEST_CASE("whoever begins alone is overtaken by nobody, and holds up nobody for good", "[group_commit]") {
  const Folder folder;
  FaultyDisk disk;
  DatabaseStore store(folder.path, OpenOptions{.create = true}, disk.env());
  for (int i = 0; i < 4; ++i) CommitOne(store, std::to_string(i), 1);
  disk.OnSync(Wait);
  std::atomic<bool> stop{false};
  std::atomic<int> committed{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int number = 2; !stop;) {
        try {
          CommitOne(store, std::to_string(i), number);
          ++number;
          ++committed;
        } catch (const StoreError&) {  // the index came between
        }
      }
    });
  }
  const PropertyId number = store.Begin()->InternProperty("number");
  for (int i = 0; i < 4; ++i) {
    const int before = committed;
    while (committed < before + 8) std::this_thread::yield();
    {
      auto alone = store.BeginAlone();
      const uint64_t nodes = alone->NodeCount();
      alone->CreateIndex("by_number_" + std::to_string(i), IndexInfo::Kind::kRange,
                         alone->InternLabel("Of" + std::to_string(i)), {&number, 1});
      Wait();  // time enough for the others
      CHECK(store.Snapshot()->NodeCount() == nodes);
      if (i != 1) alone->Commit();  // one goes back
    }
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  disk.OnSync(nullptr);
  CHECK(store.Snapshot()->Indexes().size() == 3);
  RequireWhole(*store.Snapshot(), 4);
  CHECK(store.Check().faults.empty());
}

}  // namespace
}  // namespace papergraph
