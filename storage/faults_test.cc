// A scripted life of a database on a disk that fails: at every read, write, sync, rename, creation and removal of a
// file, once, for ever, as a full disk, and as a power cut. $PAPERGRAPH_SOAK: all places; else some of them, evenly.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "storage/bulk_import.h"
#include "storage/database/database_store.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/plain_graph.h"
#include "tests/support/random_writer.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;
using Failure = FaultyDisk::Failure;

constexpr unsigned kLastStep = 9;
constexpr unsigned kReopen = 3, kCompact = 5, kImport = 7;  // what these steps do besides

bool Soak() { return std::getenv("PAPERGRAPH_SOAK") != nullptr; }

struct DatabaseFolder {
  DatabaseFolder() : path(fs::temp_directory_path() / ("papergraph-faults-" + std::to_string(getpid()))) {
    fs::remove_all(path);
  }
  ~DatabaseFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  fs::path path;
};

// Step `number`: a transaction on whatever graph has had those before it.
void Change(unsigned number, GraphWriter& graph) {
  RandomWriter writer(number);
  for (int i = 0; i < 15; ++i) writer.Step(graph);
  graph.PutRecord("progress", "steps", std::to_string(number));
}

constexpr int kImported = 300, kImportedEdges = 3000;

// Large enough for files of its own, and too large for its memory.
void ImportTo(Store& store) {
  auto import = BulkImport::Begin(store, 100'000);
  const LabelId label = import->InternLabel("Imported");
  const TypeId type = import->InternType("IMPORTED");
  const PropertyId text = import->InternProperty("text");
  std::vector<NodeId> nodes;
  for (int i = 0; i < kImported; ++i) {
    const NamedValue value{text, Value::String(std::to_string(i) + std::string(4000, 'x'))};
    nodes.push_back(import->AddNode({&label, 1}, {&value, 1}));
  }
  for (size_t i = 0; i < kImportedEdges; ++i) {
    import->AddEdge(nodes[i * 7 % kImported], type, nodes[i * i % kImported], {});
  }
  import->Finish();
}

void ImportTo(GraphWriter& graph) {
  const LabelId label = graph.InternLabel("Imported");
  const TypeId type = graph.InternType("IMPORTED");
  const PropertyId text = graph.InternProperty("text");
  std::vector<NodeId> nodes;
  for (int i = 0; i < kImported; ++i) {
    nodes.push_back(graph.CreateNode({&label, 1}));
    graph.SetProperty(nodes.back(), text, Value::String(std::to_string(i) + std::string(4000, 'x')));
  }
  for (size_t i = 0; i < kImportedEdges; ++i) {
    graph.CreateEdge(nodes[i * 7 % kImported], type, nodes[i * i % kImported]);
  }
}

// Ids and names that a failed transaction took are not given out again: the same for the graph that is expected.
void SkipWhatIsTaken(const GraphReader& stored, PlainGraph& graph) {
  for (uint32_t i = graph.LabelCount(); i < stored.LabelCount(); ++i) graph.InternLabel(stored.NameOf(LabelId{i}));
  for (uint32_t i = graph.TypeCount(); i < stored.TypeCount(); ++i) graph.InternType(stored.NameOf(TypeId{i}));
  for (uint32_t i = graph.PropertyCount(); i < stored.PropertyCount(); ++i) {
    graph.InternProperty(stored.NameOf(PropertyId{i}));
  }
  NodeId any[1];
  while (graph.EdgeIdLimit() < stored.EdgeIdLimit() && graph.ScanNodes(std::nullopt, NodeId{0}, any) == 1) {
    graph.DeleteEdge(graph.CreateEdge(any[0], TypeId{0}, any[0]));
  }
  while (graph.NodeIdLimit() < stored.NodeIdLimit()) graph.DeleteNode(graph.CreateNode({}));
}

void RequireSame(const PlainGraph& expected, const GraphReader& graph) {
  for (const std::string& difference : Differences(expected, graph, {"documents", "progress"})) FAIL_CHECK(difference);
}

// How many steps the graph has had. The import has no record: it is seen by its nodes.
unsigned StepsOf(const GraphReader& graph) {
  const auto record = graph.Record("progress", "steps");
  const unsigned steps = record ? static_cast<unsigned>(std::stoul(*record)) : 0;
  NodeId first[1];
  const auto imported = graph.FindLabel("Imported");
  return steps == kImport - 1 && imported && graph.ScanNodes(*imported, NodeId{0}, first) == 1 ? kImport : steps;
}

void DoStep(unsigned step, PlainGraph& graph) { step == kImport ? ImportTo(graph) : Change(step, graph); }

class Life {
 public:
  Life(const std::string& path, FaultyDisk& disk) : path_(path), disk_(disk) {}

  // All steps from `done` on; throws what the store throws.
  void GoOn() {
    Open();
    while (done_ < kLastStep) {
      const unsigned step = done_ + 1;
      in_doubt_ = true;
      if (step == kImport) {
        ImportTo(*store_);
      } else {
        auto transaction = store_->Begin();
        Change(step, *transaction);
        transaction->Commit();
      }
      in_doubt_ = false;
      done_ = step;
      DoStep(step, expected_);
      if (step == kCompact) dynamic_cast<DatabaseStore&>(*store_).core().kv().Compact();
      if (step == kReopen) {
        store_.reset();
        Open();
      }
    }
    for (const std::string& fault : store_->Check().faults) throw StoreError(StoreError::Kind::kCorrupt, fault);
  }
  void Open() {
    if (store_ == nullptr) store_ = std::make_unique<DatabaseStore>(path_, OpenOptions{.create = true}, disk_.env());
  }
  void Close() { store_.reset(); }

  // A transaction that takes no ids: those of one that failed are not given out again before the next opening, so that
  // a random one would differ from what is expected.
  void Note() {
    const std::string key = std::to_string(notes_.size() + doubtful_notes_);
    ++doubtful_notes_;
    auto transaction = store_->Begin();
    transaction->PutRecord("notes", key, key);
    transaction->Commit();
    --doubtful_notes_;
    notes_.push_back(key);
  }

  // What failed is not seen in the same opening.
  void RequireSeen() {
    auto graph = store_->Snapshot();
    const unsigned found = StepsOf(*graph);  // here, since it may say that the disk fails
    REQUIRE(found == done_);
    PlainGraph expected = expected_;
    SkipWhatIsTaken(*graph, expected);
    RequireSame(expected, *graph);
  }

  // What was acknowledged is there; what was in flight is there, whole, or not. REQUIRES: just opened.
  void RequireKept() {
    auto graph = store_->Snapshot();
    const unsigned found = StepsOf(*graph);
    REQUIRE(found >= done_);
    REQUIRE(found <= done_ + (in_doubt_ ? 1 : 0));
    if (found > done_) DoStep(found, expected_);
    SkipWhatIsTaken(*graph, expected_);
    RequireSame(expected_, *graph);
    for (const std::string& fault : store_->Check().faults) FAIL_CHECK(fault);
    for (const std::string& key : notes_) CHECK(graph->Record("notes", key) == key);
    done_ = found;
    in_doubt_ = false;
  }
  Store& store() { return *store_; }
  unsigned done() const { return done_; }

 private:
  const std::string path_;
  FaultyDisk& disk_;
  std::unique_ptr<Store> store_;
  PlainGraph expected_;  // after the steps that are done
  unsigned done_ = 0;
  bool in_doubt_ = false;
  std::vector<std::string> notes_;  // acknowledged
  size_t doubtful_notes_ = 0;
};

void RequireHelpful(const StoreError& error, const std::string& folder) {
  const std::string text = error.what();
  INFO(text);
  CHECK((error.kind() == StoreError::Kind::kIo || error.kind() == StoreError::Kind::kCorrupt));
  CHECK(text.find(folder) != text.npos);
  CHECK((text.find("see to the disk") != text.npos || text.find("make room") != text.npos ||
         text.find("check --repair") != text.npos));
}

void Try(DiskWork work, uint64_t n, Failure failure, FaultyDisk::Unsynced unsynced) {
  DatabaseFolder folder;
  FaultyDisk disk;
  Life life(folder.path, disk);
  disk.FailAt(work, n, failure);
  try {
    life.GoOn();
  } catch (const StoreError& error) {
    RequireHelpful(error, folder.path);
  }
  if (failure != Failure::kPowerCut) {
    // It answers from what it has, or says that it cannot; and what it still acknowledges counts.
    for (int again = 0; again < 2; ++again) {
      try {
        life.Open();
        life.RequireSeen();
        life.Note();
      } catch (const StoreError& error) {
        RequireHelpful(error, folder.path);
      }
      disk.Heal();
    }
  }
  life.Close();
  disk.Heal();
  if (failure == Failure::kPowerCut) disk.LosePower(unsynced);
  life.Open();
  life.RequireKept();
  life.GoOn();
  life.RequireKept();
  CHECK(life.done() == kLastStep);
}

uint64_t WorkOfAWholeLife(DiskWork work) {
  static const auto counts = [] {
    DatabaseFolder folder;
    FaultyDisk disk;
    Life life(folder.path, disk);
    life.GoOn();
    life.RequireKept();
    life.Close();
    std::array<uint64_t, std::size(kAllDiskWork)> all{};
    for (DiskWork each : kAllDiskWork) all[static_cast<size_t>(each)] = disk.Count(each);
    return all;
  }();
  return counts[static_cast<size_t>(work)];
}

void TryAll(Failure failure, const std::vector<DiskWork>& works, uint64_t most) {
  uint64_t tried = 0;
  for (DiskWork work : works) {
    const uint64_t count = WorkOfAWholeLife(work);
    REQUIRE(count > 0);
    const uint64_t step = Soak() ? 1 : std::max<uint64_t>(1, count / most);
    for (uint64_t n = 1; n <= count; n += step, ++tried) {
      INFO("the " << NameOf(work) << " number " << n << " of " << count);
      Try(work, n, failure, static_cast<FaultyDisk::Unsynced>(n / step % 4));
    }
  }
  if (Soak()) WARN(tried << " lives");
}

}  // namespace

