#include "engine/procedures/declared.h"

#include <algorithm>

namespace papergraph::engine {

namespace {

class SignatureReader {
 public:
  explicit SignatureReader(std::string_view text) : text_(text) {}

  Procedure Read() {
    Procedure procedure;
    procedure.name = std::string(Until("("));
    procedure.arguments = Fields();
    Skip();
    if (!text_.substr(at_).starts_with("::")) Fail();
    at_ += 2;
    Skip();
    if (text_.substr(at_) != "VOID") procedure.results = Fields();
    procedure.required_arguments = procedure.arguments.size();
    return procedure;
  }

 private:
  [[noreturn]] void Fail() const {
    throw QueryError(ErrorType::kSyntaxError, "InvalidSignature",
                     {static_cast<uint32_t>(at_), static_cast<uint32_t>(at_)},
                     "a signature reads `name(argument :: TYPE, ...) :: (result :: TYPE, ...)`");
  }
  void Skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  static std::string_view Trim(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
  }
  std::string_view Until(std::string_view stop) {
    const size_t end = text_.find(stop, at_);
    if (end == std::string_view::npos) Fail();
    const auto piece = Trim(text_.substr(at_, end - at_));
    at_ = end;
    return piece;
  }
  std::vector<ProcedureField> Fields() {
    Skip();
    if (at_ >= text_.size() || text_[at_] != '(') Fail();
    ++at_;
    const size_t end = text_.find(')', at_);
    if (end == std::string_view::npos) Fail();
    std::vector<ProcedureField> fields;
    while (at_ < end) {
      size_t stop = std::min(text_.find(',', at_), end);
      const std::string_view field = text_.substr(at_, stop - at_);
      const size_t colons = field.find("::");
      if (colons == std::string_view::npos) {
        if (Trim(field).empty() && fields.empty()) break;
        Fail();
      }
      fields.push_back({std::string(Trim(field.substr(0, colons))), std::string(Trim(field.substr(colons + 2)))});
      at_ = stop + 1;
    }
    at_ = end + 1;
    return fields;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::shared_ptr<const Procedure> TableProcedure(std::string_view signature, const std::vector<std::string>& columns,
                                                std::vector<std::vector<Value>> rows) {
  auto procedure = std::make_shared<Procedure>(SignatureReader(signature).Read());
  // Where each argument and result stands in the table.
  const auto position = [&](const ProcedureField& field) {
    return static_cast<size_t>(std::find(columns.begin(), columns.end(), field.name) - columns.begin());
  };
  std::vector<size_t> arguments, results;
  for (const auto& field : procedure->arguments) arguments.push_back(position(field));
  for (const auto& field : procedure->results) results.push_back(position(field));
  procedure->run = [arguments, results, rows = std::move(rows)](ProcedureContext&, std::span<const Value> values,
                                                                const ProcedureRow& give) {
    std::vector<Value> out(results.size());
    for (const auto& row : rows) {
      bool matches = true;
      for (size_t i = 0; matches && i < arguments.size() && i < values.size(); ++i) {
        matches = arguments[i] < row.size() && Equivalent(row[arguments[i]], values[i]);
      }
      if (!matches || results.empty()) continue;
      for (size_t i = 0; i < results.size(); ++i) out[i] = results[i] < row.size() ? row[results[i]] : Value();
      give(out);
    }
  };
  return procedure;
}

}  // namespace papergraph::engine
