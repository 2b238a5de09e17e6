#include "engine/graphml_import.h"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/import/csv_value.h"
#include "engine/import/id_space.h"
#include "engine/import/xml_reader.h"
#include "engine/json.h"
#include "storage/bulk_import.h"

namespace papergraph::engine {
namespace {

constexpr std::string_view kSpace = "http://graphml.graphdrawing.org/xmlns";
constexpr std::string_view kDefaultType = "RELATED";

// What a <key> says about the <data> that name it.
struct Key {
  enum class Role : uint8_t { kProperty, kLabels, kType, kIgnored };
  Role role = Role::kProperty;
  bool is_json = false;  // labels and types whose text would not say them
  bool for_nodes = false, for_edges = false;
  PropertyId property{};
  CsvColumn column;
  Value fallback;  // of elements without such data; null: none
};

// ":A:B" as APOC and ours write labels.
std::vector<std::string> SplitLabels(std::string_view text) {
  std::vector<std::string> labels;
  if (text.starts_with(':')) text.remove_prefix(1);
  while (!text.empty()) {
    const size_t end = std::min(text.find(':'), text.size());
    if (end > 0) labels.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return labels;
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t begin = text.find_first_not_of(kBlank);
  return begin == text.npos ? std::string_view() : text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin);
}

// One file, from <graphml> to </graphml>.
class GraphmlFile {
 public:
  GraphmlFile(BulkImport& writer, const std::string& path, const std::string& id_property, ImportReport& report)
      : writer_(writer), file_(path), id_property_(id_property), report_(report) {}

  void Read() {
    XmlEvents events;
    events.open = [this](const XmlElement& element) { Open(element); };
    events.close = [this] { Close(); };
    events.text = [this](std::string_view text) {
      if (place() == Place::kData || place() == Place::kDefault) text_ += text;
    };
    ReadXml(file_, events);
    for (const Edge& edge : waiting_) Write(edge);
  }

 private:
  enum class Place : uint8_t { kOutside, kGraphml, kKey, kDefault, kGraph, kNode, kEdge, kData, kIgnored };

  struct Edge {
    std::string source, target;
    std::optional<TypeId> type;
    std::vector<NamedValue> properties;
    size_t offset = 0;
  };

  Place place() const { return places_.empty() ? Place::kOutside : places_.back(); }

  void Open(const XmlElement& element) {
    const bool graphml = element.space.empty() || element.space.starts_with(kSpace);
    places_.push_back(graphml || place() == Place::kOutside ? Enter(element) : Foreign(element));
  }

  // Elements of other namespaces: pictures and the like, inside data that is no property.
  Place Foreign(const XmlElement& element) {
    if (place() == Place::kData && data_key_->role != Key::Role::kIgnored) NotText(element);
    return Place::kIgnored;
  }

  Place Enter(const XmlElement& element) {
    const std::string_view name = element.name;
    switch (place()) {
      case Place::kOutside:
        if (name == "graphml") return Place::kGraphml;
        file_.Fail(element.offset, "no GraphML: the file begins with <" + std::string(name) + ">");
      case Place::kGraphml:
        if (name == "key") return OpenKey(element);
        if (name == "graph") return Place::kGraph;
        break;
      case Place::kKey:
        if (name == "default") {
          text_.clear();
          offset_ = element.offset;
          return Place::kDefault;
        }
        break;
      case Place::kGraph:
        if (name == "node") return OpenNode(element);
        if (name == "edge") return OpenEdge(element);
        if (name == "hyperedge") file_.Fail(element.offset, "a hyperedge has no place in this graph");
        break;
      case Place::kNode:
      case Place::kEdge:
        if (name == "data") return OpenData(element);
        if (name == "graph") file_.Fail(element.offset, "a graph inside a node or edge has no place in this graph");
        if (name == "port") file_.Fail(element.offset, "ports of nodes have no place in this graph");
        break;
      case Place::kData:
        if (data_key_->role != Key::Role::kIgnored) NotText(element);
        return Place::kIgnored;
      case Place::kDefault:
        NotText(element);
      case Place::kIgnored:
        return Place::kIgnored;
    }
    if (name == "desc" || name == "data") return Place::kIgnored;  // said about the file, a graph or a key
    file_.Fail(element.offset, "<" + std::string(name) + "> cannot stand here");
  }

  [[noreturn]] void NotText(const XmlElement& element) const {
    file_.Fail(element.offset, "text was expected, not <" + std::string(element.name) + ">");
  }

