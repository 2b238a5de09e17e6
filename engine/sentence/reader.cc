#include "engine/sentence/reader.h"

#include <algorithm>
#include <utility>

#include "engine/sentence/dates.h"
#include "engine/sentence/operands.h"
#include "engine/sentence/phrases.h"

namespace papergraph::engine {
namespace {

Noun NounOf(std::string_view value) {
  if (value == "Method") return Noun::kMethod;
  if (value == "Model") return Noun::kModel;
  if (value == "Benchmark") return Noun::kBenchmark;
  if (value == "Domain") return Noun::kDomain;
  if (value == "Result") return Noun::kResult;
  if (value == "Leaderboard") return Noun::kLeaderboard;
  return Noun::kPaper;
}

/// Goes through a sentence once, piece by piece; what a piece is depends on what stands there and not on what came
/// before, so that "papers using GRPO" and "使用 GRPO 的论文" are read by the same code.
class SentenceReader : private OperandReader {
 public:
  SentenceReader(std::string_view text, Span whole, std::span<const Atom> atoms, const Names& names, Date today)
      : OperandReader(text, whole, atoms, names), today_(today) {
    meaning_.whole = whole;
    groups_.emplace_back();
  }

  Meaning Read() {
    if (atoms_.empty()) Fail(0);
    while (at_ < atoms_.size()) Piece();
    return Finish();
  }

 private:
  void Piece() {
    if (atoms_[at_].kind == Atom::Kind::kComma || atoms_[at_].kind == Atom::Kind::kMark) {
      ++at_;
      return;
    }
    const Phrase* phrase = LongestPhrase(atoms_, at_);
    const auto name = names_.At(at_);
    const bool is_name = name && (phrase == nullptr || name->next - at_ > phrase->atoms.size());
    if (!is_name && (TryDate() || TryNumber())) return;
    if (is_name) return NamesFirst();
    if (phrase == nullptr) return AuthorFirst();
    const size_t size = phrase->atoms.size();
    // A text may be several things ("和": and, with); the first that fits here.
    const auto is = [&](PhraseKind kind) {
      const Phrase* other = LongestPhrase(atoms_, at_, {{kind}});
      if (other == nullptr || other->atoms.size() != size) return false;
      phrase = other;
      return true;
    };
    if (is(PhraseKind::kWith) && TryWith(size)) return;
    if (is(PhraseKind::kAnd) || is(PhraseKind::kOr)) {
      if (join_ || (pending_.empty() && groups_.back().empty() && always_conditions_.empty())) Fail(at_);
      join_ = at_;
      if (phrase->kind == PhraseKind::kOr) Or();
      return Skip(size);
    }
    if (is(PhraseKind::kNot) || is(PhraseKind::kButNot)) return Negation(phrase->kind == PhraseKind::kButNot, size);
    if (is(PhraseKind::kWithin)) return Within(size);
    if (is(PhraseKind::kNoun)) {
      if (IsFieldWord(*phrase)) return Skip(size);
      return Head(*phrase);
    }
    if (is(PhraseKind::kWho)) {
      who_ = true;
      return Skip(size);
    }
    if (is(PhraseKind::kConnect)) return Connection(size);
    if (is(PhraseKind::kWhatIs)) return WhatIs(size);
    if (is(PhraseKind::kLead) || is(PhraseKind::kRole)) return RoleOrLead(*phrase);
    if (is(PhraseKind::kTrend) || is(PhraseKind::kNews)) return About(*phrase);
    if (is(PhraseKind::kPeriod)) {
      meaning_.kind = Meaning::Kind::kTrend;
      meaning_.period = phrase->value;
      return Skip(size);
    }
    if (is(PhraseKind::kBest)) {
      meaning_.kind = Meaning::Kind::kBest;
      return Skip(size);
    }
    if (is(PhraseKind::kNovelty)) return Novelty(size);
    if (is(PhraseKind::kBeats)) return Add(Operands(Role::kBeats, at_ + size));
    if (is(PhraseKind::kCount)) {
      meaning_.kind = Meaning::Kind::kCount;
      return Skip(size);
    }
    if (is(PhraseKind::kTop)) {
      meaning_.ranked = true;
      return Skip(size);
    }
    if (is(PhraseKind::kLatest)) {
      meaning_.latest = true;
      return Skip(size);
    }
    if (is(PhraseKind::kFiller) || (is(PhraseKind::kClose) && at_ > 0)) return Skip(size);
    Fail(at_);
  }

