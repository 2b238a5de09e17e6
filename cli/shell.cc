// `papergraph shell`: for people.
#include "cli/shell/shell.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <fstream>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/shell/commands.h"
#include "cli/shell/completion.h"
#include "cli/shell/line_editor.h"
#include "cli/write_graph.h"

namespace papergraph::cli {
namespace {

struct ShellOptions {
  DatabaseOptions database;
  engine::SessionOptions statement;
  ShellSettings settings;
  std::vector<std::string> commands;
  std::string file;
  std::vector<std::string> params;
  bool keep_going = false;
  bool no_start_file = false;
};

std::atomic<engine::Session*> running{nullptr};

// Ends the statement that runs, not the shell.
void Interrupt(int) {
  if (engine::Session* session = running.load()) session->Cancel();
}

std::string HistoryFile() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state && *state)
    return std::string(state) + "/papergraph/history";
  if (const char* home = std::getenv("HOME"); home && *home)
    return std::string(home) + "/.local/state/papergraph/history";
  return {};
}

// A statement of several lines becomes one line of the history, unless a comment would swallow the rest.
std::string ForHistory(std::string text) {
  if (text.find("//") != text.npos) return {};
  for (char& c : text) c = c == '\n' ? ' ' : c;
  return text;
}

// Parameters may be passwords and the like: they never reach the history.
bool IsSecret(const StatementReader::Statement& statement) {
  if (!statement.is_command) return false;
  std::string arguments;
  const ShellCommand* command = FindShellCommand(TakeWord(statement.text.substr(1), arguments));
  return command && std::string_view(command->name).starts_with("param");
}

// What a person wants at every start: `:format box`, `:timer on` ...
std::string StartFile() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  std::string folder = config && *config ? config : home && *home ? std::string(home) + "/.config" : "";
  return folder.empty() ? folder : folder + "/papergraph/shellrc";
}

int Converse(Shell& shell, const std::string& database) {
  LineEditor editor(HistoryFile());
  StatementReader reader;
  std::string begun;  // the lines of a statement so far
  editor.SetCompleter([&](std::string_view line) {
    const std::string text = begun + std::string(line);
    Completion completion = Complete(text, *shell.session().Graph());
    completion.start = completion.start > begun.size() ? completion.start - begun.size() : 0;
    return completion;
  });
  std::cout << "papergraph " << Version() << " on " << database << ". :help helps, :quit leaves.\n" << std::flush;
  while (!shell.quitting()) {
    const char* prompt = reader.pending()                   ? "        ...> "
                         : shell.session().in_transaction() ? "papergraph*> "
                                                            : "papergraph> ";
    std::string line;
    const LineEditor::Result result = editor.Read(prompt, line);
    if (result == LineEditor::Result::kEnd) {
      std::cout << '\n';
      break;
    }
    if (result == LineEditor::Result::kInterrupted) {
      reader.Clear();
      begun.clear();
      continue;
    }
    reader.AddLine(line);
    begun += line + "\n";
    while (const auto statement = reader.Next()) {
      if (!IsSecret(*statement))
        editor.Remember(ForHistory(statement->is_command ? statement->text : begun.substr(0, begun.size() - 1)));
      shell.Run(*statement, "");
      begun.clear();
      if (shell.quitting()) break;
    }
    if (!reader.pending()) begun.clear();
  }
  return kDone;
}

int RunShell(const ShellOptions& options) {
  const std::unique_ptr<Store> store = OpenDatabase(options.database, true);
  engine::Session session(*store, options.statement);
  ShellSettings settings = options.settings;
  settings.allow_files = options.statement.allow_files;
  Shell shell(session, settings);
  shell.params() = ReadParams(options.params);
  const auto finish = [&](int status) {
    if (session.in_transaction()) std::cerr << "the transaction was not committed: it is rolled back\n";
    return status;
  };
  if (!options.commands.empty() || !options.file.empty()) {
    bool good = true;
    for (const std::string& command : options.commands) {
      if (!good && !options.keep_going) break;
      good = shell.RunText(command) && good;
    }
    if (!options.file.empty() && (good || options.keep_going))
      good = shell.RunFile(options.file, !options.keep_going) && good;
    return finish(good ? kDone : kFailed);
  }
  if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
    running = &session;
    std::signal(SIGINT, Interrupt);
    if (const std::string file = StartFile(); !options.no_start_file && std::ifstream(file)) shell.RunFile(file, false);
    const int status = Converse(shell, options.database.path);
    std::signal(SIGINT, SIG_DFL);
    running = nullptr;
    return finish(status);
  }
  const bool good = shell.RunLines([](std::string& line) { return static_cast<bool>(std::getline(std::cin, line)); },
                                   "standard input", !options.keep_going);
  return finish(good ? kDone : kFailed);
}

}  // namespace

const Command kShell{
    "shell", "talk to the graph: for people",
    "  papergraph shell\n"
    "  papergraph shell -c 'papers using GRPO' -c ':stats'\n"
    "  papergraph shell --db copy.db -f graph.cypher\n",
    [](CLI::App& app) -> std::function<int()> {
      auto options = std::make_shared<ShellOptions>();
      AddDatabaseOptions(app, options->database, true);
      AddStatementOptions(app, options->statement);
      std::vector<std::string> names;
      for (const engine::RowFormat& format : engine::RowFormats()) names.emplace_back(format.name);
      names.emplace_back(kPictureFormat.name);
      app.add_option("--format", options->settings.format, "how rows are shown")
          ->check(CLI::IsMember(names))
          ->capture_default_str();
      app.add_option("-c,--command", options->commands, "run this and end; may be repeated")
          ->type_name("TEXT")
          ->expected(1)
          ->take_all();
      app.add_option("-f,--file", options->file, "run this file and end")->type_name("FILE")->check(CLI::ExistingFile);
      AddParamsOption(app, options->params);
      app.add_flag("--no-start-file", options->no_start_file,
                   "do not run ~/.config/papergraph/shellrc, which is run where a person is at the keyboard");
      app.add_flag("--keep-going", options->keep_going, "go on after an error, when nobody is at the keyboard");
      return [options] { return RunShell(*options); };
    }};

}  // namespace papergraph::cli
