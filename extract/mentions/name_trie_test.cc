#include "extract/mentions/name_trie.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace papergraph::extract {
namespace {

/// Few letters, so that forms begin alike, hold one another and stand in the texts.
std::string Letters(std::mt19937& random, size_t most) {
  static const std::vector<std::string> letters = {"a", "b", "7", "字", "定", "é", "+"};
  std::string text;
  for (size_t left = 1 + random() % most; left > 0; --left) text += letters[random() % letters.size()];
  return text;
}

using Found = std::vector<std::pair<size_t, std::vector<uint32_t>>>;

}  // namespace

TEST_CASE("a trie finds at every place the forms that stand there, and no others", "[name_trie]") {
  std::mt19937 random(20260123);
  for (int round = 0; round < 60; ++round) {
    NameTrie trie;
    std::map<std::string, std::vector<uint32_t>> forms;
    const size_t longest = 1 + random() % 24;
    for (uint32_t value = 0; value < 80; ++value) {
      const std::string form = MatchingForm(Letters(random, longest));
      if (form.empty()) continue;
      trie.Add(form, value);
      forms[form].push_back(value);
    }
    trie.Freeze();
    std::string written = Letters(random, 200);
    for (const auto& [form, values] : forms) written += " " + form;
    const FoldedText text = FoldForMatching(written);
    const std::string bytes = MatchingForm(written);
    REQUIRE(text.size() == bytes.size());
    for (size_t at = 0; at < text.size(); ++at) {
      Found expected, found;
      for (size_t length = 1; at + length <= bytes.size(); ++length) {
        const auto form = forms.find(bytes.substr(at, length));
        if (form != forms.end() && text.BeginsAt(at + length)) expected.emplace_back(length, form->second);
      }
      trie.EachAt(text, at, [&](size_t length, NameTrie::Values values) {
        found.emplace_back(length, std::vector<uint32_t>(values.begin(), values.end()));
      });
      REQUIRE(found == expected);
      const NameTrie::Hit hit = trie.LongestAt(text, at);
      CHECK(hit.length == (expected.empty() ? 0 : expected.back().first));
    }
    for (int asked = 0; asked < 200; ++asked) {
      const std::string name = Letters(random, longest);
      const auto form = forms.find(name);
      const NameTrie::Values values = trie.Find(name);
      CHECK(std::vector<uint32_t>(values.begin(), values.end()) ==
            (form != forms.end() ? form->second : std::vector<uint32_t>()));
    }
  }
}

}  // namespace papergraph::extract
