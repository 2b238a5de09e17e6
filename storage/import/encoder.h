// The segments of an import are encoded by another thread, so that this one reads on.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "storage/background.h"
#include "storage/import/segment_output.h"

namespace papergraph {

class Encoder {
 public:
  /// `out` lives longer.
  explicit Encoder(SegmentOutput& out) : out_(out) {}
  /// `bytes`: what `encode` holds. Throws what an earlier one has thrown.
  void Put(std::function<void(SegmentOutput&)> encode, uint64_t bytes) {
    background_.Do([this, encode = std::move(encode)] { encode(out_); }, bytes);
  }
  /// Returns when all is done. Throws what the encoding has thrown.
  void Wait() { background_.Wait(); }

 private:
  SegmentOutput& out_;
  Background background_;
};

}  // namespace papergraph
