#include "extract/roles/role_cues.h"

#include <algorithm>
#include <charconv>

namespace papergraph::extract {
namespace {

Role RoleNamed(std::string_view name) {
  if (name == "own") return Role::kOwn;
  if (name == "compares") return Role::kCompares;
  if (name == "evaluates") return Role::kEvaluates;
  if (name == "trains") return Role::kTrains;
  if (name == "mentions") return Role::kMentions;
  return Role::kUses;
}

RoleCue CueOf(const PhraseTable::Row& row, const PhraseTable::Hit& hit) {
  RoleCue cue;
  cue.begin = hit.begin;
  cue.end = hit.end;
  cue.phrase = row.cell(0);
  cue.role = RoleNamed(row.cell(1));
  cue.before = row.cell(2) != "after";
  cue.after = row.cell(2) != "before";
  const std::string_view weight = row.cell(3), whose = row.cell(4);
  std::from_chars(weight.data(), weight.data() + weight.size(), cue.weight);
  cue.whose = whose == "owned"  ? RoleCue::Whose::kOwned
              : whose == "not"  ? RoleCue::Whose::kNobodys
              : whose == "gain" ? RoleCue::Whose::kGains
              : whose.empty()   ? RoleCue::Whose::kAnybodys
                                : RoleCue::Whose::kPublishes;
  return cue;
}

}  // namespace

RoleCues::RoleCues(const TextView& view) {
  const std::vector<PhraseTable::Hit>& hits = view.HitsOf(PhraseKind::kRoleCue);
  cues_.reserve(hits.size());
  for (const PhraseTable::Hit& hit : hits) {
    const PhraseTable::Row& row = view.RowOf(PhraseKind::kRoleCue, hit);
    if (row.cell(1) == "none") continue;
    cues_.push_back(CueOf(row, hit));
    if (first_own_ == kNowhere && cues_.back().role == Role::kOwn) first_own_ = hit.begin;
  }
  const std::string_view text = view.text;
  const auto end = static_cast<uint32_t>(text.size());
  marks_.reserve(8 + text.size() / 24);
  for (uint32_t at = kClauseMarks.First(text, 0, end); at < end; at = kClauseMarks.First(text, at, end)) {
    const bool open = text[at] == '(' || StandsAt(text, at, "（");
    if (open || text[at] == ')' || StandsAt(text, at, "）")) {
      marks_.push_back({at, open ? Mark::kOpen : Mark::kClose});
      at += CharWidth(text, at);
      continue;
    }
    const uint32_t mark = ClauseMarkAt(text, at);
    if (mark > 0) marks_.push_back({at, Mark::kClause});
    at += mark > 0 ? mark : CharWidth(text, at);
  }
}

int RoleCues::ClauseMarks(uint32_t begin, uint32_t end) const {
  auto place =
      std::lower_bound(marks_.begin(), marks_.end(), begin, [](const Place& p, uint32_t at) { return p.at < at; });
  int count = 0, depth = 0;
  for (; place != marks_.end() && place->at < end && count < 2; ++place) {
    if (place->mark != Mark::kClause) {
      depth += place->mark == Mark::kOpen ? 1 : -1;
    } else if (depth <= 0) {
      ++count;
    }
  }
  return count;
}

}  // namespace papergraph::extract
