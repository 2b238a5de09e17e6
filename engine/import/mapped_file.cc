#include "engine/import/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/csv_import.h"

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
  if (const size_t bad = FindBadByte(); bad != text_.npos) {
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

size_t MappedFile::FindBadByte() const {
  for (size_t begin = 0, end; begin < text_.size(); begin = end) {
    end = std::min(begin + kPiece, text_.size());
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xc0) == 0x80) ++end;
    const size_t bad = FirstBadByte(text_.substr(begin, end - begin));
    if (bad != text_.npos) return begin + bad;
    Pass(end);
  }
  passed_ = 0;
  return text_.npos;
}

void MappedFile::Forget(size_t offset) const {
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  const auto mapped = static_cast<size_t>(text_.data() - static_cast<const char*>(data_));
  const size_t begin = (mapped + passed_) / page * page, end = (mapped + offset) / page * page;
  madvise(static_cast<char*>(data_) + begin, end - begin, MADV_DONTNEED);
  passed_ = offset;
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

}  // namespace papergraph::engine