  void Skip(size_t size) { at_ += size; }

  /// "机器人领域使用 GRPO 的论文": the noun belongs to the field's name, and what is asked for comes later.
  bool IsFieldWord(const Phrase& phrase) const {
    if (head_ || NounOf(phrase.value) != Noun::kDomain || pending_.empty()) return false;
    const Condition& last = pending_.back();
    if (last.kind != Condition::Kind::kNamed || !last.entity.Has("Domain") || last.span.end != atoms_[at_].span.start)
      return false;
    return NounAhead(at_ + phrase.atoms.size());
  }

  /// Whether a noun that can be asked for stands somewhere behind.
  bool NounAhead(size_t from) const {
    for (size_t at = from; at < atoms_.size(); ++at) {
      if (LongestPhrase(atoms_, at, {{PhraseKind::kNoun}}) != nullptr) return true;
    }
    return false;
  }

  /// "introducing (new) benchmarks": a kind of thing where a name could stand; the noun that is asked for is another.
  bool TryKindOfThing(Role role, size_t at) {
    if (role != Role::kUses && role != Role::kProposes && role != Role::kCompares && role != Role::kTrains)
      return false;
    const size_t first = at;
    for (bool more = true; more;) {
      at = PastFillers(at);
      const Phrase* adjective = LongestPhrase(atoms_, at, {{PhraseKind::kLead}});
      more = adjective != nullptr && RoleOf(adjective->value) == Role::kProposes;
      if (more) at += adjective->atoms.size();
    }
    const Phrase* noun = LongestPhrase(atoms_, at, {{PhraseKind::kNoun}});
    if (noun == nullptr) return false;
    for (const size_t begin : {first, at}) {
      if (const auto name = names_.At(begin); name && name->next > at + noun->atoms.size()) return false;
    }
    const Noun kind = NounOf(noun->value);
    if (kind != Noun::kMethod && kind != Noun::kModel && kind != Noun::kBenchmark) return false;
    const size_t next = at + noun->atoms.size();
    if (names_.At(next) || (head_ ? meaning_.noun == kind : !NounAhead(next))) return false;  // "the method GRPO"
    Condition condition{.kind = Condition::Kind::kNamed, .span = SpanOf(at, next), .role = role};
    condition.entity.span = condition.span;
    condition.entity.nodes.push_back({.label = std::string(noun->value)});
    at_ = next;
    Add(std::move(condition));
    return true;
  }

  /// "compare A and B" alone: the results of both.
  bool TryComparison(const Phrase& phrase) {
    const bool opens = !head_ && !who_ && pending_.empty() && groups_.size() == 1 && groups_.back().empty() &&
                       always_conditions_.empty() && PastFillers(0) == at_;
    if (!opens || phrase.value != "compares") return false;
    std::vector<Condition> parts;
    size_t at = at_ + phrase.atoms.size();
    while (at < atoms_.size()) {
      const Phrase* word = LongestPhrase(
          atoms_, at,
          {{PhraseKind::kLink, PhraseKind::kAnd, PhraseKind::kFiller, PhraseKind::kRole, PhraseKind::kWith}});
      const auto name = names_.At(at);
      if (name && (word == nullptr || name->next - at > word->atoms.size())) {
        parts.push_back(One(Role::kOf, *name));
        at = name->next;
      } else if (word != nullptr &&
                 (word->kind != PhraseKind::kRole || word->value == "compares" || word->value == "uses")) {
        at += word->atoms.size();
      } else if (atoms_[at].kind == Atom::Kind::kComma || atoms_[at].kind == Atom::Kind::kMark) {
        ++at;
      } else {
        break;
      }
    }
    const bool things = std::all_of(parts.begin(), parts.end(),
                                    [](const Condition& c) { return c.entity.Has("Method") || c.entity.Has("Model"); });
    if (parts.size() < 2 || !things) return false;
    head_ = true;
    meaning_.noun = Noun::kResult;
    meaning_.noun_span = SpanOf(at_, at_ + phrase.atoms.size());
    at_ = at;
    Add(Joined(Condition::Kind::kOr, std::move(parts)));
    return true;
  }

