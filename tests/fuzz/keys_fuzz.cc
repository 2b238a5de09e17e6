// Keys of RocksDB: what is written is read, different things have different keys, and keys order as what they are of.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "storage/format/keys.h"
#include "storage/format/sort_key.h"
#include "storage/value.h"
#include "tests/fuzz/disagree.h"

namespace papergraph {
namespace {

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  uint32_t Number() {
    uint32_t number = 0;
    const std::string_view taken = Take(4);
    std::memcpy(&number, taken.data(), taken.size());
    return number;
  }
  /// Without NUL: no name of the store has one.
  std::string Name() {
    std::string name(Take(Number() % 12));
    std::erase(name, '\0');
    return name;
  }

 private:
  std::string_view Take(size_t size) {
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view bytes_;
};

void CheckOrder(const std::string& what, std::strong_ordering wanted, const std::string& a, const std::string& b) {
  const int order = a.compare(b);
  if ((wanted < 0 && order >= 0) || (wanted > 0 && order <= 0) || (wanted == 0 && order != 0))
    Disagree(what.c_str(), a, b);
}

SegmentKey AnySegment(Bytes& in) {
  return {static_cast<SegmentKind>(in.Number() % kSegmentKinds), in.Number(), in.Number()};
}

void Check(std::string_view bytes) {
  if (const auto key = DecodeSegmentKey(bytes); key && EncodeKey(*key) != bytes) Disagree("another key", "", "");
  if (Describe(bytes).empty()) Disagree("no words for a key", std::string(bytes), "");
  Bytes in(bytes);
  const SegmentKey a = AnySegment(in), b = AnySegment(in);
  if (DecodeSegmentKey(EncodeKey(a)) != a) Disagree("a segment's key does not read back", EncodeKey(a), "");
  CheckOrder("segments", a <=> b, EncodeKey(a), EncodeKey(b));

  const uint32_t m = in.Number(), n = in.Number();
  const std::string first = in.Name(), second = in.Name(), third = in.Name();
  const std::string name_key = FoldedNameKey(first, NodeId{m}), other_name = FoldedNameKey(second, NodeId{n});
  if (FoldedNameOf(name_key) != first || IdOfEntry(name_key) != NodeId{m}) Disagree("a name's key", first, name_key);
  if (!name_key.starts_with(FoldedNamePrefixKey(first.substr(0, first.size() / 2)))) Disagree("a prefix", first, "");
  const auto by_name = first.compare(second) <=> 0;
  CheckOrder("names", by_name != 0 ? by_name : m <=> n, name_key, other_name);

  const std::string record = RecordKey(first, second), other = RecordKey(first, third);
  CheckOrder("records", second.compare(third) <=> 0, record, other);
  if (first != third && record == RecordKey(third, second)) Disagree("two records, one key", first, third);

  std::string entry = IndexPrefixKey(m), other_entry = IndexPrefixKey(m);
  AppendSortKey(Value::String(first), entry);
  AppendSortKey(Value::String(second), other_entry);
  AppendId(NodeId{n}, entry);
  AppendId(NodeId{n}, other_entry);
  if (IdOfEntry(entry) != NodeId{n}) Disagree("the id of an entry", first, entry);
  CheckOrder("entries", by_name, entry, other_entry);
  std::string above = PrefixEnd(IndexPrefixKey(m));
  if (!above.empty() && entry >= above) Disagree("an entry above the end of its index", entry, above);
  if (m != n && entry.starts_with(IndexPrefixKey(n))) Disagree("an entry of two indexes", entry, "");
}

}  // namespace
}  // namespace papergraph

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
