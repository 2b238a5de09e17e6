#include "extract/readers/readers.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "extract/readers/load.h"
#include "extract/readers/own_words.h"
#include "extract/readers/section_heading.h"

namespace papergraph::extract {
namespace {

constexpr std::string_view kReport = R"(# Daily Papers Report
**Date**: 2026-01-30

============================================================

## 📄 QuarkZone: Zoning for Quarks

- **链接**: https://huggingface.co/papers/2601.00001
- **阅读来源**: HTML

# 论文阅读报告：QuarkZone (QZ)

### 1. 应用领域
**自然语言处理 (NLP)**

### 2. **一句话核心贡献**：
提出了 **QuarkZone**，一种分区方法。

1. **使用指南**
   *   **输入**：文本。

**四、主要创新点**
1.  **应用领域自适应**：不是标题。

## 5. 实验效果
在 AIME 2024 上达到 50%。

============================================================

## 📄 Second

- **Link**: https://arxiv.org/abs/2601.00002v1

### 1. Application Area (应用领域)
Robotics

### 5. Experimental Results
Good.
### 6. Limitations
None.
)";

std::vector<std::string> Sections(const PaperText& paper) {
  std::vector<std::string> sections;
  for (const Passage& passage : paper.passages)
    sections.push_back(std::string(NameOf(passage.kind)) + ": " + passage.text);
  return sections;
}

/// The bytes of the source that [from, to) of a passage stand for, as they are written there.
std::string SourceBytes(std::string_view source, const Passage& passage, size_t from, size_t to) {
  const uint64_t start = passage.SourceOffset(from);
  return std::string(source.substr(start, passage.SourceOffset(to) - start));
}

const Diagnostic& Refusal(const ReadResult& result) {
  REQUIRE_FALSE(result.document);
  REQUIRE(result.diagnostics.size() == 1);
  REQUIRE(result.diagnostics[0].refused);
  return result.diagnostics[0];
}

}  // namespace

TEST_CASE("sections of a report are known by their words, whatever number, depth and marks they have", "[readers]") {
  const ReadResult result = ReadDocument("a.txt", kReport);
  REQUIRE(result.document);
  REQUIRE(result.document->papers.size() == 2);
  const PaperText& first = result.document->papers[0];
  CHECK(first.id == "2601.00001");
  CHECK(first.title == "QuarkZone: Zoning for Quarks");
  CHECK(first.date == "2026-01-30");
  CHECK(first.url == "https://huggingface.co/papers/2601.00001");
  CHECK(first.summary == "提出了 QuarkZone，一种分区方法。");
  CHECK(Sections(first) ==
        std::vector<std::string>{"title: QuarkZone: Zoning for Quarks", "title: QuarkZone (QZ)",
                                 "domain: **自然语言处理 (NLP)**", "contribution: 提出了 **QuarkZone**，一种分区方法。",
                                 "usage: *   **输入**：文本。", "innovation: 1.  **应用领域自适应**：不是标题。",
                                 "results: 在 AIME 2024 上达到 50%。"});
  const PaperText& second = result.document->papers[1];
  CHECK(second.id == "2601.00002");
  CHECK(Sections(second) ==
        std::vector<std::string>{"title: Second", "domain: Robotics", "results: Good.", "other: None."});
  for (const PaperText& paper : result.document->papers) {
    for (const Passage& passage : paper.passages)
      CHECK(kReport.substr(passage.start, passage.text.size()) == passage.text);
  }
}

TEST_CASE("a heading is told from a list item", "[readers]") {
  for (const char* line : {"### 1. 应用领域", "1. **应用领域**", "**1. 应用领域**", "一、应用领域", "1. **应用领域**：",
                           "## 應用領域", "（一）应用领域", "### ① 应用领域", "### 1、应用领域", "**应用领域**",
                           "### Application Area", "1. **Application Domain (应用领域)**", "### 1.应用领域",
                           "### 1． 应用领域：", "## I. Application Areas", "### **1. 应用领域 / Application Area**"}) {
    CAPTURE(line);
    const auto heading = ReadSectionHeading(line);
    REQUIRE(heading);
    CHECK(heading->kind == SectionKind::kDomain);
    CHECK(heading->text_from == std::string_view(line).size());
  }
  for (const char* line : {"*   **应用领域**：NLP", "应用领域", "    1. **应用领域**", "1. **应用领域自适应**：x",
                           "该方法的应用领域", "- results", "Results show that"}) {
    CAPTURE(line);
    CHECK_FALSE(ReadSectionHeading(line));
  }
  const std::string_view with_text = "1. **应用领域**：NLP";
  CHECK(with_text.substr(ReadSectionHeading(with_text)->text_from) == "NLP");
}

