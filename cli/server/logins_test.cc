#include "cli/server/logins.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/files.h"

namespace papergraph::cli {
namespace {

using Answer = Logins::Answer;

std::string Users(const Folder& folder, const std::string& text, mode_t mode = 0600) {
  const std::string path = folder / "users";
  std::ofstream(path) << text;
  chmod(path.c_str(), mode);
  return path;
}

TEST_CASE("who has a name and its password may come in, nobody else", "[logins]") {
  const Folder folder;
  Logins logins(Users(folder, "# people\nada:one:two\n\r\nbob:x\r\n"));
  const Logins::Clock::time_point now{};
  const auto ask = [&](const char* name, const char* password) {
    return logins.Check(std::string(name) + "@" + password, name, password, now);
  };
  CHECK(ask("ada", "one:two") == Answer::kWelcome);
  CHECK(ask("bob", "x") == Answer::kWelcome);
  for (const auto& [name, password] : {std::pair{"ada", "one"},
                                       {"ada", "one:twoo"},
                                       {"ada", ""},
                                       {"ada", "x"},
                                       {"bob", "one:two"},
                                       {"", ""},
                                       {"bo", "x"},
                                       {"bob", "xx"},
                                       {"# people", ""}}) {
    CHECK(ask(name, password) == Answer::kWrong);
  }
  Logins open;
  CHECK(open.Check("a", "anybody", "anything", now) == Answer::kWelcome);
}

TEST_CASE("after some wrong passwords an address must wait, even with the right one; others need not", "[logins]") {
  const Folder folder;
  Logins logins(Users(folder, "ada:right\n"));
  Logins::Clock::time_point now{};
  for (int i = 0; i < Logins::kFree; ++i) CHECK(logins.Check("a", "ada", "wrong", now) == Answer::kWrong);
  CHECK(logins.Check("a", "ada", "right", now) == Answer::kTooMany);
  CHECK(logins.Check("b", "ada", "right", now) == Answer::kWelcome);
  now += Logins::kWait - std::chrono::nanoseconds(1);
  CHECK(logins.Check("a", "ada", "right", now) == Answer::kTooMany);
  now += std::chrono::nanoseconds(1);
  CHECK(logins.Check("a", "ada", "wrong", now) == Answer::kWrong);  // one, and then it waits again
  CHECK(logins.Check("a", "ada", "right", now) == Answer::kTooMany);
  now += Logins::kWait;
  CHECK(logins.Check("a", "ada", "right", now) == Answer::kWelcome);
  for (int i = 0; i < Logins::kFree; ++i) CHECK(logins.Check("a", "ada", "wrong", now) == Answer::kWrong);
}

TEST_CASE("a file of passwords that others may read, or that is none, is refused", "[logins]") {
  const Folder folder;
  CHECK_THROWS_WITH(Logins(Users(folder, "ada:x\n", 0644)), Catch::Contains("others may read"));
  CHECK_THROWS_WITH(Logins(Users(folder, "ada:x\n", 0620)), Catch::Contains("others may read"));
  CHECK_THROWS_WITH(Logins(Users(folder, "")), Catch::Contains("no password"));
  CHECK_THROWS_WITH(Logins(Users(folder, "ada\n")), Catch::Contains("NAME:PASSWORD"));
  CHECK_THROWS_WITH(Logins(Users(folder, ":x\n")), Catch::Contains("NAME:PASSWORD"));
  CHECK_THROWS_WITH(Logins(Users(folder, "ada:\n")), Catch::Contains("NAME:PASSWORD"));
  CHECK_THROWS_WITH(Logins(folder / "none"), Catch::Contains("cannot be read"));
}

}  // namespace
}  // namespace papergraph::cli
