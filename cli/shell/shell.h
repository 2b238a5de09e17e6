// A person's session: statements and commands one after the other, answers on standard output, errors on standard
// error.
#pragma once

#include <functional>
#include <string>

#include "cli/shell/answers.h"
#include "cli/shell/statements.h"
#include "engine/formats.h"
#include "engine/session.h"

namespace papergraph::cli {

struct ShellSettings {
  std::string format = "table";
  std::string null_text;
  int width = -1;  // of tables; -1: the terminal's, 0: unlimited
  bool timer = false;
  bool explain = false;   // show what a statement would do instead of doing it
  bool sentences = true;  // read what is no Cypher as a plain sentence
  std::string allow_files;
};

/// One thread; the interrupt handler may call Session::Cancel meanwhile.
class Shell {
 public:
  Shell(engine::Session& session, ShellSettings settings);

  /// Runs one statement or command. False: it failed; the error has been written, after `place` ("setup.cypher:12: ").
  bool Run(const StatementReader::Statement& statement, const std::string& place);
  /// Runs a file or stream to its end: true when all went well. `stop_at_error`: at the first failure. `file` is for
  /// errors.
  bool RunLines(const std::function<bool(std::string&)>& next_line, const std::string& file, bool stop_at_error);
  bool RunFile(const std::string& path, bool stop_at_error);
  bool RunText(const std::string& text);

  bool quitting() const { return quitting_; }
  void Quit() { quitting_ = true; }

  engine::Session& session() { return session_; }
  ShellSettings& settings() { return settings_; }
  ValueMap& params() { return params_; }
  Answers& answers() { return answers_; }
  /// Rows to `out` in the chosen format.
  std::unique_ptr<engine::RowWriter> Writer(std::ostream& out) const;

 private:
  bool Execute(const std::string& text, const std::string& place);

  engine::Session& session_;
  ShellSettings settings_;
  Answers answers_;
  ValueMap params_;
  bool quitting_ = false;
  int depth_ = 0;  // of files that source files
};

}  // namespace papergraph::cli