  /// Dates hold for all groups, but not where a date is all that stands at a side of `or`.
  void Or() {
    if (groups_.back().empty()) groups_.back() = std::exchange(always_conditions_, {});
    groups_.emplace_back();
    or_places_.push_back(at_);
  }

  /// Takes a finished condition, with the negation before it.
  void Add(Condition condition) {
    const bool begins_group = groups_.size() > 1 && groups_.back().empty();
    const bool always = always_ || (condition.kind == Condition::Kind::kDate && !begins_group);
    if (negate_) {
      // "without PPO and DPO": neither.
      if (condition.kind == Condition::Kind::kAnd) condition.kind = Condition::Kind::kOr;
      condition = Negated(std::move(condition));
    }
    negate_ = always_ = false;
    join_.reset();
    name_end_ = at_;
    (always ? always_conditions_ : groups_.back()).push_back(std::move(condition));
  }

  void Head(const Phrase& phrase) {
    const Noun noun = NounOf(phrase.value);
    // "models used in robotics papers": the papers are those that the conditions are about.
    if (head_ && noun == Noun::kPaper && name_end_ == at_) return Skip(phrase.atoms.size());
    if (head_ && noun != meaning_.noun) Fail(at_);
    head_ = true;
    meaning_.noun = noun;
    meaning_.noun_span = SpanOf(at_, at_ + phrase.atoms.size());
    Skip(phrase.atoms.size());
  }

  /// "using GRPO"; "used" alone says how papers stand to the noun.
  void RoleOrLead(const Phrase& phrase) {
    const Role role = RoleOf(phrase.value);
    const size_t next = at_ + phrase.atoms.size();
    if (phrase.kind == PhraseKind::kRole && TryComparison(phrase)) return;
    if (TryKindOfThing(role, next)) return;
    if (!OperandFollows(next)) {
      const Phrase* close = LongestPhrase(atoms_, at_, {{PhraseKind::kClose}});  // "在 GSM8K 上评测"
      if (phrase.kind == PhraseKind::kRole && close != nullptr && close->atoms.size() == phrase.atoms.size() && at_ > 0)
        return Skip(phrase.atoms.size());
    }
    if (phrase.kind == PhraseKind::kLead && !OperandFollows(next)) {
      if (meaning_.lead && *meaning_.lead != role) Fail(at_);
      meaning_.lead = role;
      meaning_.fresh = meaning_.fresh || phrase.value == "new";
      return Skip(phrase.atoms.size());
    }
    if (who_ && role == Role::kProposes && !OperandFollows(next) && !pending_.empty()) {
      meaning_.lead = role;
      return Skip(phrase.atoms.size());
    }
    if (role == Role::kBy) return Author(next);
    if (phrase.kind == PhraseKind::kRole && (role == Role::kAbout || role == Role::kMentions)) {
      if (auto text = TextAt(role, next)) return Add(std::move(*text));
    }
    if (role == Role::kUses || role == Role::kProposes || role == Role::kCompares) verb_ = role;
    Add(Operands(role, next));
  }

