#include "extract/entities/domains.h"

#include <algorithm>
#include <array>

#include "extract/entities/entity.h"
#include "extract/mentions/abbreviation.h"
#include "extract/text/phrase_table.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

const PhraseTable& Fillers() {
  static const PhraseTable table("domain_fillers.tsv");
  return table;
}

bool IsFieldBlank(std::string_view c) {
  return c == " " || c == "*" || c == "`" || c == "\r" || c == "\"" || c == "“" || c == "”" || c == "。" || c == ".";
}

Span TrimmedField(std::string_view text, Span span) {
  while (span.begin < span.end) {
    const uint32_t width = CharWidth(text, span.begin);
    if (!IsFieldBlank(text.substr(span.begin, width))) break;
    span.begin += width;
  }
  while (span.end > span.begin) {
    uint32_t last = span.end - 1;
    while (last > span.begin && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) --last;
    if (!IsFieldBlank(text.substr(last, span.end - last))) break;
    span.end = last;
  }
  return span;
}

/// A hyphen that separates fields ("NLP-大模型安全", "A - B"), not one inside a word ("Long-Context").
bool IsFieldHyphen(std::string_view text, uint32_t at, uint32_t width) {
  if (at == 0 || at + width >= text.size()) return false;
  if (text[at - 1] == ' ' || text[at + width] == ' ') return true;
  const bool han_before = at >= 3 && IsHan(text, at - 3);
  const bool han_after = IsHan(text, at + width);
  return (han_before != han_after) || (text.substr(at - (at >= 3 ? 3 : 0), 3) == "）" && han_after) ||
         (text[at - 1] == ')' && han_after);
}

/// "A / B", "软件工程/代码生成", but not the slash of "视觉分类/回归".
bool IsFieldSlash(std::string_view text, uint32_t at, uint32_t end) {
  if (at == 0 || text[at - 1] == ' ' || (at + 1 < end && text[at + 1] == ' ')) return true;
  uint32_t chars = 0;
  for (uint32_t next = at + 1; next < end && IsHan(text, next); next += CharWidth(text, next)) ++chars;
  return chars == 0 || chars >= 4;
}

struct WrittenField {
  Span outer, inner;  // inner: of the parentheses; empty when there are none
  Span remark = {};   // what follows the parentheses and is part of no name; then the others are empty
};

/// Splits a line at its separators outside of parentheses.
std::vector<WrittenField> Fields(std::string_view text, Span line, bool slashes) {
  std::vector<WrittenField> fields;
  WrittenField field{{line.begin, line.begin}, {}};
  int depth = 0;
  uint32_t outer_end = line.begin, remark_begin = line.begin;
  bool has_inner = false, remark = false, embraced = false;
  const auto close = [&](uint32_t end, uint32_t next) {
    field.outer = TrimmedField(text, {field.outer.begin, has_inner && !embraced ? outer_end : end});
    if (embraced) field.inner = {};
    if (field.outer.begin < field.outer.end) {
      fields.push_back(field);
    } else if (has_inner) {
      fields.push_back({{}, field.inner});
    }
    if (remark) fields.push_back({{}, {}, {remark_begin, end}});
    field = {{next, next}, {}};
    has_inner = remark = embraced = false;
  };
  for (uint32_t at = line.begin; at < line.end;) {
    const uint32_t width = CharWidth(text, at);
    const std::string_view c = text.substr(at, width);
    if (c == "(" || c == "（") {
      if (depth++ == 0 && !has_inner) {
        outer_end = at;
        field.inner.begin = at + width;
      }
    } else if (c == ")" || c == "）") {
      if (--depth == 0 && !has_inner) {
        field.inner.end = at;
        has_inner = true;
      }
      depth = std::max(depth, 0);
    } else if (depth == 0) {
      const bool mark = c == "、" || c == "，" || c == "," || c == ";" || c == "；" || c == "。" || c == "：" ||
                        c == ":" || c == "|" || c == ">" || c == "→" || c == "·" || c == "&" ||
                        (slashes && c == "/" && IsFieldSlash(text, at, line.end)) || c == "—" || c == "–" ||
                        (c == "-" && IsFieldHyphen(text, at, width));
      // After a parenthesis "和" and "与" lead on to the next field.
      if (mark || (has_inner && !remark && !embraced && (c == "与" || c == "和" || c == "及" || c == "以"))) {
        close(at, at + width);
      } else if (has_inner && !IsFieldBlank(c) && !remark && !embraced) {
        // "混合专家模型（MoE）对抗攻击" is one field; "文本嵌入 (Embedding) 的优化" and "... 等领域" end at the
        // parenthesis.
        remark = c == "的" || c == "在" || c == "以" || c == "领" || c == "中" || c == "等" || c == "下" || c == "上" ||
                 c == "方" || c == "任";
        embraced = !remark;
        remark_begin = at;
      }
    }
    at += width;
  }
  close(line.end, line.end);
  return fields;
}

