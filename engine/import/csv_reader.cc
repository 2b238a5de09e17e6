#include "engine/import/csv_reader.h"

namespace papergraph::engine {

CsvReader::CsvReader(const MappedFile& file, char separator) : file_(file), text_(file.text()), separator_(separator) {
  for (const char end : {separator, '\n', '\r', '"'}) ends_bare_[static_cast<unsigned char>(end)] = true;
}

CsvField CsvReader::Quoted() {
  CsvField field;
  field.offset = at_;
  field.quoted = true;
  const size_t begin = at_ + 1;
  std::string* copy = nullptr;
  size_t from = begin;
  for (;;) {
    const size_t quote = text_.find('"', from);
    if (quote == text_.npos) file_.Fail(field.offset, "this quote is not closed");
    if (quote + 1 < text_.size() && text_[quote + 1] == '"') {
      if (!copy) {
        copy = &copies_.emplace_back();
        field.copied = true;
      }
      copy->append(text_, from, quote + 1 - from);
      from = quote + 2;
      continue;
    }
    if (copy) {
      copy->append(text_, from, quote - from);
      field.text = *copy;
    } else {
      field.text = text_.substr(begin, quote - begin);
    }
    at_ = quote + 1;
    break;
  }
  if (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') {
    file_.Fail(at_, (separator_ == ',' ? std::string("a comma") : std::string("`") + separator_ + "`") +
                        " or the end of the line must follow a closing quote; double a quote that is meant");
  }
  return field;
}

bool CsvReader::NextRow(std::vector<CsvField>& fields) {
  fields.clear();
  copies_.clear();
  while (at_ < text_.size() && (text_[at_] == '\n' || (text_[at_] == '\r' && text_.substr(at_, 2) == "\r\n"))) ++at_;
  if (at_ >= text_.size()) return false;
  row_ = at_;
  file_.Pass(row_);
  const char* const data = text_.data();
  const size_t size = text_.size();
  for (;;) {
    if (at_ < size && data[at_] == '"') {
      fields.push_back(Quoted());
    } else {
      const size_t begin = at_;
      size_t at = at_;
      for (;; ++at) {
        while (at < size && !ends_bare_[static_cast<unsigned char>(data[at])]) ++at;
        if (at >= size || data[at] == separator_ || data[at] == '\n') break;
        if (data[at] == '\r' && (at + 1 == size || data[at + 1] == '\n')) break;
        if (data[at] == '"') file_.Fail(at, "a quote inside a bare field: quote the whole field and double this one");
      }
      at_ = at;
      CsvField& field = fields.emplace_back();
      field.text = text_.substr(begin, at - begin);
      field.offset = begin;
    }
    if (at_ < size && data[at_] == separator_) {
      ++at_;
      continue;
    }
    if (at_ < size && data[at_] == '\r') ++at_;
    if (at_ < size && data[at_] == '\n') ++at_;
    return true;
  }
}

}  // namespace papergraph::engine
