// The graph formats: one function a file.
#pragma once

#include <string>

#include "engine/formats.h"

namespace papergraph::engine {

void WriteGraphJson(const GraphReader& graph, const GraphSelection& selection, const std::string& path);
void WriteGraphCsv(const GraphReader& graph, const GraphSelection& selection, const std::string& path);
void WriteGraphCypher(const GraphReader& graph, const GraphSelection& selection, const std::string& path);
void WriteGraphml(const GraphReader& graph, const GraphSelection& selection, const std::string& path);
void WriteDot(const GraphReader& graph, const GraphSelection& selection, const std::string& path);
void WriteSvg(const GraphReader& graph, const GraphSelection& selection, const std::string& path);

}  // namespace papergraph::engine
