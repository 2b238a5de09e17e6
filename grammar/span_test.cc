#include "grammar/span.h"

#include <catch2/catch.hpp>

#include "grammar/error.h"

namespace papergraph {

TEST_CASE("lines and columns count from 1, columns in code points") {
  const std::string text = "ab\n图é🧐c\r\nd";
  const auto at = [&](uint32_t offset) {
    const Position position = PositionOf(text, offset);
    return std::pair(position.line, position.column);
  };
  CHECK(at(0) == std::pair(1u, 1u));
  CHECK(at(2) == std::pair(1u, 3u));
  CHECK(at(3) == std::pair(2u, 1u));
  CHECK(at(6) == std::pair(2u, 2u));
  CHECK(at(8) == std::pair(2u, 3u));
  CHECK(at(12) == std::pair(2u, 4u));
  CHECK(at(15) == std::pair(3u, 1u));
  CHECK(at(99) == std::pair(3u, 2u));
  CHECK(PositionOf("", 0).column == 1);
}

TEST_CASE("the caret stands under the span, wide characters are two cells") {
  CHECK(Caret("RETURN abc", {7, 10}) == "RETURN abc\n       ^~~");
  CHECK(Caret("图 = x", {6, 7}) == "图 = x\n     ^");
  CHECK(Caret("a 论文 b", {2, 8}) == "a 论文 b\n  ^~~~");
  CHECK(Caret("\tx y", {3, 4}) == "\tx y\n\t  ^");
  CHECK(Caret("e\xCC\x81 x", {4, 5}) == "e\xCC\x81 x\n  ^");
}

TEST_CASE("the caret shows the line in which the span starts, and stays in it") {
  CHECK(Caret("ab\ncd\nef", {3, 8}) == "cd\n^~");
  CHECK(Caret("ab\r\ncd", {1, 5}) == "ab\n ^");
  CHECK(Caret("ab", {2, 2}) == "ab\n  ^");
  CHECK(Caret("ab\n", {3, 3}) == "\n^");
  CHECK(Caret("", {5, 9}) == "\n^");
  CHECK(Caret("\xFFz", {0, 1}) == "\xFFz\n^");
}

TEST_CASE("error types have the TCK's names") {
  CHECK(NameOf(ErrorType::kSyntaxError) == "SyntaxError");
  CHECK(NameOf(ErrorType::kConstraintVerificationFailed) == "ConstraintVerificationFailed");
}

}  // namespace papergraph
