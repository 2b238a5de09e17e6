#include "extract/text/plain_text.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <iterator>
#include <utility>

#include "extract/embedded.h"
#include "extract/mentions/name_trie.h"
#include "extract/readers/utf8.h"
#include "extract/text/ascii.h"
#include "extract/text/byte_set.h"
#include "extract/text/layout.h"

namespace papergraph::extract {
namespace {

constexpr size_t kTraditional = 6;                         // so many of them are no quotation
constexpr uint32_t kFirstHan = 0x4000, kLastHan = 0x9FFF;  // what BeginsHan says of a first byte

/// traditional.tsv: characters by code point, and words in a trie.
struct Traditional {
  std::bitset<kLastHan - kFirstHan + 1> known;                     // asked at every character: small
  std::array<uint16_t, kLastHan - kFirstHan + 1> simplified = {};  // 0: as written
  NameTrie words;
  std::vector<std::string_view> read_as;

  Traditional() {
    for (const EmbeddedFile& file : EmbeddedFiles()) {
      if (file.name == "traditional.tsv") Read(file.text);
    }
    words.Freeze();
  }
  static const Traditional& Table() {
    static const Traditional table;
    return table;
  }

 private:
  void Read(std::string_view rest) {
    while (!rest.empty()) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const size_t first = line.find('\t');
      if (line.starts_with('#') || first == std::string_view::npos) continue;
      const size_t second = line.find('\t', first + 1);
      const std::string_view from = line.substr(first + 1, second - first - 1), to = line.substr(second + 1);
      if (line.starts_with("words")) {
        words.Add(from, static_cast<uint32_t>(read_as.size()));
        read_as.push_back(to);
        continue;
      }
      size_t length = 0;
      for (size_t at = 0; at < from.size() && at < to.size(); at += length) {
        const uint32_t code = CodePointAt(from, at, length);
        known.set(code - kFirstHan);
        simplified[code - kFirstHan] = static_cast<uint16_t>(CodePointAt(to, at, length));
      }
    }
  }
};

/// The code point of three bytes. REQUIRES: a character of three bytes.
uint32_t Three(std::string_view text, size_t at) {
  const auto byte = [&](size_t k) { return static_cast<unsigned char>(text[at + k]); };
  return (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
}

/// 0 when the character is no traditional one. REQUIRES: BeginsHan(text[at]).
inline uint32_t SimplifiedAt(const Traditional& table, std::string_view text, size_t at) {
  const uint32_t han = Three(text, at) - kFirstHan;
  return table.known[han] ? table.simplified[han] : 0;
}

/// Bytes of an emoji, a variation selector, or a character without width; 0 for others.
uint32_t OrnamentAt(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead == 0xF0) return static_cast<unsigned char>(text[at + 1]) == 0x9F ? 4 : 0;
  if (lead == 0xC2) return static_cast<unsigned char>(text[at + 1]) == 0xAD ? 2 : 0;  // soft hyphen
  if (lead != 0xE2 && lead != 0xEF) return 0;
  const uint32_t code = Three(text, at);
  const bool picture = (code >= 0x2600 && code <= 0x27BF) || (code >= 0x2B1B && code <= 0x2B55) || code == 0x20E3;
  const bool unseen = (code >= 0x200B && code <= 0x200F) || code == 0x2060 || code == 0xFE0F || code == 0xFEFF;
  return picture || unseen ? 3 : 0;
}

/// Bytes of a blank that is no space; 0 for others.
uint32_t WideBlankAt(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead == 0xC2) return static_cast<unsigned char>(text[at + 1]) == 0xA0 ? 2 : 0;
  if (lead != 0xE2 && lead != 0xE3) return 0;
  const uint32_t code = Three(text, at);
  return code == 0x3000 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F ? 3 : 0;
}

/// What is read as ASCII where it is written in full width.
constexpr ByteSet kNarrowed = [] {
  ByteSet narrowed = {'#', '$', '%', '&', '*', '+', '-', '.', '/', '=', '@', '_', '<', '>', '|', '\'', '"'};
  for (int c = 0; c < 128; ++c) {
    if (IsAlnum(static_cast<char>(c))) narrowed.Add(c);
  }
  return narrowed;
}();

