// A long array of which little is touched: one value for each id, in pages that exist from their first use on.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace papergraph::engine {

/// What was never written is `kUnset`. A clean one costs nothing however many ids there are.
template <typename T, T kUnset>
class PagedArray {
 public:
  T Get(uint64_t at) const {
    const uint64_t page = at >> kShift;
    return page < pages_.size() && pages_[page] ? pages_[page][at & kMask] : kUnset;
  }
  T& At(uint64_t at) {
    const uint64_t page = at >> kShift;
    if (page >= pages_.size() || !pages_[page]) [[unlikely]]
      AddPage(page);
    return pages_[page][at & kMask];
  }
  /// At() for a long loop, which keeps one of these in registers.
  class Writer {
   public:
    explicit Writer(PagedArray& array) : array_(array) { See(); }
    T& At(uint64_t at) {
      const uint64_t page = at >> kShift;
      if (page >= count_ || !pages_[page]) [[unlikely]] {
        array_.AddPage(page);
        See();
      }
      return pages_[page][at & kMask];
    }

   private:
    void See() {
      pages_ = array_.pages_.data();
      count_ = array_.pages_.size();
    }
    PagedArray& array_;
    const std::unique_ptr<T[]>* pages_;
    size_t count_;
  };
  /// Calls visit(at, value) for each that is not kUnset, ascending.
  template <typename F>
  void ForEachSet(const F& visit) const {
    for (size_t page = 0; page < pages_.size(); ++page) {
      for (size_t i = 0; pages_[page] && i < kSize; ++i) {
        if (pages_[page][i] != kUnset) visit(page * kSize + i, pages_[page][i]);
      }
    }
  }
  void Clear() {
    pages_.clear();
    page_count_ = 0;
  }
  uint64_t bytes() const { return page_count_ * sizeof(T) * kSize; }

 private:
  static constexpr unsigned kShift = 11;
  static constexpr size_t kSize = size_t{1} << kShift;
  static constexpr uint64_t kMask = kSize - 1;

  [[gnu::noinline]] void AddPage(uint64_t page) {
    if (page >= pages_.size()) pages_.resize(page + 1);
    pages_[page] = std::make_unique_for_overwrite<T[]>(kSize);
    std::fill_n(pages_[page].get(), kSize, kUnset);
    ++page_count_;
  }

  std::vector<std::unique_ptr<T[]>> pages_;
  uint64_t page_count_ = 0;
};

}  // namespace papergraph::engine
