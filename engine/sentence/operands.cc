#include "engine/sentence/operands.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "engine/nearest.h"
#include "grammar/error.h"

namespace papergraph::engine {
namespace {

constexpr std::pair<std::string_view, Role> kRoleNames[] = {{"uses", Role::kUses},
                                                            {"proposes", Role::kProposes},
                                                            {"compares", Role::kCompares},
                                                            {"evaluates", Role::kEvaluates},
                                                            {"trains", Role::kTrains},
                                                            {"mentions", Role::kMentions},
                                                            {"about", Role::kAbout},
                                                            {"in", Role::kIn},
                                                            {"on", Role::kOn},
                                                            {"of", Role::kOf},
                                                            {"by", Role::kBy},
                                                            {"like", Role::kLike},
                                                            {"new", Role::kProposes}};

/// The labels that may stand behind a role, and how to say so. Empty: anything.
struct Expected {
  std::vector<std::string_view> labels;
  std::string_view words;
};
Expected ExpectedBehind(Role role) {
  switch (role) {
    case Role::kUses:
      return {{"Method", "Model", "Benchmark"}, "a method, a model or a benchmark"};
    case Role::kProposes:
      return {{"Method", "Model", "Benchmark"}, "a method, a model or a benchmark"};
    case Role::kCompares:
    case Role::kBeats:
      return {{"Method", "Model"}, "a method or a model"};
    case Role::kLike:
      return {{"Paper"}, "a paper: its arXiv number, or its title in quotation marks"};
    case Role::kEvaluates:
    case Role::kTrains:
      return {{"Benchmark", "Domain", "Model"}, "a benchmark"};
    case Role::kOn:
    case Role::kIn:
      return {{"Benchmark", "Domain", "Method", "Model", "Paper"}, "a benchmark or a domain"};
    default:
      return {};
  }
}

std::string_view Article(std::string_view label) {
  if (label == "Method") return "a method";
  if (label == "Model") return "a model";
  if (label == "Benchmark") return "a benchmark";
  if (label == "Domain") return "a domain";
  if (label == "Paper") return "a paper";
  return label;
}

std::string OneOf(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += names[i];
  }
  return out;
}

/// The phrases of several words of which this is the first, one of each kind: "how" begins "how many", "how are".
std::vector<std::string> PhrasesThatBegin(std::string_view word) {
  std::vector<std::string> out;
  std::set<PhraseKind> kinds;
  for (const Phrase& phrase : Phrases()) {
    if (phrase.atoms.size() < 2 || phrase.kind == PhraseKind::kFiller || phrase.atoms.front() != word) continue;
    if (kinds.insert(phrase.kind).second) out.push_back("`" + phrase.text + "`");
  }
  return out;
}

bool LooksLikeName(std::string_view word) {
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if ((c >= '0' && c <= '9') || (i > 0 && c >= 'A' && c <= 'Z')) return true;
  }
  return false;
}

}  // namespace

Role RoleOf(std::string_view value) {
  const auto* found =
      std::find_if(std::begin(kRoleNames), std::end(kRoleNames), [&](const auto& pair) { return pair.first == value; });
  if (found == std::end(kRoleNames)) throw std::logic_error("phrases.tsv: no such role: " + std::string(value));
  return found->second;
}

Span OperandReader::SpanOver(const std::vector<Condition>& parts) {
  Span span = parts.front().span;
  for (const Condition& part : parts) span = {std::min(span.start, part.span.start), std::max(span.end, part.span.end)};
  return span;
}

Condition OperandReader::Joined(Condition::Kind kind, std::vector<Condition> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  const Span span = SpanOver(parts);
  return Condition{.kind = kind, .span = span, .parts = std::move(parts)};
}

Condition OperandReader::Negated(Condition condition) {
  if (condition.kind == Condition::Kind::kNot) return std::move(condition.parts.front());
  Condition out{.kind = Condition::Kind::kNot, .span = condition.span};
  out.parts.push_back(std::move(condition));
  return out;
}

size_t OperandReader::PastFillers(size_t at) const {
  while (const Phrase* filler = LongestPhrase(atoms_, at, {{PhraseKind::kFiller}})) at += filler->atoms.size();
  return at;
}

