#include "engine/sentence/names.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/nearest.h"
#include "engine/sentence/phrases.h"
#include "storage/full_text.h"
#include "storage/text_fold.h"
#include "storage/text_terms.h"

namespace papergraph::engine {
namespace {

/// Longer names are not looked for.
constexpr size_t kMostAtoms = 16;
constexpr std::string_view kLabels[] = {"Method", "Model", "Benchmark", "Domain"};

/// 2601.22628, 2601.22628v2: an arXiv id; without the version.
std::string_view PaperId(std::string_view word) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (word.size() < 9 || word[4] != '.' || !std::all_of(word.begin(), word.begin() + 4, digit)) return {};
  size_t end = 5;
  while (end < word.size() && digit(word[end])) ++end;
  if (end < 9 || end > 10) return {};
  const std::string_view rest = word.substr(end);
  const bool version = rest.size() > 1 && rest[0] == 'v' && std::all_of(rest.begin() + 1, rest.end(), digit);
  return rest.empty() || version ? word.substr(0, end) : std::string_view();
}

/// Calls `visit` with each node of the label until it returns false.
template <typename Visit>
void ForEachNode(const GraphReader& graph, LabelId label, Visit visit) {
  std::array<NodeId, 512> chunk;
  NodeId from{0};
  while (true) {
    const size_t n = graph.ScanNodes(label, from, chunk);
    for (size_t i = 0; i < n; ++i) {
      if (!visit(chunk[i])) return;
    }
    if (n < chunk.size()) return;
    from = NodeId{Raw(chunk.back()) + 1};
  }
}

}  // namespace

bool Entity::Has(std::string_view label) const {
  return std::any_of(nodes.begin(), nodes.end(), [&](const NamedNode& n) { return n.label == label; });
}

Value Names::PropertyOf(NodeId node, std::string_view name) const {
  const auto property = graph_.FindProperty(name);
  return property ? graph_.NodeProperty(node, *property) : Value();
}

std::optional<NamedNode> Names::Describe(NodeId node, std::string_view written) const {
  NamedNode out{.node = node};
  const Value name = PropertyOf(node, "name");
  if (name.kind() != ValueKind::kString) return std::nullopt;
  out.name = name.as_string();
  out.exact = out.name == written;
  if (const Value aliases = PropertyOf(node, "aliases"); aliases.kind() == ValueKind::kList) {
    for (const Value& alias : aliases.as_list()) {
      if (alias.kind() == ValueKind::kString && alias.as_string() == written) out.exact = true;
    }
  }
  for (LabelId label : graph_.LabelsOf(node)) {
    const std::string_view text = graph_.NameOf(label);
    if (out.label.empty() || std::find(std::begin(kLabels), std::end(kLabels), text) != std::end(kLabels))
      out.label = text;
  }
  if (out.label.empty()) return std::nullopt;
  for (std::string_view type : {"VARIANT_OF", "PART_OF"}) {
    const auto id = graph_.FindType(type);
    if (id && !graph_.Neighbours(node, *id, EdgeDirection::kIn).empty()) out.family = true;
  }
  return out;
}

bool Names::HasTexts() const {
  const auto label = graph_.FindLabel("Paper");
  const auto indexes = FullTextOf(graph_).TextIndexes();
  return label && std::any_of(indexes.begin(), indexes.end(), [&](const IndexDefinition& index) {
           const bool papers =
               index.label == *label || std::count(index.more_labels.begin(), index.more_labels.end(), *label) > 0;
           return !index.type && papers && index.rules == TermRules();
         });
}

std::vector<NamedNode> Names::PapersCalled(std::string_view written, bool quoted) const {
  const std::string_view id = PaperId(written);
  const auto label = graph_.FindLabel("Paper");
  const auto id_property = graph_.FindProperty("id");
  std::vector<NamedNode> out;
  if ((id.empty() && !quoted) || !label || !id_property) return out;
  const auto add = [&](NodeId node) {
    const Value value = graph_.NodeProperty(node, *id_property);
    if (value.kind() == ValueKind::kString) out.push_back({node, "Paper", std::string(value.as_string()), true, false});
  };
  if (!id.empty()) {
    for (const IndexInfo& index : graph_.Indexes()) {
      const bool seekable = index.kind == IndexInfo::Kind::kUnique || index.kind == IndexInfo::Kind::kRange;
      if (!seekable || index.label != *label || index.properties != std::vector{*id_property}) continue;
      std::vector<NodeId> nodes;
      graph_.IndexSeek(index.id, Value::String(id), nodes);
      for (NodeId node : nodes) add(node);
      return out;
    }
  }
  const std::string title = FoldName(written);
  ForEachNode(graph_, *label, [&](NodeId node) {
    const Value value = id.empty() ? PropertyOf(node, "title") : graph_.NodeProperty(node, *id_property);
    if (value.kind() != ValueKind::kString) return true;
    if (id.empty() ? FoldName(value.as_string()) == title : value.as_string() == id) add(node);
    return true;
  });
  return out;
}

