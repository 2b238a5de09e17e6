#include "engine/csv_import.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "engine/import/csv_header.h"
#include "engine/import/csv_reader.h"
#include "engine/import/csv_value.h"
#include "engine/import/id_space.h"
#include "storage/bulk_import.h"

namespace papergraph::engine {
namespace {

// A table that is open: its header is read, its rows come next.
struct InputTable {
  explicit InputTable(const std::string& path) : file(path), reader(file) {
    std::vector<CsvField> fields;
    if (!reader.NextRow(fields)) file.Fail(0, "the file is empty: a header was expected");
    columns = ReadHeader(file, fields);
    for (const CsvField& field : fields) header_offsets.push_back(field.offset);
  }
  // Throws when the row has another number of fields than the header.
  bool NextRow(std::vector<CsvField>& fields) {
    if (!reader.NextRow(fields)) return false;
    if (fields.size() != columns.size()) {
      const size_t offset = fields.size() > columns.size() ? fields[columns.size()].offset : fields.back().offset;
      file.Fail(offset, "the row has " + std::to_string(fields.size()) + " fields, the header " +
                            std::to_string(columns.size()));
    }
    return true;
  }
  const CsvColumn* Find(CsvColumn::Role role) const {
    for (const CsvColumn& column : columns) {
      if (column.role == role) return &column;
    }
    return nullptr;
  }

  MappedFile file;
  CsvReader reader;
  std::vector<CsvColumn> columns;
  std::vector<size_t> header_offsets;
};

class Import {
 public:
  Import(BulkImport& writer, const ImportOptions& options) : writer_(writer), options_(options) {}

  ImportReport Run() {
    for (const CsvTable& table : options_.nodes) Nodes(table);
    for (const CsvTable& table : options_.edges) Edges(table);
    return report_;
  }

 private:
  // A property column, and where it goes.
  struct Target {
    size_t column;
    PropertyId property;
  };

  std::vector<Target> Targets(const InputTable& table) {
    std::vector<Target> targets;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const CsvColumn& column = table.columns[i];
      const bool named_id = column.role == CsvColumn::Role::kId && !column.name.empty();
      if (column.role == CsvColumn::Role::kProperty || named_id)
        targets.push_back({i, writer_.InternProperty(column.name)});
    }
    return targets;
  }

  // The values of a row, for the next AddNode or AddEdge.
  std::span<const NamedValue> Properties(const InputTable& table, const std::vector<Target>& targets,
                                         const std::vector<CsvField>& row) {
    properties_.clear();
    for (const Target& target : targets) {
      const CsvField& field = row[target.column];
      Value value = values_.Read(table.file, table.columns[target.column], field);
      if (value.is_null()) continue;
      // Several columns of one name hold values of different types: a row fills one.
      for (const NamedValue& other : properties_) {
        if (other.first == target.property) {
          table.file.Fail(field.offset, "the row has a second value for `" + table.columns[target.column].name + "`");
        }
      }
      properties_.emplace_back(target.property, std::move(value));
    }
    return properties_;
  }

  void Nodes(const CsvTable& source) {
    // Its text stays mapped: ids that are not numbers are views of it.
    InputTable& table = *node_tables_.emplace_back(std::make_unique<InputTable>(source.path));
    const CsvColumn* id = table.Find(CsvColumn::Role::kId);
    if (!id) table.file.Fail(0, "a table of nodes needs an id column: id:ID(" + source.name + ")");
    if (IsEdgeTable(table.columns)) table.file.Fail(0, "this is a table of edges: it has :START_ID");
    const auto id_column = static_cast<size_t>(id - table.columns.data());
    const CsvColumn* label_column = table.Find(CsvColumn::Role::kLabels);
    IdSpace& space = spaces_[id->space];
    const std::vector<Target> targets = Targets(table);
    std::string labels_text;
    std::vector<LabelId> labels = Labels(source.name, labels_text);
    std::vector<CsvField> row;
    while (table.NextRow(row)) {
      const CsvField& key = row[id_column];
      if (key.text.empty()) table.file.Fail(key.offset, "an id cannot be empty");
      if (label_column) {
        const std::string_view text = row[static_cast<size_t>(label_column - table.columns.data())].text;
        if (text != labels_text) {
          labels_text = text;
          labels = Labels(source.name, labels_text);
        }
      }
      const NodeId node = writer_.AddNode(labels, Properties(table, targets, row));
      if (!space.Add(key.text, node, !key.copied)) {
        table.file.Fail(key.offset, "the id \"" + std::string(key.text) + "\" is there twice" + InSpace(id->space));
      }
      ++report_.nodes;
    }
    Tell(source.path);
  }

