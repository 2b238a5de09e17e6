#include "engine/sentence/reasons.h"

#include <fmt/format.h>

namespace papergraph::engine {

std::string_view OriginColumns() {
  return ", e.rule AS rule, round(e.confidence * 100) / 100 AS confidence, e.source AS source, e.start AS start, e.end "
         "AS end";
}

std::string_view MarkedEvidence() {
  return "CASE words WHEN '' THEN e.evidence ELSE replace(e.evidence, words, '«' + words + '»') END AS evidence";
}

void AddWords(CypherText& out, std::string_view carried, std::string_view thing, Span whole) {
  out.Add(fmt::format("WITH {0}, e, reduce(longest = '', form IN [{1}.name] + coalesce({1}.aliases, []) |\n"
                      "  CASE WHEN size(form) > size(longest) AND toLower(e.evidence) CONTAINS toLower(form) "
                      "THEN form ELSE longest END) AS form\n"
                      "WITH {0}, e, CASE form WHEN '' THEN '' ELSE\n"
                      "  substring(e.evidence, size(split(toLower(e.evidence), toLower(form))[0]), size(form)) END AS "
                      "words\n",
                      carried, thing),
          whole);
}

void AddReasons(CypherText& out, std::string_view carried, std::string_view columns, std::string_view order,
                Span whole) {
  out.Add(fmt::format("WITH {}, e, endNode(e) AS x\n", carried), whole);
  AddWords(out, fmt::format("{}, x", carried), "x", whole);
  out.Add(fmt::format("RETURN {}type(e) AS edge, coalesce(x.name, x.metric) AS name, {}{}\nORDER BY {}source, start, "
                      "edge, name",
                      columns, MarkedEvidence(), OriginColumns(), order),
          whole);
}

}  // namespace papergraph::engine
