#include "extract/entities/rulebook.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "extract/embedded.h"
#include "extract/readers/load.h"
#include "extract/source_records.h"

namespace papergraph::extract {

std::optional<Rulebook> Rulebook::Open(const GraphReader& graph, const std::vector<std::string>& paths,
                                       std::vector<Diagnostic>& diagnostics) {
  Rulebook book;
  // Keys are positions, so that later files still win.
  graph.ScanRecords(kVocabularySpace, {}, [&](std::string_view, std::string_view value) {
    const size_t line = std::min(value.find('\n'), value.size());
    book.files_.push_back(
        {std::string(value.substr(0, line)), std::string(value.substr(std::min(line + 1, value.size())))});
    return true;
  });
  bool good = true;
  for (const std::string& path : paths) {
    Remembered file{SourceName(path), {}};
    if (!LoadFile(path, file.text, diagnostics)) {
      good = false;
      continue;
    }
    const auto same = [&](const Remembered& other) { return other.name == file.name; };
    const auto known = std::find_if(book.files_.begin(), book.files_.end(), same);
    if (known != book.files_.end() && known->text == file.text) continue;
    std::erase_if(book.files_, same);
    book.files_.push_back(std::move(file));
    book.has_news_ = true;
  }
  std::vector<Vocabulary::File> files;
  for (const Remembered& file : book.files_) files.push_back({file.name, file.text, "user"});
  std::vector<VocabularyError> errors;
  book.vocabulary_ = std::make_shared<const Vocabulary>(Vocabulary::With(files, &errors));
  for (const VocabularyError& error : errors) {
    good = false;
    diagnostics.push_back({error.file, error.column > 0 ? error.column - 1 : 0, error.line,
                           fmt::format("column {}: {}", error.column, error.message), true});
  }
  if (!good) return std::nullopt;
  book.fingerprint_ = Mix(0, PAPERGRAPH_VERSION);
  for (const EmbeddedFile& file : EmbeddedFiles()) book.fingerprint_ = Mix(book.fingerprint_, file.text);
  for (const Remembered& file : book.files_) book.fingerprint_ = Mix(book.fingerprint_, file.text);
  return book;
}

void Rulebook::Keep(GraphWriter& graph) const {
  if (!has_news_) return;
  std::vector<std::string> old;
  graph.ScanRecords(kVocabularySpace, {}, [&](std::string_view key, std::string_view) {
    old.emplace_back(key);
    return true;
  });
  for (const std::string& key : old) graph.DeleteRecord(kVocabularySpace, key);
  for (size_t i = 0; i < files_.size(); ++i) {
    graph.PutRecord(kVocabularySpace, fmt::format("{:04}", i), files_[i].name + "\n" + files_[i].text);
  }
}

}  // namespace papergraph::extract
