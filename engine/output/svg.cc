// svg: the picture of dot.cc, laid out by Graphviz.
#include <graphviz/gvc.h>

#include <memory>

#include "engine/output/graphs.h"
#include "engine/output/output_file.h"
#include "engine/output/picture.h"
#include "storage/error.h"

namespace papergraph::engine {
namespace {

constexpr PictureLimits kReadable{80, 200};

[[noreturn]] void Fail(const char* what) {
  throw StoreError(StoreError::Kind::kIo, std::string("Graphviz cannot ") + what +
                                              " the picture; is the package graphviz installed as a whole?");
}

struct FreeContext {
  void operator()(GVC_t* context) const { gvFreeContext(context); }
};
struct FreeGraph {
  GVC_t* context;
  void operator()(Agraph_t* graph) const {
    gvFreeLayout(context, graph);
    agclose(graph);
  }
};
struct FreeData {
  void operator()(char* data) const { gvFreeRenderData(data); }
};

}  // namespace

void WriteSvg(const GraphReader& graph, const GraphSelection& selection, const std::string& path) {
  const std::string text = DotText(graph, selection, kReadable);
  agseterr(AGMAX);  // its remarks about fonts are not for our user
  const std::unique_ptr<GVC_t, FreeContext> context(gvContext());
  if (!context) Fail("start");
  const std::unique_ptr<Agraph_t, FreeGraph> picture(agmemread(text.c_str()), FreeGraph{context.get()});
  if (!picture) Fail("read");
  if (gvLayout(context.get(), picture.get(), "dot") != 0) Fail("lay out");
  char* data = nullptr;
  unsigned int size = 0;
  if (gvRenderData(context.get(), picture.get(), "svg", &data, &size) != 0 || !data) Fail("draw");
  const std::unique_ptr<char, FreeData> owner(data);
  OutputFile file(path);
  file.Write(std::string_view(data, size));
  file.Close();
}

}  // namespace papergraph::engine
