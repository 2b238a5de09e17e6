// Rulebook: the vocabulary in use, compiled in and added by people, and one number that stands for all rules.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extract/entities/vocabulary.h"
#include "extract/ingest.h"
#include "storage/graph_writer.h"

namespace papergraph::extract {

/// A database remembers the vocabulary files that it was built with: they hold for every later ingest and forget, too,
/// so that the graph does not depend on who remembers to name them.
class Rulebook {
 public:
  /// The files that `graph` remembers, then `paths`. nullopt: a file is missing or has mistakes; `diagnostics` says
  /// where.
  static std::optional<Rulebook> Open(const GraphReader& graph, const std::vector<std::string>& paths,
                                      std::vector<Diagnostic>& diagnostics);

  /// Lives as long as the rulebook, also when that is moved.
  const Vocabulary& vocabulary() const { return *vocabulary_; }
  /// Differs when vocabulary, data or program do.
  uint64_t fingerprint() const { return fingerprint_; }

  /// Whether `paths` held something that the graph does not remember.
  bool has_news() const { return has_news_; }
  /// Makes the graph remember.
  void Keep(GraphWriter& graph) const;

 private:
  struct Remembered {
    std::string name;
    std::string text;
  };
  Rulebook() = default;
  std::shared_ptr<const Vocabulary> vocabulary_;
  std::vector<Remembered> files_;
  uint64_t fingerprint_ = 0;
  bool has_news_ = false;
};

}  // namespace papergraph::extract
