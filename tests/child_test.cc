#include "tests/support/child.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <system_error>

namespace papergraph {

TEST_CASE("a fork that failed is no child, and kills nobody", "[support]") {
  CHECK_THROWS_AS(Child(-1), std::system_error);  // kill(-1, SIGKILL) would be the end of every process
}

TEST_CASE("a child is waited for once, and says how it ended", "[support]") {
  const pid_t forked = fork();
  if (forked == 0) Become({"/bin/sh", "-c", "exit 7"});
  Child child(forked);
  CHECK(child.Wait() == 7);
  CHECK(child.Wait() == -1);
  child.Signal(SIGKILL);  // nobody

  const pid_t missing = fork();
  if (missing == 0) Become({"/no/such/program"});
  CHECK(Child(missing).Wait() == 127);
}

}  // namespace papergraph
