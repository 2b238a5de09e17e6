// Corpus: all documents that the graph was made from, as far as linking needs them, in memory.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "extract/linking/linker.h"
#include "extract/source_records.h"

namespace papergraph::extract {

/// Where a paper is told of: source and position in it.
using PaperPlace = std::pair<std::string, size_t>;

/// Follows the records of kDocumentSpace: Load once, then Put and Drop as documents come and go. One thread.
class Corpus {
 public:
  /// Both live longer than the corpus.
  Corpus(const Vocabulary& vocabulary, const Decisions& decisions) : linker_(vocabulary, decisions) {}

  /// Reads all documents. Throws StoreError kCorrupt.
  void Load(const GraphReader& graph);

  /// Null when the source is not known.
  const StoredDocument* Find(const std::string& source) const;
  /// REQUIRES: the source is not known.
  void Put(const std::string& source, StoredDocument document);
  /// REQUIRES: the source is known.
  void Drop(const std::string& source);

  /// Where a paper is told of, earliest date first, then by name and position; empty when nowhere.
  std::vector<PaperPlace> PlacesOf(const std::string& paper) const;
  const StoredPaper& PaperAt(const PaperPlace& place) const;
  /// One for each finding, in order.
  const std::vector<MentionId>& MentionsAt(const PaperPlace& place) const;
  /// Ascending.
  std::vector<std::string> PaperIds() const;
  bool HasPaper(const std::string& id) const { return papers_.contains(id); }
  bool empty() const { return documents_.empty(); }

  Linker& linker() { return linker_; }
  const Linker& linker() const { return linker_; }

 private:
  struct Entry {
    StoredDocument document;
    std::vector<std::vector<MentionId>> mentions;  // by paper
  };
  Linker linker_;
  std::map<std::string, Entry> documents_;
  std::map<std::string, std::set<PaperPlace>> papers_;
};

}  // namespace papergraph::extract
