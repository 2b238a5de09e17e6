// Which names are one thing and why, corrections by hand, and where an edge comes from: `aliases`, `merge`, `split`,
// `why`.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "storage/store.h"

namespace papergraph::extract {

/// One written form of a thing, and what makes it one with the others.
struct FormReason {
  std::string form;
  std::string reason;  // "in the vocabulary (general)", "written as another name of \"GRPO\"", "merged by hand", ...
  std::string paper;   // where it is written; empty when only the vocabulary has it
  std::string source;
  uint64_t start = 0;    // bytes of the evidence in the source
  std::string evidence;  // the sentence
};

struct Identity {
  NodeId node{};
  std::string label;  // "Method", ...
  std::string name;
  std::vector<FormReason> forms;  // the name first, then sorted
};

/// The things that `name` is a form of (compared folded), by label and name; empty when there are none. Throws
/// StoreError.
std::vector<Identity> IdentitiesOf(const GraphReader& graph, const std::string& name);

struct Outcome {
  bool done = false;
  std::string message;  // what was done, or why nothing was and what to do
};

/// From now on `other` is another name for the thing `name`; undoes Split. One transaction; kept as data, so that it
/// outlives every ingest and forget. Throws StoreError.
Outcome Merge(Store& store, const std::string& name, const std::string& other);

/// From now on `other` is a thing of its own, not a form of `name`; undoes Merge. As Merge.
Outcome Split(Store& store, const std::string& name, const std::string& other);

/// One edge of a paper, and the sentence it comes from.
struct Reason {
  std::string paper, title;
  std::string edge;  // "USES", ..., or "REPORTS" for a number that is about the thing
  std::string label, name;
  std::string number;  // REPORTS: "accuracy 79.3 % (absolute)", and ", against it" where it is another's
  std::string evidence;
  std::vector<std::pair<size_t, size_t>> marks;  // bytes [from, to) of the evidence that name the thing, ascending
  std::string section, source, rule;
  uint64_t start = 0, end = 0;  // bytes of the source
  double confidence = 0;
};

/// Every edge between the paper (its id, or its title or the beginning of it) and things that `name` is a form of, in
/// the order of sources and bytes. Empty when there is none. Throws StoreError.
std::vector<Reason> ReasonsFor(const GraphReader& graph, const std::string& paper, const std::string& name);

}  // namespace papergraph::extract