/// "the method GRPO"
std::optional<Names::Found> OperandReader::BehindItsNoun(size_t at) const {
  const Phrase* noun = LongestPhrase(atoms_, at, {{PhraseKind::kNoun}});
  if (noun == nullptr) return std::nullopt;
  auto name = names_.At(at + noun->atoms.size());
  if (!name || !name->entity.Has(noun->value)) return std::nullopt;
  std::erase_if(name->entity.nodes, [&](const NamedNode& node) { return node.label != noun->value; });
  return name;
}

bool OperandReader::OperandFollows(size_t at) const {
  const size_t past = PastFillers(at);
  return names_.At(at) || names_.At(past) || BehindItsNoun(past);
}

bool OperandReader::TermFollows(size_t at) const {
  at = PastFillers(at);
  const auto name = names_.At(at);
  const Phrase* phrase = LongestPhrase(atoms_, at);
  return name && (phrase == nullptr || phrase->atoms.size() < name->next - at);
}

void OperandReader::Narrow(Condition& condition) const {
  auto& nodes = condition.entity.nodes;
  const Expected expected = ExpectedBehind(condition.role);
  const auto allowed = [&](const NamedNode& node) {
    return expected.labels.empty() ||
           std::find(expected.labels.begin(), expected.labels.end(), node.label) != expected.labels.end();
  };
  if (std::none_of(nodes.begin(), nodes.end(), allowed)) {
    const auto words = text_.substr(condition.span.start, condition.span.end - condition.span.start);
    const std::string about = nodes.front().label == "Domain"
                                  ? fmt::format("; what papers are about is asked as `papers about {}`", words)
                                  : "";
    Throw("UnknownName", condition.span,
          fmt::format("`{}` is {} here; expected {}{}", words, Article(nodes.front().label), expected.words, about));
  }
  std::erase_if(nodes, [&](const NamedNode& node) { return !allowed(node); });
  if (std::any_of(nodes.begin(), nodes.end(), [](const NamedNode& node) { return node.exact; })) {
    std::erase_if(nodes, [](const NamedNode& node) { return !node.exact; });
  }
  // A domain is what papers are about; a benchmark is what they run on; a model only where nothing else is meant.
  const auto prefer = [&](std::string_view label) {
    if (condition.entity.Has(label)) std::erase_if(nodes, [&](const NamedNode& node) { return node.label != label; });
  };
  if (condition.role == Role::kAbout || condition.role == Role::kIn) prefer("Domain");
  if (condition.role == Role::kEvaluates || condition.role == Role::kTrains || condition.role == Role::kOn)
    prefer("Benchmark");
  if (condition.role == Role::kEvaluates || condition.role == Role::kTrains) {
    prefer("Domain");
    condition.benchmarks = condition.entity.Has("Domain");
  }
}

Condition OperandReader::One(Role role, const Names::Found& name) const {
  Condition condition{.kind = Condition::Kind::kNamed, .span = name.entity.span, .role = role, .entity = name.entity};
  Narrow(condition);
  return condition;
}

/// "math BENCHMARKS", "the GRPO METHOD", directly behind a name.
void OperandReader::Appose(Condition& condition) {
  const Phrase* noun = LongestPhrase(atoms_, at_, {{PhraseKind::kNoun}});
  const Phrase* any = LongestPhrase(atoms_, at_);
  if (noun == nullptr || any->atoms.size() > noun->atoms.size()) return;
  Entity& entity = condition.entity;
  const bool benchmarks =
      noun->value == "Benchmark" && entity.Has("Domain") && (noun->plural || !entity.Has("Benchmark"));
  if (!benchmarks && !entity.Has(noun->value)) return;
  const std::string_view label = benchmarks ? "Domain" : std::string_view(noun->value);
  std::erase_if(entity.nodes, [&](const NamedNode& node) { return node.label != label; });
  condition.benchmarks = benchmarks;
  condition.span.end = atoms_[at_ + noun->atoms.size() - 1].span.end;
  at_ += noun->atoms.size();
}

