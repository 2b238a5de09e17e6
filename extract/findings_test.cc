#include "extract/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "extract/entities/vocabulary.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

/// A paper whose only file is its passages one after the other.
class Paper {
 public:
  explicit Paper(std::string title) {
    paper_.id = "2401.00001";
    paper_.title = title;
    Add(SectionKind::kTitle, std::move(title));
  }
  Paper& Add(SectionKind kind, std::string text) {
    Passage passage;
    passage.kind = kind;
    passage.start = source_.size();
    source_ += text + "\n";
    passage.text = std::move(text);
    paper_.passages.push_back(std::move(passage));
    return *this;
  }
  Paper& Facts() {
    found_ = FindFacts(paper_, Vocabulary::BuiltIn());
    return *this;
  }
  /// The edge to an entity by any of its forms; empty when there is none.
  std::string Edge(EntityKind kind, std::string_view name) const {
    const EntityFinding* finding = Find(kind, name);
    return finding == nullptr ? "" : finding->edge;
  }
  const EntityFinding* Find(EntityKind kind, std::string_view name) const {
    for (const EntityFinding& finding : found_.entities) {
      if (finding.kind != kind) continue;
      if (FoldName(finding.name) == FoldName(name)) return &finding;
      for (const std::string& alias : finding.aliases) {
        if (FoldName(alias) == FoldName(name)) return &finding;
      }
    }
    return nullptr;
  }
  std::string Method(std::string_view name) const { return Edge(EntityKind::kMethod, name); }
  std::string Model(std::string_view name) const { return Edge(EntityKind::kModel, name); }
  std::string Benchmark(std::string_view name) const { return Edge(EntityKind::kBenchmark, name); }
  std::string Domain(std::string_view name) const { return Edge(EntityKind::kDomain, name); }
  const PaperFindings& found() const { return found_; }
  const std::string& source() const { return source_; }
  const ResultFinding* Result(double value) const {
    for (const ResultFinding& result : found_.results) {
      if (result.value == value) return &result;
    }
    return nullptr;
  }

 private:
  PaperText paper_;
  std::string source_;
  PaperFindings found_;
};

Paper Results(const std::string& text, const std::string& title = "ZebraFlow: Learning to Plan") {
  Paper paper(title);
  paper.Add(SectionKind::kContribution, "提出了一种名为 ZebraFlow 的规划框架。")
      .Add(SectionKind::kResults, text)
      .Facts();
  return paper;
}

}  // namespace

TEST_CASE("a baseline is compared with, not used", "[roles]") {
  const Paper paper = Results("与 GRPO 相比，ZebraFlow 在 AIME 2024 上高 3.1 分。");
  CHECK(paper.Method("GRPO") == "COMPARES_WITH");
  CHECK(paper.Method("ZebraFlow") == "PROPOSES");
  CHECK(paper.Benchmark("AIME24") == "EVALUATES_ON");
}

TEST_CASE("members of an enumeration share its role", "[roles]") {
  const Paper paper = Results("ZebraFlow 显著优于 PPO、DPO 和 KiteRider 等基线。");
  for (const char* name : {"PPO", "DPO", "KiteRider"}) CHECK(paper.Method(name) == "COMPARES_WITH");
}

TEST_CASE("a comparison reaches over the verbs that describe what is compared", "[roles]") {
  const Paper paper = Results("性能超越了包括 GPT-4o 和 Gemini 2.5 Pro 在内的闭源系统。");
  CHECK(paper.Model("GPT-4o") == "COMPARES_WITH");
  CHECK(paper.Model("Gemini-2.5-Pro") == "COMPARES_WITH");
}

TEST_CASE("what training runs with is used", "[roles]") {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kUsage, "*   **流程**：采用群组相对策略优化（GRPO）训练 Qwen3-8B。").Facts();
  CHECK(paper.Method("GRPO") == "USES");
  CHECK(paper.Method("组相对策略优化") == "USES");
  CHECK(paper.Model("Qwen3-8B") == "USES");
  CHECK(paper.Find(EntityKind::kModel, "Qwen3-8B")->parameters == 8.0);
}