std::vector<Span> InnerPieces(std::string_view text, Span inner, bool hyphens) {
  std::vector<Span> pieces;
  uint32_t begin = inner.begin;
  for (uint32_t at = inner.begin; at < inner.end;) {
    const uint32_t width = CharWidth(text, at);
    const std::string_view c = text.substr(at, width);
    const bool mark = c == "," || c == "，" || c == "、" || c == ";" || c == "/" || c == "；";
    const bool hyphen = hyphens && c == "-" && IsFieldHyphen(text, at, width);
    if (mark || hyphen) {
      const Span piece = TrimmedField(text, {begin, at});
      if (piece.begin < piece.end) pieces.push_back(piece);
      begin = at + width;
    }
    at += width;
  }
  const Span piece = TrimmedField(text, {begin, inner.end});
  if (piece.begin < piece.end) pieces.push_back(piece);
  return pieces;
}

/// Cuts words that only lead up to a field or close it ("具体涉及", "领域", "的优化").
Span WithoutFillers(std::string_view text, Span span) {
  span = TrimmedField(text, span);
  bool changed = true;
  while (changed && span.begin < span.end) {
    changed = false;
    const FoldedText folded = FoldForMatching(Cut(text, span));
    for (const PhraseTable::Hit& hit : Fillers().FindAll(folded)) {
      const std::string_view side = Fillers().row(hit.row).cell(1);
      if (hit.begin == 0 && side == "front") {
        span.begin += hit.end;
        changed = true;
        break;
      }
      if (span.begin + hit.end == span.end && side == "end" && hit.begin > 0) {
        span.end = span.begin + hit.begin;
        changed = true;
        break;
      }
    }
    span = TrimmedField(text, span);
  }
  return span;
}

bool IsSentence(std::string_view text) {
  for (const PhraseTable::Hit& hit : Fillers().FindAll(FoldForMatching(text))) {
    if (Fillers().row(hit.row).cell(1) == "sentence") return true;
  }
  return false;
}

struct FieldLines {
  const TextView& view;
  const Vocabulary& vocabulary;
  std::vector<DomainMention> found;

