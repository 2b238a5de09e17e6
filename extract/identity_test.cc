#include "extract/identity.h"

#include <catch2/catch.hpp>

#include "extract/entities/rulebook.h"
#include "extract/graph/intake.h"
#include "extract/linking/decisions.h"

namespace papergraph::extract {
namespace {

EntityFinding Used(std::string name, std::vector<std::string> aliases, std::string evidence) {
  EntityFinding finding;
  finding.name = std::move(name);
  finding.aliases = std::move(aliases);
  finding.edge = "USES";
  finding.evidence = {std::move(evidence), 10, 20, SectionKind::kUsage};
  finding.rule = "test";
  finding.confidence = 0.8;
  return finding;
}

std::unique_ptr<Store> StoreWith(const std::vector<EntityFinding>& findings) {
  auto store = Store::Open(":memory:", {});
  std::vector<Diagnostic> diagnostics;
  const auto rules = Rulebook::Open(*store->Snapshot(), {}, diagnostics);
  const Decisions decisions;
  Intake intake(*store->Snapshot(), rules->vocabulary(), decisions, rules->fingerprint());
  PaperText paper;
  paper.id = "2601.00001";
  paper.title = "A Title of Some Length";
  const auto transaction = store->Begin();
  intake.Put(*transaction, {"a.txt", "h", {paper}, {{findings, {}}}});
  transaction->Commit();
  return store;
}

}  // namespace

TEST_CASE("aliases say why each form is one with the name", "[identity]") {
  const auto store = StoreWith(
      {Used("QuarkZone", {"夸克分区法"}, "基于 QuarkZone（夸克分区法）训练"), Used("GRPO", {}, "用 GRPO 训练")});
  const auto found = IdentitiesOf(*store->Snapshot(), "quark-zone");
  REQUIRE(found.size() == 1);
  CHECK(found[0].name == "QuarkZone");
  CHECK(found[0].label == "Method");
  REQUIRE(found[0].forms.size() == 2);
  CHECK(found[0].forms[1].form == "夸克分区法");
  CHECK(found[0].forms[1].reason == "written as another name of \"QuarkZone\"");
  CHECK(found[0].forms[1].evidence == "基于 QuarkZone（夸克分区法）训练");
  const auto known = IdentitiesOf(*store->Snapshot(), "GRPO");
  REQUIRE(known.size() == 1);
  CHECK(known[0].forms[0].reason.starts_with("in the vocabulary"));
  CHECK(IdentitiesOf(*store->Snapshot(), "nothing").empty());
}

TEST_CASE("a merge outlives a relink and a split takes it back", "[identity]") {
  const auto store =
      StoreWith({Used("QuarkZone", {}, "QuarkZone"), Used("GRPO", {}, "GRPO"), Used("Zonium", {}, "Zonium")});
  const auto count = [&] { return store->Snapshot()->NodeCount(*store->Snapshot()->FindLabel("Method")); };
  REQUIRE(count() == 3);
  CHECK(Merge(*store, "GRPO", "QuarkZone").done);
  CHECK(count() == 2);
  CHECK_FALSE(Merge(*store, "GRPO", "QuarkZone").done);
  CHECK(Merge(*store, "GRPO", "Zonium").done);
  CHECK(count() == 1);
  CHECK(IdentitiesOf(*store->Snapshot(), "Zonium").at(0).name == "GRPO");
  CHECK(Split(*store, "GRPO", "QuarkZone").done);
  CHECK(count() == 2);
  CHECK(Split(*store, "GRPO", "Zonium").done);
  CHECK(count() == 3);
  CHECK_FALSE(Split(*store, "GRPO", "Zonium").done);
  CHECK(LoadDecisions(*store->Snapshot()).merged.empty());
}

TEST_CASE("a form set apart is a thing of its own until it is merged again", "[identity]") {
  const auto store = StoreWith({Used("QuarkZone", {"Zonium"}, "QuarkZone (Zonium)"), Used("Zonium", {}, "Zonium")});
  const auto count = [&] { return store->Snapshot()->NodeCount(*store->Snapshot()->FindLabel("Method")); };
  REQUIRE(count() == 1);
  CHECK(Split(*store, "QuarkZone", "Zonium").done);
  CHECK(count() == 2);
  CHECK(Merge(*store, "QuarkZone", "Zonium").done);
  CHECK(count() == 1);
  CHECK(LoadDecisions(*store->Snapshot()).apart.empty());
}

TEST_CASE("why names the edge, the rule and the sentence, with the words marked", "[identity]") {
  const auto store = StoreWith({Used("QuarkZone", {"夸克分区法"}, "用夸克分区法训练 quarkzone")});
  const auto reasons = ReasonsFor(*store->Snapshot(), "2601.00001", "夸克分区法");
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].edge == "USES");
  CHECK(reasons[0].rule == "test");
  CHECK(reasons[0].source == "a.txt");
  CHECK(reasons[0].start == 10);
  REQUIRE(reasons[0].marks.size() == 2);
  CHECK(reasons[0].evidence.substr(reasons[0].marks[0].first, reasons[0].marks[0].second - reasons[0].marks[0].first) ==
        "夸克分区法");
  CHECK(ReasonsFor(*store->Snapshot(), "a title of", "QuarkZone").size() == 1);
  CHECK(ReasonsFor(*store->Snapshot(), "2601.00001", "GRPO").empty());
}

}  // namespace papergraph::extract