  std::vector<LabelId> Labels(const std::string& name, std::string_view more) {
    std::vector<std::string> names;
    if (!more.empty()) CsvValues::Split(more, names);
    if (!name.empty()) names.push_back(name);
    std::vector<LabelId> labels;
    for (const std::string& label : names) {
      if (!label.empty()) labels.push_back(writer_.InternLabel(label));
    }
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    return labels;
  }

  struct End {
    size_t column;
    const IdSpace* space;
    const std::string* space_name;
  };

  End FindEnd(const InputTable& table, CsvColumn::Role role, const char* example) {
    const CsvColumn* column = table.Find(role);
    if (!column) table.file.Fail(0, std::string("a table of edges needs a column ") + example);
    const auto place = static_cast<size_t>(column - table.columns.data());
    const auto found = spaces_.find(column->space);
    if (found == spaces_.end()) {
      std::string known;
      for (const auto& [name, space] : spaces_)
        known += (known.empty() ? "" : ", ") + (name.empty() ? "ID" : "ID(" + name + ")");
      table.file.Fail(table.header_offsets[place], "no table of nodes has ids of this kind; there are: " + known);
    }
    return End{place, &found->second, &found->first};
  }

  NodeId NodeAt(const InputTable& table, const End& end, const std::vector<CsvField>& row) const {
    const CsvField& field = row[end.column];
    const NodeId node = end.space->Find(field.text);
    if (node == kNoNode) {
      table.file.Fail(field.offset, "no node has the id \"" + std::string(field.text.substr(0, 80)) + "\"" +
                                        InSpace(*end.space_name));
    }
    return node;
  }

  void Edges(const CsvTable& source) {
    InputTable table(source.path);
    const End start = FindEnd(table, CsvColumn::Role::kStart, ":START_ID");
    const End end = FindEnd(table, CsvColumn::Role::kEnd, ":END_ID");
    const CsvColumn* type_column = table.Find(CsvColumn::Role::kType);
    const std::vector<Target> targets = Targets(table);
    std::string type_name = source.name;
    std::optional<TypeId> type;
    if (!type_name.empty()) type = writer_.InternType(type_name);
    std::vector<CsvField> row;
    while (table.NextRow(row)) {
      if (type_column) {
        const CsvField& field = row[static_cast<size_t>(type_column - table.columns.data())];
        const std::string_view wanted = field.text.empty() ? std::string_view(source.name) : field.text;
        if (wanted != type_name || !type) {
          type_name = wanted;
          if (!type_name.empty()) type = writer_.InternType(type_name);
        }
      }
      if (!type || type_name.empty()) {
        table.file.Fail(table.reader.row_offset(), "an edge needs a type: --edges TYPE=FILE.csv, or a column :TYPE");
      }
      const NodeId from = NodeAt(table, start, row), to = NodeAt(table, end, row);
      writer_.AddEdge(from, *type, to, Properties(table, targets, row));
      ++report_.edges;
    }
    Tell(source.path);
  }

  static std::string InSpace(const std::string& space) { return space.empty() ? "" : " in ID(" + space + ")"; }

  void Tell(const std::string& path) {
    ++files_;
    if (options_.on_progress) options_.on_progress(files_, report_.nodes + report_.edges, path);
  }

  BulkImport& writer_;
  const ImportOptions& options_;
  ImportReport report_;
  CsvValues values_;
  std::vector<NamedValue> properties_;
  std::map<std::string, IdSpace> spaces_;
  std::vector<std::unique_ptr<InputTable>> node_tables_;
  uint64_t files_ = 0;
};

}  // namespace

ImportReport ImportCsv(Store& store, const ImportOptions& options) {
  try {
    const auto writer = BulkImport::Begin(store);
    ImportReport report = Import(*writer, options).Run();
    writer->Finish();
    return report;
  } catch (ImportFault& fault) {
    ImportReport report;
    report.fault = std::move(fault);
    return report;
  }
}

std::optional<ImportFault> FindTables(const std::string& folder, ImportOptions& options) {
  std::error_code error;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".csv" && entry.is_regular_file()) paths.push_back(entry.path().string());
  }
  if (error) return ImportFault{folder, 0, 0, error.message()};
  if (paths.empty()) return ImportFault{folder, 0, 0, "there is no .csv file in this folder"};
  std::sort(paths.begin(), paths.end());
  try {
    for (const std::string& path : paths) {
      const InputTable table(path);
      (IsEdgeTable(table.columns) ? options.edges : options.nodes).push_back(CsvTable{"", path});
    }
  } catch (ImportFault& fault) {
    return fault;
  }
  return std::nullopt;
}

}  // namespace papergraph::engine