OperandReader::Term OperandReader::ReadTerm(Role role, size_t at, bool first) {
  Term term{{}, false};
  if (!first) {
    if (const Phrase* no = LongestPhrase(atoms_, at, {{PhraseKind::kNot, PhraseKind::kButNot}})) {
      term.negated = true;
      at += no->atoms.size();
    }
  }
  // A filler before a name ("the GRPO") is passed over, unless it is itself a name and none follows.
  const size_t past = PastFillers(at);
  auto name = names_.At(past);
  if (!name) name = names_.At(at);
  if (!name) name = BehindItsNoun(past);
  if (!name) FailName(past < atoms_.size() ? past : at);
  term.condition =
      Condition{.kind = Condition::Kind::kNamed, .span = name->entity.span, .role = role, .entity = name->entity};
  at_ = name->next;
  // In "math benchmarks" the noun says which of its meanings the name has: before anything is narrowed. But what stands
  // before the noun of the whole question ("AIME benchmarks", "GRPO papers") is not apposed: it is read by itself.
  if (role != Role::kOf) Appose(term.condition);
  if (!term.condition.benchmarks) Narrow(term.condition);
  return term;
}

Condition OperandReader::Operands(Role role, size_t at) {
  std::vector<Term> terms;
  std::vector<PhraseKind> joins;  // before terms[i + 1]: kAnd, kOr, kButNot, or kFiller for a bare comma
  terms.push_back(ReadTerm(role, at, true));
  while (at_ < atoms_.size()) {
    size_t next = at_;
    PhraseKind join = PhraseKind::kFiller;
    if (atoms_[next].kind == Atom::Kind::kComma) ++next;
    if (const Phrase* word = LongestPhrase(atoms_, next, {{PhraseKind::kAnd, PhraseKind::kOr}})) {
      join = word->kind;
      next += word->atoms.size();
    }
    size_t term = next;
    if (const Phrase* word = LongestPhrase(atoms_, term, {{PhraseKind::kButNot, PhraseKind::kNot}})) {
      join = word->kind == PhraseKind::kButNot || join == PhraseKind::kFiller ? PhraseKind::kButNot : join;
      term += word->atoms.size();
    }
    if (term == at_ || !TermFollows(term)) break;
    terms.push_back(ReadTerm(role, next, false));
    if (terms[terms.size() - 2].negated && !terms.back().negated) {
      // "not DPO or PPO" is neither; "not DPO and PPO" could be either.
      if (join != PhraseKind::kOr) FailMissing(next);
      terms.back().negated = true;
      join = PhraseKind::kButNot;
    }
    joins.push_back(join);
  }
  // "math or code benchmarks": the noun is of both.
  if (terms.back().condition.benchmarks) {
    for (Term& term : terms) {
      if (!term.condition.entity.Has("Domain")) continue;
      std::erase_if(term.condition.entity.nodes, [](const NamedNode& node) { return node.label != "Domain"; });
      term.condition.benchmarks = true;
    }
  }
  // A bare comma means what the next word between two terms means; and, when there is none.
  for (size_t i = joins.size(); i-- > 0;) {
    if (joins[i] == PhraseKind::kFiller)
      joins[i] = i + 1 < joins.size() && joins[i + 1] == PhraseKind::kOr ? PhraseKind::kOr : PhraseKind::kAnd;
  }
  std::vector<Condition> without, groups, group;
  for (size_t i = 0; i < terms.size(); ++i) {
    Condition condition = terms[i].negated ? Negated(std::move(terms[i].condition)) : std::move(terms[i].condition);
    if (i > 0 && joins[i - 1] == PhraseKind::kButNot) {
      without.push_back(std::move(condition));
      continue;
    }
    if (i > 0 && joins[i - 1] == PhraseKind::kOr)
      groups.push_back(Joined(Condition::Kind::kAnd, std::exchange(group, {})));
    group.push_back(std::move(condition));
  }
  groups.push_back(Joined(Condition::Kind::kAnd, std::move(group)));
  Condition all = Joined(Condition::Kind::kOr, std::move(groups));
  if (without.empty()) return all;
  without.insert(without.begin(), std::move(all));
  return Joined(Condition::Kind::kAnd, std::move(without));
}

void OperandReader::Throw(std::string_view detail, Span span, const std::string& message) const {
  throw QueryError(ErrorType::kSyntaxError, std::string(detail), span, message);
}

/// Behind the last atom of something unknown that begins at `at`: up to the next phrase, name, comma or the end.
size_t OperandReader::EndOfUnknown(size_t at) const {
  size_t end = at + 1;
  while (end < atoms_.size() && atoms_[end].kind != Atom::Kind::kComma && atoms_[end].kind != Atom::Kind::kMark &&
         LongestPhrase(atoms_, end) == nullptr && !names_.At(end)) {
    ++end;
  }
  return end;
}

