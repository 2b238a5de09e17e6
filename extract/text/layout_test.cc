#include "extract/text/layout.h"

#include <catch2/catch.hpp>
#include <string>

namespace papergraph::extract {
namespace {

std::vector<std::string> TextsOf(std::string_view text, const std::vector<Span>& spans) {
  std::vector<std::string> out;
  for (const Span& span : spans) out.emplace_back(text.substr(span.begin, span.end - span.begin));
  return out;
}

}  // namespace

TEST_CASE("bullets, numbers and hashes are no part of an item", "[layout]") {
  const std::string text = "*   第一点\n  2. 第二点\n### 第三点\n- fourth";
  CHECK(TextsOf(text, LayOut(text).items) == std::vector<std::string>{"第一点", "第二点", "第三点", "fourth"});
}

TEST_CASE("the head of an item is what is bold before its colon", "[layout]") {
  const std::string text = "1. **名字 (Name)**：说明。\n* **名字：** 说明\n* 没有 **头**";
  const Layout layout = LayOut(text);
  CHECK(TextsOf(text, layout.leads) == std::vector<std::string>{"名字 (Name)", "名字", ""});
}

TEST_CASE("sentences end at Chinese and English marks, not at abbreviations, versions and decimals", "[layout]") {
  const std::string chinese = "达到 81.4%。优于（如 A。B）基线！";
  CHECK(TextsOf(chinese, LayOut(chinese).sentences) ==
        std::vector<std::string>{"达到 81.4%。", "优于（如 A。B）基线！"});
  const std::string english = "We use Qwen2.5 (e.g. the 7B model) vs. others. It gains 3.1 points.";
  CHECK(LayOut(english).sentences.size() == 2);
}

TEST_CASE("any bytes can be laid out", "[layout]") {
  for (const char* text : {"", "\n\n", "**", "（", ")", "\xE4", "**a", "“x", "1.", "* ", "((()"}) {
    const Layout layout = LayOut(text);
    for (const Span& span : layout.sentences) CHECK(span.begin < span.end);
  }
}

}  // namespace papergraph::extract
