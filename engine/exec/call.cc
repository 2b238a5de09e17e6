// CALL of procedures, and LOAD CSV.
#include <filesystem>
#include <optional>

#include "engine/exec/fanout.h"
#include "engine/import/csv_reader.h"
#include "engine/procedures/procedure.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

class ProcedureExec : public Fanout {
 public:
  ProcedureExec(ops::ProcedureCall& op, Builder& builder)
      : Fanout(builder, op.input),
        procedure_(op.procedure),
        arguments_(builder.Evaluate(op.arguments)),
        optional_(op.optional),
        span_(op.span) {
    for (size_t i = 0; i < op.outs.size(); ++i) {
      if (!builder.IsNeeded(op.outs[i].slot)) continue;
      for (size_t field = 0; field < procedure_->results.size(); ++field) {
        if (procedure_->results[field].name == op.fields[i]) outs_.emplace_back(field, op.outs[i].slot);
      }
    }
    found_.resize(outs_.size());
  }

 protected:
  void Prepare(Batch& out) override {
    for (auto& [field, slot] : outs_) out[slot].Reset(Column::Type::kNull);
  }
  void Start() override {
    for (Column& column : found_) column.Reset(Column::Type::kNull);
    count_ = 0;
    position_ = 0;
    std::vector<Value> values;
    for (size_t i = 0; i < arguments_.size(); ++i) {
      values.push_back(arguments_[i]->Row(in_, row_));
      const bool wants_float = i < procedure_->arguments.size() && procedure_->arguments[i].type.starts_with("FLOAT");
      if (wants_float && values[i].kind() == ValueKind::kInt) {
        values[i] = Value::Float(static_cast<double>(values[i].as_int()));
      }
    }
    ProcedureContext context{*ctx_.graph, span_, [this] { ctx_.CheckInterrupt(); }};
    procedure_->run(context, values, [this](std::span<const Value> row) {
      for (size_t i = 0; i < outs_.size(); ++i) AppendTyped(found_[i], row[outs_[i].first], count_);
      ++count_;
    });
    held_ = 0;
    for (const Column& column : found_) held_ += column.Bytes(count_);
    ctx_.Charge(held_);
    if (procedure_->results.empty()) count_ = 1;  // a void procedure lets the row pass
    if (count_ == 0 && optional_) count_ = 1;     // of nulls
  }
  bool Emit(Batch& out) override {
    const size_t before = kBatchRows - room();
    given_.resize(std::min(room(), count_ - position_));
    for (size_t i = 0; i < given_.size(); ++i) given_[i] = static_cast<uint32_t>(position_ + i);
    for (size_t i = 0; i < outs_.size(); ++i) out[outs_[i].second].AppendGather(found_[i], given_, before);
    rows_.insert(rows_.end(), given_.size(), static_cast<uint32_t>(row_));
    position_ += given_.size();
    if (position_ < count_) return false;
    ctx_.Release(held_);
    return true;
  }

 private:
  // In one type as long as all values are of it.
  static void AppendTyped(Column& column, const Value& value, size_t rows_before) {
    if (rows_before == 0) {
      column.Reset(value.kind() == ValueKind::kNode    ? Column::Type::kNode
                   : value.kind() == ValueKind::kInt   ? Column::Type::kInt
                   : value.kind() == ValueKind::kFloat ? Column::Type::kFloat
                                                       : Column::Type::kValue);
    }
    if (column.type == Column::Type::kNode && value.kind() == ValueKind::kNode) {
      column.nodes.push_back(value.as_node());
    } else if (column.type == Column::Type::kInt && value.kind() == ValueKind::kInt) {
      column.ints.push_back(value.as_int());
      column.valid.push_back(1);
    } else if (column.type == Column::Type::kFloat && value.kind() == ValueKind::kFloat) {
      column.floats.push_back(value.as_float());
      column.valid.push_back(1);
    } else {
      column.MakeValues(rows_before);
      column.values.push_back(value);
    }
  }

  std::shared_ptr<const Procedure> procedure_;
  std::vector<EvalPtr> arguments_;
  bool optional_;
  Span span_;
  std::vector<std::pair<size_t, Slot>> outs_;  // field of the procedure, where it goes
  std::vector<Column> found_;                  // one for each of outs_
  uint64_t held_ = 0;
  std::vector<uint32_t> given_;
  size_t count_ = 0;
  size_t position_ = 0;
};

class LoadCsvExec : public Fanout {
 public:
  LoadCsvExec(ops::LoadCsv& op, Builder& builder)
      : Fanout(builder, op.input),
        from_(builder.Evaluate(op.from)),
        terminator_(builder.Evaluate(op.terminator)),
        with_headers_(op.with_headers),
        out_(op.row.slot) {}

