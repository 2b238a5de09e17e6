#include "extract/ingest.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "extract/embedded.h"
#include "extract/entities/rulebook.h"
#include "extract/graph/intake.h"
#include "extract/linking/decisions.h"
#include "extract/readers/load.h"
#include "extract/readers/readers.h"
#include "extract/source_names.h"
#include "extract/stated.h"

namespace papergraph::extract {
namespace {

/// A file on its way: read, and all facts found, but nothing written.
struct Prepared {
  std::string path;
  std::string source;
  std::string hash;
  std::vector<Diagnostic> diagnostics;
  std::optional<ReadSource> read;  // empty: refused, or known already
  bool known = false;
};

/// Behind the hash of a document of which some papers could not be taken.
constexpr char kInPart = '!';

struct InputFile {
  std::string path;
  std::string source;  // what it is known by
};

/// FindFacts on every paper, and what its source states in rows.
ReadSource FindAllFacts(Document document, std::string hash, const Vocabulary& vocabulary) {
  ReadSource read{std::move(document.source), std::move(hash), {}, {}};
  for (PaperText& paper : document.papers) {
    PaperFindings findings = FindFacts(paper, vocabulary);
    AddStated(paper, vocabulary, findings);
    read.findings.push_back(std::move(findings));
    paper.passages.clear();
    paper.stated.clear();
    read.papers.push_back(std::move(paper));
  }
  return read;
}

Prepared PrepareText(const InputFile& file, const std::string& bytes, const Vocabulary& vocabulary,
                     const std::map<std::string, std::string>& known_hashes) {
  Prepared prepared;
  prepared.path = file.path;
  prepared.source = file.source;
  prepared.hash = HashOf(bytes);
  const auto known = known_hashes.find(prepared.source);
  if (known != known_hashes.end() && known->second == prepared.hash) {
    prepared.known = true;
    return prepared;
  }
  ReadResult result = ReadDocument(prepared.source, bytes);
  for (Diagnostic& diagnostic : result.diagnostics) {
    diagnostic.file = file.path;
    prepared.diagnostics.push_back(std::move(diagnostic));
  }
  // What was read in part is no known hash: it is read again, so that the fault is told again.
  if (result.document && std::any_of(prepared.diagnostics.begin(), prepared.diagnostics.end(),
                                     [](const Diagnostic& diagnostic) { return diagnostic.refused; })) {
    prepared.hash += kInPart;
  }
  if (result.document) prepared.read = FindAllFacts(std::move(*result.document), prepared.hash, vocabulary);
  return prepared;
}

/// What is to be read: files, or the one text that lies in memory.
struct Inputs {
  std::vector<InputFile> files;
  const std::string* text = nullptr;  // then `files` is its name
};

Prepared Prepare(const Inputs& inputs, const InputFile& file, const Vocabulary& vocabulary,
                 const std::map<std::string, std::string>& known_hashes) {
  if (inputs.text != nullptr) return PrepareText(file, *inputs.text, vocabulary, known_hashes);
  std::string bytes;
  std::vector<Diagnostic> diagnostics;
  if (LoadFile(file.path, bytes, diagnostics)) return PrepareText(file, bytes, vocabulary, known_hashes);
  Prepared refused;
  refused.path = file.path;
  refused.source = file.source;
  refused.diagnostics = std::move(diagnostics);
  return refused;
}

/// Prepares files on all cores, a few ahead of the one that is asked for, and hands them out in order.
class PreparedFiles {
 public:
  PreparedFiles(const Inputs& inputs, const Vocabulary& vocabulary, std::map<std::string, std::string> known_hashes)
      : inputs_(inputs), vocabulary_(vocabulary), known_hashes_(std::move(known_hashes)) {}

  Prepared Next() {
    const size_t ahead = std::max(2u, std::thread::hardware_concurrency());
    while (started_ < inputs_.files.size() && running_.size() < ahead) {
      running_.push_back(std::async(std::launch::async, [this, &file = inputs_.files[started_]] {
        return Prepare(inputs_, file, vocabulary_, known_hashes_);
      }));
      ++started_;
    }
    Prepared prepared = running_.front().get();
    running_.pop_front();
    return prepared;
  }

