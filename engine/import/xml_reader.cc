#include "engine/import/xml_reader.h"

#include <expat.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <vector>

namespace papergraph::engine {
namespace {

constexpr size_t kDeepestElement = 100;
constexpr size_t kSlice = 1 << 30;  // Expat counts bytes in an int

// Expat is C: an exception waits here until it has returned.
class XmlReader {
 public:
  XmlReader(const MappedFile& file, const XmlEvents& events)
      : file_(file), events_(events), parser_(XML_ParserCreateNS(nullptr, ' '), &XML_ParserFree) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &XmlReader::Open, &XmlReader::Close);
    XML_SetCharacterDataHandler(parser_.get(), &XmlReader::Text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &XmlReader::Doctype);
    XML_SetEntityDeclHandler(parser_.get(), &XmlReader::Entity);
  }

  void Run() {
    std::string_view text = file_.text();
    do {
      const std::string_view slice = text.substr(0, kSlice);
      text.remove_prefix(slice.size());
      const auto status = XML_Parse(parser_.get(), slice.data(), static_cast<int>(slice.size()), text.empty());
      if (failure_) std::rethrow_exception(failure_);
      file_.Pass(static_cast<size_t>(slice.data() - file_.text().data()));
      if (status != XML_STATUS_OK) {
        file_.Fail(Offset(), std::string("not XML: ") + XML_ErrorString(XML_GetErrorCode(parser_.get())));
      }
    } while (!text.empty());
  }

 private:
  size_t Offset() const {
    const auto at = XML_GetCurrentByteIndex(parser_.get());
    return at < 0 ? 0 : std::min(static_cast<size_t>(at), file_.text().size());
  }

  template <typename Call>
  void Guarded(Call call) {
    if (failure_) return;
    try {
      call();
    } catch (...) {
      failure_ = std::current_exception();
      XML_StopParser(parser_.get(), XML_FALSE);
    }
  }

  static void Open(void* self, const XML_Char* name, const XML_Char** attributes) {
    auto& reader = *static_cast<XmlReader*>(self);
    reader.Guarded([&] {
      if (++reader.depth_ > kDeepestElement) {
        reader.file_.Fail(reader.Offset(),
                          "elements nested deeper than " + std::to_string(kDeepestElement) + " levels");
      }
      reader.attributes_.clear();
      for (; *attributes; attributes += 2) reader.attributes_.push_back({attributes[0], attributes[1]});
      XmlElement element{"", name, reader.attributes_, reader.Offset()};
      if (const size_t blank = element.name.find(' '); blank != element.name.npos) {
        element.space = element.name.substr(0, blank);
        element.name.remove_prefix(blank + 1);
      }
      reader.events_.open(element);
    });
  }
  static void Close(void* self, const XML_Char*) {
    auto& reader = *static_cast<XmlReader*>(self);
    --reader.depth_;
    reader.Guarded([&] { reader.events_.close(); });
  }
  static void Text(void* self, const XML_Char* text, int size) {
    auto& reader = *static_cast<XmlReader*>(self);
    reader.Guarded([&] { reader.events_.text({text, static_cast<size_t>(size)}); });
  }
  // Where a document type lies outside, Expat passes over entities that it does not know: text would go missing.
  static void Doctype(void* self, const XML_Char*, const XML_Char* system, const XML_Char*, int) {
    if (!system) return;
    auto& reader = *static_cast<XmlReader*>(self);
    reader.Guarded([&] {
      reader.file_.Fail(reader.Offset(), "a document type outside this file is not read; take the DOCTYPE out");
    });
  }
  static void Entity(void* self, const XML_Char*, int, const XML_Char*, int, const XML_Char*, const XML_Char*,
                     const XML_Char*, const XML_Char*) {
    auto& reader = *static_cast<XmlReader*>(self);
    reader.Guarded([&] {
      reader.file_.Fail(reader.Offset(), "this file declares an entity of its own; such files are not read");
    });
  }

  const MappedFile& file_;
  const XmlEvents& events_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  std::exception_ptr failure_;
  std::vector<XmlAttribute> attributes_;
  size_t depth_ = 0;
};

}  // namespace

const XmlAttribute* XmlElement::Find(std::string_view attribute) const {
  const auto found =
      std::find_if(attributes.begin(), attributes.end(), [&](const XmlAttribute& a) { return a.name == attribute; });
  return found == attributes.end() ? nullptr : &*found;
}

void ReadXml(const MappedFile& file, const XmlEvents& events) { XmlReader(file, events).Run(); }

}  // namespace papergraph::engine