/// The ASCII character of a full-width letter, digit, or a mark that belongs to names and numbers; 0 for others.
/// Full-width commas, colons, parentheses and the like are what Chinese text has: they stay.
/// REQUIRES: a character of three bytes.
char NarrowAt(std::string_view text, size_t at) {
  const uint32_t code = Three(text, at);
  if (code < 0xFF01 || code > 0xFF5E) return 0;
  const auto narrow = static_cast<char>(code - 0xFEE0);
  return kNarrowed.Holds(narrow) ? narrow : '\0';
}

struct Replacement {
  uint32_t length = 0;  // of what is written; 0: none
  std::string text;
};

/// "&amp;", "&#39;", "&#x27;".
Replacement EntityAt(std::string_view text, size_t at) {
  const size_t end = text.substr(at, 12).find(';');
  if (end == std::string_view::npos || end < 3) return {};
  const std::string_view name = text.substr(at + 1, end - 1);
  const auto length = static_cast<uint32_t>(end + 1);
  if (name[0] == '#') {
    uint32_t code = 0;
    const bool hex = name[1] == 'x' || name[1] == 'X';
    const char* first = name.data() + (hex ? 2 : 1);
    const char* const last = name.data() + name.size();
    const auto [stop, error] = std::from_chars(first, last, code, hex ? 16 : 10);
    if (error != std::errc() || stop != last || code < 0x20 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
      return {};
    std::string character;
    if (code == 0xA0) {
      character = " ";
    } else {
      AppendUtf8(code, character);
    }
    return {length, character};
  }
  static constexpr std::pair<std::string_view, std::string_view> kNamed[] = {
      {"amp", "&"},   {"lt", "<"},     {"gt", ">"},    {"quot", "\""}, {"apos", "'"},   {"nbsp", " "},
      {"ensp", " "},  {"emsp", " "},   {"ndash", "–"}, {"mdash", "—"}, {"hellip", "…"}, {"times", "×"},
      {"minus", "−"}, {"plusmn", "±"}, {"rarr", "→"},  {"uarr", "↑"},  {"darr", "↓"},   {"le", "≤"},
      {"ge", "≥"},    {"ldquo", "“"},  {"rdquo", "”"}, {"lsquo", "‘"}, {"rsquo", "’"},  {"middot", "·"},
      {"bull", "•"},  {"alpha", "α"},  {"beta", "β"},  {"gamma", "γ"}, {"lambda", "λ"}, {"pi", "π"},
      {"tau", "τ"},   {"mu", "μ"},     {"sigma", "σ"}, {"theta", "θ"}, {"phi", "φ"},    {"psi", "ψ"}};
  const auto* found =
      std::find_if(std::begin(kNamed), std::end(kNamed), [&](const auto& e) { return e.first == name; });
  if (found == std::end(kNamed)) return {};
  return {length, std::string(found->second)};
}

/// Tags of HTML that say how text looks; "<think>" and the like are words of the text.
Replacement TagAt(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at, 240);
  if (rest.starts_with("<!--")) {
    const size_t close = text.substr(at, 2000).find("-->");
    if (close == std::string_view::npos) return {};
    return {static_cast<uint32_t>(close + 3), ""};
  }
  const size_t begin = rest.size() > 1 && rest[1] == '/' ? 2 : 1;
  size_t end = begin;
  const auto letter = [](char c) { return IsLetter(c) || (c >= '1' && c <= '6'); };
  while (end < rest.size() && letter(rest[end])) ++end;
  const size_t close = rest.find('>', end);
  if (end == begin || close == std::string_view::npos) return {};
  const std::string_view inside = rest.substr(end, close - end);
  if (!inside.empty() && inside[0] != ' ' && inside != "/") return {};
  if (inside.find_first_of("<\n") != std::string_view::npos) return {};
  std::string name(rest.substr(begin, end - begin));
  for (char& c : name) c = Lower(c);
  const auto length = static_cast<uint32_t>(close + 1);
  if (name == "b" || name == "strong") return {length, "**"};
  if (name == "br" || name == "p" || name == "li" || name == "div") {
    size_t line = at;
    while (line > 0 && text[line - 1] != '\n') --line;
    const bool row = text.substr(line, at - line).find_first_not_of(' ') != std::string_view::npos &&
                     text[line + std::min(text.substr(line).find_first_not_of(' '), at - line)] == '|';
    return {length, row ? " " : "\n"};
  }
  static constexpr std::string_view kUnseen[] = {
      "i",  "em", "u",  "s",  "code", "kbd", "span", "sub",  "sup",   "a",      "ul",      "ol",     "h1",
      "h2", "h3", "h4", "h5", "h6",   "img", "font", "mark", "small", "center", "details", "summary"};
  if (std::find(std::begin(kUnseen), std::end(kUnseen), name) == std::end(kUnseen)) return {};
  return {length, ""};
}

