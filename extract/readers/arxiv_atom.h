// Reader: a listing of arXiv, the Atom feed that its API answers with.
#pragma once

#include <string_view>
#include <vector>

#include "extract/document.h"
#include "extract/ingest.h"

namespace papergraph::extract {

bool IsArxivAtom(std::string_view bytes);

/// One `entry` is one paper: `id` (http://arxiv.org/abs/2601.22628v1), `title`, `summary`, `published`, `author/name`.
/// Title and summary become passages, without their TeX. An entry with an identifier from before April 2007 is left out
/// with a remark, one without a number or a title is refused alone; an error of the API, a file that is cut off, or one
/// that declares entities is refused. https://info.arxiv.org/help/api/user-manual.html
void ReadArxivAtom(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics);

}  // namespace papergraph::extract
