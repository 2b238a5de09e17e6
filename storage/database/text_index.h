// Full-text indexes: which entries a text has, what a transaction changes in them, and where a term stands. An entry
// is a key like those of other indexes; a text has one for each of its terms.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database/key_source.h"
#include "storage/database/overlay.h"
#include "storage/database/version.h"
#include "storage/full_text.h"
#include "storage/text_terms.h"

namespace papergraph {

/// Whether entries are kept: a full-text index made by this program's rules. One that another version of ICU made is
/// left as it is until it is made anew.
bool IsTextIndex(const IndexDefinition& index);

bool IsAbout(const IndexDefinition& index, LabelId label);
bool IsAbout(const IndexDefinition& index, TypeId type);
bool IsAbout(const IndexInfo& index, PropertyId property);

/// The terms that the index has of the entity; none when it is not there or has no label (type) of the index.
template <typename Id>
TermCounts TextOf(const GraphReader& graph, const IndexDefinition& index, Id entity);

/// What the keys of all entries of the term begin with.
std::string TermPrefixKey(uint32_t index, std::string_view term);
std::string TextEntryKey(uint32_t index, std::string_view term, const Posting& posting);
/// REQUIRES: the key of an entry of a full-text index. Throws StoreError kCorrupt.
Posting PostingOf(std::string_view key);

/// Appends the keys of one text's entries, ascending.
void AppendTextEntries(const TermCounts& text, uint32_t index, uint32_t entity, std::vector<std::string>& keys);
/// Adds (with `sign` -1: takes away) one text. An empty one does not count.
void CountText(const TermCounts& text, int sign, TextTotals& totals);

/// As GraphReader::FindTerms.
std::vector<std::vector<Posting>> FindTermEntries(const KeySource& keys, const IndexDefinition& index,
                                                  std::span<const std::string> terms);

/// Adds to the overlay's keys and totals what its changes mean for the full-text indexes in `after`. `base` is the
/// graph before, `changed` the one after.
void AddTextChanges(const Version& base, const GraphReader& changed, const std::vector<IndexDefinition>& before,
                    const std::vector<IndexDefinition>& after, Overlay& overlay);

/// Whether a transaction did nothing but make full-text indexes.
bool AddsOnlyTextIndexes(const std::vector<IndexDefinition>& before, const std::vector<IndexDefinition>& after,
                         const Overlay& overlay);
/// Calls `add` with the key of each entry that the indexes have which are new in `after`; returns their totals. In
/// memory there is one text at a time.
std::map<uint32_t, TextTotals> MakeTextEntries(const GraphReader& graph, const std::vector<IndexDefinition>& before,
                                               const std::vector<IndexDefinition>& after,
                                               const std::function<void(std::string)>& add);

/// As GraphReader's functions of these names, of a graph that the overlay changes.
TextTotals TotalsWith(const Version& base, const GraphReader& changed, const IndexDefinition& index,
                      const Overlay& overlay);
std::vector<std::vector<Posting>> FindTermsWith(const Version& base, const GraphReader& changed,
                                                const IndexDefinition& index, const Overlay& overlay,
                                                std::span<const std::string> terms);

}  // namespace papergraph
