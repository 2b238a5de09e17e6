// Rows of a table that a source gives -> findings.
#pragma once

#include "extract/findings.h"

namespace papergraph::extract {

/// Adds a result for each row of `paper.stated`, and what it names: the benchmark (EVALUATES_ON), the model or, where
/// the vocabulary knows it as one, the method (USES, unless the paper has to do with it already), the task (IN_DOMAIN).
/// Known names and measures get their canonical form. The same rows and vocabulary give the same findings.
void AddStated(const PaperText& paper, const Vocabulary& vocabulary, PaperFindings& findings);

}  // namespace papergraph::extract