 private:
  const Inputs& inputs_;
  const Vocabulary& vocabulary_;
  const std::map<std::string, std::string> known_hashes_;
  size_t started_ = 0;
  std::deque<std::future<Prepared>> running_;
};

void CountGraph(const Store& store, IngestReport& report) {
  const auto snapshot = store.Snapshot();
  report.nodes = snapshot->NodeCount();
  report.edges = snapshot->EdgeCount();
}

/// Counts what was refused: a file (or folder, or vocabulary) each.
void CountRefused(IngestReport& report) {
  std::set<std::string> refused;
  for (const Diagnostic& diagnostic : report.diagnostics) {
    if (diagnostic.refused && !diagnostic.one_paper) refused.insert(diagnostic.file);
  }
  report.refused = refused.size();
}

bool Stopped(const IngestOptions& options) { return options.stop != nullptr && options.stop->load(); }

IngestReport IngestAll(Store& store, Inputs inputs, IngestReport report, const IngestOptions& options) {
  const std::optional<Rulebook> rules = Rulebook::Open(*store.Snapshot(), options.vocabularies, report.diagnostics);
  if (!rules) {
    CountRefused(report);
    CountGraph(store, report);
    return report;
  }
  const Decisions decisions = LoadDecisions(*store.Snapshot());
  Intake intake(*store.Snapshot(), rules->vocabulary(), decisions, rules->fingerprint());
  std::map<std::string, std::string> known_hashes;
  SourceNames names([&](const std::string& source) { return intake.Knows(source); });
  for (InputFile& file : inputs.files) {
    file.source = names.Of(file.path);
    const StoredDocument* known = intake.corpus().Find(file.source);
    if (known != nullptr && intake.Has(file.source, known->hash)) known_hashes[file.source] = known->hash;
  }
  if (rules->has_news()) {
    const auto transaction = store.Begin();
    rules->Keep(*transaction);
    intake.Relink(*transaction);
    transaction->Commit();
  }
  Progress progress;
  progress.total = inputs.files.size();
  PreparedFiles prepared_files(inputs, rules->vocabulary(), std::move(known_hashes));
  for (const InputFile& file : inputs.files) {
    if (Stopped(options)) {
      report.stopped = true;
      break;
    }
    Prepared prepared = prepared_files.Next();
    std::move(prepared.diagnostics.begin(), prepared.diagnostics.end(), std::back_inserter(report.diagnostics));
    // What was known when the call began may have been replaced since: the same file given twice, written in between.
    const bool known = intake.Has(prepared.source, prepared.hash);
    if (prepared.known && !known) prepared = Prepare(inputs, file, rules->vocabulary(), {});
    if (prepared.read) prepared.known = known;
    progress.papers_new = progress.papers_changed = progress.papers_same = 0;
    progress.refused = !prepared.known && !prepared.read;
    if (prepared.known) {
      const uint64_t papers = intake.PapersOf(prepared.source);
      report.papers_same += papers;
      progress.papers += papers;
      progress.papers_same = papers;
      ++report.documents;
    } else if (prepared.read) {
      progress.papers += prepared.read->papers.size();
      const auto transaction = store.Begin();
      const PaperCounts counts = intake.Put(*transaction, std::move(*prepared.read));
      transaction->Commit();
      report.papers_new += counts.added;
      report.papers_changed += counts.changed;
      report.papers_same += counts.same;
      progress.papers_new = counts.added;
      progress.papers_changed = counts.changed;
      progress.papers_same = counts.same;
      ++report.documents;
    }
    ++progress.done;
    progress.file = file.path;
    if (options.on_progress) options.on_progress(progress);
  }
  CountRefused(report);
  CountGraph(store, report);
  return report;
}

}  // namespace

IngestReport Ingest(Store& store, const std::vector<std::string>& paths, const IngestOptions& options) {
  IngestReport report;
  Inputs inputs;
  for (std::string& path : FilesOf(paths, report.diagnostics)) inputs.files.push_back({std::move(path), {}});
  return IngestAll(store, std::move(inputs), std::move(report), options);
}

IngestReport IngestStream(Store& store, const std::string& source, std::FILE* in, const IngestOptions& options) {
  IngestReport report;
  std::string bytes;
  if (LoadStream(in, source, bytes, report.diagnostics)) {
    return IngestAll(store, {{{source, {}}}, &bytes}, std::move(report), options);
  }
  CountRefused(report);
  CountGraph(store, report);
  return report;
}

IngestReport Forget(Store& store, const std::vector<std::string>& sources, const IngestOptions& options) {
  IngestReport report;
  const std::optional<Rulebook> rules = Rulebook::Open(*store.Snapshot(), options.vocabularies, report.diagnostics);
  if (!rules) {
    CountRefused(report);
    CountGraph(store, report);
    return report;
  }
  const Decisions decisions = LoadDecisions(*store.Snapshot());
  Intake intake(*store.Snapshot(), rules->vocabulary(), decisions, rules->fingerprint());
  Progress progress;
  progress.total = sources.size();
  for (const std::string& path : sources) {
    if (Stopped(options)) {
      report.stopped = true;
      break;
    }
    const std::string source = KnownSource(path, [&](const std::string& name) { return intake.Knows(name); });
    if (!intake.Knows(source)) {
      report.diagnostics.push_back(
          {path, 0, 0,
           fmt::format("nothing in the graph comes from a source \"{}\"; expected the name of a file that was ingested",
                       source),
           true});
    } else {
      progress.papers += intake.PapersOf(source);
      const auto transaction = store.Begin();
      rules->Keep(*transaction);
      const PaperCounts counts = intake.Drop(*transaction, source);
      transaction->Commit();
      report.papers_changed += counts.changed;
      report.papers_same += counts.same;
      ++report.documents;
    }
    ++progress.done;
    progress.file = source;
    if (options.on_progress) options.on_progress(progress);
  }
  CountRefused(report);
  CountGraph(store, report);
  return report;
}

}  // namespace papergraph::extract
