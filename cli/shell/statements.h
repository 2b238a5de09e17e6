// Lines -> statements.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace papergraph::cli {

/// A statement of Cypher ends at a `;` outside strings and comments and may take many lines; a sentence and a command
/// (`:help`) end with the line. Every byte is looked at once, however long a script is. One thread.
class StatementReader {
 public:
  struct Statement {
    std::string text;   // without the `;`
    uint64_t line = 1;  // where it begins
    bool is_command = false;
  };

  /// Adds a line (without its newline). Then call Next until it returns nothing.
  void AddLine(std::string_view line);
  std::optional<Statement> Next();
  /// What is left at the end of the input, a statement without its `;`.
  std::optional<Statement> Rest();
  /// Whether a statement has begun that needs more lines.
  bool pending() const { return !blank_; }
  /// Forgets what has begun.
  void Clear();

 private:
  enum class State { kPlain, kSingle, kDouble, kBacktick, kLineComment, kBlockComment };

  std::optional<Statement> Take(size_t end, size_t next);
  void SkipBlank();

  std::string text_;
  size_t scanned_ = 0;
  State state_ = State::kPlain;
  bool blank_ = true;  // nothing but spaces and comments since the last statement
  uint64_t line_ = 1;  // of text_[0]
};

}  // namespace papergraph::cli
