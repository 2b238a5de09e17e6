// Metamorphic tests: a report that says the same in another form has the same facts.
#include <catch2/catch.hpp>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "extract/entities/vocabulary.h"
#include "extract/findings.h"
#include "extract/readers/readers.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

constexpr std::string_view kKiteReport = R"(# Papers Report
**Date**: 2031-04-05

## 📄 KiteRider: Agents That Ask & Answer

- **链接**: https://huggingface.co/papers/3104.00001

# 论文报告：KiteRider

## 1. 应用领域
**自然语言处理**（NLP），具体涉及**智能体**、**检索增强生成**（RAG）。

## 2. 一句话核心贡献
提出了一种名为 **KiteRider** 的智能体框架，通过主动提问解决了检索失败的问题。

## 3. 使用指南
*   **输入**：用户的问题。
*   **流程**：基于 Qwen2.5-7B，采用群组相对策略优化（GRPO）进行强化学习训练。
*   **数据**：在 MS MARCO 数据集上训练。

## 4. 主要创新点
1.  **提问规划模块（Ask Planning Module, APM）**：不同于 ReAct，它先提问再检索。
2.  **结合 BM25 的混合检索**：降低了计算量。

## 5. 实验效果
*   **主要结果**：在 HotpotQA 数据集上，KiteRider 的准确率达到 61.3%，优于 Search-R1 与 GPT-4o。
*   **提升**：与 DPO 相比，在 AIME 2024 上提升了 4.5 个百分点。
)";

using Facts = std::set<std::tuple<int, std::string, std::string>>;

std::string Replaced(std::string text, std::string_view what, std::string_view with) {
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

/// All facts of the only paper; every quote is checked against its bytes on the way.
PaperFindings FoundIn(const std::string& bytes) {
  const ReadResult read = ReadDocument("report.md", bytes);
  for (const Diagnostic& diagnostic : read.diagnostics) INFO(diagnostic.message);
  REQUIRE(read.document);
  REQUIRE(read.document->papers.size() == 1);
  PaperFindings found = FindFacts(read.document->papers.front(), Vocabulary::BuiltIn());
  for (const EntityFinding& entity : found.entities) {
    const Evidence& quote = entity.evidence;
    INFO(entity.name << ": " << quote.text);
    CHECK(bytes.substr(quote.start, quote.end - quote.start) == quote.text);
    bool named = FoldName(quote.text).find(FoldName(entity.name)) != std::string::npos;
    for (const std::string& alias : entity.aliases)
      named = named || FoldName(quote.text).find(FoldName(alias)) != std::string::npos;
    CHECK(named);
  }
  return found;
}

Facts FactsOf(const PaperFindings& found) {
  Facts facts;
  for (const EntityFinding& entity : found.entities)
    facts.emplace(static_cast<int>(entity.kind), entity.edge, entity.name);
  for (const ResultFinding& result : found.results)
    facts.emplace(-1, result.kind + " " + std::to_string(result.value) + result.unit, result.benchmark);
  return facts;
}

/// Each line of a section in another form; headings of papers and links stay.
std::string Lines(std::string_view text, const std::function<std::string(const std::string&)>& form) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string line(text.substr(at, end - at));
    const bool kept = line.find("📄") != std::string::npos || line.find("http") != std::string::npos ||
                      line.starts_with("**Date") || line.starts_with("# Papers");
    out += (kept ? line : form(line)) + "\n";
    at = end + 1;
  }
  return out;
}

std::string Bold(const std::string& line, std::string_view open, std::string_view close) {
  std::string out;
  bool inside = false;
  for (size_t at = 0; at < line.size(); ++at) {
    if (line.substr(at, 2) != "**") {
      out += line[at];
      continue;
    }
    out += inside ? close : open;
    inside = !inside;
    ++at;
  }
  return out;
}

std::string WideLetters(const std::string& line) {
  std::string out;
  for (const char c : line) {
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!alnum || line.starts_with('#') || line.find('&') != std::string::npos) {
      out += c;
      continue;
    }
    const unsigned code = static_cast<unsigned char>(c) + 0xFEE0u;
    out += static_cast<char>(0xEF);
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
  return out;
}