void OperandReader::FailName(size_t at) const {
  if (at >= atoms_.size()) {
    const size_t last = atoms_.size() - 1;
    Throw("UnknownName", SpanOf(last, last + 1),
          fmt::format("a name must follow `{}`",
                      text_.substr(atoms_[last].span.start, atoms_[last].span.end - atoms_[last].span.start)));
  }
  const Span span = SpanOf(at, EndOfUnknown(at));
  const std::string_view written = text_.substr(span.start, span.end - span.start);
  std::vector<std::string> near = names_.Near(written, 3);
  if (near.empty())
    near = names_.Near(text_.substr(atoms_[at].span.start, atoms_[at].span.end - atoms_[at].span.start), 3);
  Throw("UnknownName", span,
        fmt::format("`{}` is not a name in this graph{}", written,
                    near.empty() ? "" : fmt::format("; did you mean {}?", OneOf(near))));
}

void OperandReader::FailAuthor(size_t at) const {
  if (at >= atoms_.size()) FailName(at);
  size_t end = at + 1;
  while (end < atoms_.size() && atoms_[end].kind == atoms_[at].kind && LongestPhrase(atoms_, end) == nullptr) ++end;
  const Span span = SpanOf(at, end);
  const std::string_view written = text_.substr(span.start, span.end - span.start);
  const auto near = names_.NearAuthors(written, 3);
  Throw("UnknownName", span,
        fmt::format("no paper in this graph has an author called `{}`{}", written,
                    near.empty() ? "" : fmt::format("; did you mean {}?", OneOf(near))));
}

void OperandReader::FailMissing(size_t at) const {
  const Span span = atoms_[at].span;
  Throw("UnknownPhrase", span,
        fmt::format("it is not clear what `{}` is here; write a word such as `using`, `on`, `about`, `and` before it",
                    text_.substr(span.start, span.end - span.start)));
}

void OperandReader::Fail(size_t at) const {
  if (atoms_.empty()) Throw("UnknownPhrase", whole_, "this sentence is empty");
  const Atom& atom = atoms_[std::min(at, atoms_.size() - 1)];
  const std::string_view written = text_.substr(atom.span.start, atom.span.end - atom.span.start);
  if (at >= atoms_.size()) Throw("UnknownPhrase", atom.span, fmt::format("something must follow `{}`", written));
  if (LongestPhrase(atoms_, at) == nullptr && !names_.At(at)) {
    // "AIME 2026" where only "AIME 2024" is known: the word belongs to the name before it.
    if (at > 0) {
      const Span joined{atoms_[at - 1].span.start, atom.span.end};
      const auto near = names_.Near(text_.substr(joined.start, joined.end - joined.start), 3);
      if (!near.empty() && names_.At(at - 1)) {
        Throw("UnknownName", joined,
              fmt::format("`{}` is not a name in this graph; did you mean {}?",
                          text_.substr(joined.start, joined.end - joined.start), OneOf(near)));
      }
    }
    if (atom.kind == Atom::Kind::kQuoted || LooksLikeName(written)) FailName(at);
  }
  if (const auto longer = PhrasesThatBegin(atom.folded); !longer.empty() && LongestPhrase(atoms_, at) == nullptr) {
    Throw("UnknownPhrase", atom.span, fmt::format("`{}` is not understood here; it begins {}", written, OneOf(longer)));
  }
  std::vector<std::string_view> words;
  for (const Phrase& phrase : Phrases()) words.push_back(phrase.text);
  const std::string_view near = LongestPhrase(atoms_, at) == nullptr ? Nearest(atom.folded, words) : std::string_view();
  std::vector<std::string> names;
  if (near.empty()) names = names_.Near(written, 3);
  Throw("UnknownPhrase", atom.span,
        fmt::format("`{}` is not understood here{}", written,
                    !near.empty()    ? fmt::format("; did you mean `{}`?", near)
                    : !names.empty() ? fmt::format("; did you mean {}?", OneOf(names))
                                     : ""));
}

void OperandReader::FailSentence(std::string_view why) const { Throw("UnknownPhrase", whole_, std::string(why)); }

}  // namespace papergraph::engine