TEST_CASE("JSON text leads back to its bytes through every escape", "[readers]") {
  const std::string source =
      R"([{"title":"A \"quoted\" T\u00eftle","paper_url":"https://huggingface.co/papers/2601.00001","stars":"12","authors":["An Author"],)"
      R"("details":{"abstract":"We present Zorp\n\ud83d\ude00, a m\u00e9thod for tests \\ trials, trained with GRPO on AIME 2024 problems.",)"
      R"("github_links":["https://github.com/a/b"]},"scraped_date":"2026-01-30"}])";
  const ReadResult result = ReadDocument("a.json", source);
  REQUIRE(result.document);
  const PaperText& paper = result.document->papers.at(0);
  CHECK(paper.title == "A \"quoted\" Tïtle");
  CHECK(paper.date == "2026-01-30");
  CHECK(paper.authors == std::vector<std::string>{"An Author"});
  CHECK(paper.code == std::vector<std::string>{"https://github.com/a/b"});
  CHECK_FALSE(paper.upvotes);
  REQUIRE(paper.passages.size() == 2);
  const Passage& abstract = paper.passages[1];
  CHECK(abstract.text == "We present Zorp\n😀, a méthod for tests \\ trials, trained with GRPO on AIME 2024 problems.");
  CHECK(paper.summary == "We present Zorp 😀, a méthod for tests \\ trials, trained with GRPO on AIME 2024 problems.");
  const auto bytes_of = [&](std::string_view part) {
    const size_t from = abstract.text.find(part);
    return SourceBytes(source, abstract, from, from + part.size());
  };
  CHECK(bytes_of("Zorp") == "Zorp");
  CHECK(bytes_of("Zorp\n") == "Zorp\\n");
  CHECK(bytes_of("\n😀") == "\\n\\ud83d\\ude00");
  CHECK(bytes_of("😀, a mé") == "\\ud83d\\ude00, a m\\u00e9");
  CHECK(bytes_of("méthod") == "m\\u00e9thod");
  CHECK(bytes_of("\\ t") == "\\\\ t");
  CHECK(bytes_of("GRPO on AIME 2024") == "GRPO on AIME 2024");
}

TEST_CASE("papers may lie in several arrays and in objects around them", "[readers]") {
  const std::string paper = R"({"title":"T","paper_url":"https://huggingface.co/papers/2601.00001"})";
  for (const std::string& source : {paper, "[" + paper + "]\n[" + paper + "]", "\xEF\xBB\xBF[[" + paper + "]]",
                                    R"({"date":"2026-01-30","papers":[)" + paper + "]}"}) {
    CAPTURE(source);
    const ReadResult result = ReadDocument("a.json", source);
    REQUIRE(result.document);
    CHECK(result.document->papers.at(0).id == "2601.00001");
  }
  CHECK(ReadDocument("a.json", R"({"date":"2026-01-30","papers":[)" + paper + "]}").document->papers.at(0).date ==
        "2026-01-30");
  CHECK(ReadDocument("a.json", "[]").document->papers.empty());
}

