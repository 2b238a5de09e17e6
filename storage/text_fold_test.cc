#include "storage/text_fold.h"

#include <catch2/catch.hpp>

namespace papergraph {

TEST_CASE("spelling, width, case and hyphens of a name do not matter", "[text_fold]") {
  for (const char* text : {"GSM-8K", "gsm 8k", "ＧＳＭ８Ｋ", "Gsm_8K", "GSM–8K", " G S M 8 K "}) {
    CHECK(FoldName(text) == "gsm8k");
  }
  CHECK(FoldName("强化 学习") == "强化学习");
  CHECK(FoldName("Straße") == FoldName("STRASSE"));
  CHECK(FoldName("Ångström") == FoldName("A\xCC\x8A"
                                         "ngstro\xCC\x88m"));
}

TEST_CASE("the marks + and # stay", "[text_fold]") {
  CHECK(FoldName("C++") == "c++");
  CHECK(FoldName("C#") == "c#");
  CHECK(FoldName("C＋＋") == "c++");
}

TEST_CASE("what is no letter or not UTF-8 is dropped", "[text_fold]") {
  CHECK(FoldName("").empty());
  CHECK(FoldName("-- ... !").empty());
  CHECK(FoldName("a\xFF"
                 "é") == "aé");
  CHECK(FoldName(std::string_view("a\0b", 3)) == "ab");
}

TEST_CASE("folding a folded text changes nothing", "[text_fold]") {
  for (const char* text : {"ﬃ", "ǅ", "İstanbul", "K", "ΐ", "各 ⅷ ㎏",
                           "e\xCC\x81\xCC\xA3"
                           "x"}) {
    CHECK(FoldName(FoldName(text)) == FoldName(text));
    CHECK(FoldCase(FoldCase(text)) == FoldCase(text));
  }
}

TEST_CASE("Chinese characters fold to themselves, alone and beside what does not", "[text_fold]") {
  std::string all, mixed;
  for (int code = 0x4E00; code <= 0x9FA5; ++code) {
    std::string one = {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
                       static_cast<char>(0x80 | (code & 0x3F))};
    all += one;
    mixed += one + "－";  // the mark sends the text the general way
  }
  CHECK(FoldName(all) == all);
  CHECK(FoldCase(all) == all);
  CHECK(FoldName(mixed) == all);
  CHECK(FoldName("一\xE4\xB8") == "一");
}

TEST_CASE("words keep their spaces in FoldCase", "[text_fold]") {
  CHECK(FoldCase("Qwen-2.5 Ｍath") == "qwen-2.5 math");
  CHECK(FoldCase("GRPO  x") == "grpo  x");
}

}  // namespace papergraph
