// Intake: one document after another into the graph, each in the transaction that the caller has open.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/document.h"
#include "extract/findings.h"
#include "extract/graph/corpus.h"
#include "storage/graph_writer.h"

namespace papergraph::extract {

/// A document with all that was found in it.
struct ReadSource {
  std::string source;
  std::string hash;  // HashOf its bytes
  std::vector<PaperText> papers;
  std::vector<PaperFindings> findings;  // one for each paper
};

/// How many papers a document changed.
struct PaperCounts {
  uint64_t added = 0, changed = 0, same = 0;
};

/// Knows all documents of one database. When a call throws, the transaction is to be dropped and so is the intake.
class Intake {
 public:
  /// Reads what is known. `vocabulary` and `decisions` live longer; `fingerprint` stands for the vocabulary and rules
  /// in use.
  Intake(const GraphReader& graph, const Vocabulary& vocabulary, const Decisions& decisions, uint64_t fingerprint);

  /// Whether this source is there with these very bytes, read by the same rules.
  bool Has(const std::string& source, const std::string& hash) const;
  bool Knows(const std::string& source) const { return corpus_.Find(source) != nullptr; }
  uint64_t PapersOf(const std::string& source) const;

  /// Adds the document, or puts it in the place of the one of its name.
  PaperCounts Put(GraphWriter& graph, ReadSource document);
  /// Takes a document back. REQUIRES: Knows(source).
  PaperCounts Drop(GraphWriter& graph, const std::string& source);
  /// Links everything anew where the last one to write had another vocabulary. Put and Drop do it themselves.
  void Relink(GraphWriter& graph);

  const Corpus& corpus() const { return corpus_; }

 private:
  void Forget(GraphWriter& graph, const std::string& source, std::vector<std::string>& papers);
  PaperCounts Write(GraphWriter& graph, std::vector<std::string> papers, const std::vector<std::string>& known);

  Corpus corpus_;
  uint64_t fingerprint_;
};

}  // namespace papergraph::extract
