// svg: the picture of dot.cc, laid out by Graphviz.
#include <graphviz/gvc.h>

#include <memory>
#include <mutex>

#include "engine/output/graphs.h"
#include "engine/output/output_file.h"
#include "storage/error.h"

namespace papergraph::engine {
namespace {

constexpr PictureLimits kReadable{80, 200};

[[noreturn]] void Fail(const char* what) {
  throw StoreError(StoreError::Kind::kIo, std::string("Graphviz cannot ") + what +
                                              " the picture; is the package graphviz installed as a whole?");
}

/// Graphviz knows no threads, and its text layout remembers the last font by a pointer into the context: so there is
/// one context, which lives as long as the process, and one picture at a time.
class Graphviz {
 public:
  Graphviz() : lock_(mutex_) {
    static GVC_t* const context = gvContext();
    if (!context) Fail("start");
    context_ = context;
  }
  GVC_t* context() const { return context_; }

 private:
  static inline std::mutex mutex_;
  std::unique_lock<std::mutex> lock_;
  GVC_t* context_ = nullptr;
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
  const Graphviz graphviz;
  agseterr(AGMAX);  // its remarks about fonts are not for our user
  GVC_t* const context = graphviz.context();
  const std::unique_ptr<Agraph_t, FreeGraph> picture(agmemread(text.c_str()), FreeGraph{context});
  if (!picture) Fail("read");
  if (gvLayout(context, picture.get(), "dot") != 0) Fail("lay out");
  char* data = nullptr;
  unsigned int size = 0;
  if (gvRenderData(context, picture.get(), "svg", &data, &size) != 0 || !data) Fail("draw");
  const std::unique_ptr<char, FreeData> owner(data);
  OutputFile file(path);
  file.Write(std::string_view(data, size));
  file.Close();
}

}  // namespace papergraph::engine
