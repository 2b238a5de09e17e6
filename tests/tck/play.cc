#include "tests/tck/play.h"

#include <algorithm>
#include <regex>
#include <set>

#include "tests/tck/tck_value.h"

namespace papergraph::tck {
namespace {

using Json = nlohmann::json;

struct Mismatch {
  std::string why;
};

// What a query can see of the graph: the TCK defines side effects as the difference of two of these.
struct GraphState {
  std::set<int64_t> nodes, relationships;
  std::set<std::string> labels;
  std::multiset<std::string> properties;
};

template <typename Set>
size_t Missing(const Set& from, const Set& in) {
  std::vector<typename Set::value_type> out;
  std::set_difference(from.begin(), from.end(), in.begin(), in.end(), std::back_inserter(out));
  return out.size();
}

std::map<std::string, size_t> Difference(const GraphState& before, const GraphState& after) {
  std::map<std::string, size_t> out;
  const auto add = [&](const std::string& name, const auto& a, const auto& b) {
    if (const size_t more = Missing(b, a)) out["+" + name] = more;
    if (const size_t fewer = Missing(a, b)) out["-" + name] = fewer;
  };
  add("nodes", before.nodes, after.nodes);
  add("relationships", before.relationships, after.relationships);
  add("labels", before.labels, after.labels);
  add("properties", before.properties, after.properties);
  return out;
}

std::string Text(const std::map<std::string, size_t>& effects) {
  std::string out;
  for (const auto& [name, count] : effects) out += name + " " + std::to_string(count) + " ";
  return "{" + out + "}";
}

class Player {
 public:
  Player(SessionProcess& session, const NamedGraphs& graphs) : session_(session), graphs_(graphs) {}

  void Run(const Step& step) {
    static const std::regex kNamedGraph("the (\\S+) graph");
    static const std::regex kProcedure("there exists a procedure (.*?)\\s*:");
    static const std::regex kError("an? (\\w+) should be raised at (compile time|runtime|any time): (\\S+)");
    static const std::regex kResult(
        "the result should be(, in any order|, in order)?( ?\\(ignoring element order for lists\\))?:");
    std::smatch match;
    const std::string& text = step.text;
    if (text == "an empty graph" || text == "any graph") return;
    if (std::regex_match(text, match, kNamedGraph)) {
      for (const std::string& statement : graphs_.at(match[1])) SetUp(statement);
    } else if (text == "having executed:") {
      SetUp(step.doc);
    } else if (text == "parameters are:" || text == "parameter values are:") {
      for (const auto& row : step.table) parameters_[row.at(0)] = ToJson(ParseTckValue(row.at(1)));
    } else if (std::regex_match(text, match, kProcedure)) {
      const Json answer = session_.Ask({{"op", "procedure"}, {"signature", match[1].str()}, {"table", step.table}});
      if (!answer.contains("ok")) throw Mismatch{"the procedure was refused: " + answer.dump()};
    } else if (text == "executing query:") {
      before_ = State();
      answer_ = Query(step.doc);
      after_ = State();
    } else if (text == "executing control query:") {
      answer_ = Query(step.doc);
    } else if (text == "the result should be empty") {
      if (!Good().at("columns").empty() || !Good().at("rows").empty()) throw Mismatch{"expected nothing"};
    } else if (std::regex_match(text, match, kResult)) {
      CheckRows(step, match[1] == ", in order", match[2].matched);
    } else if (text == "no side effects" || text == "the side effects should be:") {
      CheckEffects(step);
    } else if (std::regex_match(text, match, kError)) {
      CheckError(match[1], match[2], match[3]);
    } else {
      throw Mismatch{"unknown step: " + text};
    }
  }

 private:
  Json Query(const std::string& statement) {
    return session_.Ask({{"op", "query"}, {"query", statement}, {"params", parameters_}});
  }

  void SetUp(const std::string& statement) {
    const Json answer = Query(statement);
    if (answer.contains("error")) throw Mismatch{"set-up failed: " + answer["error"].dump()};
  }

