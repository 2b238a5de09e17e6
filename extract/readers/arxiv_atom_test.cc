#include "extract/readers/arxiv_atom.h"

#include <catch2/catch.hpp>

#include "extract/readers/decoded_text.h"
#include "extract/readers/readers.h"

namespace papergraph::extract {
namespace {

constexpr std::string_view kFeed = R"(<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?search_query=all:zoning" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=all:zoning</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <updated>2026-01-31T00:00:00-05:00</updated>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">2</opensearch:totalResults>
  <entry>
    <id>http://arxiv.org/abs/2601.00001v2</id>
    <updated>2026-01-30T18:00:00Z</updated>
    <published>2026-01-29T17:59:59Z</published>
    <title>QuarkZone: Zoning
  for Quarks &amp; Leptons</title>
    <summary>  We present \textbf{QuarkZone}, a zoning method for quarks that is trained with Group
Relative Policy Optimization &#40;GRPO&#41;. It reaches $50.5\%$ accuracy on AIME 2024 and is $2\times$ faster
than PPO &lt;baseline&gt;.
</summary>
    <author>
      <name>Ada Lovelace</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Nowhere</arxiv:affiliation>
    </author>
    <author><name>王小明</name></author>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">12 pages</arxiv:comment>
    <link href="http://arxiv.org/abs/2601.00001v2" rel="alternate" type="text/html"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
  <entry>
    <id>https://arxiv.org/abs/2601.12345</id>
    <published>2026-01-30T00:00:00Z</published>
    <title><![CDATA[Second & last]]></title>
    <summary></summary>
  </entry>
</feed>
)";

std::string BytesOfPart(std::string_view source, const Passage& passage, std::string_view part) {
  const size_t from = passage.text.find(part);
  REQUIRE(from != std::string::npos);
  const uint64_t start = passage.SourceOffset(from);
  return std::string(source.substr(start, passage.SourceOffset(from + part.size()) - start));
}

Diagnostic RefusalOf(std::string_view bytes) {
  const ReadResult result = ReadDocument("listing.xml", bytes);
  REQUIRE_FALSE(result.document);
  REQUIRE(result.diagnostics.size() == 1);
  CHECK(result.diagnostics[0].refused);
  return result.diagnostics[0];
}

std::string Entry(const std::string& id, const std::string& rest = "<title>T</title>") {
  return "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  <entry><id>" + id + "</id>" + rest + "</entry>\n</feed>";
}

using Catch::Matchers::Contains;

}  // namespace

TEST_CASE("an entry of arXiv's feed is a paper, its title and summary without wrapped lines and TeX", "[readers]") {
  const ReadResult result = ReadDocument("listing.xml", kFeed);
  REQUIRE(result.document);
  CHECK(result.diagnostics.empty());
  REQUIRE(result.document->papers.size() == 2);
  const PaperText& paper = result.document->papers[0];
  CHECK(paper.id == "2601.00001");
  CHECK(paper.title == "QuarkZone: Zoning for Quarks & Leptons");
  CHECK(paper.date == "2026-01-29");
  CHECK(paper.url == "https://arxiv.org/abs/2601.00001");
  CHECK(paper.authors == std::vector<std::string>{"Ada Lovelace", "王小明"});
  REQUIRE(paper.passages.size() == 2);
  CHECK(paper.passages[0].kind == SectionKind::kTitle);
  CHECK(paper.passages[1].kind == SectionKind::kAbstract);
  CHECK(paper.passages[1].text ==
        "We present QuarkZone, a zoning method for quarks that is trained with Group Relative Policy Optimization "
        "(GRPO). It reaches 50.5% accuracy on AIME 2024 and is 2× faster than PPO <baseline>.");
  CHECK(paper.summary == paper.passages[1].text);
  CHECK(result.document->papers[1].id == "2601.12345");
  CHECK(result.document->papers[1].title == "Second & last");
  CHECK(result.document->papers[1].passages.size() == 1);
  CHECK(result.document->papers[1].summary.empty());
}

TEST_CASE("the text of an arXiv entry leads back to its bytes through lines, entities and TeX", "[readers]") {
  const ReadResult result = ReadDocument("listing.xml", kFeed);
  REQUIRE(result.document);
  const Passage& title = result.document->papers[0].passages[0];
  const Passage& summary = result.document->papers[0].passages[1];
  CHECK(BytesOfPart(kFeed, title, "Zoning for Quarks") == "Zoning\n  for Quarks");
  CHECK(BytesOfPart(kFeed, title, "& Leptons") == "&amp; Leptons");
  CHECK(BytesOfPart(kFeed, summary, "QuarkZone,") == "QuarkZone},");
  CHECK(BytesOfPart(kFeed, summary, "Group Relative") == "Group\nRelative");
  CHECK(BytesOfPart(kFeed, summary, "GRPO") == "GRPO");
  CHECK(BytesOfPart(kFeed, summary, "50.5% accuracy") == "50.5\\%$ accuracy");
  CHECK(BytesOfPart(kFeed, summary, "AIME 2024") == "AIME 2024");
  CHECK(BytesOfPart(kFeed, summary, "baseline>.") == "baseline&gt;.");
}

