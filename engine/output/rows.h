// The row formats: one function a file.
#pragma once

#include <memory>

#include "engine/formats.h"

namespace papergraph::engine {

std::unique_ptr<RowWriter> MakeTable(std::ostream& out, const RowFormatOptions& options);
std::unique_ptr<RowWriter> MakeBox(std::ostream& out, const RowFormatOptions& options);
std::unique_ptr<RowWriter> MakeLine(std::ostream& out, const RowFormatOptions& options);
std::unique_ptr<RowWriter> MakeCsv(std::ostream& out, const RowFormatOptions& options);
std::unique_ptr<RowWriter> MakeTsv(std::ostream& out, const RowFormatOptions& options);
std::unique_ptr<RowWriter> MakeMarkdown(std::ostream& out, const RowFormatOptions& options);
std::unique_ptr<RowWriter> MakeHtml(std::ostream& out, const RowFormatOptions& options);
std::unique_ptr<RowWriter> MakeBibtex(std::ostream& out, const RowFormatOptions& options);
std::unique_ptr<RowWriter> MakeJsonRows(std::ostream& out, const RowFormatOptions& options);
std::unique_ptr<RowWriter> MakeJsonLines(std::ostream& out, const RowFormatOptions& options);

}  // namespace papergraph::engine
