#include "extract/text/plain_text.h"

#include <catch2/catch.hpp>
#include <random>

namespace papergraph::extract {
namespace {

std::string ReadAs(std::string_view written, bool traditional = false) {
  const std::optional<PlainText> plain = ReadPlain(written, traditional);
  return plain ? plain->text : std::string(written);
}

}  // namespace

TEST_CASE("what is read as it is written is not copied", "[plain]") {
  CHECK_FALSE(ReadPlain("在 **GSM8K** 上，基于 R&D 的 a_b < c → 95.2%（见表 1）", false));
  CHECK_FALSE(ReadPlain("<think>推理</think> 显著提升", true));
}

TEST_CASE("traditional characters and the words that go with them are read as simplified ones", "[plain]") {
  CHECK(ReadAs("實驗結果") == "实验结果");
  CHECK(ReadAs("在資料集上優於基線", true) == "在数据集上优于基线");
  CHECK(ReadAs("影片生成與演算法", true) == "视频生成与算法");
  CHECK(ReadAs("資訊檢索", true) == "信息检索");
  CHECK(IsTraditional("本文提出了一種強化學習框架，優於現有方法"));
  CHECK_FALSE(IsTraditional("本文提出了一种强化学习框架，显著优于现有方法，乾坤、狼藉、著名"));
  CHECK(ReadAs("显著提升影片质量") == "显著提升影片质量");  // simplified text keeps its words
}

TEST_CASE("entities, tags, emoji and wide letters are read as what they stand for", "[plain]") {
  CHECK(ReadAs("Q&amp;A &lt;b&gt; AIME&#39;24&nbsp;x &#x27;") == "Q&A <b> AIME'24 x '");
  CHECK(ReadAs("<b>GRPO</b> and <strong>PPO</strong>") == "**GRPO** and **PPO**");
  CHECK(ReadAs("H<sub>2</sub>O <a href=\"x\">link</a><!-- no --> end") == "H2O link end");
  CHECK(ReadAs("one<br/>two") == "one\ntwo");
  CHECK(ReadAs("| one<br>two |") == "| one two |");
  CHECK(ReadAs("🚀 fast ⭐️") == " fast ");
  CHECK(ReadAs("GSM8K🔹MATH") == "GSM8K MATH");
  CHECK(ReadAs("1️⃣ 应用领域") == "1. 应用领域");
  CHECK(ReadAs("ＧＲＰＯ　９５．２％") == "GRPO 95.2%");
  CHECK(ReadAs("__bold__ and __init__.py a__b") == "**bold** and **init**.py a__b");
  CHECK(ReadAs("one\r\ntwo\r\n") == "one\ntwo\n");
  CHECK(ReadAs("&unknown; & <think> a < b > c") == "&unknown; & <think> a < b > c");
}

TEST_CASE("every character that is read is known where it is written", "[plain]") {
  const std::vector<std::string> pieces = {"資料集", "演算法", "abc",     "&amp;", "&#39;",      "<b>",  "</b>", "🚀",
                                           "優於",   "Ｇ",     " ",       "。",    "\r\n",       "<br>", "__",   "影片",
                                           "实验",   "&nbsp;", "1️⃣", "x",     "<!-- n -->", "-",    "\n",   "（"};
  std::mt19937 random(4);
  for (int round = 0; round < 2000; ++round) {
    std::string written;
    for (int i = 0; i < 12; ++i) written += pieces[random() % pieces.size()];
    const std::optional<PlainText> plain = ReadPlain(written, round % 2 == 0);
    if (!plain) continue;
    const auto size = static_cast<uint32_t>(plain->text.size());
    INFO(written);
    uint32_t last = 0;
    for (uint32_t at = 0; at < size; ++at) {
      if ((static_cast<unsigned char>(plain->text[at]) & 0xC0) == 0x80) continue;
      uint32_t end = at + 1;
      while (end < size && (static_cast<unsigned char>(plain->text[end]) & 0xC0) == 0x80) ++end;
      const uint32_t from = plain->WrittenBegin(at), to = plain->WrittenEnd(end);
      REQUIRE(from < to);
      REQUIRE(to <= written.size());
      REQUIRE(from >= last);
      last = from;
      const std::string there = written.substr(from, to - from);
      if (round % 2 != 0) {
        // What stands there alone is read as the same character, unless it takes its neighbours to know.
        const bool alone = there.find('<') == std::string::npos && there.find('_') == std::string::npos;
        if (alone && plain->text[at] != '\n' && plain->text[at] != ' ')
          CHECK(ReadAs(there) == plain->text.substr(at, end - at));
      }
    }
    CHECK(plain->WrittenEnd(size) <= written.size());
    CHECK(plain->WrittenBegin(0) <= plain->WrittenEnd(size));
  }
}

}  // namespace papergraph::extract
