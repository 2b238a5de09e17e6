// The cues of roles in a passage and the marks between them, read once for all of its names.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/mentions/mention.h"
#include "extract/roles/roles.h"

namespace papergraph::extract {

struct RoleCue {
  enum class Whose : uint8_t { kAnybodys, kPublishes, kOwned, kNobodys, kGains };  // kNobodys: the paper does without
  uint32_t begin = 0, end = 0;                                                     // bytes of the text
  Role role = Role::kUses;
  bool before = true, after = true;  // the sides of a name on which it counts
  Whose whose = Whose::kAnybodys;
  double weight = 1;
  std::string_view phrase;  // of the data file
};

class RoleCues {
 public:
  static constexpr uint32_t kNowhere = UINT32_MAX;

  explicit RoleCues(const TextView& view);

  /// From left to right; those that say nothing of a role are left out.
  const std::vector<RoleCue>& cues() const { return cues_; }
  /// Where the passage first speaks of what the paper proposes; kNowhere when it does not.
  uint32_t first_own() const { return first_own_; }
  /// Ends of clauses between two bytes, those in parentheses that open there left out; 2 for more than two.
  int ClauseMarks(uint32_t begin, uint32_t end) const;

 private:
  enum class Mark : uint8_t { kClause, kOpen, kClose };
  struct Place {
    uint32_t at;
    Mark mark;
  };
  std::vector<RoleCue> cues_;
  std::vector<Place> marks_;
  uint32_t first_own_ = kNowhere;
};

}  // namespace papergraph::extract