/// "__bold__": two underscores that open or close words, not those within a name.
bool IsBoldMark(std::string_view text, size_t at) {
  if (text.substr(at, 2) != "__") return false;
  const bool before = at > 0 && (IsAlnum(text[at - 1]) || text[at - 1] == '_');
  const bool behind = at + 2 < text.size() && (IsAlnum(text[at + 2]) || text[at + 2] == '_');
  return !(before && behind) && (at + 2 >= text.size() || text[at + 2] != '_') && (at == 0 || text[at - 1] != '_');
}

/// Bytes with which something may begin that is read in another way.
constexpr ByteSet kSuspects = {'&', '<', '_', '\r', 0xC2, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF, 0xF0};

/// What begins at `at`, where kSuspects says that something may.
Replacement ReplacementAt(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead == '&') return EntityAt(text, at);
  if (lead == '<') return TagAt(text, at);
  if (lead == '_') return IsBoldMark(text, at) ? Replacement{2, "**"} : Replacement{};
  if (lead == '\r') return text.substr(at, 2) == "\r\n" ? Replacement{1, ""} : Replacement{};
  if (BeginsHan(text[at])) {
    const uint32_t code = SimplifiedAt(Traditional::Table(), text, at);
    if (code == 0) return {};
    Replacement character{3, ""};
    AppendUtf8(code, character.text);
    return character;
  }
  if (lead == 0xE3 && !StandsAt(text, at, "　")) return {};  // nearly all marks of a Chinese text
  if (lead == 0xEF) {
    if (const char narrow = NarrowAt(text, at)) return {3, std::string(1, narrow)};
    if (static_cast<unsigned char>(text[at + 1]) == 0xBC) return {};
  }
  if (const uint32_t blank = WideBlankAt(text, at)) return {blank, " "};
  if (text.substr(at, 6) == "️⃣") return {6, "."};  // "1️⃣"
  if (const uint32_t ornament = OrnamentAt(text, at)) return {ornament, ""};
  return {};
}

}  // namespace

/// Appends to a PlainText what is read, and remembers where it was written.
class PlainWriter {
 public:
  /// `written`: the bytes at `from` of the written text, which are read as they are.
  void Keep(std::string_view written) { plain_.text += written; }
  void Replace(std::string_view with, uint32_t from, uint32_t length) {
    const auto begin = static_cast<uint32_t>(plain_.text.size());
    plain_.text += with;
    if (with.size() != length)
      plain_.pieces_.push_back({begin, static_cast<uint32_t>(plain_.text.size()), from, from + length});
  }
  /// As Replace, of what stands at [from, from + length) of `inner`, which is itself read from a written text.
  void ReplaceWithin(const PlainText& inner, std::string_view with, uint32_t from, uint32_t length) {
    const auto begin = static_cast<uint32_t>(plain_.text.size());
    plain_.text += with;
    plain_.pieces_.push_back(
        {begin, static_cast<uint32_t>(plain_.text.size()), inner.WrittenBegin(from), inner.WrittenEnd(from + length)});
  }
  /// The bytes [from, to) of `inner`, with its pieces.
  void KeepWithin(const PlainText& inner, uint32_t from, uint32_t to) {
    const auto shift = static_cast<uint32_t>(plain_.text.size()) - from;
    auto piece = std::lower_bound(inner.pieces_.begin(), inner.pieces_.end(), from,
                                  [](const PlainText::Piece& p, uint32_t at) { return p.begin < at; });
    for (; piece != inner.pieces_.end() && piece->end <= to; ++piece)
      plain_.pieces_.push_back({piece->begin + shift, piece->end + shift, piece->written_begin, piece->written_end});
    plain_.text += std::string_view(inner.text).substr(from, to - from);
  }
  PlainText Take() { return std::move(plain_); }
  const std::string& text() const { return plain_.text; }

