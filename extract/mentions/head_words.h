// The words that say what a name or a phrase is when they end it; compiled in.
#pragma once

#include "extract/text/phrase_table.h"

namespace papergraph::extract {

/// heads.tsv: head nouns behind and around names.
const PhraseTable& Heads();
/// name_heads.tsv: last words within English names.
const PhraseTable& NameHeads();
/// technique_heads.tsv: what techniques are.
const PhraseTable& TechniqueHeads();
/// field_heads.tsv: what fields of work are, and words that are no part of them.
const PhraseTable& FieldHeads();

}  // namespace papergraph::extract
