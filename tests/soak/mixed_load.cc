#include "tests/soak/mixed_load.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <random>
#include <thread>

#include "engine/session.h"
#include "extract/ingest.h"
#include "grammar/error.h"
#include "storage/store.h"
#include "tests/support/seen_rows.h"

namespace papergraph::soak {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int64_t kAccounts = 100;
constexpr int64_t kBalance = 1000;
constexpr int64_t kThings = 2000;  // that are there at most
constexpr const char* kSum = "MATCH (a:Account) RETURN sum(a.balance), count(a)";

constexpr const char* kSentences[] = {"papers using GRPO on math benchmarks", "papers about \"reward\"",
                                      "results on GSM8K"};
constexpr const char* kQuestions[] = {
    "MATCH (p:Paper)-[u:USES]->(m:Method) RETURN m.name, count(*) AS n ORDER BY n DESC, m.name LIMIT 10",
    "MATCH (p:Paper)-[r]->(x) WHERE r.evidence IS NULL AND (x:Method OR x:Benchmark) RETURN count(*)",
    "MATCH (a:Paper)-[:USES]->(m:Method)<-[:USES]-(b:Paper) WHERE a.id < b.id RETURN count(*)",
    "MATCH p = shortestPath((a:Paper)-[*..4]-(b:Paper)) WHERE a <> b RETURN length(p), count(*) ORDER BY length(p)",
    "CALL search.text('reward reasoning 强化学习') YIELD node, score RETURN node.id, score LIMIT 5",
    "MATCH (t:Thing) WHERE t.n % 7 = 3 RETURN t.text ORDER BY t.text DESC LIMIT 20",
    "MATCH (t:Thing)-[:NEXT*1..5]->(u) RETURN count(DISTINCT u)",
};

/// One kind of work; each round has a session of its own, as clients that come and go. A conflict begins the round
/// again, any other exception is an error of the load.
struct Work {
  std::string name;
  std::function<void(std::mt19937_64&)> round;
};

class Load {
 public:
  explicit Load(const LoadOptions& options) : options_(options) {
    OpenOptions open;
    open.create = true;
    open.cache_bytes = 32 << 20;
    store_ = Store::Open(Path("db"), open);
  }

