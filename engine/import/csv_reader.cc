#include "engine/import/csv_reader.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

#include <cerrno>
#include <cstring>

namespace papergraph::engine {
namespace {

// The first byte that is no UTF-8, or npos. Plain ASCII goes eight bytes at a time.
size_t FirstBadByte(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    while (at + 8 <= text.size()) {
      uint64_t eight;
      std::memcpy(&eight, text.data() + at, 8);
      if (eight & 0x8080808080808080ull) break;
      at += 8;
    }
    if (at >= text.size()) break;
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    utf8proc_int32_t code;
    const auto rest = static_cast<utf8proc_ssize_t>(std::min<size_t>(4, text.size() - at));
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at), rest, &code);
    if (length <= 0) return at;
    at += static_cast<size_t>(length);
  }
  return text.npos;
}

}  // namespace

MappedFile::MappedFile(const std::string& path) : path_(path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (file < 0 || fstat(file, &status) != 0 || S_ISDIR(status.st_mode)) {
    const int reason = file < 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : errno;
    if (file >= 0) close(file);
    throw ImportFault{path, 0, 0, std::strerror(reason)};
  }
  size_ = static_cast<size_t>(status.st_size);
  if (size_ > 0) {
    data_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    if (data_ == MAP_FAILED) {
      const int reason = errno;
      close(file);
      data_ = nullptr;
      throw ImportFault{path, 0, 0, std::strerror(reason)};
    }
    madvise(data_, size_, MADV_SEQUENTIAL);
    text_ = std::string_view(static_cast<const char*>(data_), size_);
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }
  close(file);
  if (const size_t bad = FirstBadByte(text_); bad != text_.npos) {
    try {
      Fail(bad, "this byte is not UTF-8; convert the file to UTF-8 first");
    } catch (...) {
      munmap(data_, size_);  // the destructor does not run
      throw;
    }
  }
}

MappedFile::~MappedFile() {
  if (data_) munmap(data_, size_);
}

void MappedFile::Fail(size_t offset, const std::string& message) const {
  ImportFault fault{path_, 1, 1, message};
  for (size_t i = 0; i < offset && i < text_.size(); ++i) {
    if (text_[i] == '\n') {
      ++fault.line;
      fault.column = 1;
    } else if ((static_cast<unsigned char>(text_[i]) & 0xc0) != 0x80) {
      ++fault.column;
    }
  }
  throw fault;
}

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