TEST_CASE("what is not needed is not used", "[roles]") {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kUsage, "不需要像 Mamba 那样定制内核。").Facts();
  CHECK(paper.Method("Mamba") == "COMPARES_WITH");
}

TEST_CASE("what the paper does without is not used, whatever a clause in between describes is", "[roles]") {
  const auto role = [](std::string text) {
    return Paper("Foo").Add(SectionKind::kUsage, std::move(text)).Facts().Method("SFT");
  };
  for (const std::string_view without : {"不经过", "没有使用", "不使用", "无需", "不依赖", "未使用", "无需昂贵的 "})
    CHECK(role(fmt::format("首次证明{}监督微调、只靠强化学习就能激发推理能力。", without)) == "COMPARES_WITH");
  CHECK(role("The model learns to reason without SFT.") == "COMPARES_WITH");
  CHECK(role("It eliminates the need for SFT.") == "COMPARES_WITH");
  CHECK(role("先经过监督微调。") == "USES");
  CHECK(role("无需额外标注数据的监督微调。") == "USES");
}

TEST_CASE("\"over\" compares behind a change alone, and what the paper is unlike is only mentioned", "[roles]") {
  const auto role = [](std::string text) {
    return Paper("Foo").Add(SectionKind::kAbstract, std::move(text)).Facts().Method("GRPO");
  };
  CHECK(role("It has +2% gains over GRPO.") == "COMPARES_WITH");
  CHECK(role("Foo reasons over GRPO.") == "USES");
  CHECK(Paper("Foo").Add(SectionKind::kAbstract, "Unlike GPQA, Foo is hard.").Facts().Benchmark("GPQA") == "MENTIONS");
}

TEST_CASE("a benchmark that the paper trains and tests on is tested on", "[roles]") {
  Paper both = Paper("Foo").Add(SectionKind::kUsage, "训练数据来自 GSM8K 和 MATH 的训练集。");
  CHECK(both.Facts().Benchmark("GSM8K") == "TRAINS_ON");
  both.Add(SectionKind::kResults, "在 **GSM8K** 上准确率提升。").Facts();
  CHECK(both.Benchmark("GSM8K") == "EVALUATES_ON");
  CHECK(both.Benchmark("MATH") == "TRAINS_ON");
}

TEST_CASE("a benchmark paper's models are its subjects, not its rivals", "[roles]") {
  Paper paper("OrchardBench: A Benchmark for Fruit Counting");
  paper.Add(SectionKind::kContribution, "构建了首个水果计数基准 OrchardBench。")
      .Add(SectionKind::kResults, "对比了 GPT-4o 和 Qwen2.5-VL-7B 等模型。")
      .Facts();
  CHECK(paper.Benchmark("OrchardBench") == "INTRODUCES");
  CHECK(paper.Model("GPT-4o") == "USES");
  CHECK(paper.Model("Qwen2.5-VL-7B") == "USES");
}

TEST_CASE("names never seen are told apart by shape and neighbours", "[kinds]") {
  const Paper paper = Results("在 PlumQA、KOIBench 和 Harbor-3K 数据集上，以 Marmot-7B 为基座，优于 PearTree 方法。");
  for (const char* name : {"PlumQA", "KOIBench", "Harbor-3K"}) CHECK(paper.Benchmark(name) == "EVALUATES_ON");
  CHECK(paper.Model("Marmot-7B") == "USES");
  CHECK(paper.Method("PearTree") == "COMPARES_WITH");
}

TEST_CASE("a Chinese term, its English name and its abbreviation are one entity", "[identity]") {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kInnovation, "1.  **因果风筝图 (Causal Kite Graph, CKG)**：一种图结构。").Facts();
  const EntityFinding* graph = paper.Find(EntityKind::kMethod, "CKG");
  REQUIRE(graph != nullptr);
  CHECK(graph == paper.Find(EntityKind::kMethod, "Causal Kite Graph"));
  CHECK(graph == paper.Find(EntityKind::kMethod, "因果风筝图"));
  CHECK(graph->edge == "PROPOSES");
}