  void Close() {
    const Place closed = place();
    places_.pop_back();
    switch (closed) {
      case Place::kKey:
        keys_.insert_or_assign(key_id_, std::move(key_));
        break;
      case Place::kDefault:
        if (key_.role == Key::Role::kProperty) key_.fallback = ValueOf(key_);
        break;
      case Place::kData:
        CloseData();
        break;
      case Place::kNode:
        CloseNode();
        break;
      case Place::kEdge:
        CloseEdge();
        break;
      default:
        break;
    }
  }

  static std::string Text(const XmlElement& element, std::string_view attribute) {
    const XmlAttribute* found = element.Find(attribute);
    return found ? std::string(found->value) : std::string();
  }
  std::string Required(const XmlElement& element, std::string_view attribute) const {
    const XmlAttribute* found = element.Find(attribute);
    if (!found) file_.Fail(element.offset, "<" + std::string(element.name) + "> lacks " + std::string(attribute));
    return std::string(found->value);
  }

  // A JSON text that holds a string, as `what` is written where XML cannot hold it.
  std::string JsonString(std::string_view json, size_t offset, const char* what) const {
    try {
      const Value value = ParseJsonValue(json);
      if (value.kind() == ValueKind::kString) return std::string(value.as_string());
    } catch (const QueryError&) {
    }
    file_.Fail(offset, std::string(what) + " is no JSON string: " + std::string(json.substr(0, 80)));
  }

  Place OpenKey(const XmlElement& element) {
    key_id_ = Required(element, "id");
    if (keys_.contains(key_id_)) file_.Fail(element.offset, "the key `" + key_id_ + "` is declared twice");
    key_ = Key();
    const std::string domain = Text(element, "for");
    key_.for_nodes = domain.empty() || domain == "all" || domain == "node";
    key_.for_edges = domain.empty() || domain == "all" || domain == "edge";
    const std::string ours = Text(element, "papergraph.type");
    if (domain == "node" && (key_id_ == "labels" || key_id_ == "labels-json")) {
      key_.role = Key::Role::kLabels;
      key_.is_json = key_id_ == "labels-json";
    } else if (domain == "edge" && (key_id_ == "label" || key_id_ == "label-json")) {
      key_.role = Key::Role::kType;
      key_.is_json = key_id_ == "label-json";
    } else if (!element.Find("attr.name") || (!key_.for_nodes && !key_.for_edges)) {
      key_.role = Key::Role::kIgnored;  // pictures of yEd, attributes of the graph
    } else {
      key_.column.name = Text(element, "attr.name");
      if (Text(element, "papergraph.name") == "json") {
        key_.column.name = JsonString(key_.column.name, element.offset, "this name");
      }
      key_.column.type = TypeOf(element, ours);
      key_.property = writer_.InternProperty(key_.column.name);
    }
    return Place::kKey;
  }

  ColumnType TypeOf(const XmlElement& element, const std::string& ours) const {
    if (element.Find("attr.list") || ours == "list" || ours == "json") return ColumnType::kJson;
    std::string name = ours.empty() ? Text(element, "attr.type") : ours;
    if (name.empty()) return ColumnType::kString;
    const auto type = FindColumnType(name);
    if (!type) file_.Fail(element.offset, "`" + name + "` is no type of GraphML's");
    return *type;
  }

  Place OpenNode(const XmlElement& element) {
    id_ = Required(element, "id");
    offset_ = element.offset;
    labels_ = SplitLabels(Text(element, "labels"));
    properties_.clear();
    return Place::kNode;
  }

  Place OpenEdge(const XmlElement& element) {
    edge_ = Edge();
    edge_.source = Required(element, "source");
    edge_.target = Required(element, "target");
    if (element.Find("sourceport") || element.Find("targetport")) {
      file_.Fail(element.offset, "ports of nodes have no place in this graph");
    }
    if (const XmlAttribute* label = element.Find("label")) edge_.type = writer_.InternType(label->value);
    edge_.offset = element.offset;
    properties_.clear();
    return Place::kEdge;
  }

  Place OpenData(const XmlElement& element) {
    const std::string id = Required(element, "key");
    const auto key = keys_.find(id);
    if (key == keys_.end()) file_.Fail(element.offset, "no <key> before this declares `" + id + "`");
    const bool fits = place() == Place::kNode ? key->second.for_nodes : key->second.for_edges;
    if (!fits && key->second.role != Key::Role::kIgnored) {
      file_.Fail(element.offset, "the key `" + id + "` is not for " + (place() == Place::kNode ? "nodes" : "edges"));
    }
    data_key_ = &key->second;
    offset_ = element.offset;
    text_.clear();
    return Place::kData;
  }

  Value ValueOf(const Key& key) {
    const bool is_string = key.column.type == ColumnType::kString;
    const std::string_view text = is_string ? std::string_view(text_) : Trimmed(text_);
    Value value = values_.Read(file_, key.column, CsvField{text, offset_, true, true});
    if (value.is_null()) file_.Fail(offset_, "the data of `" + key.column.name + "` are empty");
    return value;
  }

