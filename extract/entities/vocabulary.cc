#include "extract/entities/vocabulary.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "extract/embedded.h"
#include "extract/mentions/name_trie.h"
#include "extract/readers/utf8.h"
#include "extract/text/cells.h"
#include "extract/text/phrases.h"
#include "extract/text/plain_text.h"
#include "extract/text/trim.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

constexpr std::array<std::string_view, 8> kEntryColumns = {"kind",   "name",       "aliases", "part_of",
                                                           "domain", "parameters", "origin",  "flags"};

std::vector<std::string> List(const Cell& cell) {
  std::vector<std::string> items;
  for (const Cell& item : CellsOf(cell.text, '|', cell.column)) {
    if (!item.text.empty()) items.emplace_back(item.text);
  }
  return items;
}

std::optional<EntityKind> KindNamed(std::string_view text) {
  if (text == "domain") return EntityKind::kDomain;
  if (text == "method") return EntityKind::kMethod;
  if (text == "benchmark") return EntityKind::kBenchmark;
  if (text == "model") return EntityKind::kModel;
  return std::nullopt;
}

/// One data line; returns an error (column, message) or nothing.
std::optional<std::pair<uint64_t, std::string>> ParseLine(const std::vector<Cell>& cells, const std::vector<int>& order,
                                                          VocabularyEntry* entry) {
  if (cells.size() > order.size()) {
    return std::pair(cells[order.size()].column,
                     "a field too many: the heading names " + std::to_string(order.size()) + " columns");
  }
  bool has_kind = false;
  for (size_t i = 0; i < cells.size(); ++i) {
    const Cell& cell = cells[i];
    switch (order[i]) {
      case 0: {
        const auto kind = KindNamed(cell.text);
        if (!kind) return std::pair(cell.column, std::string("expected domain, method, benchmark or model"));
        entry->kind = *kind;
        has_kind = true;
        break;
      }
      case 1:
        if (FoldName(cell.text).empty()) return std::pair(cell.column, std::string("a name needs a letter or digit"));
        entry->name = cell.text;
        break;
      case 2:
        entry->aliases = List(cell);
        for (const std::string& alias : entry->aliases) {
          if (FoldName(alias).empty()) {
            return std::pair(cell.column, "alias `" + alias + "` has no letter or digit");
          }
        }
        break;
      case 3:
        entry->part_of = List(cell);
        break;
      case 4:
        entry->domain = List(cell);
        break;
      case 5: {
        if (cell.text.empty()) break;
        double value = 0;
        const auto [end, code] = std::from_chars(cell.text.data(), cell.text.data() + cell.text.size(), value);
        if (code != std::errc() || end != cell.text.data() + cell.text.size() || !(value > 0)) {
          return std::pair(cell.column, std::string("expected a number of billions such as 7 or 1.5"));
        }
        entry->parameters = value;
        break;
      }
      case 6:
        if (!cell.text.empty()) entry->origin = cell.text;
        break;
      default:
        for (const std::string& flag : List(cell)) {
          if (flag == "case") {
            entry->exact_case = true;
          } else if (flag == "generic") {
            entry->generic = true;
          } else {
            return std::pair(cell.column, "unknown flag `" + flag + "`: expected case or generic");
          }
        }
    }
  }
  if (!has_kind || entry->name.empty()) {
    return std::pair(uint64_t{1}, std::string("a line needs at least kind and name, separated by tabs"));
  }
  return std::nullopt;
}

/// `what`: an origin, or "half": every other name but for fields and common nouns, chosen by a hash of the name
/// (FNV-1a).
bool LeftOut(const VocabularyEntry& entry, std::string_view what) {
  if (what != "half") return entry.origin == what;
  if (entry.kind == EntityKind::kDomain || entry.generic) return false;
  uint64_t hash = 14695981039346656037u;
  for (const char c : entry.name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return (hash >> 20) % 2 == 0;
}

}  // namespace

struct Vocabulary::Rep {
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view form) const { return std::hash<std::string_view>()(form); }
  };
  std::vector<VocabularyEntry> entries;
  std::array<std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>>, 4> by_form;
  NameTrie names;
  std::shared_ptr<const Phrases> phrases;
};

Vocabulary::Vocabulary(std::unique_ptr<Rep> rep) : rep_(std::move(rep)) {}
Vocabulary::Vocabulary(Vocabulary&&) noexcept = default;
Vocabulary& Vocabulary::operator=(Vocabulary&&) noexcept = default;
Vocabulary::~Vocabulary() = default;

void ParseVocabulary(const Vocabulary::File& file, std::vector<VocabularyEntry>* entries,
                     std::vector<VocabularyError>* errors) {
  std::vector<int> order;
  std::string_view rest = file.text;
  if (rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
  for (uint64_t line_number = 1; !rest.empty(); ++line_number) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (Trimmed(line, " \r").empty() || line.front() == '#') continue;
    const std::vector<Cell> cells = CellsOf(line);
    const auto fail = [&](uint64_t column, std::string message) {
      if (errors != nullptr) errors->push_back({file.name, line_number, column, std::move(message)});
    };
    if (order.empty()) {
      for (const Cell& cell : cells) {
        const auto found = std::find(kEntryColumns.begin(), kEntryColumns.end(), cell.text);
        if (found == kEntryColumns.end()) {
          fail(cell.column, "unknown column `" + std::string(cell.text) +
                                "`: the first line names the columns, from kind name aliases part_of domain parameters "
                                "origin flags");
          return;
        }
        order.push_back(static_cast<int>(found - kEntryColumns.begin()));
      }
      continue;
    }
    VocabularyEntry entry;
    if (!file.origin.empty()) entry.origin = file.origin;
    if (auto error = ParseLine(cells, order, &entry)) {
      fail(error->first, std::move(error->second));
      continue;
    }
    entries->push_back(std::move(entry));
  }
}