TEST_CASE("the verb before a Chinese term is no part of it", "[identity]") {
  Paper paper("Fooling Robots");
  paper.Add(SectionKind::kUsage, "训练使用经过监督微调（SFT）的模型，并借助流匹配（Flow Matching）生成动作。").Facts();
  for (const char* name : {"监督微调", "流匹配"}) CHECK(paper.Find(EntityKind::kMethod, name) != nullptr);
  for (const char* name : {"经过监督微调", "借助流匹配"}) CHECK(paper.Find(EntityKind::kMethod, name) == nullptr);
}

TEST_CASE("sizes in parentheses are members of the family before them", "[identity]") {
  const Paper paper = Results("基于 Qwen3 系列模型（1.7B/4B/8B）进行了评估。");
  for (const char* name : {"Qwen3", "Qwen3-1.7B", "Qwen3-4B", "Qwen3-8B"}) CHECK(paper.Model(name) == "USES");
}

TEST_CASE("what looks like a name and is none makes no entity", "[mentions]") {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kUsage, "*   **硬件**：需要 8 张 NVIDIA A100-80G GPU，代码基于 Python，输出 JSON。").Facts();
  CHECK(std::none_of(paper.found().entities.begin(), paper.found().entities.end(),
                     [](const EntityFinding& f) { return f.evidence.section == SectionKind::kUsage; }));
}

TEST_CASE("who keeps a model is no model", "[mentions]") {
  const Paper paper =
      Paper("Foo").Add(SectionKind::kUsage, "以 Qwen/Qwen3-8B、THUDM/GLM-4-9B 为基座模型，对比 GLM/LLaVA。").Facts();
  CHECK(paper.Model("Qwen3-8B") == "USES");
  CHECK(paper.Model("GLM-4-9B") == "USES");
  CHECK(paper.Model("Qwen").empty());
  CHECK(paper.Model("THUDM").empty());
  CHECK_FALSE(paper.Model("GLM").empty());
  CHECK_FALSE(paper.Model("LLaVA").empty());
}

TEST_CASE("years behind the first are years of the same benchmark", "[mentions]") {
  for (const std::string_view years : {"AIME24/25", "AIME 2024/2025", "AIME 2024 和 2025"}) {
    const Paper paper = Paper("Foo").Add(SectionKind::kResults, fmt::format("在 {} 上评测。", years)).Facts();
    CHECK(paper.Benchmark("AIME 2024") == "EVALUATES_ON");
    CHECK(paper.Benchmark("AIME 2025") == "EVALUATES_ON");
  }
}

TEST_CASE("everyday words are no names for a capital", "[abstracts]") {
  const Paper paper =
      Paper("Foo")
          .Add(SectionKind::kAbstract,
               "Empirically, BarNet wins by 2%. A Real-World Benchmark of Multiple-Choice questions. It runs "
               "on 8 A100s and PyPI, in System 2 style. TL;DR - a real robot.")
          .Facts();
  for (const EntityFinding& finding : paper.found().entities) CHECK(finding.name == "BarNet");
}

TEST_CASE("a word that opens a phrase, a class in the plural and a measure are no names", "[abstracts]") {
  const Paper paper =
      Paper("Foo")
          .Add(SectionKind::kAbstract,
               "We compare BarNet, QuxNet, and Neural Avatars. Property sets (BarNet, QuxNet, Molecular Weight) vary. "
               "Across ten MRMs such as BarNet, cpCER drops. BarNet is the ONLY one. R2 RL comes last.")
          .Facts();
  for (const EntityFinding& finding : paper.found().entities)
    CHECK((finding.name == "BarNet" || finding.name == "QuxNet"));
}

TEST_CASE("a title may name its own without a blank behind the colon, or by plain words that the text repeats",
          "[title]") {
  CHECK(Paper("SCALER:Synthetic Learning of Tasks").Facts().Method("SCALER") == "PROPOSES");
  CHECK(Paper("Multi-view Pyramid Transformer: Look Coarser")
            .Add(SectionKind::kAbstract, "Our recent work \"Multi-view Pyramid Transformer: Look Coarser\" is out.")
            .Facts()
            .Method("Multi-view Pyramid Transformer") == "PROPOSES");
}

