// A few rounds of the mixed load; `./dev soak --load MINUTES` goes on.
#include "tests/soak/mixed_load.h"

#include <catch2/catch.hpp>

#include "tests/support/files.h"

namespace papergraph::soak {
namespace {

TEST_CASE("everything at once: money stays, snapshots stay, papers are those of an ingest alone", "[soak]") {
  const Folder folder;
  LoadOptions options;
  options.folder = folder.path.string();
  options.reports = "examples/reports";
  options.rounds = 10;
  const LoadReport report = RunMixedLoad(options);
  for (const std::string& error : report.errors) CHECK(error == "");
  CHECK(report.done.size() == 9);
  for (const auto& [work, done] : report.done) CHECK((work != "" && done == options.rounds));
}

TEST_CASE("what grows from the second quarter to the last is told", "[soak]") {
  std::vector<Sample> samples(40);
  for (size_t i = 0; i < samples.size(); ++i)
    samples[i] = {static_cast<double>(i), i < 5 ? 0 : 100ull << 20, 50ull << 20, 20};
  CHECK(Growth(samples).empty());
  for (size_t i = 0; i < samples.size(); ++i) samples[i].memory += i * (3ull << 20);
  REQUIRE(Growth(samples).size() == 1);
  CHECK(Growth(samples)[0].find("memory grew from") == 0);
  samples.resize(15);
  CHECK(Growth(samples).empty());
}

}  // namespace
}  // namespace papergraph::soak
