// `papergraph ingest` and `papergraph forget`.
#include "extract/ingest.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report_error.h"

namespace papergraph::cli {
namespace {

struct IngestCommandOptions {
  DatabaseOptions database;
  extract::IngestOptions ingest;
  std::vector<std::string> inputs;
};

std::atomic<bool> stop_requested{false};

// The first Ctrl-C ends after the document that is being read; a second one ends at once.
void RequestStop(int) {
  if (stop_requested.exchange(true)) std::signal(SIGINT, SIG_DFL);
}

void Describe(const extract::Diagnostic& diagnostic) {
  std::string place = diagnostic.file;
  if (diagnostic.line > 0) {
    place += ":" + std::to_string(diagnostic.line);
  } else if (diagnostic.byte > 0) {
    place += ": byte " + std::to_string(diagnostic.byte);
  }
  const std::string text = place + ": " + (diagnostic.refused ? "" : "note: ") + diagnostic.message + "\n";
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

int RunIngest(IngestCommandOptions& options, bool forget) {
  const std::unique_ptr<Store> store = OpenDatabase(options.database, !forget);
  Progress progress;
  options.ingest.on_progress = [&progress](const extract::Progress& at) {
    progress.Show(at.done, at.total, at.papers, "papers", at.file);
  };
  options.ingest.stop = &stop_requested;
  std::signal(SIGINT, RequestStop);
  const auto run = forget ? extract::Forget : extract::Ingest;
  const extract::IngestReport report = run(*store, options.inputs, options.ingest);
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
  app.add_option(forget ? "SOURCE" : "PATH", options->inputs,
                 forget ? "names of files that were read" : "reports: files, and folders of them")
      ->required();
  return [options, forget] { return RunIngest(*options, forget); };
}

}  // namespace

const Command kIngest{"ingest", "read reports into the graph; again changes nothing",
                      "  papergraph ingest reports/\n"
                      "  papergraph ingest --db papers.db 2026-01-30.txt 2026-01-31.json\n",
                      [](CLI::App& app) { return Configure(app, false); }};

const Command kForget{"forget", "take back what came from a source, and only that",
                      "  papergraph forget 2026-01-30.txt\n", [](CLI::App& app) { return Configure(app, true); }};

}  // namespace papergraph::cli