TEST_CASE("the section on the area of application lists fields and tasks", "[domains]") {
  Paper paper("KiteRider: Agents That Ask");
  paper
      .Add(SectionKind::kDomain,
           "**自然语言处理 (NLP)** - 大模型推理、密集检索（Dense Retrieval）\n具体涉及：风筝规划。")
      .Facts();
  CHECK(paper.Domain("Natural Language Processing") == "IN_DOMAIN");
  CHECK(paper.Domain("LLM Reasoning") == "IN_DOMAIN");
  CHECK(paper.Domain("密集检索") == "IN_DOMAIN");
  CHECK(paper.Domain("风筝规划") == "IN_DOMAIN");
}

TEST_CASE("from one level to another: both ends are numbers of their own", "[results]") {
  const Paper paper = Results("在 AIME 2024 上，Qwen3-8B 的准确率从 PPO 的 13.23% 提升至 19.79%。");
  const ResultFinding* after = paper.Result(19.79);
  const ResultFinding* before = paper.Result(13.23);
  REQUIRE(after != nullptr);
  REQUIRE(before != nullptr);
  CHECK(after->kind == "absolute");
  CHECK(after->unit == "%");
  CHECK(after->metric == "accuracy");
  CHECK(after->benchmark == "AIME 2024");
  CHECK(after->baseline_value == 13.23);
  CHECK(std::count(after->subjects.begin(), after->subjects.end(), "ZebraFlow") == 1);
  CHECK(before->subjects == std::vector<std::string>{"PPO"});
}

TEST_CASE("a clause that begins with a name tells of its number, and the next clause of what became of it",
          "[results]") {
  const Paper paper = Results("朴素的 PPO 在 AIME 2024 上只有 30 分，逐项加入上述技术后提升至 50 分，步数只有其 60%。");
  REQUIRE(paper.Result(30) != nullptr);
  CHECK(paper.Result(30)->subjects == std::vector<std::string>{"PPO"});
  REQUIRE(paper.Result(50) != nullptr);
  CHECK(paper.Result(50)->subjects == std::vector<std::string>{"ZebraFlow"});
  CHECK(paper.Result(50)->baselines == std::vector<std::string>{"PPO"});
  CHECK(paper.Result(50)->baseline_value == 30);
  CHECK(paper.Result(60) == nullptr);
}

TEST_CASE("a technique that the paper only uses has no number of the paper's own thing", "[results]") {
  const Paper paper = Results("使用 LoRA 训练后，在 GSM8K 上准确率达到 81.5%。");
  REQUIRE(paper.Result(81.5) != nullptr);
  CHECK(paper.Result(81.5)->subjects == std::vector<std::string>{"ZebraFlow"});
}

TEST_CASE("a change is no score", "[results]") {
  const Paper points = Results("在 GSM8K 上提升 4.0 个百分点。");
  REQUIRE(points.Result(4.0) != nullptr);
  CHECK(points.Result(4.0)->kind == "delta");
  CHECK(points.Result(4.0)->unit == "points");
  const Paper drop = Results("在 GSM8K 上准确率仅下降 2.9%。");
  REQUIRE(drop.Result(-2.9) != nullptr);
  CHECK(drop.Result(-2.9)->kind == "delta");
  const Paper relative = Results("在 GSM8K 上相对提升 20.4%。");
  REQUIRE(relative.Result(20.4) != nullptr);
  CHECK(relative.Result(20.4)->kind == "relative");
  const Paper times = Results("在 GSM8K 上推理速度提升 2.1×。");
  REQUIRE(times.Result(2.1) != nullptr);
  CHECK(times.Result(2.1)->unit == "x");
}