  void Author(size_t next) {
    const size_t past = PastFillers(next);
    const Phrase* noun = LongestPhrase(atoms_, past, {{PhraseKind::kNoun}});
    if (head_ && noun != nullptr && NounOf(noun->value) == Noun::kPaper) {  // "methods used by papers on AIME"
      at_ = past + noun->atoms.size();
      return;
    }
    if (const auto name = names_.At(next); name && name->entity.Has("Paper")) return Add(Operands(Role::kOf, next));
    const auto authors = names_.AuthorsAt(next);
    if (const auto name = names_.At(next); !authors && name) {
      const bool papers = LongestPhrase(atoms_, name->next, {{PhraseKind::kNoun}}) != nullptr;  // "by GRPO papers"
      return Add(Operands(papers ? Role::kUses : Role::kProposes, next));
    }
    if (!authors) FailAuthor(next);
    const bool goes_on = authors->next < atoms_.size() && atoms_[authors->next].kind == Atom::Kind::kWord &&
                         LongestPhrase(atoms_, authors->next) == nullptr && !names_.At(authors->next);
    if (goes_on) FailAuthor(next);  // "Grace Hoper" is not any Grace
    AddAuthors(*authors);
  }

  void AddAuthors(const Names::Authors& authors) {
    at_ = authors.next;
    Add({.kind = Condition::Kind::kAuthor, .span = authors.span, .authors = authors.names});
  }

  /// "Ada Lovelace's papers": what is no word and no name may be an author's whole name, before the noun.
  void AuthorFirst() {
    const auto authors = head_ ? std::nullopt : names_.AuthorsAt(at_);
    if (!authors || !authors->whole) Fail(at_);
    AddAuthors(*authors);
  }

  void Negation(bool always, size_t size) {
    negate_ = true;
    always_ = always_ || always;
    Skip(size);
    while (const Phrase* filler = LongestPhrase(atoms_, at_, {{PhraseKind::kFiller}})) Skip(filler->atoms.size());
    const Phrase* phrase = LongestPhrase(atoms_, at_);
    const auto name = names_.At(at_);
    if (name && (phrase == nullptr || name->next - at_ > phrase->atoms.size())) {
      const bool verb = name->entity.Has("Method") || name->entity.Has("Model");
      Add(Operands(verb ? verb_ : Role::kOn, at_));
    } else if (LongestPhrase(atoms_, at_,
                             {{PhraseKind::kRole, PhraseKind::kLead, PhraseKind::kBeats, PhraseKind::kWith,
                               PhraseKind::kWithin}}) == nullptr) {
      Fail(at_);
    }
  }

  /// 与 LoRA 比较
  bool TryWith(size_t size) {
    const size_t before = at_;
    if (!OperandFollows(at_ + size)) return false;
    Condition condition = Operands(Role::kMentions, at_ + size);
    const Phrase* verb = LongestPhrase(atoms_, at_, {{PhraseKind::kClose, PhraseKind::kRole}});
    if (verb == nullptr || (verb->value != "compares" && verb->value != "like")) {
      at_ = before;
      return false;
    }
    at_ = before;
    condition = Operands(RoleOf(verb->value), at_ + size);
    Skip(verb->atoms.size());
    Add(std::move(condition));
    return true;
  }

  /// 在 AIME 2024 上 (评测)
  void Within(size_t size) {
    const size_t before = at_;
    Condition condition = Operands(Role::kOn, at_ + size);
    Role role = Role::kOn;
    size_t end = at_;
    while (const Phrase* close = LongestPhrase(atoms_, end, {{PhraseKind::kClose}})) {
      end += close->atoms.size();
      if (!close->value.empty()) role = RoleOf(close->value);
    }
    if (role != Role::kOn) {
      at_ = before;
      condition = Operands(role, at_ + size);
    }
    at_ = end;
    Add(std::move(condition));
  }