  void Emit(Span span, const std::vector<std::string_view>& forms, double certainty, const std::string& rule) {
    DomainMention domain;
    domain.span = span;
    for (const std::string_view form : forms) {
      if (const VocabularyEntry* entry = vocabulary.Find(EntityKind::kDomain, FoldName(form))) {
        domain.entry = entry;
        break;
      }
    }
    std::string_view english;
    for (const std::string_view form : forms) {
      if (english.empty() && !HasHan(form) && form.size() > 1) english = form;
    }
    std::string_view tail;
    if (domain.entry == nullptr) {  // "基于扩散模型的图像生成" is image generation
      const size_t of = forms.front().rfind("的");
      if (of != std::string_view::npos) tail = forms.front().substr(of + 3);
      if (!tail.empty()) domain.entry = vocabulary.Find(EntityKind::kDomain, FoldName(tail));
      if (domain.entry == nullptr && !HasHan(forms.front())) domain.entry = KnownEnd(forms.front());
      // Two fields of one list are two: "图像生成" beside "个性化图像生成".
      const auto taken = [&](const DomainMention& other) {
        return domain.entry != nullptr && other.entry == domain.entry;
      };
      if (std::any_of(found.begin(), found.end(), taken)) domain.entry = nullptr;
    }
    domain.name = domain.entry != nullptr ? domain.entry->name : TidyForm(english.empty() ? forms.front() : english);
    if (domain.name.empty() || domain.name.size() > 90) return;
    domain.folded = FoldName(domain.name);
    if (domain.folded.empty()) return;
    for (const DomainMention& other : found) {
      if (other.folded == domain.folded) return;
    }
    std::vector<std::string> seen = {domain.folded};
    const auto add = [&](std::string_view form, std::string key) {
      if (key.empty() || std::find(seen.begin(), seen.end(), key) != seen.end()) return;
      std::string tidy = TidyForm(form);
      if (tidy.empty()) return;
      seen.push_back(std::move(key));
      domain.aliases.push_back(std::move(tidy));
    };
    for (const std::string_view form : forms) add(form, FoldName(form));
    if (domain.entry != nullptr) {
      const VocabularyEntry& entry = *domain.entry;
      for (size_t a = 0; a < entry.aliases.size(); ++a) add(entry.aliases[a], entry.folded_aliases[a]);
    }
    domain.certainty = domain.entry != nullptr ? std::min(0.97, certainty + 0.2) : certainty;
    domain.rule = rule;
    found.push_back(std::move(domain));
  }

  /// "可泛化的端到端自动驾驶", "Generalizable Autonomous Driving": a known field of several words or four characters
  /// closes the name.
  const VocabularyEntry* KnownEnd(std::string_view name) const {
    for (size_t at = 1; at + 8 < name.size(); ++at) {
      const bool word = name[at - 1] == ' ' && name.substr(at).find(' ') != std::string_view::npos;
      const bool han = IsHan(name, at) && name.size() - at >= 12;
      if (!word && !han) continue;
      if (const VocabularyEntry* entry = vocabulary.Find(EntityKind::kDomain, FoldName(name.substr(at)))) return entry;
    }
    return nullptr;
  }

  void ReadField(const WrittenField& field, double certainty) {
    const std::string_view text = view.text;
    if (field.remark.begin < field.remark.end) {
      ReadKnown(field.remark, 0.5);
      return;
    }
    const std::string_view inside = Cut(text, field.inner);
    const bool listed = !inside.empty() && HasHan(inside) &&
                        (inside.find("、") != std::string_view::npos || inside.find("，") != std::string_view::npos ||
                         inside.find("：") != std::string_view::npos || Opens(inside));
    if (field.outer.begin >= field.outer.end) {
      if (HasHan(inside)) ReadLine(field.inner, false);
      return;
    }
    // "安全评估与对抗防御 (Safety Assessment & Adversarial Defense)" are two fields.
    const size_t ampersand = inside.find(" & ");
    if (ampersand != std::string_view::npos && inside.find(" & ", ampersand + 3) == std::string_view::npos &&
        HasHan(Cut(text, field.outer))) {
      const std::string_view whole = Cut(text, field.outer);
      for (const std::string_view joint : {"与", "和", "及"}) {
        const size_t at = whole.find(joint);
        if (at == std::string_view::npos) continue;
        const auto cut = static_cast<uint32_t>(at);
        const auto inner_cut = static_cast<uint32_t>(ampersand);
        ReadField({{field.outer.begin, field.outer.begin + cut}, {field.inner.begin, field.inner.begin + inner_cut}},
                  certainty);
        ReadField(
            {{field.outer.begin + cut + 3, field.outer.end}, {field.inner.begin + inner_cut + 3, field.inner.end}},
            certainty);
        return;
      }
    }
    if (listed || (HasHan(inside) && HasHan(Cut(text, field.outer)))) {
      ReadField({field.outer, {}}, certainty);
      ReadLine(field.inner, false);
      return;
    }
    const Span outer = WithoutFillers(text, field.outer);
    if (outer.begin >= outer.end) return;
    const std::string_view name = Cut(text, outer);
    const bool known = vocabulary.Find(EntityKind::kDomain, FoldName(name)) != nullptr;
    if (name.size() > 66 || (!known && IsSentence(name))) {
      ReadKnown(outer, 0.5);
      return;
    }
    if (FoldName(name).size() < 2) return;
    if (!known && field.inner.begin >= field.inner.end && SplitKnown(outer, certainty)) return;
    const Span whole{outer.begin, std::max(outer.end, field.inner.end)};
    std::vector<std::string_view> forms = {name};
    const std::string_view full = Cut(text, field.outer);
    // What was cut off the end may belong to the name ("文本嵌入模型的优化"), what leads up to it does not.
    if (full.size() <= 66 && field.outer.end > outer.end)
      forms.push_back(text.substr(outer.begin, field.outer.end - outer.begin));
    for (const std::string_view start : {"基于", "面向", "针对", "用于"}) {  // "基于 A 的 B" is also B
      const size_t of = name.rfind("的");
      if (name.starts_with(start) && of != std::string_view::npos && name.size() - of > 8)
        forms.push_back(name.substr(of + 3));
    }
    if (field.inner.begin < field.inner.end) {
      const std::vector<Span> pieces = InnerPieces(text, field.inner, false);
      for (size_t i = 0; i < pieces.size() && i < 2; ++i) {
        const std::string_view piece = Cut(text, pieces[i]);
        if (piece.size() > 80 || piece.starts_with("如") || piece.starts_with("e.g") || piece.starts_with("例如") ||
            piece.starts_with("特别是") || piece.starts_with("尤其")) {
          break;
        }
        const bool other_script = HasHan(piece) != HasHan(name);
        const bool brief = Abbreviates(piece, name) || (i > 0 && Abbreviates(piece, forms.back()));
        if (other_script || brief) forms.push_back(piece);
      }
    }
    Emit(whole, forms, certainty, "listed as area of application");
  }

