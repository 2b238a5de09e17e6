// One paper as a BibTeX entry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace papergraph::engine {

/// What is known of a paper; any of it may be empty.
struct BibliographyEntry {
  std::string id;  // "2501.12948": an arXiv number, or whatever the graph calls the paper
  std::string title, date, url;
  std::vector<std::string> authors;
};

/// Whether the whole text is an arXiv number, with or without a version ("2501.12948v2").
bool IsArxivId(std::string_view text);

/// "guo2025deepseekr1" (first author, year, first word of the title); "arxiv-2501.12948" where there is no author with
/// a name in Latin letters.
std::string CitationKey(const BibliographyEntry& entry);

/// Text of a field so that LaTeX prints it letter for letter, with no brace of its own.
std::string EscapeLatex(std::string_view text);

/// "@misc{key,\n  title = {{...}},\n ...}\n"; fields that are not known are left out. Year and month are those of the
/// arXiv number, else of the date.
std::string FormatBibtex(const BibliographyEntry& entry, const std::string& key);

}  // namespace papergraph::engine
