// CSV tables -> nodes and edges (CONTRACT.md, "CSV of import and export").
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"

namespace papergraph::engine {

struct CsvTable {
  std::string name;  // the label or the type of all its rows; empty: the column :LABEL or :TYPE says it
  std::string path;
};

struct ImportOptions {
  std::vector<CsvTable> nodes;
  std::vector<CsvTable> edges;
  std::function<void(uint64_t files, uint64_t rows, const std::string& file)>
      on_progress;  // after every file; may be empty
};

/// The first thing that is wrong.
struct ImportFault {
  std::string file;
  uint64_t line = 0;    // from 1; 0: the file itself
  uint64_t column = 0;  // in code points, from 1
  std::string message;
};

struct ImportReport {
  uint64_t nodes = 0, edges = 0;     // read
  std::optional<ImportFault> fault;  // then nothing of the import is kept
};

/// Adds every row to the graph, whatever is there already, in one piece: all or nothing. Edges find their ends by the
/// ids of these tables alone. Throws StoreError.
ImportReport ImportCsv(Store& store, const ImportOptions& options);

/// The tables in a folder (*.csv, by name), sorted into nodes and edges by their headers. A fault when there is none or
/// a header is wrong.
std::optional<ImportFault> FindTables(const std::string& folder, ImportOptions& options);

}  // namespace papergraph::engine