  void CloseData() {
    switch (data_key_->role) {
      case Key::Role::kProperty:
        Add(*data_key_, ValueOf(*data_key_));
        break;
      case Key::Role::kLabels:
        if (data_key_->is_json) {
          AddJsonLabels();
        } else {
          for (std::string& label : SplitLabels(text_)) labels_.push_back(std::move(label));
        }
        break;
      case Key::Role::kType:
        edge_.type = writer_.InternType(data_key_->is_json ? JsonString(text_, offset_, "this type") : text_);
        break;
      case Key::Role::kIgnored:
        break;
    }
  }

  void AddJsonLabels() {
    Value labels;
    try {
      labels = ParseJsonValue(text_);
    } catch (const QueryError& error) {
      file_.Fail(offset_, error.what());
    }
    const bool good = labels.kind() == ValueKind::kList &&
                      std::all_of(labels.as_list().begin(), labels.as_list().end(),
                                  [](const Value& label) { return label.kind() == ValueKind::kString; });
    if (!good) file_.Fail(offset_, "these labels are no JSON list of strings");
    for (const Value& label : labels.as_list()) labels_.emplace_back(label.as_string());
  }

  void Add(const Key& key, Value value) {
    if (Has(key.property)) file_.Fail(offset_, "a second value for `" + key.column.name + "`");
    properties_.emplace_back(key.property, std::move(value));
  }
  bool Has(PropertyId property) const {
    return std::any_of(properties_.begin(), properties_.end(), [&](const auto& p) { return p.first == property; });
  }

  // What <default> says of keys that this element has no data for.
  void AddDefaults(bool node) {
    for (const auto& [id, key] : keys_) {
      if (key.fallback.is_null() || !(node ? key.for_nodes : key.for_edges) || Has(key.property)) continue;
      properties_.emplace_back(key.property, key.fallback);
    }
  }

  void CloseNode() {
    AddDefaults(true);
    if (!id_property_.empty()) {
      const PropertyId property = writer_.InternProperty(id_property_);
      if (Has(property)) file_.Fail(offset_, "the node has a property `" + id_property_ + "` already");
      properties_.emplace_back(property, Value::String(id_));
    }
    std::vector<LabelId> labels;
    for (const std::string& label : labels_) labels.push_back(writer_.InternLabel(label));
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    const NodeId node = writer_.AddNode(labels, properties_);
    if (!nodes_.Add(id_, node, false)) file_.Fail(offset_, "the node id \"" + id_ + "\" is there twice");
    ++report_.nodes;
  }

  void CloseEdge() {
    AddDefaults(false);
    edge_.properties = properties_;
    if (!edge_.type) edge_.type = writer_.InternType(kDefaultType);
    // Nodes may come after the edges that join them.
    if (nodes_.Find(edge_.source) == kNoNode || nodes_.Find(edge_.target) == kNoNode) {
      waiting_.push_back(std::move(edge_));
    } else {
      Write(edge_);
    }
  }

  void Write(const Edge& edge) {
    const auto end = [&](const std::string& id) {
      const NodeId node = nodes_.Find(id);
      if (node == kNoNode) file_.Fail(edge.offset, "no node of this file has the id \"" + id + "\"");
      return node;
    };
    const NodeId source = end(edge.source);
    writer_.AddEdge(source, *edge.type, end(edge.target), edge.properties);
    ++report_.edges;
  }

  BulkImport& writer_;
  const MappedFile file_;
  const std::string& id_property_;
  ImportReport& report_;
  CsvValues values_;

  std::vector<Place> places_;
  std::map<std::string, Key> keys_;
  std::string key_id_;
  Key key_;                        // being declared
  const Key* data_key_ = nullptr;  // of the data being read
  std::string text_;
  size_t offset_ = 0;  // of the element that a fault is about

  std::string id_;
  std::vector<std::string> labels_;
  std::vector<NamedValue> properties_;
  Edge edge_;
  IdSpace nodes_;
  std::vector<Edge> waiting_;
};

}  // namespace

ImportReport ImportGraphml(Store& store, const GraphmlOptions& options) {
  ImportReport report;
  try {
    const auto writer = BulkImport::Begin(store);
    uint64_t files = 0;
    for (const std::string& path : options.files) {
      GraphmlFile(*writer, path, options.id_property, report).Read();
      if (options.on_progress) options.on_progress(++files, report.nodes + report.edges, path);
    }
    writer->Finish();
  } catch (ImportFault& fault) {
    report = ImportReport();
    report.fault = std::move(fault);
  }
  return report;
}

}  // namespace papergraph::engine
