#include "extract/entities/entity.h"

#include <catch2/catch.hpp>

namespace papergraph::extract {

TEST_CASE("a form is kept as a name is written, or not at all", "[identity]") {
  CHECK(TidyForm("大语言模型的**数学推理") == "大语言模型的数学推理");
  CHECK(TidyForm("**GRPO**") == "GRPO");
  CHECK(TidyForm("`foo_bar`") == "foo_bar");
  CHECK(TidyForm("Qwen2.5 系列（0.5B/1.5B/7B") == "Qwen2.5 系列（0.5B/1.5B/7B）");
  CHECK(TidyForm("Qwen3 (4B") == "Qwen3 (4B)");
  CHECK(TidyForm("AIME (024 | G | 88.2 |").empty());
  CHECK(TidyForm("GRPO (which nobody closes in this sentence").empty());
  CHECK(TidyForm("\"TODO") == "TODO");
  CHECK(TidyForm("TODO\"") == "TODO");
  CHECK(TidyForm("TO\"DO").empty());
  CHECK(TidyForm("4B) and more") == "");
  CHECK(TidyForm("a (b（c") == "");
  CHECK(TidyForm("** **") == "");
  for (const std::string_view name : {"GigaBrain-0.5M*", "V*", "A* Search", "Llama 3 (8B)", "“持续智能体”任务", "C++"})
    CHECK(TidyForm(name) == name);
}

}  // namespace papergraph::extract