TEST_CASE("the number in parentheses belongs to what stands before them", "[results]") {
  const Paper paper = Results("在 ImageNet-1K 上取得了 5.23 的 gFID，优于 KiteGAN-L (gFID 7.45)。");
  REQUIRE(paper.Result(7.45) != nullptr);
  CHECK(paper.Result(7.45)->subjects == std::vector<std::string>{"KiteGAN-L"});
  CHECK(paper.Result(7.45)->kind == "absolute");
  REQUIRE(paper.Result(5.23) != nullptr);
  CHECK(paper.Result(5.23)->metric == "gFID");
}

TEST_CASE("a number is on the benchmark that \"on\" leads to right behind it", "[results]") {
  Paper paper("KiteRider: Agents That Ask for Travel Planning");
  paper
      .Add(
          SectionKind::kAbstract,
          "We present KiteRider. KiteRider achieves 61.25% and 52.75% on GAIA and GSM8K. It improves over PPO by up to "
          "+7.5 points on KXC44, +6.25 points on MMLU, and +3.75 points on HumanEval.")
      .Facts();
  const auto benchmark = [&](double value) {
    const ResultFinding* result = paper.Result(value);
    return result == nullptr ? std::string() : result->benchmark;
  };
  CHECK(benchmark(61.25) == "GAIA");
  CHECK(benchmark(52.75) == "GSM8K");
  CHECK(benchmark(6.25) == "MMLU");
  CHECK(benchmark(3.75) == "HumanEval");
  CHECK((benchmark(7.5).empty() || benchmark(7.5) == "KXC44"));
}

TEST_CASE("a score behind a benchmark is no part of its name, and TL;DR opens a summary", "[mentions]") {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kAbstract, "TL;DR: KiteRider wins on its home benchmarks (e.g., GAIA 61.2).").Facts();
  CHECK(paper.Benchmark("GAIA") == "EVALUATES_ON");
  CHECK(paper.Benchmark("GAIA 61.2").empty());
  CHECK(paper.Benchmark("TL;DR").empty());
}

TEST_CASE("a method that a title ends with is no field", "[domains]") {
  Paper paper("A Closer Look at the Entropy of Diffusion Transformers");
  paper.Facts();
  CHECK(paper.Domain("Diffusion Transformers").empty());
}

TEST_CASE("the capitals of one word and a number abbreviate it", "[identity]") {
  Paper paper("Letting Agents Ask Back");
  paper.Add(SectionKind::kAbstract, "We propose a data type, 6-bit SquareDouble (SD6). SD6 beats SquareDouble.")
      .Facts();
  REQUIRE(paper.Find(EntityKind::kMethod, "SD6") != nullptr);
  CHECK(paper.Find(EntityKind::kMethod, "SD6") == paper.Find(EntityKind::kMethod, "SquareDouble"));
}

TEST_CASE("what a score counts and what is a venue are no names", "[abstracts]") {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(
      SectionKind::kAbstract,
      "We present KiteRider. It reaches 93.3 QDMS and 17.7% XYER, better by 3 QDMS (ZCC: 0.79). Accepted to CVPR2026.");
  paper.Facts();
  CHECK(paper.Method("KiteRider") == "PROPOSES");
  for (const std::string name : {"QDMS", "XYER", "ZCC", "CVPR2026"}) {
    CHECK(paper.Method(name).empty());
    CHECK(paper.Benchmark(name).empty());
  }
}

TEST_CASE("what a score is reached on is a benchmark", "[abstracts]") {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kAbstract, "KiteRider achieves 98.5% coverage on QuarkCraft and was trained on ZorpMath.");
  paper.Facts();
  CHECK(paper.Benchmark("QuarkCraft") == "EVALUATES_ON");
  CHECK(paper.Benchmark("ZorpMath") == "TRAINS_ON");
}

TEST_CASE("what an abstract spells out before its own work is not its own", "[abstracts]") {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kAbstract,
            "Prior work on Paper Folding Tuning (PFT) is slow. We propose Kite Folding Tuning (KFT), which is fast.");
  paper.Facts();
  CHECK(paper.Method("PFT") != "PROPOSES");
  CHECK(paper.Method("KFT") == "PROPOSES");
}

