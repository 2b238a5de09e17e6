// `papergraph ingest` and `papergraph forget`.
#include "extract/ingest.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <utility>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report_error.h"
#include "cli/watch.h"

namespace papergraph::cli {
namespace {

struct IngestCommandOptions {
  DatabaseOptions database;
  extract::IngestOptions ingest;
  std::vector<std::string> inputs;
  std::string source;  // of what comes through standard input
  bool watch = false, forget_removed = false;
};

/// What standard input is known by where no name is given.
constexpr std::string_view kStandardInput = "stdin";

std::atomic<bool> stop_requested{false};
int stop_event = -1;  // readable when a stop was requested; -1: nobody waits for it

// The first Ctrl-C ends after the document that is being read; a second one ends at once.
void RequestStop(int signal) {
  if (stop_requested.exchange(true)) std::signal(signal, SIG_DFL);
  const uint64_t one = 1;
  if (stop_event >= 0 && write(stop_event, &one, sizeof one) < 0) std::signal(signal, SIG_DFL);
}

void Describe(const extract::Diagnostic& diagnostic) {
  std::string place = diagnostic.file;
  if (diagnostic.line > 0) {
    place += ":" + std::to_string(diagnostic.line);
    if (diagnostic.column > 0) place += ":" + std::to_string(diagnostic.column);
  } else if (diagnostic.byte > 0) {
    place += ": byte " + std::to_string(diagnostic.byte);
  }
  const std::string text = place + ": " + (diagnostic.refused ? "" : "note: ") + diagnostic.message +
                           (diagnostic.one_paper ? " (the other papers are taken)\n" : "\n");
  std::cerr << Harmless(text);
}

std::string Count(uint64_t count, const char* one, const char* many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

int Summarize(const extract::IngestReport& report, const char* verb) {
  for (const extract::Diagnostic& diagnostic : report.diagnostics) Describe(diagnostic);
  if (report.stopped) std::cerr << "stopped between two documents: what was read is in the graph\n";
  std::cout << Count(report.documents, "document ", "documents ") << verb << ", " << report.refused << " refused\n"
            << Count(report.papers_new, "paper", "papers") << " new, " << report.papers_changed << " changed, "
            << report.papers_same << " same\n"
            << Count(report.nodes, "node", "nodes") << " and " << Count(report.edges, "edge", "edges")
            << " in the graph\n";
  bool failed = report.refused > 0 || report.stopped;
  for (const extract::Diagnostic& diagnostic : report.diagnostics) failed = failed || diagnostic.refused;
  return failed ? kFailed : kDone;
}

/// One line for each document, as it comes.
void Tell(const extract::Progress& at) {
  std::string line = (at.refused ? "refused " : "read ") + at.file;
  if (!at.refused) {
    line += ": " + Count(at.papers_new, "paper", "papers") + " new, " + std::to_string(at.papers_changed) +
            " changed, " + std::to_string(at.papers_same) + " same";
  }
  std::cout << Harmless(line) << std::endl;
}

void TellProblems(const extract::IngestReport& report) {
  for (const extract::Diagnostic& diagnostic : report.diagnostics) Describe(diagnostic);
}

/// What was read stays known when its file goes, unless forgetting was asked for.
void Removed(Store& store, const std::set<std::string>& gone, const IngestCommandOptions& options) {
  for (const std::string& path : gone) {
    if (options.forget_removed) {
      const extract::IngestReport report = extract::Forget(store, {path}, options.ingest);
      // A file that was refused was never known.
      if (report.documents > 0) std::cout << Harmless("forgotten " + path) << std::endl;
    } else {
      std::cout << Harmless("gone " + path + ": what it said stays; papergraph forget " + path + " takes it back")
                << std::endl;
    }
  }
}

int RunWatch(IngestCommandOptions& options) {
  for (const std::string& folder : options.inputs) {
    if (!std::filesystem::is_directory(folder)) throw UsageError("--watch takes folders; " + folder + " is none");
  }
  const std::unique_ptr<Store> store = OpenDatabase(options.database, true);
  stop_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  options.ingest.stop = &stop_requested;
  options.ingest.on_progress = Tell;
  std::signal(SIGINT, RequestStop);
  std::signal(SIGTERM, RequestStop);
  // Watched before they are read for the first time: nothing falls in between.
  FolderWatch watch(options.inputs);
  TellProblems(extract::Ingest(*store, options.inputs, options.ingest));
  if (!stop_requested) std::cerr << "watching; Ctrl-C ends\n";
  while (!stop_requested) {
    const FolderWatch::Changes changes = watch.Wait(stop_event);
    if (changes.empty()) break;
    Removed(*store, changes.gone, options);
    std::vector<std::string> there;
    for (const std::string& path : changes.written) {
      // What lies in a new folder is read with it, once.
      const bool within = std::any_of(changes.written.begin(), changes.written.end(),
                                      [&](const std::string& folder) { return path.starts_with(folder + "/"); });
      if (!within && std::filesystem::exists(path)) there.push_back(path);
    }
    if (!there.empty()) TellProblems(extract::Ingest(*store, there, options.ingest));
  }
  if (!stop_requested) std::cerr << "nothing is left to watch\n";
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  close(std::exchange(stop_event, -1));
  return stop_requested ? kDone : kFailed;
}

int RunIngest(IngestCommandOptions& options, bool forget) {
  if (options.watch) return RunWatch(options);
  const bool from_stream = !forget && options.inputs == std::vector<std::string>{"-"};
  const auto dash = std::find(options.inputs.begin(), options.inputs.end(), "-");
  if (!forget && !from_stream && dash != options.inputs.end()) {
    throw UsageError("- (standard input) is one document and stands alone");
  }
  if (!options.source.empty() && !from_stream) {
    throw UsageError("--source names what comes through standard input (-); a file is known by its own name");
  }
  const std::unique_ptr<Store> store = OpenDatabase(options.database, !forget);
  Progress progress;
  options.ingest.on_progress = [&progress](const extract::Progress& at) {
    progress.Show(at.done, at.total, at.papers, "papers", at.file);
  };
  options.ingest.stop = &stop_requested;
  // A read that waits for standard input ends at once: nothing of it is in the graph yet.
  if (!from_stream) std::signal(SIGINT, RequestStop);
  const std::string source = options.source.empty() ? std::string(kStandardInput) : options.source;
  const extract::IngestReport report =
      from_stream ? extract::IngestStream(*store, source, stdin, options.ingest)
                  : (forget ? extract::Forget : extract::Ingest)(*store, options.inputs, options.ingest);
  std::signal(SIGINT, SIG_DFL);
  progress.Clear();
  return Summarize(report, forget ? "forgotten" : "read");
}

std::function<int()> Configure(CLI::App& app, bool forget) {
  auto options = std::make_shared<IngestCommandOptions>();
  AddDatabaseOptions(app, options->database, false);
  app.add_option("--vocabulary", options->ingest.vocabularies, "further names and aliases: a TSV file; may be repeated")
      ->type_name("FILE.tsv")
      ->expected(1)
      ->take_all()
      ->check(CLI::ExistingFile);
  if (!forget) {
    app.add_option("--source", options->source, "the name of what comes through standard input (stdin)")
        ->type_name("NAME");
    CLI::Option* watch = app.add_flag("--watch", options->watch,
                                      "read the folders, then each file as it comes or changes, until Ctrl-C");
    app.add_flag("--forget-removed", options->forget_removed, "with --watch: a file that is removed is forgotten")
        ->needs(watch);
  }
  app.add_option(forget ? "SOURCE" : "PATH", options->inputs,
                 forget ? "names of files that were read" : "reports: files, folders of them, or - (standard input)")
      ->required();
  return [options, forget] { return RunIngest(*options, forget); };
}

}  // namespace

const Command kIngest{"ingest", "read reports into the graph; again changes nothing",
                      "  papergraph ingest reports/\n"
                      "  papergraph ingest --db papers.db 2026-01-30.txt 2026-01-31.json\n"
                      "  curl -s 'https://export.arxiv.org/api/query?search_query=cat:cs.CL&max_results=50' |\n"
                      "    papergraph ingest - --source arxiv-cs.CL.xml\n"
                      "  papergraph ingest --watch reports/\n",
                      [](CLI::App& app) { return Configure(app, false); }};

const Command kForget{"forget", "take back what came from a source, and only that",
                      "  papergraph forget 2026-01-30.txt\n", [](CLI::App& app) { return Configure(app, true); }};

}  // namespace papergraph::cli