const std::vector<std::pair<std::string_view, std::function<std::string(std::string)>>>& Forms() {
  using Text = std::string;
  static const std::vector<std::pair<std::string_view, std::function<Text(Text)>>> forms = {
      {"Windows line ends", [](Text t) { return Replaced(std::move(t), "\n", "\r\n"); }},
      {"entities", [](Text t) { return Replaced(Replaced(std::move(t), "&", "&amp;"), " 上", "&nbsp;上"); }},
      {"tags of bold", [](Text t) { return Lines(t, [](const Text& line) { return Bold(line, "<b>", "</b>"); }); }},
      {"underscores", [](Text t) { return Lines(t, [](const Text& line) { return Bold(line, "__", "__"); }); }},
      {"wide letters", [](Text t) { return Lines(t, WideLetters); }},
      {"wide percent", [](Text t) { return Replaced(std::move(t), "%", "％"); }},
      {"blanks of other widths", [](Text t) { return Replaced(std::move(t), " 上", "\u3000上"); }},
      {"emoji in headings",
       [](Text t) { return Lines(t, [](const Text& line) { return Replaced(line, "## ", "## 🎯 "); }); }},
      {"emoji in bullets", [](Text t) { return Replaced(std::move(t), "*   ", "*   🚀 "); }},
      {"round bullets", [](Text t) { return Replaced(std::move(t), "*   ", "• "); }},
      {"dashes", [](Text t) { return Replaced(std::move(t), "*   ", "– "); }},
      {"circled numbers",
       [](Text t) { return Replaced(Replaced(std::move(t), "\n1.  **", "\n① **"), "\n2.  **", "\n② **"); }},
      {"Chinese numbers",
       [](Text t) { return Replaced(Replaced(std::move(t), "\n1.  **", "\n一、**"), "\n2.  **", "\n（二）**"); }},
      {"headings in bold", [](Text t) { return Replaced(std::move(t), "## 5. 实验效果", "**五、实验效果**"); }},
      {"headings without numbers", [](Text t) { return Replaced(std::move(t), "## 4. 主要创新点", "### 创新之处"); }},
      {"quoted lines",
       [](Text t) { return Lines(t, [](const Text& line) { return line.empty() ? line : "> " + line; }); }},
      {"half-width marks",
       [](Text t) { return Replaced(Replaced(Replaced(std::move(t), "（", " ("), "）", ")"), "，", ", "); }},
      {"a remark of HTML",
       [](Text t) { return Replaced(std::move(t), "*   **提升", "<!-- see FooNet -->\n*   **提升"); }},
  };
  return forms;
}

/// From one heading to the next.
std::string Without(std::string text, std::string_view heading) {
  const size_t begin = text.find(heading);
  REQUIRE(begin != std::string::npos);
  return text.erase(begin, std::min(text.find("\n## ", begin + 1), text.size() - 1) - begin);
}

}  // namespace

TEST_CASE("the form in which a report is written changes none of its facts", "[robustness]") {
  const Facts facts = FactsOf(FoundIn(std::string(kKiteReport)));
  CHECK(facts.size() >= 14);
  for (const auto& [name, form] : Forms()) {
    INFO(name);
    const std::string other = form(std::string(kKiteReport));
    REQUIRE(other != kKiteReport);
    CHECK(FactsOf(FoundIn(other)) == facts);
  }
}

TEST_CASE("forms may come together", "[robustness]") {
  const Facts facts = FactsOf(FoundIn(std::string(kKiteReport)));
  const auto& forms = Forms();
  for (size_t i = 0; i < forms.size(); ++i) {
    for (const size_t j : {(i + 3) % forms.size(), (i + 7) % forms.size()}) {
      INFO(forms[i].first << " and " << forms[j].first);
      CHECK(FactsOf(FoundIn(forms[j].second(forms[i].second(std::string(kKiteReport))))) == facts);
    }
  }
}

TEST_CASE("the order of the sections does not matter", "[robustness]") {
  const std::string text(kKiteReport);
  const Facts facts = FactsOf(FoundIn(text));
  std::vector<std::string> sections;
  const size_t head = text.find("## 1.");
  for (size_t at = head; at < text.size();) {
    const size_t next = std::min(text.find("\n## ", at), text.size() - 1) + 1;
    sections.push_back(text.substr(at, next - at));
    at = next;
  }
  REQUIRE(sections.size() == 5);
  std::string reversed = text.substr(0, head);
  for (auto section = sections.rbegin(); section != sections.rend(); ++section) reversed += *section;
  CHECK(FactsOf(FoundIn(reversed)) == facts);
}

TEST_CASE("a section that is missing takes only what it alone says", "[robustness]") {
  const std::string text(kKiteReport);
  const Facts facts = FactsOf(FoundIn(text));
  for (const char* heading : {"## 1.", "## 3.", "## 4.", "## 5."}) {
    INFO(heading);
    const Facts fewer = FactsOf(FoundIn(Without(text, heading)));
    CHECK(fewer.size() < facts.size());
    for (const auto& fact : fewer) {
      if (std::get<0>(fact) == static_cast<int>(EntityKind::kDomain)) continue;
      INFO(std::get<1>(fact) << " " << std::get<2>(fact));
      CHECK(facts.count(fact) == 1);
    }
  }
}