  /// "trend of GRPO", "what is new on SWE-bench": of papers that have to do with it, in whatever way.
  void About(const Phrase& phrase) {
    meaning_.kind = phrase.kind == PhraseKind::kTrend ? Meaning::Kind::kTrend : Meaning::Kind::kNews;
    Skip(phrase.atoms.size());
    if (at_ < atoms_.size() && LongestPhrase(atoms_, at_, {{PhraseKind::kNoun}}) == nullptr && TermFollows(at_))
      Add(Operands(Role::kMentions, at_));
  }

  /// All that follows are names, with any words between them: "is there anything like GRPO on AIME 2024".
  void Novelty(size_t size) {
    meaning_.kind = Meaning::Kind::kNovelty;
    Skip(size);
    EachName([&] { return LongestPhrase(atoms_, at_); }, [&](Condition condition) { Add(condition); });
  }

  /// Goes through what is left: names, and between them marks and what `phrase_here` finds.
  template <typename PhraseHere, typename Visit>
  void EachName(const PhraseHere& phrase_here, const Visit& visit) {
    while (at_ < atoms_.size()) {
      const Phrase* phrase = phrase_here();
      const auto name = names_.At(at_);
      if (name && (phrase == nullptr || name->next - at_ > phrase->atoms.size())) {
        Condition condition = One(Role::kMentions, *name);
        at_ = name->next;
        visit(std::move(condition));
      } else if (phrase != nullptr) {
        Skip(phrase->atoms.size());
      } else if (atoms_[at_].kind == Atom::Kind::kComma || atoms_[at_].kind == Atom::Kind::kMark) {
        ++at_;
      } else {
        FailName(at_);
      }
    }
  }

  /// Names before what is said about them: "GRPO papers", "AIME 2024 的结果", "A 和 B 有什么关系".
  void NamesFirst() {
    if (head_ || at_ == name_end_) FailMissing(at_);
    pending_.push_back(Operands(Role::kOf, at_));
    join_.reset();
  }

  void WhatIs(size_t size) {
    const size_t next = PastFillers(at_ + size);
    if (pending_.empty() && !names_.At(next)) {
      at_ = next;  // "what is the leaderboard of ..."
      return;
    }
    asked_ = true;
    at_ = next;
  }

  /// Two names, before or behind: "how are A and B connected", "A 和 B 有什么关系".
  void Connection(size_t size) {
    Skip(size);
    connection_ = true;
    EachName(
        [&] {
          return LongestPhrase(
              atoms_, at_,
              {{PhraseKind::kConnect, PhraseKind::kLink, PhraseKind::kAnd, PhraseKind::kFiller, PhraseKind::kClose}});
        },
        [&](Condition condition) { pending_.push_back(std::move(condition)); });
  }

  bool TryNumber() {
    size_t next = at_ + 1;
    uint64_t number = 0;
    if (const Phrase* phrase = LongestPhrase(atoms_, at_, {{PhraseKind::kNumber}})) {
      number = std::stoull(phrase->value);
    } else {
      const std::string& word = atoms_[at_].folded;
      if (word.empty() || word.size() > 6 || word.find_first_not_of("0123456789") != std::string::npos) return false;
      number = std::stoull(word);
    }
    next = PastFillers(next);
    const Phrase* after =
        LongestPhrase(atoms_, next, {{PhraseKind::kNoun, PhraseKind::kTop, PhraseKind::kLatest, PhraseKind::kLead}});
    const bool counted = after != nullptr || (names_.At(next) && (meaning_.ranked || meaning_.latest));
    if (!counted || number == 0 || meaning_.limit) return false;
    meaning_.limit = number;
    at_ = next;
    return true;
  }

