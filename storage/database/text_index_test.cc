#include "storage/database/text_index.h"

#include <catch2/catch.hpp>
#include <random>

#include "storage/database/check.h"
#include "storage/database/core.h"
#include "storage/database/repair.h"
#include "storage/database/transaction.h"
#include "storage/format/keys.h"
#include "tests/support/files.h"
#include "tests/support/plain_graph.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

std::unique_ptr<Core> NewCore(const std::string& path = ":memory:") {
  KvOptions kv;
  OpenOptions options;
  kv.create = options.create = true;
  return std::make_unique<Core>(KeyValue::Open(path, kv), options);
}

// Texts of words that are drawn from some, with a few more labels, types and properties than the index has.
void WriteTexts(GraphWriter& graph, size_t count) {
  std::mt19937 random(5);
  const LabelId labels[] = {graph.InternLabel("A"), graph.InternLabel("B"), graph.InternLabel("C")};
  const TypeId types[] = {graph.InternType("T"), graph.InternType("U")};
  const PropertyId texts[] = {graph.InternProperty("title"), graph.InternProperty("other")};
  NodeId last = kNoNode;
  for (size_t i = 0; i < count; ++i) {
    const NodeId node = graph.CreateNode({&labels[random() % 3], 1});
    const auto text = [&] {
      std::string words;
      for (size_t k = random() % 12; k > 0; --k) words += "word" + std::to_string(random() % 300) + " 强化学习";
      return Value::String(words);
    };
    graph.SetProperty(node, texts[random() % 2], text());
    if (last != kNoNode) graph.SetProperty(graph.CreateEdge(last, types[random() % 2], node), texts[0], text());
    last = node;
  }
}

void MakeIndexes(GraphWriter& graph) {
  const LabelId labels[] = {graph.InternLabel("A"), graph.InternLabel("B")};
  const TypeId type = graph.InternType("T");
  const PropertyId title = graph.InternProperty("title");
  FullTextOf(graph).CreateTextIndex("nodes", labels, {&title, 1});
  FullTextOf(graph).CreateTextIndex("edges", std::span(&type, 1), {&title, 1});
}

void RequireSound(Core& core) {
  for (const std::string& fault : CheckVersion(*core.Current(), core.kv()).faults) FAIL_CHECK(fault);
}

TEST_CASE("an index that is made of texts that are there is as one that was there before them", "[text]") {
  PlainGraph plain;
  WriteTexts(plain, 300);
  MakeIndexes(plain);
  for (const bool alone : {true, false}) {
    const Folder folder;
    const std::string path = folder / "db";
    auto core = NewCore(path);
    {
      StoreTransaction transaction(*core);
      WriteTexts(transaction, 300);
      if (!alone) MakeIndexes(transaction);
      if (!alone) CHECK(Differences(plain, transaction, {}).empty());
      transaction.Commit();
    }
    if (alone) {
      StoreTransaction transaction(*core);
      MakeIndexes(transaction);
      CHECK(Differences(plain, transaction, {}).empty());
      transaction.Commit();
    }
    CHECK(Differences(plain, *core->Current(), {}).empty());
    RequireSound(*core);
    core.reset();
    core = NewCore(path);
    CHECK(Differences(plain, *core->Current(), {}).empty());
  }
}