 protected:
  void Prepare(Batch& out) override { out[out_].Reset(Column::Type::kValue); }

  void Start() override {
    OpenFile(from_->Row(in_, row_));
    char separator = ',';
    if (terminator_) {
      const Value text = terminator_->Row(in_, row_);
      if (text.kind() != ValueKind::kString || text.as_string().size() != 1) {
        throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", terminator_->span(),
                           "FIELDTERMINATOR is one ASCII character");
      }
      separator = text.as_string()[0];
    }
    reader_.emplace(*file_, separator);
    headers_.clear();
    if (with_headers_ && NextRow()) {
      for (const CsvField& field : fields_) headers_.emplace_back(field.text);
    }
  }

  bool Emit(Batch& out) override {
    while (!full()) {
      if (!NextRow()) return true;
      // An empty field without quotes is no value, as in Neo4j.
      const auto value = [&](size_t i) {
        return i >= fields_.size() || (fields_[i].text.empty() && !fields_[i].quoted) ? Value()
                                                                                      : Value::String(fields_[i].text);
      };
      if (with_headers_) {
        ValueMap map;
        for (size_t i = 0; i < headers_.size(); ++i) map.emplace_back(headers_[i], value(i));
        out[out_].values.push_back(Value::Map(std::move(map)));
      } else {
        ValueList list;
        for (size_t i = 0; i < fields_.size(); ++i) list.push_back(value(i));
        out[out_].values.push_back(Value::List(std::move(list)));
      }
      rows_.push_back(static_cast<uint32_t>(row_));
    }
    return false;
  }

 private:
  void OpenFile(const Value& from) {
    if (from.kind() != ValueKind::kString) {
      throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", from_->span(), "LOAD CSV FROM needs a STRING");
    }
    std::string name(from.as_string());
    if (ctx_.allow_files.empty()) {
      throw RuntimeError(ErrorType::kArgumentError, "FileAccessDenied", from_->span(),
                         "LOAD CSV may read no files; allow a folder with --allow-files DIR");
    }
    if (name.starts_with("file://")) name.erase(0, 7);
    namespace fs = std::filesystem;
    std::error_code ignored;
    const fs::path root = fs::weakly_canonical(ctx_.allow_files, ignored);
    fs::path path = fs::weakly_canonical(fs::path(name).is_absolute() ? fs::path(name) : root / name, ignored);
    const auto below = [&](const fs::path& candidate) {
      const fs::path relative = candidate.lexically_relative(root);
      return !relative.empty() && *relative.begin() != "..";
    };
    // `file:///x.csv` means x.csv in the allowed folder, unless the absolute path lies in it. What is in neither is
    // refused as an absolute path, whether there is such a file or not.
    if (!below(path) && fs::path(name).is_absolute()) {
      const fs::path inside = fs::weakly_canonical(root / name.substr(1), ignored);
      if (fs::exists(inside, ignored)) path = inside;
    }
    if (!below(path)) {
      throw RuntimeError(ErrorType::kArgumentError, "FileAccessDenied", from_->span(),
                         "there is no such file below the folder given with --allow-files");
    }
    reader_.reset();
    Reading([&] { return file_.emplace(path.string()).text().data() != nullptr; });
  }

  bool NextRow() {
    return Reading([&] { return reader_->NextRow(fields_); });
  }

  // What is wrong with the file is wrong with the statement; the place in the file belongs to the message.
  template <typename Read>
  bool Reading(Read read) {
    try {
      return read();
    } catch (const ImportFault& fault) {
      if (fault.line == 0) {
        throw RuntimeError(ErrorType::kArgumentError, "FileNotFound", from_->span(),
                           "cannot open " + fault.file + ": " + fault.message);
      }
      throw RuntimeError(
          ErrorType::kArgumentError, "InvalidCsv", from_->span(),
          fault.file + ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column) + ": " + fault.message);
    }
  }

  EvalPtr from_, terminator_;
  bool with_headers_;
  Slot out_;
  std::optional<MappedFile> file_;
  std::optional<CsvReader> reader_;
  std::vector<std::string> headers_;
  std::vector<CsvField> fields_;
};

}  // namespace

OperatorPtr Make(ops::ProcedureCall& op, Builder& builder) { return std::make_unique<ProcedureExec>(op, builder); }
OperatorPtr Make(ops::LoadCsv& op, Builder& builder) { return std::make_unique<LoadCsvExec>(op, builder); }

}  // namespace papergraph::engine
