#include "extract/graph/corpus.h"

#include <algorithm>
#include <tuple>

namespace papergraph::extract {

void Corpus::Load(const GraphReader& graph) {
  graph.ScanRecords(kDocumentSpace, {}, [&](std::string_view key, std::string_view value) {
    Put(std::string(key), DecodeDocument(key, value));
    return true;
  });
}

const StoredDocument* Corpus::Find(const std::string& source) const {
  const auto at = documents_.find(source);
  return at == documents_.end() ? nullptr : &at->second.document;
}

void Corpus::Put(const std::string& source, StoredDocument document) {
  Entry& entry = documents_[source];
  entry.document = std::move(document);
  for (size_t position = 0; position < entry.document.papers.size(); ++position) {
    const StoredPaper& paper = entry.document.papers[position];
    papers_[paper.text.id].emplace(source, position);
    std::vector<MentionId>& ids = entry.mentions.emplace_back();
    for (const StoredMention& stored : paper.mentions) {
      Naming mention;
      mention.kind = stored.kind;
      mention.own = stored.own;
      mention.name = stored.name;
      mention.aliases = stored.aliases;
      mention.paper = paper.text.id;
      mention.source = source;
      mention.start = stored.start;
      mention.parameters = stored.parameters;
      ids.push_back(linker_.Add(std::move(mention)));
    }
  }
}

void Corpus::Drop(const std::string& source) {
  const auto at = documents_.find(source);
  for (size_t position = 0; position < at->second.document.papers.size(); ++position) {
    const auto paper = papers_.find(at->second.document.papers[position].text.id);
    paper->second.erase({source, position});
    if (paper->second.empty()) papers_.erase(paper);
    for (const MentionId id : at->second.mentions[position]) linker_.Remove(id);
  }
  documents_.erase(at);
}

std::vector<PaperPlace> Corpus::PlacesOf(const std::string& paper) const {
  const auto at = papers_.find(paper);
  if (at == papers_.end()) return {};
  std::vector<PaperPlace> places(at->second.begin(), at->second.end());
  const auto rank = [&](const PaperPlace& place) {
    const std::string& date = PaperAt(place).text.date;
    return std::tuple(date.empty(), std::string_view(date), place);
  };
  std::sort(places.begin(), places.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return places;
}

const StoredPaper& Corpus::PaperAt(const PaperPlace& place) const {
  return documents_.at(place.first).document.papers[place.second];
}

const std::vector<MentionId>& Corpus::MentionsAt(const PaperPlace& place) const {
  return documents_.at(place.first).mentions[place.second];
}

std::vector<std::string> Corpus::PaperIds() const {
  std::vector<std::string> ids;
  for (const auto& [id, places] : papers_) ids.push_back(id);
  return ids;
}

}  // namespace papergraph::extract