std::optional<Names::Found> Names::At(size_t at) const {
  if (at >= atoms_.size() || atoms_[at].kind == Atom::Kind::kComma || atoms_[at].kind == Atom::Kind::kMark)
    return std::nullopt;
  const bool quoted = atoms_[at].kind == Atom::Kind::kQuoted;
  size_t end = at + 1;
  while (!quoted && end < atoms_.size() && end - at < kMostAtoms && atoms_[end].kind != Atom::Kind::kComma &&
         atoms_[end].kind != Atom::Kind::kQuoted) {
    ++end;
  }
  std::vector<NodeId> ids;
  std::optional<Found> longer;
  for (; end > at; --end) {
    if (atoms_[end - 1].kind == Atom::Kind::kMark && atoms_[end - 1].folded != ")") continue;
    Found found{{Span{atoms_[at].span.start, atoms_[end - 1].span.end}, {}}, end};
    const std::string_view written =
        text_.substr(found.entity.span.start, found.entity.span.end - found.entity.span.start);
    ids.clear();
    if (const std::string folded = FoldName(written); !folded.empty()) graph_.NodesNamed(folded, ids);
    for (NodeId id : ids) {
      if (auto node = Describe(id, written)) found.entity.nodes.push_back(std::move(*node));
    }
    if (found.entity.nodes.empty() && end == at + 1) found.entity.nodes = PapersCalled(written, quoted);
    if (found.entity.nodes.empty()) continue;
    // What is called so goes before a field that some paper names by it.
    const auto called_so = [&](const NamedNode& node) { return node.name == written; };
    const auto alias_of_field = [&](const NamedNode& node) { return node.label == "Domain" && !called_so(node); };
    auto& nodes = found.entity.nodes;
    const Phrase* behind = LongestPhrase(atoms_, end, {{PhraseKind::kNoun}});  // "MATH benchmarks" are of the field
    const bool of_field = behind != nullptr && behind->plural && behind->value == "Benchmark";
    if (!of_field && std::any_of(nodes.begin(), nodes.end(), called_so)) std::erase_if(nodes, alias_of_field);
    if (longer) return found.entity.Has("Domain") ? found : longer;
    // "math benchmarks" as another form of a field is what "math" and a noun say, too.
    const Phrase* noun = end > at + 1 ? LongestPhrase(atoms_, end - 1, {{PhraseKind::kNoun}}) : nullptr;
    const bool asked_for = noun != nullptr && noun->plural && noun->value != "Domain";
    if (!asked_for || !std::all_of(nodes.begin(), nodes.end(), alias_of_field)) return found;
    longer = std::move(found);
  }
  return longer;
}

std::set<std::string> Names::AllAuthors() const {
  std::set<std::string> authors;
  const auto label = graph_.FindLabel("Paper");
  const auto property = graph_.FindProperty("authors");
  if (!label || !property) return authors;
  ForEachNode(graph_, *label, [&](NodeId node) {
    const Value value = graph_.NodeProperty(node, *property);
    if (value.kind() != ValueKind::kList) return true;
    for (const Value& author : value.as_list()) {
      if (author.kind() == ValueKind::kString) authors.emplace(author.as_string());
    }
    return true;
  });
  return authors;
}

std::optional<Names::Authors> Names::AuthorsAt(size_t at) const {
  const std::set<std::string> authors = at < atoms_.size() ? AllAuthors() : std::set<std::string>();
  if (authors.empty()) return std::nullopt;
  size_t end = at + 1;
  while (end < atoms_.size() && end - at < 6 && atoms_[end].kind != Atom::Kind::kComma) ++end;
  for (; end > at; --end) {
    Authors found{{}, Span{atoms_[at].span.start, atoms_[end - 1].span.end}, end, false};
    const std::string wanted = " " + FoldCase(text_.substr(found.span.start, found.span.end - found.span.start)) + " ";
    const bool han = atoms_[at].kind == Atom::Kind::kHan;  // Chinese names have no spaces: the whole name
    for (const std::string& author : authors) {
      const std::string folded = " " + FoldCase(author) + " ";
      if (han ? folded != wanted : folded.find(wanted) == std::string::npos) continue;
      found.names.push_back(author);
      found.whole = found.whole || folded == wanted;
    }
    if (!found.names.empty()) return found;
  }
  return std::nullopt;
}

std::vector<std::string> Names::NearAuthors(std::string_view written, size_t most) const {
  std::vector<std::pair<size_t, std::string>> near;
  const size_t limit = TolerableDistance(written);
  for (const std::string& author : AllAuthors()) {
    const size_t distance = EditDistance(author, written, limit);
    if (distance <= limit) near.emplace_back(distance, author);
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string> names;
  for (size_t i = 0; i < near.size() && i < most; ++i) names.push_back(near[i].second);
  return names;
}

std::vector<std::string> Names::Near(std::string_view written, size_t most) const {
  const std::string wanted = FoldName(written);
  if (wanted.empty()) return {};
  struct Candidate {
    size_t distance;
    std::string folded;
    NodeId node;
    auto operator<=>(const Candidate&) const = default;
  };
  std::vector<Candidate> candidates;
  const size_t limit = TolerableDistance(wanted);
  size_t seen = 0;
  graph_.ScanNames("", [&](std::string_view folded, NodeId node) {
    const size_t distance = EditDistance(folded, wanted, limit);
    if (distance <= limit) candidates.push_back({distance, std::string(folded), node});
    return ++seen < kMostNames;
  });
  seen = 0;
  if (wanted.size() >= 3) {
    graph_.ScanNames(wanted, [&](std::string_view folded, NodeId node) {
      candidates.push_back({limit + 1, std::string(folded), node});
      return ++seen < 100;
    });
  }
  std::sort(candidates.begin(), candidates.end());
  std::vector<std::string> names;
  for (const Candidate& candidate : candidates) {
    const Value name = PropertyOf(candidate.node, "name");
    if (name.kind() != ValueKind::kString) continue;
    std::string text(name.as_string());
    if (std::find(names.begin(), names.end(), text) == names.end()) names.push_back(std::move(text));
    if (names.size() == most) break;
  }
  return names;
}

}  // namespace papergraph::engine
