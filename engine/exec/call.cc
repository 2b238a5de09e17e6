// CALL of procedures, and LOAD CSV.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/exec/fanout.h"
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
  }

 protected:
  void Prepare(Batch& out) override {
    for (auto& [field, slot] : outs_) out[slot].Reset(Column::Type::kValue);
  }
  void Start() override {
    found_.clear();
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
      for (auto& [field, slot] : outs_) found_.push_back(row[field]);
      ++count_;
    });
    ctx_.Charge(found_.size() * sizeof(Value));
    if (procedure_->results.empty()) count_ = 1;  // a void procedure lets the row pass
    if (count_ == 0 && optional_) {
      found_.resize(outs_.size());
      count_ = 1;
    }
  }
  bool Emit(Batch& out) override {
    for (; position_ < count_ && !full(); ++position_) {
      for (size_t i = 0; i < outs_.size(); ++i) {
        out[outs_[i].second].values.push_back(std::move(found_[position_ * outs_.size() + i]));
      }
      rows_.push_back(static_cast<uint32_t>(row_));
    }
    if (position_ < count_) return false;
    ctx_.Release(found_.size() * sizeof(Value));
    return true;
  }

 private:
  std::shared_ptr<const Procedure> procedure_;
  std::vector<EvalPtr> arguments_;
  bool optional_;
  Span span_;
  std::vector<std::pair<size_t, Slot>> outs_;  // field of the procedure, where it goes
  std::vector<Value> found_;
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
        out_(op.row.slot),
        span_(op.span) {}

 protected:
  void Prepare(Batch& out) override { out[out_].Reset(Column::Type::kValue); }

  void Start() override {
    OpenFile(from_->Row(in_, row_));
    separator_ = ',';
    if (terminator_) {
      const Value text = terminator_->Row(in_, row_);
      if (text.kind() != ValueKind::kString || text.as_string().size() != 1) {
        throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", terminator_->span(),
                           "FIELDTERMINATOR is one ASCII character");
      }
      separator_ = text.as_string()[0];
    }
    line_ = 1;
    headers_.clear();
    std::vector<std::string> fields;
    std::vector<bool> quoted;
    if (with_headers_ && ReadRecord(fields, quoted)) headers_ = fields;
  }

  bool Emit(Batch& out) override {
    std::vector<std::string> fields;
    std::vector<bool> quoted;
    while (!full()) {
      if (!ReadRecord(fields, quoted)) return true;
      // An empty field without quotes is no value, as in Neo4j.
      const auto value = [&](size_t i) {
        return i >= fields.size() || (fields[i].empty() && !quoted[i]) ? Value() : Value::String(fields[i]);
      };
      if (with_headers_) {
        ValueMap map;
        for (size_t i = 0; i < headers_.size(); ++i) map.emplace_back(headers_[i], value(i));
        out[out_].values.push_back(Value::Map(std::move(map)));
      } else {
        ValueList list;
        for (size_t i = 0; i < fields.size(); ++i) list.push_back(value(i));
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
    // `file:///x.csv` means x.csv in the allowed folder, unless the absolute path lies in it.
    if (!below(path) && fs::path(name).is_absolute()) path = fs::weakly_canonical(root / name.substr(1), ignored);
    if (!below(path)) {
      throw RuntimeError(ErrorType::kArgumentError, "FileAccessDenied", from_->span(),
                         "this file is not below the folder given with --allow-files");
    }
    file_.close();
    file_.clear();
    file_.open(path, std::ios::binary);
    if (!file_) {
      throw RuntimeError(ErrorType::kArgumentError, "FileNotFound", from_->span(), "cannot open " + path.string());
    }
    if (file_.peek() == 0xEF) {  // a byte order mark
      char mark[3];
      file_.read(mark, 3);
    }
  }

  // RFC 4180; false at the end of the file.
  bool ReadRecord(std::vector<std::string>& fields, std::vector<bool>& quoted) {
    fields.clear();
    quoted.clear();
    auto* in = file_.rdbuf();
    if (in->sgetc() == std::char_traits<char>::eof()) return false;
    fields.emplace_back();
    quoted.push_back(false);
    const uint64_t first_line = line_;
    while (true) {
      const int c = in->sbumpc();
      if (c == std::char_traits<char>::eof()) return true;
      const char ch = static_cast<char>(c);
      if (ch == '"' && fields.back().empty() && !quoted.back()) {
        quoted.back() = true;
        while (true) {
          const int q = in->sbumpc();
          if (q == std::char_traits<char>::eof()) {
            throw RuntimeError(ErrorType::kArgumentError, "InvalidCsv", span_,
                               "line " + std::to_string(first_line) + ": a quote is not closed");
          }
          if (q == '\n') ++line_;
          if (q == '"') {
            if (in->sgetc() != '"') break;
            in->sbumpc();
          }
          fields.back() += static_cast<char>(q);
        }
      } else if (ch == separator_) {
        fields.emplace_back();
        quoted.push_back(false);
      } else if (ch == '\n') {
        ++line_;
        return true;
      } else if (!(ch == '\r' && in->sgetc() == '\n')) {
        fields.back() += ch;
      }
    }
  }

  EvalPtr from_, terminator_;
  bool with_headers_;
  Slot out_;
  Span span_;
  std::ifstream file_;
  char separator_ = ',';
  std::vector<std::string> headers_;
  uint64_t line_ = 1;
};

}  // namespace

OperatorPtr Make(ops::ProcedureCall& op, Builder& builder) { return std::make_unique<ProcedureExec>(op, builder); }
OperatorPtr Make(ops::LoadCsv& op, Builder& builder) { return std::make_unique<LoadCsvExec>(op, builder); }

}  // namespace papergraph::engine
