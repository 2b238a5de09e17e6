// What the database keeps of each source besides the graph: who is named in it, and what was found where. Format:
// docs/format.md, "Records of extraction".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/document.h"
#include "extract/findings.h"
#include "storage/graph_reader.h"

namespace papergraph::extract {

/// Spaces of GraphReader::Record. Keys are: the source; the source, a zero byte and the paper's position (8 digits);
/// the entity's key; the paper's id; the file's base name; what it is called.
inline constexpr std::string_view kDocumentSpace = "extract.document";  // StoredDocument
inline constexpr std::string_view kFindingSpace = "extract.finding";    // PaperFindings
inline constexpr std::string_view kEntitySpace = "extract.entity";      // StoredEntity
inline constexpr std::string_view kPaperSpace = "extract.paper";        // StoredPaperNode
inline constexpr std::string_view kKeptSpace = "extract.kept";          // a node that only a person's additions keep
inline constexpr std::string_view kVocabularySpace = "extract.vocabulary";  // the text of a --vocabulary file
inline constexpr std::string_view kDecisionSpace = "extract.decision";      // merge and split (identity.h)
inline constexpr std::string_view kStateSpace = "extract.state";  // "linked": fingerprint that all was linked under

/// A finding without its evidence: all that linking needs.
struct StoredMention {
  EntityKind kind = EntityKind::kMethod;
  bool own = false;
  std::string name;
  std::vector<std::string> aliases;
  uint64_t start = 0;
  std::optional<double> parameters;
};

struct StoredPaper {
  PaperText text;                       // without passages
  std::vector<StoredMention> mentions;  // one for each finding, in order
};

struct StoredDocument {
  std::string hash;          // of the bytes
  uint64_t fingerprint = 0;  // of vocabulary and rules that read it
  std::vector<StoredPaper> papers;
};

std::string Encode(const StoredDocument& document);
std::string Encode(const PaperFindings& findings);
// Throw StoreError kCorrupt, naming the key.
StoredDocument DecodeDocument(std::string_view key, std::string_view bytes);
PaperFindings DecodeFindings(std::string_view key, std::string_view bytes);

std::string FindingKey(std::string_view source, size_t position);

/// 32 hexadecimal digits that differ when the text does, but for bad luck.
std::string HashOf(std::string_view bytes);
uint64_t Mix(uint64_t seed, std::string_view bytes);

}  // namespace papergraph::extract
