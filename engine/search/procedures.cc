#include "engine/search/procedures.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/nearest.h"
#include "engine/search/snippet.h"
#include "engine/search/text_query.h"
#include "engine/search/text_rank.h"

namespace papergraph::engine {
namespace {

struct TextSearch {
  std::string_view procedure;
  bool relationships;
  std::string query;
  std::optional<std::string> index;
  size_t skip = 0, limit = SIZE_MAX;
};

std::string ExampleOf(const TextSearch& search) {
  return search.relationships ? "CREATE FULLTEXT INDEX said FOR ()-[r:USES]-() ON EACH [r.evidence]"
                              : "CREATE FULLTEXT INDEX words FOR (p:Paper) ON EACH [p.title, p.summary]";
}

size_t WholeNumber(const ProcedureContext& context, const TextSearch& search, std::string_view key,
                   const Value& value) {
  if (value.kind() == ValueKind::kInt && value.as_int() >= 0) return static_cast<size_t>(value.as_int());
  throw InvalidArgument(context, fmt::format("{}: `{}` must be an integer from 0 on", search.procedure, key));
}

void ReadOptions(const ProcedureContext& context, const Value& options, std::vector<std::string_view> known,
                 TextSearch& search) {
  if (options.is_null()) return;
  if (options.kind() != ValueKind::kMap) {
    throw InvalidArgument(context,
                          fmt::format("{} takes a map of options behind the query, such as {{limit: 20}}; this is {}",
                                      search.procedure, NameOf(options.kind())));
  }
  for (const auto& [key, value] : options.as_map()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      const std::string_view near = Nearest(key, known);
      throw InvalidArgument(
          context, fmt::format("{} has no option `{}`{}; it takes {}", search.procedure, key,
                               near.empty() ? "" : fmt::format(" (did you mean `{}`?)", near), fmt::join(known, ", ")));
    }
    if (value.is_null()) continue;
    if (key == "index") {
      if (value.kind() != ValueKind::kString) {
        throw InvalidArgument(context,
                              fmt::format("{}: `index` must be the name of a full-text index", search.procedure));
      }
      search.index = std::string(value.as_string());
    } else if (key == "limit") {
      search.limit = WholeNumber(context, search, key, value);
    } else if (key == "skip") {
      search.skip = WholeNumber(context, search, key, value);
    }
  }
}

/// Those that are asked. Throws when there is none.
std::vector<IndexDefinition> IndexesFor(const ProcedureContext& context, const TextSearch& search) {
  const std::vector<IndexDefinition> all = FullTextOf(context.graph).TextIndexes();
  std::vector<IndexDefinition> asked;
  std::vector<std::string_view> names;
  const IndexDefinition* stale = nullptr;
  for (const IndexDefinition& index : all) {
    if (index.kind != IndexInfo::Kind::kFulltext || index.type.has_value() != search.relationships) continue;
    names.push_back(index.name);
    if (search.index && *search.index != index.name) continue;
    if (index.rules == TermRules()) {
      asked.push_back(index);
    } else {
      stale = &index;
    }
  }
  if (!asked.empty()) return asked;
  if (stale != nullptr) {
    throw InvalidArgument(context,
                          fmt::format("full-text index `{0}` was made by another version of the program: DROP INDEX "
                                      "{0} and create it again, or run `papergraph check --repair`",
                                      stale->name));
  }
  const std::string_view about = search.relationships ? "relationships" : "nodes";
  if (names.empty()) {
    throw InvalidArgument(context, fmt::format("{} needs a full-text index on {}, and there is none; make one: {}",
                                               search.procedure, about, ExampleOf(search)));
  }
  const std::string_view near = Nearest(*search.index, names);
  throw InvalidArgument(
      context, fmt::format("there is no full-text index `{}` on {}{}", *search.index, about,
                           near.empty() ? "; SHOW INDEXES lists them" : fmt::format(" (did you mean `{}`?)", near)));
}

/// Rows of (entity, score, snippet), the best first, of equals the one with the least id.
void Run(ProcedureContext& context, const TextSearch& search, bool with_snippet, const ProcedureRow& row) {
  const std::vector<IndexDefinition> indexes = IndexesFor(context, search);
  const std::vector<TextClause> clauses = ReadTextQuery(search.query);
  struct Best {
    TextHit hit;
    size_t index;
  };
  std::vector<Best> best;
  for (size_t i = 0; i < indexes.size(); ++i) {
    for (const TextHit& hit : RankTexts(context.graph, indexes[i], clauses, context.check_interrupt)) {
      best.push_back({hit, i});
    }
  }
  const auto first = [](const Best& a, const Best& b) {
    return std::tuple(-a.hit.score, a.hit.entity, a.index) < std::tuple(-b.hit.score, b.hit.entity, b.index);
  };
  if (indexes.size() > 1) {  // what several indexes have counts where it is best
    std::sort(best.begin(), best.end(), [&](const Best& a, const Best& b) {
      return a.hit.entity == b.hit.entity ? first(a, b) : a.hit.entity < b.hit.entity;
    });
    const auto same = [](const Best& a, const Best& b) { return a.hit.entity == b.hit.entity; };
    best.erase(std::unique(best.begin(), best.end(), same), best.end());
  }
  const size_t end =
      std::min(best.size(), search.limit > SIZE_MAX - search.skip ? SIZE_MAX : search.skip + search.limit);
  std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(end), best.end(), first);
  for (size_t i = search.skip; i < end; ++i) {
    if (i % 64 == 0) context.check_interrupt();
    const uint32_t entity = best[i].hit.entity;
    Value values[] = {search.relationships ? Value::Relationship(EdgeId{entity}) : Value::Node(NodeId{entity}),
                      Value::Float(best[i].hit.score), Value()};
    if (with_snippet) {
      values[2] = Value::String(SnippetOf(TextsOf(context.graph, indexes[best[i].index], entity), clauses));
    }
    row(std::span<const Value>(values, with_snippet ? 3 : 2));
  }
}