  bool TryDate() {
    const size_t start = at_;
    const Phrase* word = LongestPhrase(atoms_, at_, {{PhraseKind::kDate}});
    std::optional<DateSpan> date;
    if (word != nullptr) date = ReadDate(atoms_, PastFillers(at_ + word->atoms.size()), today_);
    if (!date) {
      word = nullptr;
      date = ReadDate(atoms_, at_, today_);
    }
    if (!date) return false;
    std::string_view relation = word == nullptr ? "within" : std::string_view(word->value);
    size_t end = date->next;
    Date last = date->last;
    if (const auto second = SecondDate(end, word)) {
      last = second->last;
      end = second->next;
      relation = "within";
    } else if (const Phrase* behind = LongestPhrase(atoms_, end, {{PhraseKind::kDateEnd}})) {
      end += behind->atoms.size();
      relation = behind->value;
    } else if (date->plain && word == nullptr) {
      return false;  // "2026" alone: nothing says that it is a date
    }
    if (relation == "between") return false;
    Condition condition{.kind = Condition::Kind::kDate, .span = SpanOf(start, end)};
    if (relation == "since" || relation == "within") condition.first = date->first;
    if (relation == "after") condition.first = Date{last.days + 1};
    if (relation == "until" || relation == "within") condition.last = last;
    if (relation == "before") condition.last = Date{date->first.days - 1};
    at_ = end;
    if (date->relative && !meaning_.relative) meaning_.relative = condition.span;
    Add(std::move(condition));
    return true;
  }

  /// The end of "from 2026-01-01 to 2026-01-31", "between January and March 2026".
  std::optional<DateSpan> SecondDate(size_t at, const Phrase* opened) const {
    const Phrase* link = LongestPhrase(atoms_, at, {{PhraseKind::kLink, PhraseKind::kDate}});
    if (link == nullptr || (link->kind == PhraseKind::kDate && link->value != "until")) return std::nullopt;
    if (opened == nullptr && link->text == "and") return std::nullopt;
    return ReadDate(atoms_, at + link->atoms.size(), today_);
  }

  Meaning Finish() {
    if (negate_) Fail(atoms_.size() - 1);
    if (join_) Fail(atoms_.size());
    if (connection_ || asked_) return FinishNames();
    // The question itself says what is looked for: papers, in whatever way they have to do with what is named.
    const bool about = meaning_.kind == Meaning::Kind::kTrend || meaning_.kind == Meaning::Kind::kNews ||
                       meaning_.kind == Meaning::Kind::kNovelty;
    if (about && !head_) {
      head_ = true;
      meaning_.noun_span = meaning_.whole;
      for (Condition& condition : pending_) condition.role = Role::kMentions;
    }
    std::vector<Condition> all;
    for (Condition& condition : pending_) {
      if (!head_ && !(who_ && meaning_.lead)) break;
      all.push_back(std::move(condition));
    }
    const bool named_only = !head_ && groups_.size() == 1 && groups_[0].empty() && always_conditions_.empty() && !who_;
    if (named_only && pending_.size() == 1 && pending_[0].kind == Condition::Kind::kNamed && !meaning_.lead &&
        !meaning_.ranked) {
      return FinishNames();
    }
    if (groups_.size() == 1) {
      for (Condition& condition : groups_[0]) all.push_back(std::move(condition));
    } else {
      for (size_t i = 0; i < groups_.size(); ++i) {
        if (groups_[i].empty()) Fail(or_places_[i == 0 ? 0 : i - 1]);
      }
      Condition any{.kind = Condition::Kind::kOr};
      for (auto& group : groups_) any.parts.push_back(Joined(Condition::Kind::kAnd, std::move(group)));
      any.span = SpanOver(any.parts);
      all.push_back(std::move(any));
    }
    for (Condition& condition : always_conditions_) all.push_back(std::move(condition));
    meaning_.conditions = Condition{.kind = Condition::Kind::kAnd, .span = meaning_.whole, .parts = std::move(all)};
    return Shape();
  }

  static size_t Likes(const Condition& condition) {
    size_t number = condition.kind == Condition::Kind::kNamed && condition.role == Role::kLike ? 1 : 0;
    for (const Condition& part : condition.parts) number += Likes(part);
    return number;
  }

