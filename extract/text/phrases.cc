#include "extract/text/phrases.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "extract/entities/vocabulary.h"
#include "extract/readers/utf8.h"
#include "extract/text/cells.h"
#include "extract/text/plain_text.h"

namespace papergraph::extract {
namespace {

constexpr std::array<std::string_view, kPhraseKinds> kFiles = {
    "role_cues.tsv",     "result_words.tsv",   "metrics.tsv",   "heads.tsv",     "example_words.tsv",
    "announcements.tsv", "technique_cues.tsv", "kind_cues.tsv", "field_cues.tsv"};
constexpr std::array<std::string_view, 6> kRuleColumns = {"rule", "phrase", "says", "side", "weight", "unit"};
constexpr std::array<std::string_view, 4> kRules = {"role", "number", "metric", "unit"};

/// Calls line(number, text) for each line that says something.
template <typename Line>
void EachLine(std::string_view text, const Line& line) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  for (uint64_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view here = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (here.find_first_not_of(" \t\r") == std::string_view::npos || here.front() == '#') continue;
    if (!line(number, here)) return;
  }
}

std::string OneOf(const std::vector<std::string_view>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + std::string(words[i]);
  return text;
}

struct Mistake {
  uint64_t column;
  std::string message;
};

/// `at[c]`: the cell of kRuleColumns[c], empty where the line has none.
std::optional<Mistake> ReadRule(const std::array<Cell, kRuleColumns.size()>& at, RuleLine* rule) {
  const auto& [table, phrase, says, side, weight, unit] = at;
  const auto found = std::find(kRules.begin(), kRules.end(), table.text);
  if (found == kRules.end())
    return Mistake{table.column,
                   "unknown rule `" + std::string(table.text) + "`: expected " + OneOf({kRules.begin(), kRules.end()})};
  if (MatchingForm(phrase.text).empty() && table.text != "unit")
    return Mistake{phrase.column, "a rule needs a phrase with letters or digits"};
  if (phrase.text.empty()) return Mistake{phrase.column, "a unit needs the form in which it is written"};
  const auto expect = [](const Cell& cell, const std::vector<std::string_view>& words) -> std::optional<Mistake> {
    if (std::find(words.begin(), words.end(), cell.text) != words.end()) return std::nullopt;
    return Mistake{cell.column, "`" + std::string(cell.text) + "` is not expected here: " + OneOf(words)};
  };
  const auto keep = [&](std::initializer_list<std::string_view> cells) {
    rule->cells.assign(cells.begin(), cells.end());
  };
  rule->table = static_cast<RuleLine::Table>(found - kRules.begin());
  switch (rule->table) {
    case RuleLine::Table::kRole: {
      if (auto wrong = expect(says, {"own", "uses", "compares", "evaluates", "trains", "mentions", "none"}))
        return wrong;
      if (auto wrong = expect({side.text.empty() ? "before" : side.text, side.column}, {"before", "after", "both"}))
        return wrong;
      double number = 1;
      const char* const end = weight.text.data() + weight.text.size();
      const auto [stop, code] = std::from_chars(weight.text.data(), end, number);
      if (!weight.text.empty() && (code != std::errc() || stop != end || !(number > 0 && number <= 10)))
        return Mistake{weight.column, "expected a weight over 0 and up to 10 such as 0.8"};
      keep({phrase.text, says.text, side.text.empty() ? "before" : side.text,
            weight.text.empty() ? "1.0" : weight.text});
      return std::nullopt;
    }
    case RuleLine::Table::kNumber:
      keep({phrase.text, says.text});
      return expect(says, {"up", "down", "reach", "from", "relative", "average", "respective", "versus"});
    case RuleLine::Table::kMetric:
      if (says.text.empty()) return Mistake{says.column, "a metric needs its canonical name in the column `says`"};
      keep({phrase.text, says.text});
      return std::nullopt;
    case RuleLine::Table::kUnit:
      keep({phrase.text, unit.text, says.text});
      return expect(says, {"share", "points", "score", "times", "level", "count"});
  }
  return std::nullopt;
}

}  // namespace

bool IsRuleFile(std::string_view text) {
  bool rules = false;
  EachLine(text, [&](uint64_t, std::string_view line) {
    const std::vector<Cell> cells = CellsOf(line);
    rules = std::any_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.text == "rule"; });
    return false;
  });
  return rules;
}