  const Json& Good() const {
    if (answer_.contains("error")) throw Mismatch{"error " + answer_["error"].dump()};
    return answer_;
  }

  GraphState State() {
    GraphState state;
    const auto add = [&](const char* statement, std::set<int64_t>& ids) {
      const Json answer = session_.Ask({{"op", "query"}, {"query", statement}, {"params", Json::object()}});
      if (answer.contains("error")) throw Mismatch{"cannot look at the graph: " + answer["error"].dump()};
      for (const Json& row : answer.at("rows")) {
        const Json& entity = row.at(0);
        ids.insert(entity.at("id").get<int64_t>());
        if (entity.contains("labels")) {
          for (const Json& label : entity["labels"]) state.labels.insert(label.get<std::string>());
        }
        for (const auto& [key, value] : entity.at("properties").items()) {
          state.properties.insert(Json{entity["_type"], entity["id"], key, value}.dump());
        }
      }
    };
    add("MATCH (n) RETURN n", state.nodes);
    add("MATCH ()-[r]->() RETURN r", state.relationships);
    return state;
  }

  void CheckRows(const Step& step, bool ordered, bool bags) {
    const Json& answer = Good();
    if (answer.at("columns") != Json(step.table.at(0))) throw Mismatch{"columns " + answer["columns"].dump()};
    std::vector<std::string> expected;
    std::vector<std::string> actual;
    for (size_t i = 1; i < step.table.size(); ++i) {
      std::string row;
      for (const auto& cell : step.table[i]) row += Canonical(ParseTckValue(cell), bags) + " | ";
      expected.push_back(row);
    }
    for (const Json& values : answer.at("rows")) {
      std::string row;
      for (const Json& value : values) row += Canonical(FromJson(value), bags) + " | ";
      actual.push_back(row);
    }
    if (!ordered) {
      std::sort(expected.begin(), expected.end());
      std::sort(actual.begin(), actual.end());
    }
    if (expected != actual) throw Mismatch{"rows " + answer["rows"].dump().substr(0, 300)};
  }

  void CheckEffects(const Step& step) const {
    std::map<std::string, size_t> expected;
    for (const auto& row : step.table) {
      if (const size_t count = std::stoul(row.at(1))) expected[row.at(0)] = count;
    }
    const auto actual = Difference(before_, after_);
    if (actual != expected) throw Mismatch{"side effects " + Text(actual) + " instead of " + Text(expected)};
  }

  void CheckError(const std::string& type, const std::string& phase, const std::string& detail) const {
    if (!answer_.contains("error")) throw Mismatch{"no error; expected " + type + "/" + detail};
    const Json& error = answer_["error"];
    const bool type_fits = type == "Error" || error.value("type", "") == type;
    const bool phase_fits =
        phase == "any time" || error.value("phase", "") == (phase == "compile time" ? "compile" : "runtime");
    const bool detail_fits = detail == "*" || error.value("detail", "") == detail;
    if (!type_fits || !phase_fits || !detail_fits) {
      throw Mismatch{"expected " + type + "/" + phase + "/" + detail + ", got " + error.dump()};
    }
    if (const auto effects = Difference(before_, after_); !effects.empty()) {
      throw Mismatch{"the failed query left " + Text(effects)};
    }
  }

  SessionProcess& session_;
  const NamedGraphs& graphs_;
  Json parameters_ = Json::object();
  Json answer_ = Json::object();
  GraphState before_, after_;
};

}  // namespace

std::string Play(SessionProcess& session, const Scenario& scenario, const NamedGraphs& graphs) {
  session.Ask({{"op", "reset"}});
  Player player(session, graphs);
  try {
    for (const Step& step : scenario.steps) player.Run(step);
  } catch (const Mismatch& mismatch) {
    return mismatch.why;
  }
  return "";
}

}  // namespace papergraph::tck
