#include "tests/support/same_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "storage/full_text.h"
#include "storage/text_fold.h"
#include "storage/text_terms.h"

namespace papergraph {
namespace {

class Comparison {
 public:
  Comparison(const GraphReader& expected, const GraphReader& actual) : a_(expected), b_(actual) {}

  std::vector<std::string> Run(const std::vector<std::string>& spaces) {
    Names();
    Counts();
    Nodes();
    Edges();
    Gathers();
    Indexes();
    FoldedNames();
    for (const std::string& space : spaces) Records(space);
    return std::move(differences_);
  }

 private:
  template <typename T>
  void Same(const T& a, const T& b, const std::string& what) {
    if (!(a == b) && differences_.size() < 20) differences_.push_back(what);
  }

  // Ids are the same where the names are: both graphs have seen the same calls.
  void Names() {
    for (uint32_t i = 0; i < std::min(a_.LabelCount(), b_.LabelCount()); ++i) {
      Same(a_.NameOf(LabelId{i}), b_.NameOf(LabelId{i}), fmt::format("name of label {}", i));
      Same(b_.FindLabel(a_.NameOf(LabelId{i})), std::optional(LabelId{i}), fmt::format("FindLabel {}", i));
    }
    for (uint32_t i = 0; i < std::min(a_.TypeCount(), b_.TypeCount()); ++i) {
      Same(a_.NameOf(TypeId{i}), b_.NameOf(TypeId{i}), fmt::format("name of type {}", i));
    }
    for (uint32_t i = 0; i < std::min(a_.PropertyCount(), b_.PropertyCount()); ++i) {
      Same(a_.NameOf(PropertyId{i}), b_.NameOf(PropertyId{i}), fmt::format("name of property {}", i));
    }
  }

  void Counts() {
    Same(a_.NodeCount(), b_.NodeCount(), fmt::format("NodeCount: {} and {}", a_.NodeCount(), b_.NodeCount()));
    Same(a_.EdgeCount(), b_.EdgeCount(), fmt::format("EdgeCount: {} and {}", a_.EdgeCount(), b_.EdgeCount()));
    for (uint32_t i = 0; i < a_.LabelCount(); ++i) {
      Same(a_.NodeCount(LabelId{i}), b_.NodeCount(LabelId{i}), fmt::format("NodeCount of label {}", i));
    }
    for (uint32_t i = 0; i < a_.TypeCount(); ++i) {
      Same(a_.EdgeCount(TypeId{i}), b_.EdgeCount(TypeId{i}), fmt::format("EdgeCount of type {}", i));
    }
  }

  // Scans with a buffer of a few, so that going on is tested, too.
  static std::vector<NodeId> AllNodes(const GraphReader& graph, std::optional<LabelId> label, size_t step) {
    std::vector<NodeId> all, buffer(step);
    for (uint64_t from = 0; from <= 0xffffffffu;) {
      size_t count = graph.ScanNodes(label, NodeId{static_cast<uint32_t>(from)}, buffer);
      all.insert(all.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(count));
      if (count < step) break;
      from = uint64_t{Raw(buffer.back())} + 1;
    }
    return all;
  }
  static std::vector<EdgeId> AllEdges(const GraphReader& graph, std::optional<TypeId> type, size_t step) {
    std::vector<EdgeId> all, buffer(step);
    for (uint64_t from = 0; from <= 0xffffffffu;) {
      size_t count = graph.ScanEdges(type, EdgeId{static_cast<uint32_t>(from)}, buffer);
      all.insert(all.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(count));
      if (count < step) break;
      from = uint64_t{Raw(buffer.back())} + 1;
    }
    return all;
  }