  /// Which question it is.
  Meaning Shape() {
    const auto& parts = meaning_.conditions.parts;
    const auto named = [](const Condition& c, Role role) {
      return c.kind == Condition::Kind::kNamed && c.role == role;
    };
    const auto beats =
        std::count_if(parts.begin(), parts.end(), [&](const Condition& c) { return named(c, Role::kBeats); });
    if (beats > 0) {
      const bool can = beats == 1 && (!head_ || meaning_.noun == Noun::kMethod || meaning_.noun == Noun::kModel) &&
                       meaning_.kind == Meaning::Kind::kList;
      if (!can)
        FailSentence("what beats something can be asked of methods and models: `methods that beat PPO on AIME 2024`");
      meaning_.kind = Meaning::Kind::kBeats;
      if (!head_) meaning_.noun = Noun::kPaper;  // methods and models
      return std::move(meaning_);
    }
    if (const auto like = Likes(meaning_.conditions); like > 0) {
      const bool alone =
          std::any_of(parts.begin(), parts.end(), [&](const Condition& c) { return named(c, Role::kLike); });
      if (like > 1 || !alone || meaning_.kind != Meaning::Kind::kList || (head_ && meaning_.noun != Noun::kPaper))
        FailSentence("what is like one paper can be asked of papers: `papers like 2601.22628`");
      meaning_.kind = Meaning::Kind::kLike;
      head_ = true;
    }
    if (who_ && !head_) {
      const bool origin = parts.size() == 1 && parts[0].kind == Condition::Kind::kNamed &&
                          (parts[0].role == Role::kProposes || meaning_.lead == Role::kProposes);
      if (origin) {
        meaning_.kind = Meaning::Kind::kOrigin;
        meaning_.subject = parts[0].entity;
        return std::move(meaning_);
      }
      head_ = true;  // who uses GRPO: papers
      meaning_.noun_span = meaning_.whole;
    }
    if (!head_)
      FailSentence("say what you look for: papers, methods, models, benchmarks, domains, results, the leaderboard");
    return std::move(meaning_);
  }

  Meaning FinishNames() {
    if (connection_ && pending_.size() == 1 && pending_[0].kind != Condition::Kind::kNamed) {
      auto parts = std::move(pending_[0].parts);
      pending_ = std::move(parts);
    }
    const size_t wanted = connection_ ? 2 : 1;
    const bool plain = std::all_of(pending_.begin(), pending_.end(), [](const Condition& c) {
      return c.kind == Condition::Kind::kNamed && !c.benchmarks;
    });
    const bool alone = groups_.size() == 1 && groups_[0].empty() && always_conditions_.empty() && !head_;
    if (pending_.size() != wanted || !plain || !alone) {
      FailSentence(connection_ ? "a connection has two ends: `how are GRPO and AIME 2024 connected`"
                               : "ask what one thing is: `what is GRPO`");
    }
    meaning_.kind = connection_ ? Meaning::Kind::kConnection : Meaning::Kind::kThing;
    meaning_.subject = std::move(pending_[0].entity);
    if (connection_) meaning_.other = std::move(pending_[1].entity);
    return std::move(meaning_);
  }

  Date today_;
  Meaning meaning_;
  bool head_ = false, who_ = false, asked_ = false, connection_ = false;
  bool negate_ = false, always_ = false;        // of the next condition
  Role verb_ = Role::kUses;                     // of "but not PPO"
  std::optional<size_t> join_;                  // where an `and` waits for what it joins
  size_t name_end_ = SIZE_MAX;                  // the atom behind the last condition
  std::vector<Condition> pending_;              // names that came before their noun or verb
  std::vector<std::vector<Condition>> groups_;  // joined by or
  std::vector<size_t> or_places_;               // where the `or` between two of them stands
  std::vector<Condition> always_conditions_;    // hold for all groups: dates, but not ...
};

}  // namespace

Meaning ReadMeaning(std::string_view text, Span whole, std::span<const Atom> atoms, const Names& names, Date today) {
  return SentenceReader(text, whole, atoms, names, today).Read();
}

}  // namespace papergraph::engine