TEST_CASE("a list of fields may begin with a mark that separates fields", "[robustness]") {
  const Facts plain = FactsOf(FoundIn(std::string(kKiteReport)));
  for (const std::string_view mark : {"/", "、", "，", ";", "|", ">", "·", "&"}) {
    CAPTURE(mark);
    const std::string marked =
        Replaced(std::string(kKiteReport), "\n**自然语言", "\n" + std::string(mark) + "**自然语言");
    CHECK(FactsOf(FoundIn(marked)) == plain);
  }
}

TEST_CASE("a report in traditional characters says the same", "[robustness]") {
  const std::string traditional = R"(# Papers Report
**Date**: 2031-04-05

## 📄 KiteRider: Agents That Ask & Answer

- **連結**: https://huggingface.co/papers/3104.00001

# 論文報告：KiteRider

## 1. 應用領域
**自然語言處理**（NLP），具體涉及**智慧代理**、**檢索增強生成**（RAG）。

## 2. 一句話貢獻
提出了一種名為 **KiteRider** 的代理框架，透過主動提問解決了檢索失敗的問題。

## 3. 使用指南
*   **輸入**：使用者的問題。
*   **流程**：基於 Qwen2.5-7B，採用群組相對策略優化（GRPO）進行強化學習訓練。
*   **資料**：在 MS MARCO 資料集上訓練。

## 4. 主要創新點
1.  **提問規劃模組（Ask Planning Module, APM）**：不同於 ReAct，它先提問再檢索。
2.  **結合 BM25 的混合檢索**：降低了計算量。

## 5. 實驗結果
*   **主要結果**：在 HotpotQA 資料集上，KiteRider 的準確率達到 61.3%，優於 Search-R1 與 GPT-4o。
*   **提升**：與 DPO 相比，在 AIME 2024 上提升了 4.5 個百分點。
)";
  const PaperFindings found = FoundIn(traditional);
  CHECK(FactsOf(found) == FactsOf(FoundIn(std::string(kKiteReport))));
  bool as_written = false;  // what is read in simplified characters keeps its own form
  for (const EntityFinding& entity : found.entities) {
    for (const std::string& alias : entity.aliases) as_written = as_written || alias == "檢索增強生成";
  }
  CHECK(as_written);
}

TEST_CASE("a report in English alone has its sections and its facts", "[robustness]") {
  const PaperFindings found = FoundIn(R"(# Papers Report
**Date**: 2031-04-05

## 📄 KiteRider: Agents That Ask

- **Link**: https://huggingface.co/papers/3104.00001

## 1. Application Area
Natural Language Processing, AI agents and retrieval-augmented generation.

## 2. Core Contribution
We propose KiteRider, an agent framework that asks before it searches.

## 3. How to Use
- Built on Qwen2.5-7B and trained with GRPO.

## 4. Key Innovations
- **Ask Planning Module (APM)**: unlike ReAct, it asks first.

## 5. Results
- On HotpotQA, KiteRider achieves 61.3% accuracy, outperforming Search-R1 and GPT-4o.
- It improves AIME 2024 by 4.5 points over DPO.
)");
  const Facts facts = FactsOf(found);
  const auto has = [&](EntityKind kind, const char* edge, const char* name) {
    return facts.count({static_cast<int>(kind), edge, name}) == 1;
  };
  CHECK(has(EntityKind::kDomain, "IN_DOMAIN", "Natural Language Processing"));
  CHECK(has(EntityKind::kDomain, "IN_DOMAIN", "AI Agents"));
  CHECK(has(EntityKind::kMethod, "PROPOSES", "KiteRider"));
  CHECK(has(EntityKind::kMethod, "USES", "GRPO"));
  CHECK(has(EntityKind::kModel, "USES", "Qwen2.5-7B"));
  CHECK(has(EntityKind::kMethod, "COMPARES_WITH", "ReAct"));
  CHECK(has(EntityKind::kMethod, "COMPARES_WITH", "Search-R1"));
  CHECK(has(EntityKind::kModel, "COMPARES_WITH", "GPT-4o"));
  CHECK(has(EntityKind::kBenchmark, "EVALUATES_ON", "HotpotQA"));
  CHECK(facts.count({-1, "absolute 61.300000%", "HotpotQA"}) == 1);
  CHECK(facts.count({-1, "delta 4.500000points", "AIME 2024"}) == 1);
}

}  // namespace papergraph::extract