  void Nodes() {
    Same(AllNodes(a_, std::nullopt, 7), AllNodes(b_, std::nullopt, 7), "ScanNodes");
    for (uint32_t i = 0; i < a_.LabelCount(); ++i) {
      Same(AllNodes(a_, LabelId{i}, 3), AllNodes(b_, LabelId{i}, 3), fmt::format("ScanNodes of label {}", i));
    }
    for (uint32_t i = 0; i < a_.NodeIdLimit() + 2; ++i) {
      NodeId node{i};
      Same(a_.HasNode(node), b_.HasNode(node), fmt::format("HasNode {}", i));
      Same(a_.LabelsOf(node), b_.LabelsOf(node), fmt::format("LabelsOf {}", i));
      Same(a_.PropertiesOf(node), b_.PropertiesOf(node), fmt::format("PropertiesOf node {}", i));
      for (uint32_t label = 0; label < a_.LabelCount(); ++label) {
        Same(a_.HasLabel(node, LabelId{label}), b_.HasLabel(node, LabelId{label}), fmt::format("HasLabel {}", i));
      }
      for (uint32_t property = 0; property < a_.PropertyCount(); ++property) {
        Same(a_.NodeProperty(node, PropertyId{property}), b_.NodeProperty(node, PropertyId{property}),
             fmt::format("NodeProperty {} of {}", property, i));
      }
      for (uint32_t type = 0; type < a_.TypeCount(); ++type) {
        for (auto direction : {EdgeDirection::kOut, EdgeDirection::kIn}) {
          auto x = a_.Neighbours(node, TypeId{type}, direction), y = b_.Neighbours(node, TypeId{type}, direction);
          Same(std::vector(x.begin(), x.end()), std::vector(y.begin(), y.end()),
               fmt::format("Neighbours of {} by type {} {}", i, type, direction == EdgeDirection::kOut ? "out" : "in"));
        }
      }
    }
  }

  void Edges() {
    Same(AllEdges(a_, std::nullopt, 5), AllEdges(b_, std::nullopt, 5), "ScanEdges");
    for (uint32_t i = 0; i < a_.TypeCount(); ++i) {
      Same(AllEdges(a_, TypeId{i}, 4), AllEdges(b_, TypeId{i}, 4), fmt::format("ScanEdges of type {}", i));
    }
    for (uint32_t i = 0; i < a_.EdgeIdLimit() + 2; ++i) {
      EdgeId edge{i};
      Same(a_.HasEdge(edge), b_.HasEdge(edge), fmt::format("HasEdge {}", i));
      if (a_.HasEdge(edge) && b_.HasEdge(edge)) Same(a_.EdgeOf(edge), b_.EdgeOf(edge), fmt::format("EdgeOf {}", i));
      Same(a_.PropertiesOf(edge), b_.PropertiesOf(edge), fmt::format("PropertiesOf edge {}", i));
      for (uint32_t property = 0; property < a_.PropertyCount(); ++property) {
        Same(a_.EdgeProperty(edge, PropertyId{property}), b_.EdgeProperty(edge, PropertyId{property}),
             fmt::format("EdgeProperty {} of {}", property, i));
      }
    }
  }

  static Value ValueAt(const PropertyVector& vector, size_t i) {
    using Form = PropertyVector::Form;
    if (vector.form == Form::kNone || vector.valid.at(i) == 0) return {};
    switch (vector.form) {
      case Form::kBool:
        return Value::Bool(vector.ints.at(i) != 0);
      case Form::kInt:
        return Value::Int(vector.ints.at(i));
      case Form::kFloat:
        return Value::Float(vector.floats.at(i));
      case Form::kString:
        return Value::String(vector.strings.at(i));
      default:
        return vector.values.at(i);
    }
  }

  // Ids in an order that jumps, some of them twice, some not there.
  void Gathers() {
    std::vector<NodeId> nodes;
    for (uint32_t i = 0; i < a_.NodeIdLimit() + 2; ++i)
      nodes.push_back(NodeId{i % 3 == 0 ? a_.NodeIdLimit() - i % 50 : i});
    std::vector<EdgeId> edges;
    for (uint32_t i = 0; i < a_.EdgeIdLimit() + 2; ++i) edges.push_back(EdgeId{i});
    PropertyVector x, y;
    for (uint32_t property = 0; property < a_.PropertyCount(); ++property) {
      a_.GatherProperty(PropertyId{property}, nodes, x);
      b_.GatherProperty(PropertyId{property}, nodes, y);
      for (size_t i = 0; i < nodes.size(); ++i)
        Same(ValueAt(x, i), ValueAt(y, i), fmt::format("Gather of nodes {}", property));
      a_.GatherProperty(PropertyId{property}, edges, x);
      b_.GatherProperty(PropertyId{property}, edges, y);
      for (size_t i = 0; i < edges.size(); ++i)
        Same(ValueAt(x, i), ValueAt(y, i), fmt::format("Gather of edges {}", property));
    }
  }

