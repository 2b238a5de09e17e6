// Bytes of kEntitySpace and kPaperSpace: which nodes and edges extraction made.
#include "extract/graph/graph_writer.h"
#include "extract/record_codec.h"

namespace papergraph::extract {
namespace {

void EncodeEdges(const std::vector<MadeEdge>& edges, RecordEncoder& out) {
  out.Number(edges.size());
  for (const MadeEdge& edge : edges) {
    out.Text(edge.type);
    out.Number(Raw(edge.target));
    out.Text(edge.source);
    out.Number(Raw(edge.edge));
  }
}

std::vector<MadeEdge> DecodeEdges(RecordDecoder& in) {
  std::vector<MadeEdge> edges(in.Count());
  for (MadeEdge& edge : edges) {
    edge.type = in.Text();
    edge.target = NodeId{static_cast<uint32_t>(in.Number())};
    edge.source = in.Text();
    edge.edge = EdgeId{static_cast<uint32_t>(in.Number())};
  }
  return edges;
}

}  // namespace

std::string Encode(const MadeEntity& entity) {
  RecordEncoder out;
  out.Number(Raw(entity.node));
  EncodeEdges(entity.belongs, out);
  return out.Take();
}

MadeEntity DecodeMadeEntity(std::string_view key, std::string_view bytes) {
  RecordDecoder in(key, bytes);
  MadeEntity entity;
  entity.node = NodeId{static_cast<uint32_t>(in.Number())};
  entity.belongs = DecodeEdges(in);
  return entity;
}

std::string Encode(const MadePaper& paper) {
  RecordEncoder out;
  out.Number(Raw(paper.node));
  out.Number(paper.adopted ? 1 : 0);
  EncodeEdges(paper.edges, out);
  out.Number(paper.results.size());
  for (const MadeResult& result : paper.results) {
    out.Text(result.key);
    out.Number(Raw(result.node));
    EncodeEdges(result.edges, out);
  }
  return out.Take();
}

MadePaper DecodeMadePaper(std::string_view key, std::string_view bytes) {
  RecordDecoder in(key, bytes);
  MadePaper paper;
  paper.node = NodeId{static_cast<uint32_t>(in.Number())};
  paper.adopted = in.Number() != 0;
  paper.edges = DecodeEdges(in);
  paper.results.resize(in.Count());
  for (MadeResult& result : paper.results) {
    result.key = in.Text();
    result.node = NodeId{static_cast<uint32_t>(in.Number())};
    result.edges = DecodeEdges(in);
  }
  return paper;
}

}  // namespace papergraph::extract
