// Whether a word of a text, alike once case, blanks and hyphens are left out, may mean a name of the vocabulary.
#pragma once

#include <string_view>

#include "extract/entities/vocabulary.h"

namespace papergraph::extract {

/// Whether `written`, whose letters are those of a form of the entry, is written as that name may be: "LoRa" but not "a
/// real" for "AReaL", and one letter only as it is.
bool IsMeant(const VocabularyEntry& entry, std::string_view written);

}  // namespace papergraph::extract
