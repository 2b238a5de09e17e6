// An XML file as a stream of elements and text, read by Expat.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "engine/import/mapped_file.h"

namespace papergraph::engine {

/// Views live as long as the call that hands them out.
struct XmlAttribute {
  std::string_view name;  // with its namespace and a blank before it, where it has one
  std::string_view value;
};

/// An element of the namespace `space` (empty: of none).
struct XmlElement {
  std::string_view space, name;
  std::span<const XmlAttribute> attributes;
  size_t offset;  // of its `<` in the file's text

  /// Null when there is none.
  const XmlAttribute* Find(std::string_view attribute) const;
};

/// Any of these may throw; ReadXml ends and throws it.
struct XmlEvents {
  std::function<void(const XmlElement&)> open;
  std::function<void()> close;
  std::function<void(std::string_view)> text;  // in pieces
};

/// Throws ImportFault where the file is not well-formed, nests deeper than 100 elements, declares entities (what they
/// expand to has no bound) or names a document type outside. Nothing outside the file is ever read.
void ReadXml(const MappedFile& file, const XmlEvents& events);

}  // namespace papergraph::engine
