// The real program is killed while it ingests; what it leaves behind opens, is sound, and goes on to the same graph.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/child.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

pid_t Start(const std::vector<std::string>& command) {
  const pid_t forked = fork();
  if (forked != 0) return forked;
  if (freopen("/dev/null", "w", stdout) == nullptr || freopen("/dev/null", "w", stderr) == nullptr) _exit(126);
  Become(command);
}

int Run(const std::vector<std::string>& command) { return Child(Start(command)).Wait(); }

// A day of reports: papers that share methods and benchmarks with those of other days, so that each transaction touches
// what earlier ones wrote.
void WriteReport(const fs::path& folder, int day) {
  std::ofstream out(folder / ("day" + std::to_string(100 + day) + ".txt"));
  out << "# Hugging Face Daily Papers Report\n**Date**: 2026-0" << 1 + day / 28 << "-" << (day % 28 < 9 ? "0" : "")
      << 1 + day % 28 << "\n\n";
  for (int i = 0; i < 5; ++i) {
    const int n = day * 5 + i;
    const std::string name = "Probe" + std::string(1, static_cast<char>('A' + n % 26)) + std::to_string(n);
    out << "============================================================\n\n## 📄 " << name
        << ": A Study of Interrupted Reading\n\n- **链接**: https://huggingface.co/papers/2603." << 10000 + n
        << "\n- **阅读来源**: HTML\n\n### 1. 应用领域\n自然语言处理 (NLP)、数学推理 (Mathematical Reasoning)\n\n"
        << "### 2. 一句话核心贡献\n提出了 " << name << "，一种基于 GRPO 的训练框架。\n\n### 4. 主要创新点\n1. **"
        << name << " 框架**：使用 LoRA 微调 Qwen3-8B。\n\n### 5. 实验效果\n在 GSM8K 和 MATH-500 上，" << name
        << " 的准确率从 " << 40 + n % 9 << ".5% 提升至 " << 60 + n % 17 << ".2%，优于 PPO。\n\n";
  }
}

TEST_CASE("an ingest killed at any moment leaves a sound database that continues to the same graph", "[crash]") {
  const char* program = std::getenv("PAPERGRAPH_PROGRAM");
  if (program == nullptr) {
    WARN("skipped: needs PAPERGRAPH_PROGRAM");
    return;
  }
  const Folder sandbox;
  const std::string reports = sandbox / "reports";
  fs::create_directories(reports);
  for (int day = 0; day < 40; ++day) WriteReport(reports, day);
  const auto exported = [&](const std::string& db) {
    const std::string file = sandbox / "graph.json";
    REQUIRE(Run({program, "export", "--db", db, "--format", "json", "-o", file}) == 0);
    return ReadFile(file);
  };

  const std::string whole = sandbox / "whole";
  const auto begin = Clock::now();
  REQUIRE(Run({program, "ingest", "--db", whole, reports}) == 0);
  const auto duration = Clock::now() - begin;
  const std::string expected = exported(whole);
  REQUIRE(expected.find("Probe") != std::string::npos);

  const char* wanted = std::getenv("PAPERGRAPH_KILLS");
  const int kills = wanted != nullptr ? std::atoi(wanted) : 10;
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int kill_number = 0; kill_number < kills; ++kill_number) {
    CAPTURE(seed, kill_number);
    const std::string db = sandbox / "killed";
    fs::remove_all(db);
    // Twice in a row, so that a database that was killed once already is killed again while it recovers and goes on.
    for (int round = 0; round < 2; ++round) {
      const Child killed(Start({program, "ingest", "--db", db, reports}));
      std::this_thread::sleep_for(duration * std::uniform_real_distribution<>(0, 0.9)(random));
    }
    REQUIRE(Run({program, "ingest", "--db", db, reports}) == 0);
    REQUIRE(Run({program, "check", "--db", db}) == 0);
    REQUIRE(exported(db) == expected);
  }
}

}  // namespace
}  // namespace papergraph