void ParseRules(const std::string& file, std::string_view text, std::vector<RuleLine>* rules,
                std::vector<VocabularyError>* errors) {
  std::vector<size_t> order;
  EachLine(text, [&](uint64_t number, std::string_view line) {
    const auto fail = [&](uint64_t column, std::string message) {
      if (errors != nullptr) errors->push_back({file, number, column, std::move(message)});
    };
    const std::vector<Cell> cells = CellsOf(line);
    if (order.empty()) {
      for (const Cell& cell : cells) {
        const auto found = std::find(kRuleColumns.begin(), kRuleColumns.end(), cell.text);
        if (found == kRuleColumns.end()) {
          fail(cell.column, "unknown column `" + std::string(cell.text) +
                                "`: the first line names the columns, from rule phrase says side weight unit");
          return false;
        }
        order.push_back(static_cast<size_t>(found - kRuleColumns.begin()));
      }
      return true;
    }
    if (cells.size() > order.size()) {
      fail(cells[order.size()].column, "more cells than the first line names columns");
      return true;
    }
    std::array<Cell, kRuleColumns.size()> at;
    for (Cell& cell : at) cell.column = line.size() + 1;  // of what is missing
    for (size_t c = 0; c < cells.size(); ++c) at[order[c]] = cells[c];
    RuleLine rule;
    if (auto wrong = ReadRule(at, &rule)) {
      fail(wrong->column, std::move(wrong->message));
    } else {
      rules->push_back(std::move(rule));
    }
    return true;
  });
}

const Phrases& Phrases::BuiltIn() {
  static const Phrases built({});
  return built;
}

Phrases::Phrases(std::vector<RuleLine> rules) : rules_(std::move(rules)) {
  const auto lines = [&](RuleLine::Table table) {
    std::vector<PhraseTable::Row> rows;
    for (const RuleLine& rule : rules_) {
      if (rule.table == table) rows.push_back({{rule.cells.begin(), rule.cells.end()}});
    }
    return rows;
  };
  const auto of = [&](PhraseKind kind) -> std::vector<PhraseTable::Row> {
    if (kind == PhraseKind::kRoleCue) return lines(RuleLine::Table::kRole);
    if (kind == PhraseKind::kNumberWord) return lines(RuleLine::Table::kNumber);
    if (kind == PhraseKind::kMetric) return lines(RuleLine::Table::kMetric);
    return {};
  };
  for (size_t kind = 0; kind < kPhraseKinds; ++kind) {
    tables_[kind] = std::make_unique<PhraseTable>(kFiles[kind], of(static_cast<PhraseKind>(kind)));
    const std::vector<PhraseTable::Row>& rows = tables_[kind]->rows();
    for (uint32_t row = 0; row < rows.size(); ++row)
      trie_.Add(MatchingForm(PlainForm(rows[row].cell(0))), static_cast<uint32_t>(kind << 24) | row);
  }
  trie_.Freeze();
  unit_rows_ = std::make_unique<PhraseTable>("units.tsv", lines(RuleLine::Table::kUnit));
  units_ = std::make_unique<Units>(*unit_rows_);
}

Phrases::Hits Phrases::FindAll(const FoldedText& text) const {
  Hits hits;
  struct Kind {
    size_t free = 0;       // no hit may begin before
    size_t at = SIZE_MAX;  // the last place with a hit
    size_t first = 0;      // of the hits before that place
  };
  std::array<Kind, kPhraseKinds> kinds;
  for (size_t at = 0; at < text.size(); at += text.IsWideAt(at) ? 3 : 1) {
    if (!text.BeginsAt(at)) continue;
    trie_.EachAt(text, at, [&](size_t length, NameTrie::Values values) {
      const uint32_t begin = text.From(at), end = text.EndOf(at + length);
      for (const uint32_t value : values) {
        std::vector<PhraseTable::Hit>& list = hits[value >> 24];
        Kind& kind = kinds[value >> 24];
        if (kind.at != at) {
          if (at < kind.free) continue;  // inside an earlier hit
          kind.at = at;
          kind.first = list.size();
          if (list.empty()) list.reserve(16);
        }
        if (list.size() > kind.first && list.back().end != end) list.resize(kind.first);  // a longer one
        list.push_back({begin, end, value & 0xFFFFFFu});
        kind.free = at + length;
      }
    });
  }
  return hits;
}

}  // namespace papergraph::extract