TEST_CASE("a disk that fails once: the error names the file and what to do, and nothing acknowledged is lost",
          "[faults]") {
  TryAll(Failure::kOnce, {std::begin(kAllDiskWork), std::end(kAllDiskWork)}, 4);
}

TEST_CASE("a disk that fails for good keeps what was acknowledged until it is mended", "[faults]") {
  TryAll(Failure::kForever, {DiskWork::kRead, DiskWork::kWrite, DiskWork::kSync, DiskWork::kRename}, 4);
}

TEST_CASE("a full disk loses nothing, and there is room to go on when there is room", "[faults]") {
  TryAll(Failure::kFull, {DiskWork::kWrite, DiskWork::kCreate}, 5);
}

TEST_CASE("a power cut may let through any sectors of what was being written: the database opens, without or with it",
          "[faults]") {
  const size_t sizes[] = {10, 480, 530, 4'000, 9'000, 33'000, 120'000};
  for (const size_t size : sizes) {
    DatabaseFolder folder;
    FaultyDisk disk;
    const auto write = [](Store& store, const std::string& key, char content, size_t bytes) {
      auto transaction = store.Begin();
      transaction->PutRecord("kept", key, std::string(bytes, content));
      transaction->Commit();
    };
    std::vector<std::string> keys;
    for (int cut = 0; cut < 12; ++cut) {
      INFO(size << " bytes, cut " << cut);
      const std::string key = std::to_string(cut);
      {
        DatabaseStore store(folder.path, OpenOptions{.create = true}, disk.env());
        for (const std::string& before : keys) CHECK(store.Snapshot()->Record("kept", before) == std::string(77, 'k'));
        write(store, key, 'k', 77);
        keys.push_back(key);
        disk.FailAt(DiskWork::kSync, 1, Failure::kPowerCut);
        CHECK_THROWS_AS(write(store, "cut", static_cast<char>('a' + cut), size), StoreError);
      }
      disk.Heal();
      disk.LosePower(FaultyDisk::Unsynced::kSomeSectors);
    }
    const DatabaseStore store(folder.path, OpenOptions{.create = true}, disk.env());
    CHECK(store.Check().faults.empty());
  }
}

TEST_CASE("a power cut takes what was not synced, and nothing that was acknowledged", "[faults]") {
  TryAll(Failure::kPowerCut, {DiskWork::kWrite, DiskWork::kSync, DiskWork::kRename, DiskWork::kCreate}, 5);
}

}  // namespace papergraph
