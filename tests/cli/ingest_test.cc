#include <poll.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "tests/cli/run_program.h"
#include "tests/support/child.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

std::string Report(const std::string& id, const std::string& method) {
  return "# Daily Papers Report\n**Date**: 2026-01-30\n\n## 📄 A Study of " + method +
         "\n\n- **链接**: https://huggingface.co/papers/" + id + "\n\n### 3. 使用指南\n使用 " + method +
         " 进行训练。\n";
}

std::string PaperIds(const std::string& database) {
  return RunProgram({"query", "--db", database, "--format", "csv", "MATCH (p:Paper) RETURN p.id AS id ORDER BY id"})
      .out;
}

/// The program with its standard output at hand while it runs.
class Running {
 public:
  explicit Running(std::vector<std::string> arguments) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t forked = fork();
    if (forked == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      arguments.insert(arguments.begin(), ProgramPath());
      Become(std::move(arguments));
    }
    child_.emplace(forked);
    close(ends[1]);
    out_ = ends[0];
  }
  ~Running() { close(out_); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// Whether it writes this within a minute.
  bool Says(const std::string& words) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (said_.find(words) == std::string::npos && std::chrono::steady_clock::now() < end) {
      pollfd waits{out_, POLLIN, 0};
      if (poll(&waits, 1, 1000) <= 0) continue;
      char buffer[4096];
      const ssize_t got = read(out_, buffer, sizeof buffer);
      if (got <= 0) break;
      said_.append(buffer, static_cast<size_t>(got));
    }
    return said_.find(words) != std::string::npos;
  }
  const std::string& said() const { return said_; }

  int EndBy(int signal) {
    child_->Signal(signal);
    return child_->Wait();
  }

 private:
  std::optional<Child> child_;
  int out_ = -1;
  std::string said_;
};

TEST_CASE("standard input is one document, known by the name that it is given", "[cli][ingest]") {
  if (ProgramIsMissing()) return;
  const Folder place;
  const std::string db = place / "db";
  REQUIRE(RunProgram({"ingest", "--db", db, "-"}, Report("2601.00001", "GRPO")).status == 0);
  const auto named = RunProgram({"ingest", "--db", db, "-", "--source", "today.txt"}, Report("2601.00002", "PPO"));
  CHECK(named.status == 0);
  CHECK(named.out.starts_with("1 document read, 0 refused\n1 paper new"));
  CHECK(RunProgram({"forget", "--db", db, "stdin"}).status == 0);
  CHECK(PaperIds(db) == "id\n2601.00002\n");
  CHECK(RunProgram({"forget", "--db", db, "today.txt"}).status == 0);
  CHECK(PaperIds(db) == "id\n");
  const auto empty = RunProgram({"ingest", "--db", db, "-"}, "");
  CHECK(empty.status == 1);
  CHECK(empty.err.starts_with("stdin:1"));
  CHECK(RunProgram({"ingest", "--db", db, "-", "a.txt"}).status == 2);
  CHECK(RunProgram({"ingest", "--db", db, "a.txt", "--source", "x"}).status == 2);
  CHECK(RunProgram({"ingest", "--db", db, "--watch", place / "none"}).status == 2);
}

TEST_CASE("a watched folder's files are read as they come; a removed one stays known, and Ctrl-C ends with status 0",
          "[cli][ingest]") {
  if (ProgramIsMissing()) return;
  const Folder place;
  const std::string db = place / "db", folder = place / "reports";
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder + "/" + name, std::ios::binary) << text;
  };
  write("before.txt", Report("2601.00001", "GRPO"));
  {
    Running watch({"ingest", "--db", db, "--watch", folder});
    CHECK(watch.Says("read " + folder + "/before.txt: 1 paper new, 0 changed, 0 same\n"));
    write("after.txt", Report("2601.00002", "PPO"));
    CHECK(watch.Says("read " + folder + "/after.txt: 1 paper new, 0 changed, 0 same\n"));
    write("after.txt", Report("2601.00002", "DPO"));
    CHECK(watch.Says("read " + folder + "/after.txt: 0 papers new, 1 changed, 0 same\n"));
    write("bad.txt", "nothing that is known");
    CHECK(watch.Says("refused " + folder + "/bad.txt\n"));
    write(".hidden.txt", Report("2601.00004", "PPO"));
    std::filesystem::create_directories(folder + "/below");
    write("below/deep.txt", Report("2601.00003", "SFT"));
    CHECK(watch.Says("below/deep.txt: 1 paper new, 0 changed, 0 same\n"));
    std::filesystem::remove(folder + "/before.txt");
    CHECK(watch.Says("gone " + folder + "/before.txt: "));
    CHECK(watch.said().find("hidden") == std::string::npos);
    CHECK(watch.EndBy(SIGINT) == 0);
  }
  CHECK(PaperIds(db) == "id\n2601.00001\n2601.00002\n2601.00003\n");
  CHECK(RunProgram({"check", "--db", db}).status == 0);
}

TEST_CASE("a removed file is forgotten when that was asked for", "[cli][ingest]") {
  if (ProgramIsMissing()) return;
  const Folder place;
  const std::string db = place / "db", folder = place / "reports";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/a.txt", std::ios::binary) << Report("2601.00001", "GRPO");
  std::ofstream(folder + "/b.txt", std::ios::binary) << Report("2601.00002", "PPO");
  Running watch({"ingest", "--db", db, "--watch", "--forget-removed", folder});
  REQUIRE(watch.Says("b.txt: 1 paper new"));
  std::filesystem::remove(folder + "/a.txt");
  CHECK(watch.Says("forgotten " + folder + "/a.txt\n"));
  CHECK(watch.EndBy(SIGTERM) == 0);
  CHECK(PaperIds(db) == "id\n2601.00002\n");
}

}  // namespace
}  // namespace papergraph