TEST_CASE("a phrase without a name is the paper's own where the title has none", "[abstracts]") {
  const std::string abstract = "This study introduces a novel kite-theoretical framework to count birds.";
  Paper unnamed("Counting Birds in Large Parks");
  unnamed.Add(SectionKind::kAbstract, abstract);
  CHECK(unnamed.Facts().Method("kite-theoretical framework") == "PROPOSES");
  Paper named("BirdNetz: Counting Birds in Large Parks");
  named.Add(SectionKind::kAbstract, abstract);
  CHECK(named.Facts().Method("kite-theoretical framework").empty());
}

TEST_CASE("what is left of a phrase before a colon is no name", "[identity]") {
  CHECK(Paper("From Sparse to Dense: Kites for Models").Facts().Method("Dense").empty());
}

TEST_CASE("counts, ranks, years and keys of an entry are no names", "[abstracts]") {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kAbstract,
            "We present KiteRider for 2-Step flights and 3D-grounded maps. Its Top-6 score won at Kites Findings 2026. "
            "archivePrefix={arXiv}, an LLM-judge agrees.");
  paper.Facts();
  for (const std::string name : {"2-Step", "3D-grounded", "Top-6", "Findings 2026", "archivePrefix", "LLM-judge"}) {
    CHECK(paper.Method(name).empty());
    CHECK(paper.Model(name).empty());
  }
}

TEST_CASE("a new name that a sentence opens with is the paper's, once it speaks of its own work", "[abstracts]") {
  Paper paper("Kites That Never Fall Down");
  paper.Add(SectionKind::kAbstract,
            "We propose a way to fly. QuarkPilot steers by asking, and flies with ZorpWing. It is safe.");
  paper.Facts();
  CHECK(paper.Method("QuarkPilot") == "PROPOSES");
  CHECK(paper.Method("ZorpWing") == "USES");
}

TEST_CASE("words with capitals behind the verb of a proposal are one name", "[abstracts]") {
  Paper paper("Kites That Never Fall Down");
  paper.Add(SectionKind::kAbstract, "Leveraging this insight, we propose Stable Kettle, a framework that boils.");
  paper.Facts();
  CHECK(paper.Method("Stable Kettle") == "PROPOSES");
  CHECK(paper.Method("Stable").empty());
}

TEST_CASE("the paper does not propose what its proposal is only verified with", "[abstracts]") {
  Paper paper("Kites That Never Fall Down");
  paper.Add(
      SectionKind::kAbstract,
      "We propose a new way of testing kites and their tails in many different parks, checked in QUARZ by people.");
  paper.Facts();
  CHECK(paper.Method("QUARZ") != "PROPOSES");
}

TEST_CASE("a notion in English words is no name because its letters follow, a known or announced one is",
          "[abstracts]") {
  Paper paper("Zebra: Lamps That Listen");
  paper.Add(SectionKind::kAbstract,
            "We propose Zebra, trained with supervised fine-tuning (SFT) on lamp signal processing (LSP) for software "
            "engineering (SWE), beside Lamp Foundation Models (LFMs) and (LLM-based) tools, across 3,300+ lamps.");
  paper.Facts();
  CHECK(paper.Method("SFT") == "USES");
  for (const char* no_name : {"LSP", "SWE", "LFMs", "LLM-based", "Across 3"}) {
    INFO(no_name);
    CHECK(paper.Method(no_name).empty());
    CHECK(paper.Model(no_name).empty());
  }
}

TEST_CASE("a report introduces the model that its title names", "[abstracts]") {
  const Paper paper = Paper("Zebra-VL Technical Report")
                          .Add(SectionKind::kAbstract, "Zebra-VL answers questions about lamps in seven languages.")
                          .Facts();
  CHECK(paper.Model("Zebra-VL") == "INTRODUCES");
  CHECK(paper.Method("Zebra-VL").empty());
}

