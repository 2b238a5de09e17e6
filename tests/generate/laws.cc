#include "tests/generate/laws.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/optimizer/rules.h"

namespace papergraph::generate {
namespace {

struct Law {
  Bench& bench;
  Choices& choices;
  std::string graph;

  Law(Bench& bench_of, Choices& choices_of, const std::string& made)
      : bench(bench_of), choices(choices_of), graph(made) {
    bench.Reset();
    Run(bench.session(), graph);
  }

  Outcome Ask(const std::string& text) {
    ++bench.statements;
    Outcome outcome = Run(bench.session(), text);
    bench.rows += outcome.rows.size();
    if (!outcome.error.empty()) ++bench.errors;
    return outcome;
  }
  std::optional<std::string> Broken(const std::string& law, const std::vector<std::string>& statements,
                                    const std::string& answers) const {
    return fmt::format("{}\n{};\n{};\n{}", law, graph, fmt::join(statements, ";\n"), answers);
  }
  std::optional<std::string> Same(const std::string& law, const std::string& a, const std::string& b) {
    return Same(law, a, Ask(a), b, Ask(b));
  }
  std::optional<std::string> Same(const std::string& law, const std::string& a, Outcome first, const std::string& b,
                                  Outcome second) const {
    if (first.resource || second.resource) return std::nullopt;
    std::sort(first.rows.begin(), first.rows.end());
    std::sort(second.rows.begin(), second.rows.end());
    if (first.error == second.error && first.rows == second.rows) return std::nullopt;
    return Broken(law, {a, b}, "--- first\n" + first.Text() + "--- second\n" + second.Text());
  }
};

std::optional<std::string> Partition(Law& law, Generator& generator) {
  const std::string reading = generator.Reading();
  const bool direct = reading.find(" WITH ") == std::string::npos;
  const std::string before = direct ? reading : reading + (reading.ends_with(" WITH *") ? "" : " WITH *");
  const std::string predicate = generator.Predicate();
  const std::string all = reading + " " + generator.ReturnAll();
  Outcome whole = law.Ask(all);
  std::vector<std::string> parts, statements = {all};
  for (const char* form : {" WHERE ({}) ", " WHERE NOT ({}) ", " WHERE ({}) IS NULL "}) {
    const std::string text = before + fmt::format(fmt::runtime(form), predicate) + generator.ReturnAll();
    const Outcome part = law.Ask(text);
    if (part.resource || part.compile) return std::nullopt;  // a bare pattern is never null, and no operand
    statements.push_back(text);
    if (!part.error.empty()) return law.Broken("an error of a predicate that has none", statements, part.Text());
    parts.insert(parts.end(), part.rows.begin(), part.rows.end());
  }
  if (whole.resource) return std::nullopt;
  std::sort(whole.rows.begin(), whole.rows.end());
  std::sort(parts.begin(), parts.end());
  if (whole.error.empty() && whole.rows == parts) return std::nullopt;
  return law.Broken("rows = rows where p + rows where not p + rows where p is null", statements,
                    fmt::format("{} rows and {}\n--- whole\n{}--- parts\n  {}\n", whole.rows.size(), parts.size(),
                                whole.Text(), fmt::join(parts, "\n  ")));
}

std::string Inside(const std::string& text) { return text.empty() ? "" : "[" + text + "]"; }

std::string Written(const Generator::PathPieces& pieces, bool reversed) {
  const size_t length = pieces.relationships.size();
  std::string text = pieces.nodes[reversed ? length : 0];
  for (size_t i = 0; i < length; ++i) {
    const size_t at = reversed ? length - 1 - i : i;
    const int direction = reversed ? -pieces.directions[at] : pieces.directions[at];
    text += (direction < 0 ? "<-" : "-") + Inside(pieces.relationships[at]) + (direction > 0 ? "->" : "-");
    text += pieces.nodes[reversed ? length - 1 - i : i + 1];
  }
  return text;
}

std::optional<std::string> Reversed(Law& law, Generator& generator) {
  const auto pieces = generator.Pieces();
  const std::string where = law.choices.Percent(40) ? " WHERE " + generator.Predicate() + " " : " ";
  return law.Same("a pattern written from its end gives the same rows",
                  "MATCH " + Written(pieces, false) + where + generator.ReturnAll(),
                  "MATCH " + Written(pieces, true) + where + generator.ReturnAll());
}

std::optional<std::string> Unrelated(Law& law, Generator& generator) {
  const auto pieces = generator.Pieces();
  std::string apart;
  for (const Variable& variable : generator.scope()) {
    if (variable.type == Type::kNode) apart += (apart.empty() ? " WHERE NOT " : " AND NOT ") + variable.name + ":Apart";
  }
  const std::string text = "MATCH " + Written(pieces, law.choices.Percent(50)) + apart + " " + generator.ReturnAll();
  const Outcome before = law.Ask(text);
  law.Ask(law.choices.Percent(50)
              ? "CREATE (:Apart {i: 1, u: -1})"
              : "UNWIND range(1, 300) AS i CREATE (:Apart:A {i: i})-[:T]->(:Apart:B)-[:U]->(:Apart)");
  return law.Same("what is apart changes nothing", text, before, text, law.Ask(text));
}

std::optional<std::string> Reach(Law& law, Generator&) {
  const std::string arrow = law.choices.Pick({"-[{}*{}..{}]->", "<-[{}*{}..{}]-", "-[{}*{}..{}]-"});
  const std::string types = law.choices.Pick({":T", "", ":T|U", ":!T", ":U|V"});
  const int least = static_cast<int>(law.choices.Below(3)), most = least + static_cast<int>(law.choices.Below(3));
  const std::string ends = law.choices.Pick({"(b)", "(b:A)", "(b:!B)"});
  const auto text = [&](int to) {
    return "MATCH (a)" + fmt::format(fmt::runtime(arrow), types, least, to) + ends + " RETURN DISTINCT a.u, b.u";
  };
  const Outcome fewer = law.Ask(text(most)), more = law.Ask(text(most + 1));
  if (fewer.resource || more.resource) return std::nullopt;
  std::map<std::string, int> reached;
  for (const std::string& row : more.rows) ++reached[row];
  for (const std::string& row : fewer.rows) {
    if (reached[row] != 1)
      return law.Broken("who is reached in k steps is reached in k + 1", {text(most), text(most + 1)},
                        fewer.Text() + more.Text());
  }
  return std::nullopt;
}

std::optional<std::string> Rewritten(Law& law, Generator& generator) {
  const std::string reading = generator.Reading() + " WITH *";
  const std::string predicate = generator.Predicate();
  const std::string all = generator.ReturnAll();
  const std::string columns = all.substr(7);
  switch (law.choices.Below(6)) {
    case 0: {
      const std::string rows = reading + " WHERE " + predicate + " " + all;
      const std::string count = reading + " WHERE " + predicate + " RETURN count(*)";
      const Outcome counted = law.Ask(count), listed = law.Ask(rows);
      if (counted.resource || listed.resource || (counted.error == listed.error && !listed.error.empty()))
        return std::nullopt;
      if (!counted.rows.empty() && counted.rows[0] == std::to_string(listed.rows.size()) + " | ") return std::nullopt;
      return law.Broken("count(*) counts the rows", {rows, count}, listed.Text() + counted.Text());
    }
    case 1:
      return law.Same("NOT NOT p is p", reading + " WHERE " + predicate + " " + all,
                      reading + " WHERE NOT (NOT (" + predicate + ")) " + all);
    case 2:
      return law.Same("DISTINCT twice is DISTINCT", reading + " RETURN DISTINCT " + columns,
                      reading + " WITH DISTINCT * RETURN DISTINCT " + columns);
    case 3:
      return law.Same("a subquery that gives one row keeps the rows", reading + " WHERE " + predicate + " " + all,
                      reading + " CALL { RETURN 1 AS one_ } WITH * WHERE " + predicate + " " + all);
    case 4:
      return law.Same("p AND true, p OR false", reading + " WHERE (" + predicate + ") AND true " + all,
                      reading + " WHERE false OR (" + predicate + ") " + all);
    default:
      return law.Same("UNION of a statement with itself is DISTINCT", reading + " RETURN DISTINCT " + columns,
                      reading + " RETURN " + columns + " UNION " + reading + " RETURN " + columns);
  }
}

std::optional<std::string> Indexed(Law& law, Generator& generator) {
  const std::string reading = generator.Reading();
  const std::string text = reading + " WITH * WHERE " + generator.Predicate() + " " + generator.ReturnAll();
  const std::string direct = reading.find(" WITH ") == std::string::npos
                                 ? reading + " WHERE " + generator.Predicate() + " " + generator.ReturnAll()
                                 : text;
  const Outcome before = law.Ask(direct);
  for (const char* label : {"A", "B", "C"}) {
    for (const char* property : {"i", "s", "m", "f", "t", "d", "u", "l"}) {
      if (law.choices.Percent(70)) law.Ask(fmt::format("CREATE INDEX x{0}{1} FOR (n:{0}) ON (n.{1})", label, property));
    }
  }
  const Outcome with = law.Ask(direct);
  if (auto broken = law.Same("an index changes no row", direct, before, direct, with)) return broken;
  for (const char* label : {"A", "B", "C"}) {
    for (const char* property : {"i", "s", "m", "f", "t", "d", "u", "l"})
      law.Ask(fmt::format("DROP INDEX x{}{} IF EXISTS", label, property));
  }
  return law.Same("dropping the index changes no row", direct, with, direct, law.Ask(direct));
}

std::optional<std::string> WithoutRule(Law& law, Generator& generator) {
  const std::string text = generator.Read().text;
  if (text.find("LIMIT") != std::string::npos || text.find("SKIP") != std::string::npos) return std::nullopt;
  const Outcome with = law.Ask(text);
  if (!with.error.empty()) return std::nullopt;
  for (const engine::RuleInfo& rule : engine::Rules()) {
    const Outcome without = law.bench.RunWithout(std::string(rule.name), text);
    if (!without.error.empty() && !without.resource) continue;  // which error comes first is left open
    if (auto broken = law.Same("without the rule " + std::string(rule.name), text, with, text, without)) return broken;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> BrokenLaw(Bench& bench, Choices& choices) {
  using Try = std::optional<std::string> (*)(Law&, Generator&);
  static constexpr Try kLaws[] = {Partition, Partition, Reversed, Unrelated, Reach, Rewritten, Indexed, WithoutRule};
  const Try law_of = choices.Pick(kLaws);
  Generator generator(choices, {.updates = false, .schema = false});
  const std::string graph = generator.Graph();
  Law law(bench, choices, graph);
  return law_of(law, generator);
}

std::optional<std::string> BrokenByReopening(const std::string& folder, Choices& choices) {
  Generator generator(choices, {});
  const Case made = generator.Make();
  std::vector<std::string> graph;
  std::vector<Outcome> answers;
  const auto ask = [&](engine::Session& session) {
    answers.clear();
    for (const Step& step : made.steps) {
      if (!step.writes) answers.push_back(Run(session, step.text));
    }
    graph = GraphText(*session.Graph());
  };
  {
    const auto store = Store::Open(folder, {.create = true});
    engine::Session session(*store, {.timeout_seconds = 1});
    Run(session, made.graph);
    for (const Step& step : made.steps) Run(session, step.text);
    ask(session);
  }
  const auto before = answers;
  const auto graph_before = graph;
  const auto store = Store::Open(folder, {});
  engine::Session session(*store, {.timeout_seconds = 1});
  ask(session);
  const auto wrong = [&](const std::string& what) {
    return fmt::format("before and after reopening: {}\n{}", what, made.Text());
  };
  if (graph != graph_before) return wrong("another graph");
  if (const auto faults = store->Check().faults; !faults.empty()) return wrong("check: " + faults[0]);
  for (size_t i = 0, read = 0; i < made.steps.size(); ++i) {
    if (made.steps[i].writes) continue;
    if (auto difference = Difference(made.steps[i], answers[read], before[read]))
      return wrong(made.steps[i].text + "\n" + *difference);
    ++read;
  }
  return std::nullopt;
}

}  // namespace papergraph::generate
