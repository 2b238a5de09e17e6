#include "engine/import/mapped_file.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "engine/csv_import.h"
#include "tests/support/files.h"

namespace papergraph::engine {
namespace {

// Larger than the pieces whose memory is given back, with a character of three bytes across the end of the first one.
std::string LongText() {
  std::string text;
  while (text.size() < (16u << 20) - 1) text += "0123456789abcdef";
  text.resize((16u << 20) - 1);
  text += "\xe6\x96\x87";
  while (text.size() < 37'000'000) text += "fedcba9876543210\n";
  return text;
}

}  // namespace

TEST_CASE("a large file of an import is the same text after its memory was given back", "[import]") {
  const Folder folder;
  const std::string path = folder / "long.csv", text = LongText();
  std::ofstream(path, std::ios::binary) << text;
  const MappedFile file(path);
  REQUIRE(file.text() == text);
  for (size_t at = 0; at < text.size(); at += 1'000'003) file.Pass(at);
  CHECK(file.text() == text);
}

TEST_CASE("the first byte that is not UTF-8 is found in whatever piece of a file it is", "[import]") {
  const Folder folder;
  const std::string path = folder / "long.csv", text = LongText();
  for (const size_t bad : {size_t{16u << 20}, size_t{33'000'000}, text.size() - 1}) {
    std::string broken = text;
    broken[bad] = '\xff';
    std::ofstream(path, std::ios::binary) << broken;
    try {
      const MappedFile file(path);
      FAIL("byte " << bad << " was taken");
    } catch (const ImportFault& fault) {
      const auto end = broken.begin() + static_cast<std::ptrdiff_t>(bad);
      CHECK(fault.line == 1 + static_cast<uint64_t>(std::count(broken.begin(), end, '\n')));
    }
  }
}

}  // namespace papergraph::engine