Vocabulary Vocabulary::Build(std::vector<VocabularyEntry> all, std::shared_ptr<const Phrases> phrases) {
  auto rep = std::make_unique<Rep>();
  rep->phrases = std::move(phrases);
  std::array<std::unordered_map<std::string, uint32_t>, 4> by_name;
  for (VocabularyEntry& entry : all) {
    auto& names = by_name[static_cast<size_t>(entry.kind)];
    entry.folded = FoldName(entry.name);
    entry.folded_aliases.clear();
    for (const std::string& alias : entry.aliases) entry.folded_aliases.push_back(FoldName(alias));
    const auto [at, fresh] = names.try_emplace(entry.folded, static_cast<uint32_t>(rep->entries.size()));
    if (fresh) {
      rep->entries.push_back(std::move(entry));
    } else {
      rep->entries[at->second] = std::move(entry);
    }
  }
  for (uint32_t i = 0; i < rep->entries.size(); ++i) {
    const VocabularyEntry& entry = rep->entries[i];
    auto& forms = rep->by_form[static_cast<size_t>(entry.kind)];
    for (const std::string& alias : entry.folded_aliases) forms.insert_or_assign(alias, i);
  }
  for (uint32_t i = 0; i < rep->entries.size(); ++i) {  // an entry's own name goes before another's alias
    const VocabularyEntry& entry = rep->entries[i];
    rep->by_form[static_cast<size_t>(entry.kind)].insert_or_assign(entry.folded, i);
  }
  for (uint32_t i = 0; i < rep->entries.size(); ++i) {  // names in traditional characters are read in simplified ones
    const VocabularyEntry& entry = rep->entries[i];
    auto& forms = rep->by_form[static_cast<size_t>(entry.kind)];
    const auto add = [&](const std::string& form) {
      if (const std::string plain = PlainForm(form); plain != form) forms.try_emplace(FoldName(plain), i);
    };
    add(entry.name);
    for (const std::string& alias : entry.aliases) add(alias);
  }
  for (uint32_t i = 0; i < rep->entries.size(); ++i) {
    const VocabularyEntry& entry = rep->entries[i];
    const auto& forms = rep->by_form[static_cast<size_t>(entry.kind)];
    const auto add = [&](const std::string& form) {
      const std::string plain = PlainForm(form);
      const auto owner = forms.find(FoldName(plain));
      if (owner != forms.end() && owner->second == i) rep->names.Add(MatchingForm(plain), i);
    };
    add(entry.name);
    for (const std::string& alias : entry.aliases) add(alias);
  }
  rep->names.Freeze();
  return Vocabulary(std::move(rep));
}

const Vocabulary& Vocabulary::BuiltIn() {
  static const Vocabulary built = With({}, nullptr);
  return built;
}

Vocabulary Vocabulary::With(std::span<const File> files, std::vector<VocabularyError>* errors) {
  std::vector<VocabularyEntry> entries;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    // Rule data lies in the same folder; a vocabulary says what it is in its first word.
    if (!file.text.starts_with("# vocabulary")) continue;
    ParseVocabulary({std::string(file.name), std::string(file.text), ""}, &entries, errors);
  }
  // How far do the rules carry without names? Asked by tests/eval/eval only.
  if (const char* without = std::getenv("PAPERGRAPH_VOCABULARY_WITHOUT")) {
    const std::string_view what = without;
    std::erase_if(entries, [&](const VocabularyEntry& entry) { return LeftOut(entry, what); });
  }
  std::vector<RuleLine> rules;
  for (const File& file : files) {
    if (IsRuleFile(file.text)) {
      ParseRules(file.name, file.text, &rules, errors);
    } else {
      ParseVocabulary(file, &entries, errors);
    }
  }
  return Build(std::move(entries), std::make_shared<const Phrases>(std::move(rules)));
}

std::optional<Vocabulary::File> Vocabulary::ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad()) return std::nullopt;
  return File{path, std::move(text).str(), "user"};
}

Vocabulary Vocabulary::Without(const std::function<bool(const VocabularyEntry&)>& drop) const {
  std::vector<VocabularyEntry> kept;
  std::copy_if(rep_->entries.begin(), rep_->entries.end(), std::back_inserter(kept),
               [&](const VocabularyEntry& entry) { return !drop(entry); });
  return Build(std::move(kept), rep_->phrases);
}

const VocabularyEntry* Vocabulary::Find(EntityKind kind, std::string_view folded) const {
  const auto& forms = rep_->by_form[static_cast<size_t>(kind)];
  const auto found = forms.find(folded);
  return found == forms.end() ? nullptr : &rep_->entries[found->second];
}

std::span<const VocabularyEntry> Vocabulary::entries() const { return rep_->entries; }

const Phrases& Vocabulary::phrases() const { return *rep_->phrases; }

const NameTrie& Vocabulary::names() const { return rep_->names; }

}  // namespace papergraph::extract