std::string QueryOf(const ProcedureContext& context, std::string_view procedure, const Value& value) {
  if (value.kind() == ValueKind::kString) return std::string(value.as_string());
  throw InvalidArgument(context, fmt::format("{} needs a STRING to look for, not {}", procedure, NameOf(value.kind())));
}

Procedure Ours(const char* name, bool relationships, const char* help) {
  const auto run = [name, relationships](ProcedureContext& context, std::span<const Value> arguments,
                                         const ProcedureRow& row) {
    TextSearch search{name, relationships, QueryOf(context, name, arguments[0]), std::nullopt};
    if (arguments.size() > 1) ReadOptions(context, arguments[1], {"index", "limit"}, search);
    Run(context, search, true, row);
  };
  const ProcedureField entity =
      relationships ? ProcedureField{"relationship", "RELATIONSHIP"} : ProcedureField{"node", "NODE"};
  return {
      name, {{"query", "STRING"}, {"options", "MAP?"}}, {entity, {"score", "FLOAT"}, {"snippet", "STRING"}}, help, run,
      1};
}

/// As Neo4j has it: the index first, no snippet.
Procedure Theirs(const char* name, bool relationships, const char* help) {
  const auto run = [name, relationships](ProcedureContext& context, std::span<const Value> arguments,
                                         const ProcedureRow& row) {
    TextSearch search{name, relationships, QueryOf(context, name, arguments[1]), QueryOf(context, name, arguments[0])};
    if (arguments.size() > 2) ReadOptions(context, arguments[2], {"limit", "skip"}, search);
    Run(context, search, false, row);
  };
  const ProcedureField entity =
      relationships ? ProcedureField{"relationship", "RELATIONSHIP"} : ProcedureField{"node", "NODE"};
  return {name,
          {{"indexName", "STRING"}, {"queryString", "STRING"}, {"options", "MAP?"}},
          {entity, {"score", "FLOAT"}},
          help,
          run,
          2};
}

}  // namespace

std::vector<Procedure> SearchProcedures() {
  return {
      Ours("search.text", false,
           "Nodes whose texts have the words, the best first (BM25), by all full-text indexes; options: index, limit."),
      Ours("search.relationships", true,
           "Relationships whose texts have the words, the best first (BM25); options: index, limit."),
      Theirs("db.index.fulltext.queryNodes", false,
             "Nodes by a full-text index, as Neo4j names it; options: limit, skip."),
      Theirs("db.index.fulltext.queryRelationships", true,
             "Relationships by a full-text index, as Neo4j names it; options: limit, skip."),
  };
}

}  // namespace papergraph::engine
