// The reader of CSV tables ends with an ImportFault inside the file or gives rows that, all fields quoted, read the
// same; columns and values of any row are read or refused at a place in the file.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/import/csv_header.h"
#include "engine/import/csv_reader.h"
#include "engine/import/csv_value.h"
#include "tests/fuzz/disagree.h"
#include "tests/fuzz/memory_file.h"

namespace papergraph::engine {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows ReadRows(const MappedFile& file) {
  Rows rows;
  CsvReader reader(file);
  std::vector<CsvField> fields;
  while (reader.NextRow(fields)) {
    auto& row = rows.emplace_back();
    for (const CsvField& field : fields) {
      if (field.offset > file.text().size()) Disagree("a field outside the file", std::string(file.text()), "");
      row.emplace_back(field.text);
    }
  }
  return rows;
}

std::string Quoted(const Rows& rows) {
  std::string out;
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      out += i == 0 ? "\"" : ",\"";
      for (const char c : row[i]) out += c == '"' ? "\"\"" : std::string(1, c);
      out += '"';
    }
    out += '\n';
  }
  return out;
}

void ReadValues(const MappedFile& file) {
  CsvReader reader(file);
  std::vector<CsvField> fields;
  if (!reader.NextRow(fields)) return;
  const std::vector<CsvColumn> columns = ReadHeader(file, fields);
  IsEdgeTable(columns);
  CsvValues values;
  while (reader.NextRow(fields)) {
    for (size_t i = 0; i < std::min(fields.size(), columns.size()); ++i) values.Read(file, columns[i], fields[i]);
  }
}

void Check(std::string_view text) {
  const auto lines = static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  const auto check_fault = [&](const ImportFault& fault) {
    if (fault.line < 1 || fault.line > lines || fault.column < 1 || fault.column > text.size() + 1 ||
        fault.message.empty())
      Disagree("a fault outside the file", std::string(text), fault.message);
  };
  const MemoryFile memory(text);
  Rows rows;
  try {
    const MappedFile file(memory.path());
    rows = ReadRows(file);
    ReadValues(file);
  } catch (const ImportFault& fault) {
    check_fault(fault);
  }
  const std::string quoted = Quoted(rows);
  const MemoryFile second(quoted);
  try {
    const Rows again = ReadRows(MappedFile(second.path()));
    if (again != rows) Disagree("quoted rows differ", quoted, Quoted(again));
  } catch (const ImportFault& fault) {
    Disagree("quoted rows are refused", quoted, fault.message);
  }
}

}  // namespace
}  // namespace papergraph::engine

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::engine::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