TEST_CASE("what is called ours is the paper's; what others were surpassed on was only run", "[abstracts]") {
  const Paper paper = Paper("Lamps That Listen")
                          .Add(SectionKind::kAbstract,
                               "We study lamps. Our ZebraNet 8B repairs most of them. It outperforms other samplers on "
                               "LLaDA and GPT-4o, without requiring any training of the DiT backbone.")
                          .Facts();
  CHECK(paper.Model("ZebraNet 8B") == "INTRODUCES");
  CHECK(paper.Model("LLaDA") == "USES");
  CHECK(paper.Method("DiT") == "USES");
}

TEST_CASE("a row of bare numbers is a table that lost its columns", "[results]") {
  CHECK(Results("在 GSM8K 上得分 ZebraFlow 43.6 53.7 42.6。").found().results.empty());
}

TEST_CASE("a data set that the paper publishes is its own", "[roles]") {
  Paper paper("Letting Agents Ask Back");
  paper.Add(SectionKind::kInnovation, "**数据**：整理并公开的 **Kite-Trips-20K** 数据集包含两万条行程。").Facts();
  CHECK(paper.Benchmark("Kite-Trips-20K") == "INTRODUCES");
}

TEST_CASE("numbers without a named benchmark, in names and of other things are no results", "[results]") {
  CHECK(Results("在 8 张 GPU 上训练 3 轮，平均提升 4.2%。").found().results.empty());
  CHECK(Results("在 AIME 2024 上使用 1.7 万条数据。").found().results.empty());
}

TEST_CASE("an English abstract is read like a report", "[english]") {
  Paper paper("KiteRider: Agents That Ask for Travel Planning");
  paper
      .Add(SectionKind::kAbstract,
           "We propose KiteRider, a framework built on Qwen3-8B and trained with GRPO. It outperforms PearTree on GAIA "
           "by 3.1 points.")
      .Facts();
  CHECK(paper.Method("KiteRider") == "PROPOSES");
  CHECK(paper.Model("Qwen3-8B") == "USES");
  CHECK(paper.Method("GRPO") == "USES");
  CHECK(paper.Method("PearTree") == "COMPARES_WITH");
  CHECK(paper.Benchmark("GAIA") == "EVALUATES_ON");
  CHECK(paper.Domain("Travel Planning") == "IN_DOMAIN");
}

TEST_CASE("evidence is the source's own bytes, short enough, and names its entity", "[evidence]") {
  std::string longest = "采用 GRPO 训练";
  for (int i = 0; i < 80; ++i) longest += "，并在第" + std::to_string(i) + "个阶段更新策略网络的参数";
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kInnovation, longest + "，最后使用 PPO 微调。").Facts();
  REQUIRE(paper.Find(EntityKind::kMethod, "PPO") != nullptr);
  for (const EntityFinding& finding : paper.found().entities) {
    const Evidence& evidence = finding.evidence;
    CHECK(paper.source().substr(evidence.start, evidence.end - evidence.start) == evidence.text);
    CHECK(std::count_if(evidence.text.begin(), evidence.text.end(),
                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }) <= 400);
    const std::string folded = FoldName(evidence.text);
    bool named = folded.find(FoldName(finding.name)) != std::string::npos;
    for (const std::string& alias : finding.aliases) named = named || folded.find(FoldName(alias)) != std::string::npos;
    INFO(finding.name);
    CHECK(named);
    CHECK(finding.confidence > 0);
    CHECK(finding.confidence <= 1);
    CHECK_FALSE(finding.rule.empty());
  }
}

TEST_CASE("any text has findings, and the same ones twice", "[robust]") {
  for (const char* text : {"", "**", "（）", "()", "（A", "A）", "1.", "\xF0\x9F\x93\x84", "GRPO（", "$\\pi$-",
                           "%%% 5% 5%", "、、A、B、", "-7B", "+"}) {
    for (const SectionKind kind :
         {SectionKind::kDomain, SectionKind::kResults, SectionKind::kAbstract, SectionKind::kInnovation}) {
      Paper once("A: B"), twice("A: B");
      once.Add(kind, text).Facts();
      twice.Add(kind, text).Facts();
      REQUIRE(once.found().entities.size() == twice.found().entities.size());
    }
  }
}

