// Plain sentences over the sample graph: what one says and the Cypher that it prints give the same rows.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/session.h"
#include "storage/store.h"
#include "tests/generate/choices.h"

namespace papergraph::generate {

/// A sentence of the language's phrases and the sample graph's names; mostly one that can be read.
std::string Sentence(Choices& choices);

/// The sample graph in a store.
class SentenceBench {
 public:
  SentenceBench();
  /// nullopt, or how the rows of the sentence and of its Cypher differ.
  std::optional<std::string> Check(const std::string& sentence);
  uint64_t read = 0, refused = 0, rows = 0;

 private:
  std::unique_ptr<Store> store_;
  std::unique_ptr<engine::Session> session_;
};

}  // namespace papergraph::generate
