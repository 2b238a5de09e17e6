#include "storage/text_terms.h"

#include <catch2/catch.hpp>
#include <random>
#include <set>

namespace papergraph {
namespace {

std::vector<std::string> Terms(std::string_view text) {
  std::vector<std::string> terms;
  for (TextTerm& term : TermsOf(AtomsOf(text))) terms.push_back(std::move(term.term));
  return terms;
}

using Words = std::vector<std::string>;

TEST_CASE("words end where Unicode says, and are folded", "[text]") {
  CHECK(Terms("Reward hacking, in RL.") == Words{"reward", "hacking", "in", "rl"});
  CHECK(Terms("Qwen2.5-7B: 3.5% of 2601.22628") == Words{"qwen2.5", "7b", "3.5", "of", "2601.22628"});
  CHECK(Terms("ＧＳＭ８Ｋ Straße") == Words{"gsm8k", "strasse"});
  CHECK(Terms("don't don’t") == Words{"don't", "don't"});
  CHECK(Terms("") == Words{});
  CHECK(Terms(" -- «…» \n") == Words{});
}

TEST_CASE("a run of characters gives its pairs, a lone character itself", "[text]") {
  CHECK(Terms("强化学习") == Words{"强化", "化学", "学习"});
  CHECK(Terms("用GRPO训练") == Words{"用", "grpo", "训练"});
  CHECK(Terms("强，化") == Words{"强", "化"});
  CHECK(Terms("テスト") == Words{"テス", "スト"});
}

TEST_CASE("a text has the terms of all its parts of two characters and more", "[text]") {
  std::mt19937 random(7);
  const std::vector<std::string> characters = {"强", "化", "学", "习", "的", "论", "文"};
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> drawn;
    std::string text;
    for (size_t i = 0; i < 12; ++i) text += drawn.emplace_back(characters[random() % characters.size()]);
    const Words all = Terms(text);
    const std::set<std::string> terms(all.begin(), all.end());
    const size_t from = random() % 10, count = 2 + random() % (11 - from);
    std::string part;
    for (size_t i = from; i < from + count; ++i) part += drawn[i];
    CAPTURE(text, part);
    for (const std::string& term : Terms(part)) CHECK(terms.contains(term));
  }
}

TEST_CASE("any bytes have atoms that lie in them in order and that a key can hold", "[text]") {
  std::mt19937 random(3);
  const std::vector<std::string> pieces = {
      "a", "B2", "强",        "\xe5\xbc",         "\xff", std::string(1, '\0'),  " ",      ".",
      "'", "é",  "e\xcc\x81", "\xf0\x9f\x98\x80", "ไทย",  std::string(300, 'x'), "\u00ad", "ガ"};
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (size_t i = random() % 12; i > 0; --i) text += pieces[random() % pieces.size()];
    uint32_t last = 0;
    for (const TextAtom& atom : AtomsOf(text)) {
      CHECK(last <= atom.begin);
      CHECK(atom.begin < atom.end);
      CHECK(atom.end <= text.size());
      last = atom.end;
      CHECK(!atom.folded.empty());
      CHECK(atom.folded.size() <= kMostTermBytes);
      CHECK(atom.folded.find('\0') == std::string::npos);
    }
  }
}

TEST_CASE("the terms of a list are those of its strings", "[text]") {
  TermCounts counts;
  counts.Add(Value::List({Value::String("a b"), Value::Int(1), Value::String("b c")}));
  counts.Add(Value::Int(3));
  counts.Add(Value());
  CHECK(counts.length == 4);
  CHECK(counts.counts == std::map<std::string, uint32_t>{{"a", 1}, {"b", 2}, {"c", 1}});
}

}  // namespace
}  // namespace papergraph
