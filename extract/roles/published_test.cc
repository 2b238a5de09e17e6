#include "extract/roles/published.h"

#include <catch2/catch.hpp>

#include "extract/entities/vocabulary.h"
#include "extract/findings.h"

namespace papergraph::extract {
namespace {

/// The edge to a thing that the vocabulary knows, or to a new one.
std::string EdgeTo(const std::string& text, std::string_view name, SectionKind kind = SectionKind::kUsage) {
  PaperText paper;
  paper.id = "3104.00001";
  paper.title = "KiteRider: Agents That Ask";
  Passage title, passage;
  title.kind = SectionKind::kTitle;
  title.text = paper.title;
  passage.kind = kind;
  passage.text = text;
  paper.passages = {title, passage};
  for (const EntityFinding& finding : FindFacts(paper, Vocabulary::BuiltIn()).entities) {
    if (finding.name == name) return finding.edge;
  }
  return "";
}

}  // namespace

TEST_CASE("a known name that the paper itself publishes is its own", "[roles]") {
  CHECK(EdgeTo("训练数据：论文整理并公开的 **DAPO-Math-17K** 数据集。", "DAPO-Math-17K") == "INTRODUCES");
  CHECK(EdgeTo("我们构建了 GPQA 数据集，用于评测。", "GPQA") == "INTRODUCES");
  CHECK(EdgeTo("并提出了强化学习算法 **GRPO（Group Relative Policy Optimization）**，以平均奖励为基线。", "GRPO") ==
        "PROPOSES");
  CHECK(EdgeTo("We release Qwen3-8B, which asks first.", "Qwen3-8B", SectionKind::kAbstract) == "INTRODUCES");
  CHECK(EdgeTo("We release (1) Qwen3-8B, and (2) code.", "Qwen3-8B", SectionKind::kAbstract) == "INTRODUCES");
  CHECK(EdgeTo("发布了 Qwen3-8B 与 Qwen3-32B。", "Qwen3-32B") == "INTRODUCES");
}

TEST_CASE("what somebody else publishes, or what only has the name in its own, is not the paper's", "[roles]") {
  CHECK(EdgeTo("采用 OpenAI 公开的 GPQA 数据集评测。", "GPQA") == "EVALUATES_ON");
  CHECK(EdgeTo("OpenAI 发布了 GPT-4o。", "GPT-4o") == "USES");
  CHECK(EdgeTo("提出了 GRPO 的改进版本。", "GRPO") == "USES");
  CHECK(EdgeTo("提出了基于 GRPO 的训练。", "GRPO") == "USES");
  CHECK(EdgeTo("我们开源了 Qwen3-8B 上的训练代码。", "Qwen3-8B") == "USES");
  CHECK(EdgeTo("We propose an entropy-aware GRPO (E-GRPO).", "GRPO", SectionKind::kAbstract) == "USES");
  CHECK(EdgeTo("基于开源的 ZebraFlow 框架训练。", "ZebraFlow") == "USES");
}

}  // namespace papergraph::extract