  void Indexes() {
    auto x = a_.Indexes(), y = b_.Indexes();
    auto show = [](const std::vector<IndexInfo>& all) {
      std::string text;
      for (const IndexInfo& index : all) {
        text += fmt::format("{} {} {} {} {};", index.id, index.name, static_cast<int>(index.kind), Raw(index.label),
                            index.type ? Raw(*index.type) + 1 : 0);
        for (PropertyId property : index.properties) text += fmt::format("{},", Raw(property));
      }
      return text;
    };
    Same(show(x), show(y), fmt::format("Indexes: {} and {}", show(x), show(y)));
    if (!differences_.empty()) return;
    const auto texts = FullTextOf(a_).TextIndexes(), others = FullTextOf(b_).TextIndexes();
    for (size_t i = 0; i < texts.size() && i < others.size(); ++i) {
      Same(texts[i].more_labels, others[i].more_labels, "labels of " + texts[i].name);
      Same(texts[i].more_types, others[i].more_types, "types of " + texts[i].name);
      Same(texts[i].rules, others[i].rules, "rules of " + texts[i].name);
      Texts(texts[i]);
    }
    for (const IndexInfo& index : x) {
      if (index.kind != IndexInfo::Kind::kRange && index.kind != IndexInfo::Kind::kUnique) continue;
      Entries<NodeId>(index);
      Entries<EdgeId>(index);
    }
  }

  // All terms that some entity has there, whether it belongs to the index or not.
  void Texts(const IndexInfo& index) {
    const TextTotals wanted = FullTextOf(a_).TotalsOf(index.id), found = FullTextOf(b_).TotalsOf(index.id);
    Same(wanted, found,
         fmt::format("totals of {}: {} texts with {} terms, and {} with {}", index.name, wanted.texts, wanted.terms,
                     found.texts, found.terms));
    TermCounts all;
    for (PropertyId property : index.properties) {
      for (NodeId node : AllNodes(a_, std::nullopt, 64)) all.Add(a_.NodeProperty(node, property));
      for (EdgeId edge : AllEdges(a_, std::nullopt, 64)) all.Add(a_.EdgeProperty(edge, property));
    }
    std::vector<std::string> terms{"", "zz", std::string("a\0", 2)};
    for (const auto& entry : all.counts) terms.push_back(entry.first);
    const auto x = FullTextOf(a_).FindTerms(index.id, terms), y = FullTextOf(b_).FindTerms(index.id, terms);
    for (size_t i = 0; i < terms.size(); ++i) Same(x[i], y[i], fmt::format("{} of {}", terms[i], index.name));
  }

  // Of an index that is about the other kind of entity there must be none.
  template <typename Id>
  void Entries(const IndexInfo& index) {
    auto range = [&](const GraphReader& graph, auto lower, auto upper) {
      std::vector<Id> out;
      graph.IndexRange(index.id, lower, upper, out);
      return out;
    };
    using Bound = std::optional<IndexBound>;
    Same(range(a_, Bound(), Bound()), range(b_, Bound(), Bound()), fmt::format("whole index {}", index.name));
    for (const Value& value : Keys(index)) {
      const std::string what = fmt::format("index {} at {}", index.name, ShowValue(value));
      std::vector<Id> found, wanted;
      a_.IndexSeek(index.id, value, wanted);
      b_.IndexSeek(index.id, value, found);
      Same(wanted, found, fmt::format("IndexSeek, {}: {} and {}", what, wanted.size(), found.size()));
      for (bool inclusive : {false, true}) {
        Bound bound = IndexBound{value, inclusive};
        Same(range(a_, bound, Bound()), range(b_, bound, Bound()), "IndexRange above, " + what);
        Same(range(a_, Bound(), bound), range(b_, Bound(), bound), "IndexRange below, " + what);
        Bound other = IndexBound{Value::Int(2), !inclusive};
        Same(range(a_, bound, other), range(b_, bound, other), "IndexRange between, " + what);
      }
      if (value.kind() != ValueKind::kString) continue;
      for (size_t length : {size_t{0}, size_t{1}, value.as_string().size()}) {
        std::vector<Id> p, q;
        a_.IndexPrefix(index.id, value.as_string().substr(0, length), p);
        b_.IndexPrefix(index.id, value.as_string().substr(0, length), q);
        Same(p, q, fmt::format("IndexPrefix of {}, {}", length, what));
      }
    }
  }

