// Kills a writer at random moments and holds the database to what was acknowledged: all of it is there, whole, and the
// transaction in flight is there whole or not at all.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <random>
#include <thread>

#include "storage/store.h"
#include "tests/support/child.h"
#include "tests/support/files.h"
#include "tests/support/plain_graph.h"
#include "tests/support/random_writer.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolderVariable = "PAPERGRAPH_CRASH_FOLDER";

// A program on the other end of two pipes.
class PipedChild {
 public:
  PipedChild(const std::vector<std::string>& command, const std::string& folder) {
    int to[2], from[2];
    REQUIRE(::pipe(to) == 0);
    REQUIRE(::pipe(from) == 0);
    const pid_t forked = ::fork();
    if (forked == 0) {
      ::dup2(to[0], 0);
      ::dup2(from[1], 1);
      for (int end : {to[0], to[1], from[0], from[1]}) ::close(end);
      ::setenv(kFolderVariable, folder.c_str(), 1);
      Become(command);
    }
    child_.emplace(forked);
    ::close(to[0]);
    ::close(from[1]);
    in_ = to[1];
    out_ = from[0];
  }
  ~PipedChild() {
    ::close(in_);
    ::close(out_);
  }
  PipedChild(const PipedChild&) = delete;
  PipedChild& operator=(const PipedChild&) = delete;

  void Write(const std::string& text) {
    // The reader may be dead; then there is nothing to write.
    [[maybe_unused]] ssize_t written = ::write(in_, text.data(), text.size());
  }
  void Kill() { child_.reset(); }
  // The next line; nullopt at the end. A last line without its end does not count: it was not said.
  std::optional<std::string> ReadLine() {
    for (;;) {
      if (size_t end = buffer_.find('\n'); end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        return line;
      }
      char bytes[4096];
      ssize_t count = ::read(out_, bytes, sizeof bytes);
      if (count <= 0) return std::nullopt;
      buffer_.append(bytes, static_cast<size_t>(count));
    }
  }

 private:
  std::optional<Child> child_;
  int in_ = -1, out_ = -1;
  std::string buffer_;
};

int Kills() {
  const char* asked = std::getenv("PAPERGRAPH_KILLS");
  return asked != nullptr ? std::atoi(asked) : 20;
}

// Transaction number n: the same changes to whatever graph has had those before it, and a record of its number.
void ApplyTransaction(unsigned number, GraphWriter& graph) {
  RandomWriter writer(number);
  for (int i = 0; i < 12; ++i) writer.Step(graph);
  graph.PutRecord("progress", "transactions", std::to_string(number));
}

unsigned ProgressOf(const GraphReader& graph) {
  auto record = graph.Record("progress", "transactions");
  return record ? static_cast<unsigned>(std::stoul(*record)) : 0;
}

void SleepUpTo(std::mt19937& random, unsigned most_ms) {
  std::this_thread::sleep_for(std::chrono::microseconds(random() % (most_ms * 1000)));
}

void RequireSound(const Store& store) {
  for (const std::string& fault : store.Check().faults) FAIL_CHECK(fault);
}

}  // namespace

// Not a test of its own: what the next one starts and kills.
TEST_CASE("crash writer", "[.crash-writer]") {
  const char* folder = std::getenv(kFolderVariable);
  if (folder == nullptr) return;
  OpenOptions options;
  options.create = true;
  auto store = Store::Open(folder, options);
  for (;;) {
    unsigned number = ProgressOf(*store->Snapshot()) + 1;
    auto transaction = store->Begin();
    ApplyTransaction(number, *transaction);
    transaction->Commit();
    std::string line = "\n+" + std::to_string(number) + "\n";
    if (::write(1, line.data(), line.size()) < 0) return;
  }
}

TEST_CASE("what the library acknowledged survives a kill at any moment, and nothing is there in part", "[kill]") {
  Folder folder;
  std::mt19937 random(4711);
  PlainGraph expected;
  unsigned known = 0;  // transactions that `expected` has had
  const std::string self = fs::read_symlink("/proc/self/exe").string();
  for (int kill = 0; kill < Kills(); ++kill) {
    INFO("kill " << kill);
    unsigned acknowledged = known;
    {
      PipedChild writer({self, "[.crash-writer]"}, folder / "db");
      SleepUpTo(random, kill % 4 == 0 ? 60 : 400);
      writer.Kill();
      while (auto line = writer.ReadLine()) {
        if (line->starts_with("+")) acknowledged = static_cast<unsigned>(std::stoul(line->substr(1)));
      }
    }
    OpenOptions options;
    options.create = true;
    auto store = Store::Open(folder / "db", options);
    auto snapshot = store->Snapshot();
    const unsigned found = ProgressOf(*snapshot);
    REQUIRE(found >= acknowledged);
    REQUIRE(found <= acknowledged + 1);
    while (known < found) ApplyTransaction(++known, expected);
    for (const std::string& difference : Differences(expected, *snapshot, {"documents", "progress"}))
      FAIL_CHECK(difference);
    RequireSound(*store);
  }
  CHECK(known > 0);
}

TEST_CASE("what the program answered survives a kill at any moment", "[kill]") {
  const char* program = std::getenv("PAPERGRAPH_PROGRAM");
  if (program == nullptr || *program == 0) {
    WARN("PAPERGRAPH_PROGRAM is not set: the program itself is not killed");
    return;
  }
  ::signal(SIGPIPE, SIG_IGN);
  Folder folder;
  std::mt19937 random(4712);
  uint64_t next = 0;  // every number below has been created
  for (int kill = 0; kill < Kills(); ++kill) {
    INFO("kill " << kill);
    uint64_t acknowledged = next;
    {
      PipedChild session({program, "session", "--db", folder / "db"}, folder / "db");
      for (uint64_t i = next; i < next + 300; ++i) {
        std::string number = std::to_string(i);
        session.Write(R"({"op":"query","query":"CREATE (:Paper {number: )" + number + R"(})-[:USES {number: )" +
                      number + R"(}]->(:Method {name: 'm)" + number + "'})\"}\n");
      }
      SleepUpTo(random, 600);
      session.Kill();
      while (auto line = session.ReadLine()) {
        if (line->find("\"error\"") != std::string::npos) FAIL(*line);
        if (line->find("\"nodes_created\":2") != std::string::npos) ++acknowledged;
      }
    }
    OpenOptions options;
    options.create = true;
    auto store = Store::Open(folder / "db", options);
    RequireSound(*store);
    auto snapshot = store->Snapshot();
    const uint64_t found = snapshot->EdgeCount();
    REQUIRE(found >= acknowledged);
    REQUIRE(found <= next + 300);
    REQUIRE(snapshot->NodeCount() == 2 * found);
    auto number = snapshot->FindProperty("number");
    for (uint64_t i = 0; i < found; ++i) {
      EdgeId edge{static_cast<uint32_t>(i)};
      REQUIRE(snapshot->HasEdge(edge));
      REQUIRE(snapshot->EdgeProperty(edge, *number) == Value::Int(static_cast<int64_t>(i)));
    }
    next = found;
  }
}

}  // namespace papergraph
