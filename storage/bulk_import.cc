#include "storage/bulk_import.h"

namespace papergraph {
namespace {

class TransactionImport final : public BulkImport {
 public:
  explicit TransactionImport(Store& store) : before_(store.Snapshot()), transaction_(store.Begin()) {}

  LabelId InternLabel(std::string_view name) override { return transaction_->InternLabel(name); }
  TypeId InternType(std::string_view name) override { return transaction_->InternType(name); }
  PropertyId InternProperty(std::string_view name) override { return transaction_->InternProperty(name); }

  NodeId AddNode(std::span<const LabelId> labels, std::span<const NamedValue> properties) override {
    NodeId node = transaction_->CreateNode(labels);
    for (const auto& [property, value] : properties) transaction_->SetProperty(node, property, value);
    return node;
  }
  EdgeId AddEdge(NodeId start, TypeId type, NodeId end, std::span<const NamedValue> properties) override {
    EdgeId edge = transaction_->CreateEdge(start, type, end);
    for (const auto& [property, value] : properties) transaction_->SetProperty(edge, property, value);
    return edge;
  }
  const GraphReader& Before() const override { return *before_; }
  void Finish() override {
    transaction_->CheckConstraints();
    transaction_->Commit();
  }

 private:
  std::shared_ptr<const GraphReader> before_;
  std::unique_ptr<Transaction> transaction_;
};

}  // namespace

std::unique_ptr<BulkImport> BulkImport::Begin(Store& store) { return std::make_unique<TransactionImport>(store); }

}  // namespace papergraph