TEST_CASE("keys in any order are written in order, whether they fit into memory or not", "[text]") {
  for (const uint64_t memory : {uint64_t{2000}, uint64_t{100'000}, uint64_t{1} << 30}) {
    const Folder folder;
    KvOptions options;
    options.create = true;
    auto kv = KeyValue::Open(folder / "db", options);
    std::mt19937 random(1);
    std::map<std::string, std::string> wanted;
    {
      auto import = kv->BeginImport(memory);
      std::map<std::string, std::string> notes, seen;
      for (int i = 0; i < 5000; ++i) {
        const std::string key = std::to_string(random()) + "-" + std::to_string(i);
        wanted[key] = "";
        notes[key] = i % 2 == 0 ? std::to_string(i) : "";
        import->AddKey(key, notes[key]);
      }
      const std::map<std::string, std::string> few = {{"0", "first"}, {"2x", "middle"}, {"z", "last"}};
      wanted.insert(few.begin(), few.end());
      bool has_ended = false;
      import->Finish({{"z", "last"}, {"0", "first"}, {"2x", "middle"}}, [&](std::string_view key, std::string_view note) {
        REQUIRE_FALSE(has_ended);
      has_ended = key.empty();
      REQUIRE((key.empty() || seen.empty() || seen.rbegin()->first < key));
      if (!key.empty()) seen.emplace(key, note);
    });
    CHECK(has_ended);
    CHECK(seen == notes);
  }
  for (const bool again : {false, true}) {
    if (again) {
      kv.reset();
      kv = KeyValue::Open(folder / "db", options);
    }
    std::map<std::string, std::string> found;
    auto cursor = kv->Scan(nullptr, "");
    for (cursor->Seek(""); cursor->Valid(); cursor->Next()) found.emplace(cursor->key(), cursor->value());
    CHECK(found == wanted);
    kv->VerifyFiles();
  }
  CHECK_FALSE(std::filesystem::exists(folder.path / "db" / "import"));
}
}  // namespace

TEST_CASE("an index of other rules is empty, is not kept, and is made anew by a repair", "[text]") {
  auto core = NewCore();
  {
    StoreTransaction transaction(*core);
    MakeIndexes(transaction);
    transaction.Commit();
  }
  // As another version of ICU, and as a program before there were entries, have written it.
  for (const std::string& rules : {std::string("1 icu 1"), std::string()}) {
    auto kv = KeyValue::Open(":memory:", {});
    {
      KvBatch batch;
      auto cursor = core->kv().Scan(nullptr, "");
      for (cursor->Seek(""); cursor->Valid(); cursor->Next()) batch.Put(cursor->key(), cursor->value());
      for (IndexDefinition index : core->Current()->TextIndexes()) {
        index.rules = rules;
        batch.Put(IndexInfoKey(index.id), EncodeIndexInfo(index));
      }
      kv->Write(batch);
    }
    OpenOptions options;
    auto old = std::make_unique<Core>(std::move(kv), options);
    {
      StoreTransaction transaction(*old);
      WriteTexts(transaction, 20);
      transaction.Commit();
    }
    RequireSound(*old);
    const std::string term = "强化";
    CHECK(old->Current()->TotalsOf(0) == TextTotals());
    CHECK(old->Current()->FindTerms(0, {&term, 1}).at(0).empty());
    CHECK(RepairKeys(old->kv()).rebuilt.size() >= 2);
    auto copy = KeyValue::Open(":memory:", {});
    {
      KvBatch batch;
      auto cursor = old->kv().Scan(nullptr, "");
      for (cursor->Seek(""); cursor->Valid(); cursor->Next()) batch.Put(cursor->key(), cursor->value());
      copy->Write(batch);
    }
    Core renewed(std::move(copy), options);
    RequireSound(renewed);
    CHECK_FALSE(renewed.Current()->FindTerms(0, {&term, 1}).at(0).empty());
  }
}

TEST_CASE("dropping an index takes its entries and totals with it", "[text]") {
  auto core = NewCore();
  {
    StoreTransaction transaction(*core);
    WriteTexts(transaction, 30);
    MakeIndexes(transaction);
    transaction.Commit();
  }
  StoreTransaction transaction(*core);
  transaction.DropIndex(0);
  transaction.DropIndex(1);
  transaction.Commit();
  RequireSound(*core);
  auto cursor = core->kv().Scan(nullptr, TagKey(KeyTag::kFoldedName));
  cursor->Seek(TagKey(KeyTag::kIndexEntry));
  CHECK_FALSE(cursor->Valid());
  for (const auto& [index, totals] : core->Current()->statistics().text_totals) CHECK(totals == TextTotals());
}

TEST_CASE("a posting reads back as it was written, and anything else is damage", "[text]") {
  const Posting posting{7, 3, 900};
  CHECK(PostingOf(TextEntryKey(4, "强化", posting)) == posting);
  const std::string good = TextEntryKey(4, "a", posting);
  for (size_t size = 0; size < good.size(); ++size) CHECK_THROWS_AS(PostingOf(good.substr(0, size)), StoreError);
  CHECK_THROWS_AS(PostingOf(good + "x"), StoreError);
}

}  // namespace papergraph
}  // namespace papergraph
