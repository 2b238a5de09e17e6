#include "cli/shell/shell.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/report_error.h"
#include "cli/shell/commands.h"
#include "cli/terminal.h"
#include "cli/write_graph.h"
#include "engine/language.h"

namespace papergraph::cli {
namespace {

constexpr int kDeepest = 16;

void Say(const std::string& text) {
  std::cout.flush();
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

Shell::Shell(engine::Session& session, ShellSettings settings) : session_(session), settings_(std::move(settings)) {}

std::unique_ptr<engine::RowWriter> Shell::Writer(std::ostream& out) const {
  engine::RowFormatOptions options;
  if (answers_.for_people()) {
    options.width = settings_.width >= 0 ? settings_.width : TerminalWidth();
    options.color = WantsColor(STDOUT_FILENO);
  } else if (settings_.width > 0) {
    options.width = settings_.width;
  }
  options.null_text = settings_.null_text;
  return engine::FindRowFormat(settings_.format)->make(out, options);
}

bool Shell::Execute(const std::string& text, const std::string& place) {
  if (!settings_.sentences && !engine::IsCypher(text)) {
    Say(place + "this is no Cypher; `:nl on` reads plain sentences, too\n");
    return false;
  }
  const std::string statement = settings_.explain ? "EXPLAIN " + text : text;
  bool left = false;  // the person has seen enough
  std::ostream& out = answers_.Begin([&] {
    left = true;
    session_.Cancel();
  });
  std::string trouble;
  std::vector<std::string> notices;
  const auto writer = settings_.format == kPictureFormat.name ? nullptr : Writer(out);
  try {
    engine::Summary summary = writer ? session_.Run(statement, Value::Map(params_), *writer)
                                     : DrawAnswer(session_, statement, Value::Map(params_), out);
    if (writer) writer->Finish(summary);
    if (settings_.timer) {
      char elapsed[48];
      std::snprintf(elapsed, sizeof elapsed, "%.3f ms\n", summary.elapsed_ms);
      out << elapsed;
    }
    notices = std::move(summary.notices);
  } catch (const QueryError& error) {
    if (!left) {
      if (writer) writer->Fail(error, statement);
      trouble = place + DescribeError(error, statement);
    }
  } catch (const StoreError& error) {
    trouble = place + Harmless(error.what()) + "\n";
  }
  try {
    answers_.End();
  } catch (const std::runtime_error& error) {
    trouble += place + Harmless(error.what()) + "\n";
  }
  for (const std::string& notice : notices) Say(Harmless(notice) + "\n");
  Say(trouble);
  return trouble.empty();
}

bool Shell::Run(const StatementReader::Statement& statement, const std::string& place) {
  if (!statement.is_command) return Execute(statement.text, place);
  std::string arguments;
  const std::string name = TakeWord(statement.text.substr(1), arguments);
  const ShellCommand* command = FindShellCommand(name);
  if (!command) {
    Say(place + "there is no command :" + Harmless(name) + "; :help lists them\n");
    return false;
  }
  try {
    const bool done = command->run(*this, arguments);
    std::cout.flush();
    return done;
  } catch (const QueryError& error) {
    Say(place + DescribeError(error, arguments));
  } catch (const std::exception& error) {
    Say(place + Harmless(error.what()) + "\n");
  }
  return false;
}

bool Shell::RunLines(const std::function<bool(std::string&)>& next_line, const std::string& file, bool stop_at_error) {
  StatementReader reader;
  bool good = true;
  const auto run = [&](const StatementReader::Statement& statement) {
    const std::string place = file.empty() ? "" : file + ":" + std::to_string(statement.line) + ": ";
    good = Run(statement, place) && good;
    return (good || !stop_at_error) && !quitting_;
  };
  std::string line;
  while (next_line(line)) {
    reader.AddLine(line);
    while (const auto statement = reader.Next()) {
      if (!run(*statement)) return good;
    }
  }
  if (const auto statement = reader.Rest()) run(*statement);
  return good;
}

bool Shell::RunFile(const std::string& path, bool stop_at_error) {
  std::ifstream file(path);
  std::error_code error;
  if (!file || std::filesystem::is_directory(path, error)) {  // a folder opens, too, and has no lines
    Say("cannot read " + path + "\n");
    return false;
  }
  if (depth_ >= kDeepest) {
    Say(path + ": files that read files, " + std::to_string(kDeepest) + " deep\n");
    return false;
  }
  ++depth_;
  const bool good =
      RunLines([&](std::string& line) { return static_cast<bool>(std::getline(file, line)); }, path, stop_at_error);
  --depth_;
  return good;
}

bool Shell::RunText(const std::string& text) {
  std::istringstream lines(text);
  return RunLines([&](std::string& line) { return static_cast<bool>(std::getline(lines, line)); }, "", true);
}

}  // namespace papergraph::cli
