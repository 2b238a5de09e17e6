// The program that users get is built so that a flaw in it is hard to use.
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <string>

#include "tests/cli/run_program.h"

namespace papergraph {
namespace {

std::string ReadElf(const std::string& what, const std::string& file) {
  std::FILE* pipe = popen(("LC_ALL=C readelf -W " + what + " '" + file + "'").c_str(), "r");
  REQUIRE(pipe);
  std::string text;
  char buffer[4096];
  for (size_t got; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, got);
  REQUIRE(pclose(pipe) == 0);
  return text;
}

// The line with `word` in it; empty when there is none.
std::string LineWith(const std::string& text, const std::string& word) {
  const size_t at = text.find(word);
  if (at == text.npos) return "";
  const size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

TEST_CASE("the program lies at a random place, its tables and its stack are not for an attacker to write or run",
          "[cli][hardened]") {
  if (ProgramIsMissing()) return;
  const std::string elf = ReadElf("-h -l -d", ProgramPath());
  CHECK(LineWith(elf, "  Type: ").find("DYN") != std::string::npos);
  CHECK(LineWith(elf, "(FLAGS_1)").find("PIE") != std::string::npos);
  CHECK(LineWith(elf, "(FLAGS_1)").find("NOW") != std::string::npos);
  CHECK(elf.find("GNU_RELRO") != std::string::npos);
  const std::string stack = LineWith(elf, "GNU_STACK");
  CHECK(stack.find(" RW ") != std::string::npos);
  CHECK(stack.find('E') == std::string::npos);
  CHECK(elf.find("TEXTREL") == std::string::npos);
  CHECK(elf.find("RPATH") == std::string::npos);
  CHECK(elf.find("RUNPATH") == std::string::npos);
}

TEST_CASE("every room of the program notices a broken stack, and copies that are too long", "[cli][hardened]") {
  if (ProgramIsMissing()) return;
  // The libraries of the build: in the program itself the same symbols come from Debian's packages.
  const auto folder = std::filesystem::path(ProgramPath()).parent_path();
  for (const char* room : {"grammar", "storage", "engine", "extract", "cli"}) {
    const auto library = folder / ("libpapergraph_" + std::string(room) + ".a");
    CAPTURE(library.string());
    if (!std::filesystem::exists(library)) {
      WARN("skipped: not beside the program");
      return;
    }
    const std::string symbols = ReadElf("-s", library);
    CHECK(symbols.find(" __stack_chk_fail") != std::string::npos);
    if (std::string_view(room) == "cli")
      CHECK(symbols.find(" __snprintf_chk") != std::string::npos);  // _FORTIFY_SOURCE
  }
}

}  // namespace
}  // namespace papergraph