  /// "推理优化与模型压缩": two fields where one of them is known by itself.
  bool SplitKnown(Span span, double certainty) {
    const std::string_view text = view.text;
    for (const std::string_view joint : {"与", "和", "及", " and ", " & "}) {
      const size_t at = Cut(text, span).find(joint);
      if (at == std::string_view::npos || at == 0 || at + joint.size() >= span.end - span.begin) continue;
      const Span left{span.begin, span.begin + static_cast<uint32_t>(at)};
      const Span right{span.begin + static_cast<uint32_t>(at + joint.size()), span.end};
      const auto is_known = [&](Span s) {
        return vocabulary.Find(EntityKind::kDomain, FoldName(Cut(text, s))) != nullptr;
      };
      const bool both_long = left.end - left.begin >= 15 && right.end - right.begin >= 15;
      if (!is_known(left) && !is_known(right) && !both_long) continue;
      ReadField({TrimmedField(text, left), {}}, certainty);
      ReadField({TrimmedField(text, right), {}}, certainty);
      return true;
    }
    return false;
  }

  /// Whether the text opens with words that lead up to a list: "具体涉及", "如", "包括".
  static bool Opens(std::string_view text) {
    const FoldedText folded = FoldForMatching(text);
    const std::vector<PhraseTable::Hit> hits = Fillers().FindAll(folded);
    return std::any_of(hits.begin(), hits.end(), [](const PhraseTable::Hit& h) {
      return h.begin == 0 && Fillers().row(h.row).cell(1) == "front";
    });
  }