namespace {

std::string ShownResults(std::string_view text) {
  Paper paper("KiteRider: Agents That Ask");
  paper.Add(SectionKind::kAbstract, "We present KiteRider. " + std::string(text));
  std::string out;
  for (const ResultFinding& r : paper.Facts().found().results) {
    out += fmt::format("{:g}{} {} {} on {}", r.value, r.unit, r.kind, r.metric, r.benchmark);
    if (r.baseline_value) out += fmt::format(" from {:g}", *r.baseline_value);
    out += "; ";
  }
  return out;
}

}  // namespace

TEST_CASE("a number belongs to the nearest benchmark of its clause", "[results]") {
  CHECK(ShownResults("KiteRider scores 62.5% on GSM8K, 71.0% on MMLU, and 55.1% on HumanEval.") ==
        "62.5% absolute score on GSM8K; 71% absolute score on MMLU; 55.1% absolute score on HumanEval; ");
  CHECK(ShownResults("KiteRider achieves 98.5%, 84.1%, and 47.4% on GSM8K, MMLU and GPQA, respectively.") ==
        "98.5% absolute accuracy on GSM8K; 84.1% absolute accuracy on MMLU; 47.4% absolute accuracy on GPQA; ");
  CHECK(ShownResults("It improves recall: +3.2% (GSM8K) · +7.7% (MMLU).") ==
        "3.2% delta recall on GSM8K; 7.7% delta recall on MMLU; ");
  CHECK(ShownResults("KiteRider is strong: GSM8K: 48.6% MMLU: 75.7%.") ==
        "48.6% absolute accuracy on GSM8K; 75.7% absolute accuracy on MMLU; ");
}

TEST_CASE("both ends of an arrow and of 'from ... to' are levels", "[results]") {
  CHECK(ShownResults("KiteRider improves F1 on GSM8K from 0.18 to 0.50.") ==
        "0.18 absolute F1 on GSM8K; 0.5 absolute F1 on GSM8K from 0.18; ");
  CHECK(ShownResults("On GSM8K, KiteRider jumps 53.83 → 65.94 (+12.11).") ==
        "53.83 absolute score on GSM8K; 65.94 absolute score on GSM8K from 53.83; 12.11 delta score on GSM8K; ");
}

TEST_CASE("the measure behind a row of numbers is that of all, and one behind another number is not", "[results]") {
  CHECK(ShownResults("On GSM8K and MMLU, KiteRider achieved 83.5% and 81.0% pass@1.") ==
        "83.5% absolute pass@1 on GSM8K; 81% absolute pass@1 on MMLU; ");
  CHECK(ShownResults("On GPQA, KiteRider gains 6 points with 33% compression.") ==
        "6points delta accuracy on GPQA; 33% absolute compression on GPQA; ");
}

TEST_CASE("a change is relative where the levels beside it say so, and counts of a benchmark's things are none",
          "[results]") {
  const auto kind = [](std::string text, double value) {
    const Paper paper = Paper("Foo: Bar").Add(SectionKind::kAbstract, std::move(text)).Facts();
    const ResultFinding* result = paper.Result(value);
    return result == nullptr ? "" : result->kind;
  };
  CHECK(kind("We propose Foo. Foo improves F1 by +411% on GPQA (0.117→0.598).", 411) == "relative");
  CHECK(kind("We propose Foo. Foo improves accuracy by +4.0% on GPQA (13.2→17.2).", 4) == "delta");
  CHECK(kind("We propose Foo. Foo reads 21 GPQA question types.", 21).empty());
}

TEST_CASE("sizes, ordinals, counts and unnamed averages are no results", "[results]") {
  CHECK(ShownResults("KiteRider is #1 on GSM8K at 256 × 256 pixels.").empty());
  CHECK(ShownResults("It solves 26 out of 35 points on GSM8K while being 9× smaller.").empty());
  CHECK(ShownResults("KiteRider is trained with only 1% GSM8K data and gains 4.1% on average across 6 benchmarks.")
            .empty());
}

}  // namespace papergraph::extract