 private:
  PlainText plain_;
};

const PlainText::Piece* PlainText::LastBefore(uint32_t at) const {
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), at,
                                      [](uint32_t a, const Piece& piece) { return a < piece.begin; });
  return after == pieces_.begin() ? nullptr : &*std::prev(after);
}

uint32_t PlainText::WrittenBegin(uint32_t at) const {
  const Piece* piece = LastBefore(at);
  if (piece == nullptr) return at;
  if (at < piece->end) return piece->written_begin;
  return at - piece->end + piece->written_end;
}

uint32_t PlainText::WrittenEnd(uint32_t at) const {
  const Piece* piece = at > 0 ? LastBefore(at - 1) : nullptr;
  if (piece == nullptr) return at;  // what was left out right before `at` does not belong to what ends there
  if (at <= piece->end) return piece->written_end;
  return at - piece->end + piece->written_end;
}

bool IsTraditional(std::string_view text) {
  const Traditional& table = Traditional::Table();
  size_t found = 0;
  for (size_t at = 0; at < text.size() && found < kTraditional;) {
    const bool han = BeginsHan(text[at]);
    if (han) found += SimplifiedAt(table, text, at) != 0 ? 1 : 0;
    at += han ? 3 : 1;  // none begins inside another character
  }
  return found >= kTraditional;
}

std::optional<PlainText> ReadPlain(std::string_view written, bool traditional) {
  const Traditional& table = Traditional::Table();
  PlainWriter writer;
  uint32_t kept = 0;
  bool changed = false;
  const auto size = static_cast<uint32_t>(written.size());
  for (uint32_t at = kSuspects.First(written, 0, size); at < size; at = kSuspects.First(written, at, size)) {
    if (BeginsHan(written[at]) && SimplifiedAt(table, written, at) == 0) {  // nearly all of a Chinese text
      at += 3;
      continue;
    }
    const Replacement found = ReplacementAt(written, at);
    if (found.length == 0) {
      at += CharWidth(written, at);
      continue;
    }
    changed = true;
    writer.Keep(written.substr(kept, at - kept));
    const uint32_t behind = at + found.length;
    const bool joins = found.text.empty() && written[at] != '<' && behind < written.size() &&
                       IsAlnum(written[behind]) && !writer.text().empty() && IsAlnum(writer.text().back());
    writer.Replace(joins ? " " : found.text, at, found.length);
    at = kept = behind;
  }
  if (!changed && !traditional) return std::nullopt;
  writer.Keep(written.substr(kept));
  PlainText plain = writer.Take();
  if (!traditional) return plain;
  const FoldedText folded = FoldForMatching(plain.text);
  PlainWriter words;
  uint32_t done = 0;
  for (size_t at = 0; at < folded.size();) {
    const NameTrie::Hit hit = folded.BeginsAt(at) ? table.words.LongestAt(folded, at) : NameTrie::Hit{};
    if (hit.length == 0) {
      ++at;
      continue;
    }
    const uint32_t begin = folded.From(at), end = folded.EndOf(at + hit.length);
    words.KeepWithin(plain, done, begin);
    words.ReplaceWithin(plain, table.read_as[hit.values.front()], begin, end - begin);
    done = end;
    at += hit.length;
  }
  if (done == 0 && !changed) return std::nullopt;
  words.KeepWithin(plain, done, static_cast<uint32_t>(plain.text.size()));
  return words.Take();
}

std::string PlainForm(std::string_view written) {
  bool traditional = false;
  for (size_t at = 0; at < written.size() && !traditional; at += CharWidth(written, at)) {
    traditional = BeginsHan(written[at]) && SimplifiedAt(Traditional::Table(), written, at) != 0;
  }
  std::optional<PlainText> plain = ReadPlain(written, traditional);
  return plain ? std::move(plain->text) : std::string(written);
}

}  // namespace papergraph::extract
