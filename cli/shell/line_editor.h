// Lines from a person: editing, history, completion (libedit, wide characters).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cli/shell/completion.h"

namespace papergraph::cli {

/// One at a time in a process: it owns the terminal. One thread.
class LineEditor {
 public:
  enum class Result { kLine, kInterrupted, kEnd };

  /// History is kept in `history_file` (nothing where empty), each line once, the newest kHistorySize; its folder is
  /// made. Shells that run at the same time add to it side by side.
  explicit LineEditor(const std::string& history_file);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  /// What Tab asks: the text before the cursor -> candidates.
  void SetCompleter(std::function<Completion(std::string_view)> completer);
  /// Shows `prompt`, fills `line` (UTF-8, no newline). kInterrupted: Ctrl-C, the line is dropped. kEnd: Ctrl-D on an
  /// empty line.
  Result Read(const std::string& prompt, std::string& line);
  /// Adds to the history; an equal line that is there already goes.
  void Remember(const std::string& line);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace papergraph::cli