TEST_CASE("what cannot be read says where and what was expected", "[readers]") {
  CHECK(Refusal(ReadDocument("a", "")).message.find("empty") != std::string::npos);
  CHECK(Refusal(ReadDocument("a", " \n\t ")).message.find("empty") != std::string::npos);
  const ReadResult binary = ReadDocument("a", std::string_view("PK\x03\x04\0\0", 6));
  CHECK(Refusal(binary).byte == 2);
  CHECK(Refusal(binary).message.find("binary") != std::string::npos);
  const ReadResult latin = ReadDocument("a", "# Daily\n\nM\xe9thode");
  CHECK(Refusal(latin).byte == 10);
  CHECK(Refusal(latin).line == 3);
  CHECK(Refusal(latin).message.find("0xe9") != std::string::npos);
  for (const char* bad : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8", "\xff"})
    CHECK(Refusal(ReadDocument("a", bad)).byte == 0);
  const ReadResult cut = ReadDocument("a", "[{\"title\":\"T\",\n \"paper_url\":\"https://hugg");
  CHECK(Refusal(cut).byte == 41);
  CHECK(Refusal(cut).line == 2);
  CHECK(Refusal(cut).message.find("closing quote") != std::string::npos);
  const ReadResult no_id = ReadDocument(
      "a", "[{\"title\":\"T\",\"paper_url\":\"https://huggingface.co/papers/2601.00001\"},\n{\"title\":\"U\"}]");
  REQUIRE(no_id.document);
  CHECK(no_id.document->papers.size() == 1);
  REQUIRE(no_id.diagnostics.size() == 1);
  CHECK(no_id.diagnostics[0].refused);
  CHECK(no_id.diagnostics[0].one_paper);
  CHECK(no_id.diagnostics[0].line == 2);
  CHECK(no_id.diagnostics[0].column == 1);
  CHECK(no_id.diagnostics[0].message.find("paper_url") != std::string::npos);
  CHECK(Refusal(ReadDocument("a", "[{\"title\":\"U\"}]")).column == 2);
  CHECK(Refusal(ReadDocument("a", "[{\"a\": 2}]")).byte == 1);
  const ReadResult no_link = ReadDocument("a", "# Daily Papers Report\n**Date**: 2026-01-30\n## 📄 T\n\ntext\n");
  CHECK(Refusal(no_link).line == 3);
  CHECK(Refusal(ReadDocument("a", "Dear all,\n")).message.find("unknown form") != std::string::npos);
  CHECK(Refusal(ReadDocument("a", "# Daily Papers Report\n")).message.find("📄") != std::string::npos);
  std::string deep(100000, '[');
  CHECK(Refusal(ReadDocument("a", deep)).message.find("levels") != std::string::npos);
}

TEST_CASE("only what a paper says of itself counts", "[readers]") {
  const std::string title = "QuarkZone: Zoning for Quarks";
  for (const char* other : {
           "",
           "good work, thanks!",
           "QuarkZone: Zoning for Quarks",
           "https://github.com/a/b",
           "Project Page: https://a.github.io/b/ Github: https://github.com/a/b HuggingFace: "
           "https://huggingface.co/a/b",
           "This is an automated message from the Librarian Bot . I found the following papers similar to this paper. "
           "The following papers were "
           "recommended by the Semantic Scholar API GRPO Is Enough (2025) Another Way (2025)",
           "Some related work: First Paper (2024) Second Paper (2025) Third Paper (2025) Fourth Paper (2025)",
           "arXiv lens breakdown of this paper 👉 https://arxivlens.com/x Executive Summary Detailed Breakdown "
           "Practical Applications",
           "🚀 Excited to share QuarkZone! 🔥 It uses GRPO and beats GPT-4o on AIME 2024. 🧵 @someone #LLM",
           "QuarkZone. Installation: pip install quarkzone git clone https://github.com/a/b Usage: python main.py "
           "--model Qwen3-8B License MIT",
           "The zoning here fits well with what we do in LangGraph. Has anyone tried it with GRPO on AIME 2024 and "
           "MATH?",
       }) {
    CAPTURE(other);
    CHECK(OwnWords(other, title).empty());
  }
  const std::string abstract =
      "We present QuarkZone, a zoning method for quarks that is trained with GRPO and reaches 50% on AIME 2024. Code: "
      "https://github.com/a/b";
  const auto kept = OwnWords(abstract, title);
  REQUIRE(kept.size() == 1);
  CHECK(abstract.substr(kept[0].first, kept[0].second - kept[0].first).ends_with("AIME 2024."));
}

TEST_CASE("a line without end is refused in bounded memory, a folder's files come by name", "[readers]") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "papergraph_readers_test";
  fs::remove_all(folder);
  fs::create_directories(folder / "b");
  std::ofstream(folder / "long.txt") << "x\n" << std::string(kLongestLine + 10, 'x');
  std::ofstream(folder / "b" / "2.txt") << "x";
  std::ofstream(folder / "a.txt") << "x";
  std::ofstream(folder / ".hidden") << "x";
  std::vector<Diagnostic> diagnostics;
  std::string bytes;
  CHECK_FALSE(LoadFile((folder / "long.txt").string(), bytes, diagnostics));
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].line == 2);
  CHECK_FALSE(LoadFile((folder / "none.txt").string(), bytes, diagnostics));
  CHECK_FALSE(LoadFile(folder.string(), bytes, diagnostics));
  std::vector<std::string> names;
  for (const std::string& file : FilesOf({folder.string(), (folder / "a.txt").string()}, diagnostics))
    names.push_back(SourceName(file));
  CHECK(names == std::vector<std::string>{"a.txt", "2.txt", "long.txt", "a.txt"});
  fs::remove_all(folder);
}

TEST_CASE("every real report and every real day is read", "[readers]") {
  namespace fs = std::filesystem;
  const fs::path shared = std::getenv("PAPERGRAPH_SHARED") != nullptr ? std::getenv("PAPERGRAPH_SHARED") : "../shared";
  if (!fs::exists(shared / "reports")) {
    WARN("the real reports are not here: skipped");
    return;
  }
  size_t papers = 0, days = 0;
  for (const char* folder : {"reports", "corpora/hf-daily"}) {
    for (const fs::directory_entry& entry : fs::directory_iterator(shared / folder)) {
      std::ostringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      const std::string bytes = text.str();
      const ReadResult result = ReadDocument(entry.path().filename().string(), bytes);
      CAPTURE(entry.path());
      REQUIRE(result.document);
      if (std::string_view(folder) != "reports") {
        ++days;
        continue;
      }
      for (const PaperText& paper : result.document->papers) {
        ++papers;
        std::set<SectionKind> kinds;
        for (const Passage& passage : paper.passages) {
          kinds.insert(passage.kind);
          CHECK(bytes.substr(passage.start, passage.text.size()) == passage.text);
        }
        CHECK(kinds.size() == 6);
        CHECK_FALSE(paper.summary.empty());
      }
    }
  }
  CHECK(papers == 47);
  CHECK(days == 148);
}

}  // namespace papergraph::extract
