#include "extract/mentions/title_kind.h"

#include <catch2/catch.hpp>
#include <string>

#include "extract/mentions/shapes.h"

namespace papergraph::extract {
namespace {

std::string KindOf(const std::string& title, const std::string& own) {
  const std::array<float, 4> votes = VotesOfTitle(title, own);
  std::string kinds;
  for (const auto& [kind, name] : {std::pair(EntityKind::kMethod, "method"),
                                   {EntityKind::kBenchmark, "benchmark"},
                                   {EntityKind::kModel, "model"}}) {
    if (votes[Index(kind)] > 0) kinds += name;
  }
  return kinds;
}

}  // namespace

TEST_CASE("a report is about what stands before the words that call it one", "[title]") {
  CHECK(ReportedName("Zebra-VL Technical Report") == "Zebra-VL");
  CHECK(ReportedName("Zebra-VL: Technical Report") == "Zebra-VL");
  CHECK(ReportedName("The Zebra 2.0 Model Card") == "Zebra 2.0");
  CHECK(ReportedName("Zebra-UI Technical Report: Agents for Lamps") == "Zebra-UI");
  CHECK(ReportedName("Technical Report of Zebra").empty());
  CHECK(ReportedName("Zebra: Writing a Technical Report").empty());
  CHECK(ReportedName("").empty());
}

TEST_CASE("a title says of its own name that it is a model, a method or something to test with", "[title]") {
  CHECK(KindOf("Zebra-VL Technical Report", "Zebra-VL") == "model");
  CHECK(KindOf("Zebra: A Billion-Scale Lamp Foundation Model with Serial Scaling", "Zebra") == "model");
  CHECK(KindOf("Zebra: A Large-scale Lamp Dataset", "Zebra") == "benchmark");
  CHECK(KindOf("Zebra-VQA: A Conflict-Aware Method for Lamps", "Zebra-VQA") == "method");
  CHECK(KindOf("Zebra: Can Agents Repair Lamps?", "Zebra") == "benchmark");
}

TEST_CASE("a title that tells of doing something, or does not begin with the name, votes for nothing", "[title]") {
  CHECK(KindOf("Zebra: Accelerating Diffusion Model", "Zebra").empty());
  CHECK(KindOf("Zebra: Gentle Touch for a Lamp Model", "Zebra").empty());
  CHECK(KindOf("Zebra: Learning to Ask with a Dataset", "Zebra").empty());
  CHECK(KindOf("On the Zebra Model", "Zebra").empty());
  CHECK(KindOf("Zebra: Model", "Zebra").empty());
  CHECK(KindOf("Zebra", "Zebra").empty());
  CHECK(KindOf("A Dataset", "").empty());
}

}  // namespace papergraph::extract
