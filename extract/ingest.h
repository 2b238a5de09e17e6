// Files in, graph out. The room's door.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "storage/store.h"

namespace papergraph::extract {

/// Something about an input that a person should know: a value, never an exception, so that one bad file stops nothing
/// else.
struct Diagnostic {
  std::string file;
  uint64_t byte = 0;       // offset of the fault
  uint64_t line = 0;       // from 1; 0 where lines make no sense
  std::string message;     // what is wrong and what was expected
  bool refused = true;     // the document was not taken; false: taken, with this remark
  uint64_t column = 0;     // in code points, from 1; 0 where columns make no sense
  bool one_paper = false;  // with `refused`: only this paper was not taken, the others of the document were
};

/// How far it is; the counts are of documents.
struct Progress {
  uint64_t done = 0, total = 0, papers = 0;
  std::string file;  // just finished
  // Of this file's papers; nothing when it was refused.
  uint64_t papers_new = 0, papers_changed = 0, papers_same = 0;
  bool refused = false;
};

struct IngestOptions {
  std::vector<std::string> vocabularies;             // further TSV files, later ones win
  std::function<void(const Progress&)> on_progress;  // called after every document; may be empty
  const std::atomic<bool>* stop = nullptr;           // becomes true: end after the current transaction
};

struct IngestReport {
  uint64_t documents = 0, papers_new = 0, papers_changed = 0, papers_same = 0;
  uint64_t nodes = 0, edges = 0;  // in the graph afterwards
  uint64_t refused = 0;
  bool stopped = false;
  std::vector<Diagnostic> diagnostics;
};

/// Reads every file of `paths` (folders: all that lies in them, by name). One transaction a document; a document whose
/// name (source_names.h) is known is replaced when its bytes differ and left alone when not. The extracted graph is a
/// function of the set of documents alone. Throws StoreError only for what the store does; bad vocabularies are
/// diagnostics that refuse everything.
IngestReport Ingest(Store& store, const std::vector<std::string>& paths, const IngestOptions& options);

/// The same for one document that is read from `in` to its end and known by the base name of `source`.
IngestReport IngestStream(Store& store, const std::string& source, std::FILE* in, const IngestOptions& options);

/// Takes back what came from these sources (their names, or paths of their files) and only that. Unknown sources are
/// diagnostics.
IngestReport Forget(Store& store, const std::vector<std::string>& sources, const IngestOptions& options);

}  // namespace papergraph::extract
