#include "engine/language.h"

#include "engine/functions/function.h"
#include "engine/output/text.h"
#include "engine/procedures/procedure.h"
#include "engine/sentence/sentence.h"

namespace papergraph::engine {
namespace {

std::string Fields(const std::vector<ProcedureField>& fields) {
  std::string text = "(";
  for (const ProcedureField& field : fields) {
    if (text.size() > 1) text += ", ";
    text += field.name + " :: " + field.type;
  }
  return text + ")";
}

}  // namespace

bool IsCypher(std::string_view text) { return LooksLikeCypher(text); }

std::vector<Callable> Callables() {
  std::vector<Callable> callables;
  for (const Function* function : Functions()) {
    callables.push_back({std::string(function->name), std::string(function->signature), std::string(function->help),
                         std::string(function->example), false});
  }
  for (const Aggregate* aggregate : Aggregates()) {
    callables.push_back({std::string(aggregate->name), std::string(aggregate->signature), std::string(aggregate->help),
                         std::string(aggregate->example), false});
  }
  for (const Procedure& procedure : BuiltInProcedures()) {
    callables.push_back({procedure.name,
                         procedure.name + Fields(procedure.arguments) + " :: " + Fields(procedure.results),
                         procedure.help, "", true});
  }
  return callables;
}

std::string QuotedName(std::string_view name) {
  std::string text;
  AppendName(text, name);
  return text;
}

std::string InsideQuotes(std::string_view text) {
  std::string quoted;
  AppendQuoted(quoted, text);
  std::string inside;
  for (const char c : std::string_view(quoted).substr(1, quoted.size() - 2)) {
    if (c == '\'') inside += '\\';
    inside += c;
  }
  return inside;
}

}  // namespace papergraph::engine
