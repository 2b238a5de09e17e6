#include "extract/roles/role_cues.h"

#include <catch2/catch.hpp>

namespace papergraph::extract {
namespace {

int Marks(std::string_view text, std::string_view from, std::string_view to) {
  Passage passage;
  passage.text = text;
  const TextView view = View(passage);
  return RoleCues(view).ClauseMarks(static_cast<uint32_t>(text.find(from)), static_cast<uint32_t>(text.find(to)));
}

}  // namespace

TEST_CASE("ends of clauses count up to two, those inside of parentheses not", "[roles]") {
  CHECK(Marks("使用 A 和 B", "A", "B") == 0);
  CHECK(Marks("使用 A，然后 B", "A", "B") == 1);
  CHECK(Marks("using A, then; and so: B", "A", "B") == 2);
  CHECK(Marks("1.5 A of 2.5 B", "A", "B") == 0);
  CHECK(Marks("使用 A（一，二；三），然后 B", "A", "B") == 1);
  CHECK(Marks("using A (one, two; three) and B", "A", "B") == 0);
  CHECK(Marks("using (A, and so) on, B", "A", "B") == 2);  // the parenthesis that closes was open before
}

TEST_CASE("cues are read with their side and weight, and the first that is the paper's own is known", "[roles]") {
  Passage passage;
  passage.text = "与 X 相比，本文提出了 Y，使用 Z。";
  const TextView view = View(passage);
  const RoleCues cues(view);
  REQUIRE(cues.first_own() != RoleCues::kNowhere);
  CHECK(passage.text.substr(cues.first_own()).starts_with("提出了"));
  bool uses = false;
  for (const RoleCue& cue : cues.cues()) uses = uses || (cue.role == Role::kUses && cue.before && cue.weight > 0);
  CHECK(uses);
  passage.text = "X";
  CHECK(RoleCues(View(passage)).first_own() == RoleCues::kNowhere);
}

}  // namespace papergraph::extract
