#include "extract/mentions/head_words.h"

namespace papergraph::extract {

const PhraseTable& Heads() {
  static const PhraseTable table("heads.tsv");
  return table;
}

const PhraseTable& NameHeads() {
  static const PhraseTable table("name_heads.tsv");
  return table;
}

const PhraseTable& TechniqueHeads() {
  static const PhraseTable table("technique_heads.tsv");
  return table;
}

const PhraseTable& FieldHeads() {
  static const PhraseTable table("field_heads.tsv");
  return table;
}

}  // namespace papergraph::extract