  void ReadLine(Span line, bool first) {
    const std::string_view text = view.text;
    // One parenthesis that repeats the whole chain in English: "计算机视觉 - 图像生成 (Computer Vision - Image
    // Generation)".
    std::vector<WrittenField> fields = Fields(text, line, true);
    for (size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].inner.begin >= fields[i].inner.end) continue;
      const std::vector<Span> english = InnerPieces(text, fields[i].inner, true);
      bool parallel = english.size() >= 2 && english.size() <= i + 1 && !HasHan(Cut(text, fields[i].inner)) &&
                      HasHan(Cut(text, fields[i].outer));
      if (parallel && Abbreviates(Cut(text, english.back()), Cut(text, english[0]))) parallel = false;
      for (size_t k = 0; parallel && k + 1 < english.size(); ++k)
        parallel = fields[i - k - 1].inner.begin >= fields[i - k - 1].inner.end;
      if (!parallel) continue;
      for (size_t k = 0; k < english.size(); ++k) fields[i - k].inner = english[english.size() - 1 - k];
    }
    for (const WrittenField& field : fields) ReadField(field, first ? 0.75 : 0.6);
  }

  /// Fields of the vocabulary by names of several words; one-word names only in the title.
  void ReadKnown(Span within, double certainty) {
    const std::string_view text = view.text;
    for (size_t at = view.folded.At(within.begin); at < view.folded.size() && view.folded.From(at) < within.end;) {
      const NameTrie::Hit hit =
          view.folded.BeginsAt(at) ? vocabulary.names().LongestAt(view.folded, at) : NameTrie::Hit{};
      if (hit.length == 0) {
        ++at;
        continue;
      }
      const Span span{view.folded.From(at), view.folded.EndOf(at + hit.length)};
      const std::string_view written = Cut(text, span);
      for (const uint32_t value : hit.values) {
        const VocabularyEntry& entry = vocabulary.entries()[value];
        if (entry.kind != EntityKind::kDomain) continue;
        // What is a technique as well ("knowledge distillation") is no field for being named in a title or abstract.
        const VocabularyEntry* method = view.passage->kind == SectionKind::kDomain
                                            ? nullptr
                                            : vocabulary.Find(EntityKind::kMethod, FoldName(written));
        if (method != nullptr && !method->generic) continue;
        // In Chinese four characters at least, and the term must end here: "大模型辅助的" is about something else.
        const std::string_view next = text.substr(span.end, 3);
        const bool ends = !HasHan(next) || next == "与" || next == "和" || next == "及" || next == "以" ||
                          next == "等" || next == "任" || next == "领" || next == "场" || next == "中";
        const bool several =
            HasHan(written) ? written.size() >= 12 && ends : written.find_first_of(" -") != std::string_view::npos;
        if (several) Emit(span, {written}, certainty, "known field");
      }
      at += hit.length;
    }
  }
};

}  // namespace

std::vector<DomainMention> FindDomains(const TextView& view, const Vocabulary& vocabulary) {
  FieldLines reader{view, vocabulary, {}};
  // English ones are read together: english_fields.cc.
  if (!view.english && (view.passage->kind == SectionKind::kTitle || view.passage->kind == SectionKind::kAbstract))
    reader.ReadKnown(view.passage->kind == SectionKind::kTitle || view.layout.sentences.empty()
                         ? Span{0, static_cast<uint32_t>(view.text.size())}
                         : view.layout.sentences[0],
                     view.passage->kind == SectionKind::kTitle ? 0.7 : 0.5);
  if (view.passage->kind != SectionKind::kDomain) return std::move(reader.found);
  bool first = true;
  for (const Span& item : view.layout.items) {
    const std::string_view line = Cut(view.text, item);
    const FoldedText folded = FoldForMatching(line);
    const std::vector<PhraseTable::Hit> fillers = Fillers().FindAll(folded);
    const bool remark = std::any_of(fillers.begin(), fillers.end(), [](const PhraseTable::Hit& hit) {
      return hit.begin <= 2 && Fillers().row(hit.row).cell(1) == "remark";
    });
    if (remark) continue;
    // The first sentence of a line lists fields; so does a later one that says so ("具体涵盖 ..."). Others are read for
    // known ones.
    bool opening = true;
    for (const Span& sentence : view.layout.sentences) {
      if (sentence.begin < item.begin || sentence.begin >= item.end) continue;
      if (opening || FieldLines::Opens(Cut(view.text, sentence))) {
        reader.ReadLine(sentence, first && opening);
      } else {
        reader.ReadKnown(sentence, 0.5);
      }
      opening = false;
    }
    first = false;
  }
  return std::move(reader.found);
}

}  // namespace papergraph::extract
