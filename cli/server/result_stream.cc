#include "cli/server/result_stream.h"

#include "cli/server/graph_values.h"
#include "cli/server/messages.h"
#include "grammar/error.h"

namespace papergraph::cli {

void ResultStream::Columns(const std::vector<std::string>& names, const GraphReader& graph) {
  graph_ = &graph;
  columns_ = names;
  has_columns_ = true;
  owner_.OnColumns(names);
}

void ResultStream::Row(std::span<const Value> values) {
  ++rows_;
  if (left_ == 0) owner_.OnMore();
  if (left_ > 0) --left_;
  if (mode_ == Mode::kDrop) return owner_.OnRecord({});
  message_.clear();
  PackWriter writer(message_);
  writer.Struct(kRecord, 1);
  writer.List(values.size());
  for (const Value& value : values) PackValue(writer, value, graph_, dialect_);
  if (mode_ == Mode::kSend) return owner_.OnRecord(message_);
  kept_bytes_ += message_.size() + sizeof(std::string);
  if (kept_bytes_ > most_kept_) {
    throw RuntimeError(ErrorType::kResourceError, "MemoryLimit", {},
                       "another statement began before this one's rows were read, and they need more memory than "
                       "allowed; read them first, or give more with --memory-limit");
  }
  kept_.push_back(message_);
  owner_.OnRecord({});
}

}  // namespace papergraph::cli