  // What to seek: everything that some entity has there, and things that none has.
  std::vector<Value> Keys(const IndexInfo& index) {
    std::vector<Value> keys = {Value(),           Value::Int(-1),      Value::Float(0.5), Value::Float(-0.0),
                               Value::String(""), Value::String("zz"), Value::Bool(true), Value::Float(1e300)};
    std::set<std::string> seen;
    auto add = [&](auto value_of) {
      ValueList values;
      for (PropertyId property : index.properties) values.push_back(value_of(property));
      Value key = values.size() == 1 ? values[0] : Value::List(values);
      if (seen.insert(ShowValue(key)).second) keys.push_back(key);
    };
    if (index.type) {
      for (EdgeId edge : AllEdges(a_, index.type, 64)) {
        add([&](PropertyId property) { return a_.EdgeProperty(edge, property); });
      }
    } else {
      for (NodeId node : AllNodes(a_, index.label, 64)) {
        add([&](PropertyId property) { return a_.NodeProperty(node, property); });
      }
    }
    return keys;
  }

  void FoldedNames() {
    auto all = [](const GraphReader& graph, std::string_view prefix) {
      std::vector<std::pair<std::string, NodeId>> names;
      graph.ScanNames(prefix, [&](std::string_view name, NodeId node) {
        names.emplace_back(name, node);
        return true;
      });
      return names;
    };
    auto names = all(a_, "");
    Same(names, all(b_, ""), "ScanNames");
    for (const auto& [name, node] : names) {
      std::vector<NodeId> x, y;
      a_.NodesNamed(name, x);
      b_.NodesNamed(name, y);
      Same(x, y, "NodesNamed " + name);
      Same(all(a_, name.substr(0, 2)), all(b_, name.substr(0, 2)), "ScanNames of a prefix of " + name);
    }
  }

  void Records(const std::string& space) {
    auto all = [&](const GraphReader& graph) {
      std::map<std::string, std::string> records;
      graph.ScanRecords(space, "", [&](std::string_view key, std::string_view value) {
        records.emplace(key, value);
        return true;
      });
      return records;
    };
    auto records = all(a_);
    Same(records, all(b_), "ScanRecords of " + space);
    for (const auto& [key, value] : records) Same(b_.Record(space, key), std::optional(value), "Record " + key);
    Same(b_.Record(space, "never written"), std::optional<std::string>(), "Record that is not there");
  }

  const GraphReader& a_;
  const GraphReader& b_;
  std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> Differences(const GraphReader& expected, const GraphReader& actual,
                                     const std::vector<std::string>& spaces) {
  return Comparison(expected, actual).Run(spaces);
}

std::string ShowValue(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return "null";
    case ValueKind::kBool:
      return value.as_bool() ? "true" : "false";
    case ValueKind::kInt:
      return fmt::format("{}", value.as_int());
    case ValueKind::kFloat:
      return fmt::format("{:a}", value.as_float());
    case ValueKind::kString:
      return fmt::format("'{}'", value.as_string());
    case ValueKind::kList: {
      std::string text = "[";
      for (const Value& item : value.as_list()) text += ShowValue(item) + ", ";
      return text + "]";
    }
    case ValueKind::kDate:
      return fmt::format("date {}", value.as_date().days);
    case ValueKind::kLocalTime:
      return fmt::format("localtime {}", value.as_local_time().nanos);
    case ValueKind::kTime:
      return fmt::format("time {} {}", value.as_time().nanos, value.as_time().offset);
    case ValueKind::kLocalDateTime:
      return fmt::format("localdatetime {} {}", value.as_local_date_time().seconds, value.as_local_date_time().nanos);
    case ValueKind::kDateTime: {
      const DateTime& t = value.as_date_time();
      return fmt::format("datetime {} {} {} {}", t.seconds, t.nanos, t.offset, t.zone);
    }
    case ValueKind::kDuration: {
      const Duration& d = value.as_duration();
      return fmt::format("duration {} {} {} {}", d.months, d.days, d.seconds, d.nanos);
    }
    default:
      return std::string(NameOf(value.kind()));
  }
}

}  // namespace papergraph
