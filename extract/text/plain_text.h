// Text as the rules read it: simplified characters, plain letters and bullets, no entities, tags or emoji; with the way
// back to what is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace papergraph::extract {

/// What was written in another way than it is read. Immutable once made.
class PlainText {
 public:
  std::string text;

  /// Where in the written text what stands at `at` of `text` begins. at <= text.size().
  uint32_t WrittenBegin(uint32_t at) const;
  /// Where in the written text what ends before `at` of `text` ends. at <= text.size().
  uint32_t WrittenEnd(uint32_t at) const;

 private:
  friend class PlainWriter;
  /// Bytes that do not run in step; between pieces they do.
  struct Piece {
    uint32_t begin = 0, end = 0;                  // of `text`
    uint32_t written_begin = 0, written_end = 0;  // of the written text
  };
  const Piece* LastBefore(uint32_t at) const;
  std::vector<Piece> pieces_;
};

/// Whether a paper with this text is written in traditional characters: more than a few of them.
bool IsTraditional(std::string_view text);

/// What is read, or nullopt where that is what is written. In a `traditional` paper the words of Taiwan are read, too
/// ("資料集" is "数据集"). O(text). REQUIRES: valid UTF-8.
std::optional<PlainText> ReadPlain(std::string_view written, bool traditional);

/// ReadPlain's text of a name or a line, in which traditional characters decide by themselves.
std::string PlainForm(std::string_view written);

}  // namespace papergraph::extract
