// Full-text search against a scorer that counts words in every text.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "engine/search/snippet.h"
#include "engine/search/text_query.h"
#include "engine/search/text_rank.h"
#include "tests/support/plain_graph.h"

namespace papergraph::engine {
namespace {

using Words = std::vector<std::string>;

// What the texts of this test are made of: each is one term, but for Chinese characters.
const Words kWords = {"reward", "hacking", "model", "Agent", "in", "强", "化", "学"};

Words TermsIn(const std::string& text) {
  Words terms;
  for (TextTerm& term : TermsOf(AtomsOf(text))) terms.push_back(std::move(term.term));
  return terms;
}

struct SearchedText {
  std::string written;
  Words terms;
  Words words;  // those it is made of, folded
};

SearchedText RandomText(std::mt19937& random) {
  SearchedText text;
  for (size_t i = random() % 9; i > 0; --i) {
    const std::string& word = kWords[random() % kWords.size()];
    text.written += word + (static_cast<unsigned char>(word[0]) < 0x80 ? " " : "");
    text.words.push_back(word == "Agent" ? "agent" : word);
  }
  text.terms = TermsIn(text.written);
  return text;
}

bool HasInOrder(const Words& text, const Words& phrase) {
  return std::search(text.begin(), text.end(), phrase.begin(), phrase.end()) != text.end();
}

// One clause as a person means it.
struct Asked {
  TextClause::Need need;
  Words phrase;  // words in order
  Words terms;
};

TEST_CASE("the index ranks as a scorer does that counts the words of every text", "[search]") {
  std::mt19937 random(11);
  for (int round = 0; round < 150; ++round) {
    PlainGraph graph;
    const LabelId label = graph.InternLabel("Paper");
    const PropertyId property = graph.InternProperty("title");
    const uint32_t id = graph.CreateTextIndex("t", std::span(&label, 1), std::span(&property, 1));
    std::map<uint32_t, SearchedText> texts;
    for (size_t i = 2 + random() % 20; i > 0; --i) {
      const NodeId node = graph.CreateNode({&label, 1});
      SearchedText text = RandomText(random);
      graph.SetProperty(node, property, Value::String(text.written));
      texts.emplace(Raw(node), std::move(text));
    }
    std::vector<Asked> asked;
    std::string query;
    std::set<std::string> seen;
    for (size_t i = 1 + random() % 3; i > 0; --i) {
      const auto need = static_cast<TextClause::Need>(random() % 4 < 2 ? 0 : random() % 3);
      Asked one{need, {}, {}};
      std::string written;
      const size_t length = 1 + random() % 2;
      for (size_t k = 0; k < length; ++k) {
        const std::string& word = kWords[random() % 5];
        written += (k > 0 ? " " : "") + word;
        one.phrase.push_back(word == "Agent" ? "agent" : word);
      }
      if (random() % 4 == 0) {
        written = "强化";
        one.phrase = {"强", "化"};
      }
      one.terms = TermsIn(written);
      std::sort(one.terms.begin(), one.terms.end());
      one.terms.erase(std::unique(one.terms.begin(), one.terms.end()), one.terms.end());
      if (one.phrase.size() == 1 && need == TextClause::Need::kMay && !seen.insert(one.phrase[0]).second) continue;
      const char* sign = need == TextClause::Need::kMust ? "+" : need == TextClause::Need::kMustNot ? "-" : "";
      query += (query.empty() ? "" : " ") + std::string(sign) + "\"" + written + "\"";
      asked.push_back(std::move(one));
    }
    CAPTURE(query);
    double all = 0, length = 0;
    std::map<std::string, double> having;
    for (const auto& [node, text] : texts) {
      if (text.terms.empty()) continue;
      ++all;
      length += static_cast<double>(text.terms.size());
      for (const std::string& term : std::set<std::string>(text.terms.begin(), text.terms.end())) ++having[term];
    }
    std::map<uint32_t, double> wanted;
    for (const auto& [node, text] : texts) {
      bool has_all = true, has_any = false, has_must = false;
      double score = 0;
      for (const Asked& one : asked) {
        const bool has = HasInOrder(text.words, one.phrase);
        if (one.need == TextClause::Need::kMustNot) {
          has_all = has_all && !has;
          continue;
        }
        if (one.need == TextClause::Need::kMust) {
          has_must = true;
          has_all = has_all && has;
        }
        if (!has) continue;
        has_any = true;
        for (const std::string& term : one.terms) {
          const auto count = static_cast<double>(std::count(text.terms.begin(), text.terms.end(), term));
          const double n = having[term];
          score += std::log(1 + (all - n + 0.5) / (n + 0.5)) * count * 2.2 /
                   (count + 1.2 * (0.25 + 0.75 * static_cast<double>(text.terms.size()) / (length / all)));
        }
      }
      if (has_all && (has_any || has_must)) wanted[node] = score;
    }
    std::map<uint32_t, double> found;
    const auto index = graph.TextIndexes().at(0);
    CHECK(index.id == id);
    for (const TextHit& hit : RankTexts(graph, index, ReadTextQuery(query), [] {})) found[hit.entity] = hit.score;
    REQUIRE(found.size() == wanted.size());
    for (const auto& [node, score] : wanted) {
      CAPTURE(texts.at(node).written);
      REQUIRE(found.contains(node));
      CHECK(found[node] == Approx(score));
    }
  }
}

TEST_CASE("words without quotation marks are any of them, each once", "[search]") {
  const auto clauses = ReadTextQuery("Reward reward 测试时 +must -\"not this\" \"an open one");
  REQUIRE(clauses.size() == 6);
  CHECK(clauses[0].terms == Words{"reward"});
  CHECK(clauses[1].terms == Words{"测试"});
  CHECK(clauses[2].terms == Words{"试时"});
  CHECK(clauses[3].need == TextClause::Need::kMust);
  CHECK(clauses[4].need == TextClause::Need::kMustNot);
  CHECK(clauses[4].phrase.size() == 2);
  CHECK(clauses[5].phrase.size() == 3);
  CHECK(ReadTextQuery(" \"\" + - … \"").empty());
}

TEST_CASE("a phrase is found where its first or last character stands in a longer run", "[search]") {
  const auto clauses = ReadTextQuery("\"用GRPO训\"");
  REQUIRE(clauses.size() == 1);
  std::vector<std::pair<uint32_t, uint32_t>> places;
  CHECK(FindPhrase(clauses[0].phrase, AtomsOf("我们采用 GRPO 训练"), places));
  CHECK_FALSE(FindPhrase(clauses[0].phrase, AtomsOf("我们采用 PPO 训练"), places));
  CHECK(clauses[0].terms == Words{"grpo"});
}

std::string Snippet(const std::string& text, const std::string& query) {
  return SnippetOf({Value::String(text)}, ReadTextQuery(query));
}

TEST_CASE("a snippet is the sentence that has the most, with the words marked", "[search]") {
  CHECK(Snippet("A model. Reward models hack rewards.\nA reward model is hacked!", "reward model") ==
        "A «reward» «model» is hacked!");
  CHECK(Snippet("用强化学习。不用化学。", "强化学习") == "用«强化学习»。");
  CHECK(Snippet("Reward-hacking is hacking.", "\"reward hacking\"") == "«Reward-hacking» is hacking.");
  CHECK(Snippet("nothing", "reward") == "");
  CHECK(Snippet("", "reward") == "");
}

TEST_CASE("a snippet of a long sentence is cut between words and characters, around the first hit", "[search]") {
  for (const std::string& filler : Words{"word ", "字", "é-"}) {
    std::string text;
    for (int i = 0; i < 400; ++i) text += filler;
    for (const std::string& where : {text + " needle " + text, "needle " + text, text + " needle"}) {
      const std::string snippet = Snippet(where, "needle");
      CHECK(snippet.find("«needle»") != std::string::npos);
      CHECK(snippet.size() < 330);
      CHECK((snippet.starts_with("…") || snippet.starts_with("«needle»")));
      for (size_t i = 0; i < snippet.size();) {  // whole characters
        const auto c = static_cast<unsigned char>(snippet[i]);
        const size_t bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        CHECK((c < 0x80 || c >= 0xC0));
        i += bytes;
      }
    }
  }
}

}  // namespace
}  // namespace papergraph::engine