  LoadReport Run() {
    Prepare();
    const std::vector<Work> works = {
        {"transfers", [this](auto& random) { Transfer(random); }},
        {"more transfers", [this](auto& random) { Transfer(random); }},
        {"things", [this](auto&) { ComeAndGo(); }},
        {"indexes", [this](auto&) { ChangeIndexes(); }},
        {"ingests", [this](auto& random) { IngestAndForget(random); }},
        {"backups", [this](auto&) { Backup(); }},
        {"sums", [this](auto&) { Sum(); }},
        {"long readers", [this](auto& random) { ReadLong(random); }},
        {"questions", [this](auto& random) { Ask(random); }},
    };
    const Clock::time_point start = Clock::now();
    end_ = start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options_.seconds));
    std::atomic<size_t> left = works.size();
    std::vector<std::thread> threads;
    for (size_t i = 0; i < works.size(); ++i) {
      threads.emplace_back([&, i] {
        Repeat(works[i], options_.seed * works.size() + i);
        --left;
      });
    }
    for (Clock::time_point next = start; left > 0; std::this_thread::sleep_for(std::chrono::milliseconds(20))) {
      if (options_.rounds > 0 || Clock::now() < next) continue;
      next += std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options_.seconds / 60));
      Look(std::chrono::duration<double>(Clock::now() - start).count());
    }
    for (std::thread& thread : threads) thread.join();
    LookBack();
    return std::move(report_);
  }

 private:
  std::string Path(const std::string& name) const { return (fs::path(options_.folder) / name).string(); }

  engine::LastRow Run(engine::Session& session, const std::string& text, const Value& params = Value()) {
    engine::LastRow rows;
    session.Run(text, params, rows);
    return rows;
  }

  void Prepare() {
    engine::Session session(*store_, {});
    Run(session, "UNWIND range(0, $n - 1) AS n CREATE (:Account {n: n, balance: $b})",
        Value::Map({{"n", Value::Int(kAccounts)}, {"b", Value::Int(kBalance)}}));
    Run(session, "CREATE INDEX account FOR (a:Account) ON (a.n)");
    Run(session, "CREATE FULLTEXT INDEX things FOR (t:Thing) ON EACH [t.text]");
    extract::Ingest(*store_, {options_.reports}, {});
  }

  void Repeat(const Work& work, uint64_t seed) {
    std::mt19937_64 random(seed);
    uint64_t done = 0, conflicts = 0;
    const auto goes_on = [&] { return options_.rounds > 0 ? done < options_.rounds : Clock::now() < end_; };
    while (goes_on() && !failed_) {
      try {
        work.round(random);
        ++done;
      } catch (const QueryError& error) {
        if (error.type() == ErrorType::kTransactionError && error.detail() == "Conflict") {
          ++conflicts;
        } else {
          Fail(work.name, error.what());
        }
      } catch (const StoreError& error) {
        if (error.kind() == StoreError::Kind::kConflict) {
          ++conflicts;
        } else {
          Fail(work.name, error.what());
        }
      } catch (const std::exception& error) {
        Fail(work.name, error.what());
      }
    }
    const std::lock_guard lock(mutex_);
    report_.done[work.name] += done;
    report_.conflicts += conflicts;
  }

  void Fail(const std::string& work, const std::string& what) {
    const std::lock_guard lock(mutex_);
    failed_ = true;
    report_.errors.push_back(work + ": " + what);
  }

  void Transfer(std::mt19937_64& random) {
    engine::Session session(*store_, {});
    const int64_t from = static_cast<int64_t>(random() % kAccounts), to = static_cast<int64_t>(random() % kAccounts);
    Run(session, "BEGIN");
    Run(session, "MATCH (a:Account {n: $from}) SET a.balance = a.balance - 1",
        Value::Map({{"from", Value::Int(from)}}));
    Run(session, "MATCH (a:Account {n: $to}) SET a.balance = a.balance + 1", Value::Map({{"to", Value::Int(to)}}));
    Run(session, random() % 8 == 0 ? "ROLLBACK" : "COMMIT");
  }

  void ComeAndGo() {
    engine::Session session(*store_, {});
    Run(session,
        "UNWIND range($from, $from + 99) AS n CREATE (:Thing {n: n, text: 'thing ' + n + ' 测试 of many words'})"
        "-[:NEXT {n: n}]->(:Thing {n: -n, text: 'after ' + n})",
        Value::Map({{"from", Value::Int(things_)}}));
    things_ += 100;
    Run(session, "MATCH (t:Thing) WHERE abs(t.n) < $n DETACH DELETE t",
        Value::Map({{"n", Value::Int(things_ - kThings / 2)}}));
  }

  /// However much the others commit: none of it is a conflict.
  void ChangeIndexes() {
    engine::Session session(*store_, {});
    for (const char* text : {"CREATE INDEX by_n IF NOT EXISTS FOR (t:Thing) ON (t.n)",
                             "CREATE INDEX next_n IF NOT EXISTS FOR ()-[r:NEXT]-() ON (r.n)",
                             "CREATE CONSTRAINT one_n IF NOT EXISTS FOR (a:Account) REQUIRE a.n IS UNIQUE",
                             "DROP INDEX by_n", "DROP INDEX next_n", "DROP CONSTRAINT one_n"}) {
      try {
        Run(session, text);
      } catch (const QueryError& error) {
        if (error.detail() == "Conflict") throw std::runtime_error(fmt::format("{}: {}", text, error.what()));
        throw;
      }
      // It is a conflict for all others that are in a transaction: the longer ones would never end.
      std::this_thread::sleep_for(std::chrono::milliseconds(options_.rounds > 0 ? 1 : 500));
    }
  }

  void IngestAndForget(std::mt19937_64& random) {
    std::vector<std::string> some;
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(options_.reports))
      if (file.is_regular_file() && random() % 2 == 0) some.push_back(file.path().string());
    std::sort(some.begin(), some.end());
    extract::Forget(*store_, some, {});
    extract::Ingest(*store_, {options_.reports}, {});
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }

  void Backup() {
    store_->Backup(Path("backups"));
    if (++backups_ % 8 == 0) {
      Store::Restore(Path("backups"), Path("restored"));
      fs::remove_all(Path("restored"));
      fs::remove_all(Path("backups"));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(options_.rounds > 0 ? 1 : 1000));
  }

  void ExpectSum(engine::Session& session) {
    const engine::LastRow sum = Run(session, kSum);
    if (sum.row.at(0).as_int() != kAccounts * kBalance || sum.row.at(1).as_int() != kAccounts)
      throw std::runtime_error(fmt::format("money came or went: {}", sum.row.at(0).as_int()));
  }

  void Sum() {
    engine::Session session(*store_, {});
    ExpectSum(session);
  }

  void ReadLong(std::mt19937_64& random) {
    engine::Session session(*store_, {});
    session.SetReadOnly(true);
    Run(session, "BEGIN");
    const auto counted = [&](const char* text) { return Run(session, text).row.at(0).as_int(); };
    const char* things = "MATCH (t:Thing) RETURN count(t)";
    const char* sum = "MATCH (t:Thing) RETURN sum(t.n)";
    const int64_t before = counted(things);
    if (counted(sum) != 0) throw std::runtime_error("a thing without its other half");
    for (uint64_t i = 0; i < (options_.rounds > 0 ? 2 : 200); ++i) {
      ExpectSum(session);
      Run(session, kQuestions[random() % std::size(kQuestions)]);
    }
    if (counted(things) != before || counted(sum) != 0) throw std::runtime_error("a snapshot has changed");
    Run(session, "COMMIT");
  }

  void Ask(std::mt19937_64& random) {
    engine::SessionOptions options;
    options.memory_limit = 256 << 20;
    engine::Session session(*store_, options);
    Run(session, kQuestions[random() % std::size(kQuestions)]);
    try {
      Run(session, kSentences[random() % std::size(kSentences)]);
    } catch (const QueryError& error) {
      if (error.detail() != "UnknownName") throw;  // all documents that have the name are forgotten just now
    }
  }

  void Look(double seconds) {
    Sample sample;
    sample.seconds = seconds;
    uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages >> pages;
    sample.memory = pages * 4096;
    std::error_code gone;  // files come and go
    for (fs::directory_iterator file(Path("db"), gone), end; file != end; file.increment(gone)) {
      const uint64_t size = file->file_size(gone);
      if (!gone) sample.disk += size;
    }
    for (fs::directory_iterator file("/proc/self/fd", gone), end; file != end; file.increment(gone)) ++sample.files;
    report_.samples.push_back(sample);
    if (options_.tell)
      options_.tell(fmt::format("{:6.0f} s  memory {:4} MB ({} in use)  disk {:4} MB  descriptors {}", seconds,
                                sample.memory >> 20, mallinfo2().uordblks >> 20, sample.disk >> 20, sample.files));
  }

  /// When nobody works any more.
  void LookBack() {
    if (failed_) return;
    try {
      engine::Session session(*store_, {});
      ExpectSum(session);
      extract::Ingest(*store_, {options_.reports}, {});
      const std::unique_ptr<Store> only = Store::Open(":memory:", {});
      extract::Ingest(*only, {options_.reports}, {});
      engine::Session other(*only, {});
      for (const char* text :
           {"MATCH (p:Paper)-[r]->(x) WITH p.id AS p, type(r) AS t, coalesce(x.name, '') AS x, r.evidence AS e "
            "ORDER BY p, t, x, e RETURN collect([p, t, x, e])",
            "MATCH (n) WHERE NOT n:Thing AND NOT n:Account RETURN count(n)"}) {
        if (!Equivalent(Run(session, text).row.at(0), Run(other, text).row.at(0)))
          throw std::runtime_error(std::string("the papers are not those of an ingest alone: ") + text);
      }
      for (const std::string& fault : store_->Check().faults) throw std::runtime_error("check: " + fault);
      const uint64_t rows = Run(session, "MATCH (t:Thing) WITH t.n AS n, count(*) AS c WHERE c > 1 RETURN n").count;
      if (rows > 0) throw std::runtime_error("a thing is there twice");
    } catch (const std::exception& error) {
      Fail("at the end", error.what());
    }
  }

  const LoadOptions options_;
  std::unique_ptr<Store> store_;
  Clock::time_point end_;
  int64_t things_ = 1;    // of ComeAndGo alone
  uint64_t backups_ = 0;  // of Backup alone
  std::atomic<bool> failed_{false};
  std::mutex mutex_;  // guards report_ but for samples, which are of the thread that runs the load
  LoadReport report_;
};

}  // namespace

LoadReport RunMixedLoad(const LoadOptions& options) { return Load(options).Run(); }

std::vector<std::string> Growth(const std::vector<Sample>& samples) {
  std::vector<std::string> grown;
  const size_t quarter = samples.size() / 4;
  if (quarter < 4) return grown;
  // The least of each quarter: what a long reader holds, and what a compaction is about to remove, comes and goes.
  const auto compare = [&](const char* name, uint64_t Sample::*field, double factor, uint64_t slack) {
    const auto least = [&](size_t from) {
      uint64_t value = samples[from].*field;
      for (size_t i = from; i < from + quarter; ++i) value = std::min(value, samples[i].*field);
      return value;
    };
    const uint64_t before = least(quarter), after = least(samples.size() - quarter);
    if (static_cast<double>(after) > static_cast<double>(before) * factor + static_cast<double>(slack))
      grown.push_back(fmt::format("{} grew from {} to {}", name, before, after));
  };
  compare("memory", &Sample::memory, 1.15, 16 << 20);
  compare("disk", &Sample::disk, 1.5, 16 << 20);
  compare("descriptors", &Sample::files, 1.2, 8);
  return grown;
}

}  // namespace papergraph::soak
