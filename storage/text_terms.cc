#include "storage/text_terms.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>
#include <unicode/uvernum.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "storage/error.h"
#include "storage/text_fold.h"

namespace papergraph {
namespace {

// Written without spaces, in characters of which two are a word more often than not.
bool IsCharacterScript(UChar32 code) {
  if (code < 0x2E80) return false;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(code, &status);
  return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || code == 0x30FC;
}

std::unique_ptr<icu::BreakIterator> MakeBreaks() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> breaks(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) {
    throw StoreError(StoreError::Kind::kIo, std::string("ICU cannot find words: ") + u_errorName(status));
  }
  return breaks;
}

// The one of this thread: a break iterator is dear to make and holds its place in the text.
icu::BreakIterator& Breaks() {
  static const std::unique_ptr<icu::BreakIterator> kFirst = MakeBreaks();
  thread_local const std::unique_ptr<icu::BreakIterator> mine(kFirst->clone());
  return *mine;
}

class AtomFinder {
 public:
  // ICU counts in 32 bits.
  explicit AtomFinder(std::string_view text) : text_(text.substr(0, 1u << 30)) {}

  std::vector<TextAtom> Run() {
    size_t words = 0;  // where what is not characters began
    for (size_t at = 0; at < text_.size();) {
      const size_t begin = at;
      UChar32 code = static_cast<unsigned char>(text_[at]);
      if (code < 0x80) {
        ++at;
        continue;
      }
      auto position = static_cast<int32_t>(at);
      U8_NEXT(text_.data(), position, static_cast<int32_t>(text_.size()), code);
      at = static_cast<size_t>(position);
      if (code < 0 || !IsCharacterScript(code)) continue;
      Words(words, begin);
      Add(begin, at, true);
      words = at;
    }
    Words(words, text_.size());
    return std::move(atoms_);
  }

 private:
  void Add(size_t begin, size_t end, bool is_character) {
    std::string folded = FoldCase(text_.substr(begin, end - begin));
    constexpr std::string_view kCurly = "’";  // "don’t" is "don't"
    for (size_t at = folded.find(kCurly); at != std::string::npos; at = folded.find(kCurly, at)) {
      folded.replace(at, kCurly.size(), 1, '\'');  // GCC 12 warns of the text "'" (its bug 105651)
    }
    if (folded.size() > kMostTermBytes) folded.resize(kMostTermBytes);
    if (folded.empty() || folded.find('\0') != std::string::npos) return;
    atoms_.push_back({std::move(folded), static_cast<uint32_t>(begin), static_cast<uint32_t>(end), is_character});
  }

  void Words(size_t begin, size_t end) {
    const std::string_view part = text_.substr(begin, end - begin);
    if (part.find_first_not_of(" \n,.") == std::string_view::npos) return;
    icu::BreakIterator& breaks = Breaks();
    const bool is_ascii =
        std::all_of(part.begin(), part.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (is_ascii) {  // the same places in UTF-16, which ICU goes through twice as fast
      wide_.assign(part.begin(), part.end());
      wide_text_.setTo(false, wide_.data(), static_cast<int32_t>(wide_.size()));
      breaks.setText(wide_text_);
    } else {
      UErrorCode status = U_ZERO_ERROR;
      opened_.reset(utext_openUTF8(opened_.release(), part.data(), static_cast<int64_t>(part.size()), &status));
      if (U_SUCCESS(status)) breaks.setText(opened_.get(), status);
      if (U_FAILURE(status)) {
        throw StoreError(StoreError::Kind::kIo, std::string("ICU cannot read a text: ") + u_errorName(status));
      }
    }
    for (int32_t from = breaks.first(), to = breaks.next(); to != icu::BreakIterator::DONE;
         from = to, to = breaks.next()) {
      if (breaks.getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
      Add(begin + static_cast<size_t>(from), begin + static_cast<size_t>(to), false);
    }
  }

  struct Close {
    void operator()(UText* text) const { utext_close(text); }
  };
  const std::string_view text_;
  std::unique_ptr<UText, Close> opened_;
  std::u16string wide_;
  icu::UnicodeString wide_text_;
  std::vector<TextAtom> atoms_;
};

}  // namespace

std::vector<TextAtom> AtomsOf(std::string_view text) { return AtomFinder(text).Run(); }

std::vector<TextTerm> TermsOf(const std::vector<TextAtom>& atoms) {
  std::vector<TextTerm> terms;
  terms.reserve(atoms.size());
  const auto joins_next = [&](size_t i) {
    return i + 1 < atoms.size() && atoms[i].is_character && atoms[i + 1].is_character &&
           atoms[i].end == atoms[i + 1].begin;
  };
  bool joined = false;  // the atom is the second of a pair
  for (uint32_t i = 0; i < atoms.size(); ++i) {
    const bool joins = joins_next(i);
    if (joins) {
      terms.push_back({atoms[i].folded + atoms[i + 1].folded, i, i + 1});
    } else if (!joined) {
      terms.push_back({atoms[i].folded, i, i});
    }
    joined = joins;
  }
  return terms;
}

void TermCounts::Add(const Value& value) {
  if (value.kind() == ValueKind::kList) {
    for (const Value& item : value.as_list()) {
      if (item.kind() == ValueKind::kString) Add(item);
    }
    return;
  }
  if (value.kind() != ValueKind::kString) return;
  for (TextTerm& term : TermsOf(AtomsOf(value.as_string()))) {
    ++counts[std::move(term.term)];
    ++length;
  }
}

std::string_view TermRules() { return "1 icu " U_ICU_VERSION_SHORT; }

}  // namespace papergraph