TEST_CASE("what is no listing of arXiv is refused at its line and column", "[readers]") {
  const std::string feed(kFeed);
  const Diagnostic cut = RefusalOf(feed.substr(0, feed.find("</summary>")));
  CHECK_THAT(cut.message, Contains("not XML"));
  CHECK(cut.line == 17);
  const Diagnostic wrong = RefusalOf(Entry("http://arxiv.org/abs/2601.00001", "<title>a</tittle>"));
  CHECK(wrong.line == 2);
  CHECK(wrong.column == 60);
  const Diagnostic error = RefusalOf(Entry("http://arxiv.org/api/errors#incorrect_id_format_for_1",
                                           "<title>Error</title><summary>incorrect id format for 1</summary>"));
  CHECK_THAT(error.message, Contains("arXiv answered with an error: incorrect id format for 1"));
  CHECK(error.line == 2);
  CHECK(error.column == 3);
  CHECK_THAT(RefusalOf(Entry("tag:example.org,2026:1")).message, Contains("an entry without an arXiv number"));
  CHECK_THAT(RefusalOf(Entry("http://arxiv.org/abs/2601.00001v1", "<title> </title>")).message, Contains("no title"));
  CHECK_THAT(RefusalOf("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"/>").message,
             Contains("expected the element `feed`"));
  CHECK_THAT(RefusalOf("<?xml version=\"1.0\"?><!DOCTYPE feed [<!ENTITY a \"b\">]>" + Entry("&a;")).message,
             Contains("a document type is not read"));
  std::string deep = "<feed xmlns=\"http://www.w3.org/2005/Atom\">";
  for (int i = 0; i < 200; ++i) deep += "<a>";
  CHECK_THAT(RefusalOf(deep).message, Contains("levels"));
}

TEST_CASE("an entry without a number or a title is refused alone", "[readers]") {
  const std::string good = "<entry><id>http://arxiv.org/abs/2601.00001v1</id><title>T</title></entry>\n";
  for (const char* bad : {"<entry><id>tag:a,2026:1</id><title>U</title></entry>",
                          "<entry><id>http://arxiv.org/abs/2601.00002v1</id></entry>", "<entry/>"}) {
    CAPTURE(bad);
    const ReadResult result =
        ReadDocument("listing.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n" + good + bad + good + "</feed>");
    REQUIRE(result.document);
    CHECK(result.document->papers.size() == 2);
    REQUIRE(result.diagnostics.size() == 1);
    CHECK(result.diagnostics[0].one_paper);
    CHECK(result.diagnostics[0].line == 3);
  }
  const ReadResult empty = ReadDocument("listing.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>");
  REQUIRE(empty.document);
  REQUIRE(empty.diagnostics.size() == 1);
  CHECK_THAT(empty.diagnostics[0].message, Contains("no papers"));
}

TEST_CASE("an entry with a number from before April 2007 is left out and told of", "[readers]") {
  const ReadResult result = ReadDocument("listing.xml", Entry("http://arxiv.org/abs/hep-th/9901001v1"));
  REQUIRE(result.document);
  CHECK(result.document->papers.empty());
  REQUIRE(result.diagnostics.size() == 1);
  CHECK_FALSE(result.diagnostics[0].refused);
  CHECK_THAT(result.diagnostics[0].message, Contains("hep-th/9901001v1"));
}

TEST_CASE("TeX is taken out of a text where it says how letters look, and kept where it says more", "[readers]") {
  const auto plain = [](const std::string& text) {
    DecodedText decoded;
    decoded.Append(text, 100, 100 + text.size());
    return WithoutTex(decoded.Take(SectionKind::kAbstract)).text;
  };
  CHECK(plain("85\\% of R\\&D, a\\_b, \\#1, \\$5") == "85% of R&D, a_b, #1, $5");
  CHECK(plain("\\textbf{\\emph{GRPO} and} {LoRA}") == "GRPO and {LoRA}");
  CHECK(plain("$\\alpha$-DPO, $k$-shot, $3.2\\times$") == "\\alpha-DPO, k-shot, 3.2×");
  CHECK(plain("\\cite{x} } \\") == "\\cite{x} } \\");
  CHECK(plain("  a \n\n b\t") == "a b");
  CHECK(plain("\\textbf{ }") == "");
}

}  // namespace papergraph::extract
