#include "storage/background.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

namespace papergraph {
namespace {

TEST_CASE("work in the background is done in order, and all of it when Wait returns", "[background]") {
  std::vector<int> done;
  Background background;
  for (int round = 1; round <= 3; ++round) {
    for (int i = 0; i < 500; ++i) background.Do([&done, i] { done.push_back(i); });
    background.Wait();
    REQUIRE(done.size() == static_cast<size_t>(500 * round));
  }
  for (size_t i = 0; i < done.size(); ++i) REQUIRE(done[i] == static_cast<int>(i % 500));
}

TEST_CASE("the first failure in the background is thrown, and nothing is begun after it", "[background]") {
  std::atomic<int> done{0};
  Background background;
  const auto give_all = [&] {
    for (int i = 0; i < 100; ++i) {
      background.Do([&done, i] {
        if (i >= 40) throw std::runtime_error(std::to_string(i));
        ++done;
      });
    }
    background.Wait();
  };
  CHECK_THROWS_WITH(give_all(), "40");
  CHECK_THROWS_WITH(give_all(), "40");
  CHECK(done == 40);
}

TEST_CASE("what was not begun may be left behind", "[background]") {
  std::atomic<int> done{0};
  {
    Background background;
    for (int i = 0; i < 20; ++i) background.Do([&done] { ++done; });
  }
  CHECK(done <= 20);
}

TEST_CASE("each work is done once by one of two threads, and failures are thrown", "[background]") {
  for (size_t count : {0, 1, 2, 1000}) {
    std::vector<std::atomic<int>> done(count);
    DoOnBothCores(count, [&](size_t i) { ++done[i]; });
    for (const auto& times : done) CHECK(times == 1);
  }
  CHECK_THROWS_WITH(DoOnBothCores(10,
                                  [](size_t i) {
                                    if (i == 7) throw std::runtime_error("seven");
                                  }),
                    "seven");
}

}  // namespace
}  // namespace papergraph
