#include "cli/shell/completion.h"

#include <algorithm>

#include "cli/shell/commands.h"
#include "cli/write_graph.h"
#include "engine/formats.h"
#include "engine/language.h"
#include "engine/terminal_text.h"
#include "grammar/parser.h"
#include "storage/text_fold.h"

namespace papergraph::cli {
namespace {

constexpr size_t kLongestName = 8;  // words that a name may have behind the cursor

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

size_t WordStart(std::string_view text) {
  size_t start = text.size();
  while (start > 0 && IsWordByte(text[start - 1])) --start;
  return start;
}

bool StartsIgnoringCase(std::string_view text, std::string_view prefix) {
  if (prefix.size() > text.size()) return false;
  for (size_t i = 0; i < prefix.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (lower(text[i]) != lower(prefix[i])) return false;
  }
  return true;
}

bool IsVisible(std::string_view name) { return engine::OneLine(name) == name; }

class Completer {
 public:
  Completer(std::string_view text, const GraphReader& graph) : text_(text), graph_(graph) {}

  Completion Run() {
    if (text_.starts_with(':') && text_.find('\n') == text_.npos) {
      CompleteCommand();
    } else if (const size_t quote = OpenQuote(); quote != text_.npos) {
      AddNames(quote + 1, engine::IsCypher(text_) ? Place::kCypherQuote : Place::kQuote);
    } else if (engine::IsCypher(text_) || WordStart(text_) == 0) {
      CompleteCypher();
      // The first word may as well begin a sentence.
      if (!engine::IsCypher(text_) && result_.candidates.empty()) AddNames(0, Place::kLineStart);
    } else {
      CompleteSentence();
    }
    std::sort(result_.candidates.begin(), result_.candidates.end());
    result_.candidates.erase(std::unique(result_.candidates.begin(), result_.candidates.end()),
                             result_.candidates.end());
    if (result_.candidates.size() > kMostCandidates) result_.candidates.resize(kMostCandidates);
    return std::move(result_);
  }

 private:
  enum class Place { kSentence, kLineStart, kQuote, kCypherQuote };

  void Offer(std::string_view candidate, std::string_view prefix) {
    if (StartsIgnoringCase(candidate, prefix)) result_.candidates.emplace_back(candidate);
  }
  // A name of the store, which anybody may have chosen.
  void OfferName(std::string_view name, std::string_view prefix) {
    if (IsVisible(name) && StartsIgnoringCase(name, prefix)) {
      result_.candidates.push_back(engine::QuotedName(name));
    }
  }

  // Whatever a name holds, taking it must not begin a statement, end the quotes that it stands in, or hide a part.
  void OfferText(std::string_view name, Place place) {
    if (!IsVisible(name)) return;
    switch (place) {
      case Place::kCypherQuote:
        result_.candidates.push_back(engine::InsideQuotes(name));
        return;
      case Place::kQuote:
        if (name.find_first_of("\"'\\") != name.npos) return;
        break;
      case Place::kLineStart:
        if (engine::IsCypher(name) || name.find_first_of(":./") == 0) return;
        break;
      case Place::kSentence:
        break;
    }
    result_.candidates.emplace_back(name);
  }

  void CompleteCommand() {
    const size_t space = text_.rfind(' ');
    if (space == text_.npos) {
      result_.start = 0;
      for (const ShellCommand& command : ShellCommands()) Offer(std::string(":") + command.name, text_);
      return;
    }
    result_.start = space + 1;
    const std::string_view prefix = text_.substr(result_.start);
    if (text_.starts_with(":format ")) {
      for (const engine::RowFormat& format : engine::RowFormats()) Offer(format.name, prefix);
      Offer(kPictureFormat.name, prefix);
    } else if (text_.starts_with(":export ")) {
      for (const engine::GraphFormat& format : engine::GraphFormats()) Offer(format.name, prefix);
    } else if (text_.starts_with(":help ")) {
      for (const ShellCommand& command : ShellCommands()) Offer(std::string(":") + command.name, prefix);
      for (const engine::Callable& callable : engine::Callables()) Offer(callable.name, prefix);
    }
  }

  // The quote that the cursor is inside of.
  size_t OpenQuote() const {
    size_t open = text_.npos;
    for (size_t i = 0; i < text_.size(); ++i) {
      const char c = text_[i];
      if (open == text_.npos) {
        // An apostrophe inside a word of a sentence is no quote.
        if (c == '"' || (c == '\'' && (i == 0 || !IsWordByte(text_[i - 1])))) open = i;
      } else if (c == '\\') {
        ++i;
      } else if (c == text_[open]) {
        open = text_.npos;
      }
    }
    return open;
  }

  void CompleteCypher() {
    result_.start = WordStart(text_);
    const std::string_view prefix = text_.substr(result_.start);
    const char before = result_.start > 0 ? text_[result_.start - 1] : ' ';
    if (before == ':' || before == '|' || before == '&' || before == '!') {
      const bool in_edge = InBrackets();
      for (uint32_t i = 0; !in_edge && i < graph_.LabelCount(); ++i) {
        if (graph_.NodeCount(LabelId{i}) > 0) OfferName(graph_.NameOf(LabelId{i}), prefix);
      }
      for (uint32_t i = 0; in_edge && i < graph_.TypeCount(); ++i) {
        if (graph_.EdgeCount(TypeId{i}) > 0) OfferName(graph_.NameOf(TypeId{i}), prefix);
      }
    } else if (before == '.' || before == '{') {
      for (uint32_t i = 0; i < graph_.PropertyCount(); ++i) OfferName(graph_.NameOf(PropertyId{i}), prefix);
      if (before == '.') CompleteDotted();
    } else {
      for (std::string_view keyword : Keywords()) Offer(keyword, prefix);
      if (prefix.empty()) return;
      for (const engine::Callable& callable : engine::Callables()) Offer(callable.name, prefix);
    }
  }

  // `algo.pa`: functions and procedures have dots in their names.
  void CompleteDotted() {
    size_t start = result_.start;
    while (start > 0 && (IsWordByte(text_[start - 1]) || text_[start - 1] == '.')) --start;
    const std::string_view prefix = text_.substr(start);
    std::vector<std::string> found;
    for (const engine::Callable& callable : engine::Callables()) {
      if (StartsIgnoringCase(callable.name, prefix)) found.push_back(callable.name.substr(result_.start - start));
    }
    if (!found.empty()) result_.candidates = std::move(found);
  }

  bool InBrackets() const {
    const size_t bracket = text_.find_last_of("[]()");
    return bracket != text_.npos && text_[bracket] == '[';
  }

  // Names and aliases that begin with what stands from `start` to the cursor. True when there are any.
  bool AddNames(size_t start, Place place) {
    const std::string folded = FoldName(text_.substr(start));
    if (folded.empty()) return false;
    const size_t before = result_.candidates.size();
    graph_.ScanNames(folded, [&](std::string_view name, NodeId node) {
      AddSpelling(name, node, place);
      return result_.candidates.size() < before + kMostCandidates;
    });
    if (result_.candidates.size() == before) return false;
    result_.start = start;
    return true;
  }

  // The name as the node writes it, not as it is folded.
  void AddSpelling(std::string_view folded, NodeId node, Place place) {
    const auto add = [&](const Value& value) {
      if (value.kind() == ValueKind::kString && FoldName(value.as_string()) == folded) {
        OfferText(value.as_string(), place);
        return true;
      }
      return false;
    };
    if (const auto name = graph_.FindProperty("name"); name && add(graph_.NodeProperty(node, *name))) return;
    const auto aliases = graph_.FindProperty("aliases");
    if (!aliases) return;
    const Value list = graph_.NodeProperty(node, *aliases);
    if (list.kind() != ValueKind::kList) return;
    for (const Value& alias : list.as_list()) {
      if (add(alias)) return;
    }
  }

  // The longest end of the sentence that begins a name: first by words, then (Chinese has no spaces) by characters.
  void CompleteSentence() {
    std::vector<size_t> starts;
    for (size_t i = text_.size(); i > 0 && starts.size() < kLongestName; --i) {
      if (text_[i - 1] == ' ' && i < text_.size() && text_[i] != ' ') starts.push_back(i);
    }
    for (auto start = starts.rbegin(); start != starts.rend(); ++start) {
      if (AddNames(*start, Place::kSentence)) return;
    }
    for (size_t i = starts.empty() ? 0 : starts.front(); i < text_.size(); ++i) {
      const bool begins_wide = (static_cast<unsigned char>(text_[i]) & 0xc0) == 0xc0;
      if (begins_wide && AddNames(i, Place::kSentence)) return;
    }
  }

  std::string_view text_;
  const GraphReader& graph_;
  Completion result_;
};

}  // namespace

Completion Complete(std::string_view text, const GraphReader& graph) { return Completer(text, graph).Run(); }

}  // namespace papergraph::cli
