// CRC-32C (Castagnoli, RFC 3720 B.4), the checksum at the end of every stored value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papergraph {

uint32_t Crc32c(std::string_view bytes);

/// Appends the checksum of what is there, four bytes, little-endian.
void Seal(std::string& bytes);

/// The bytes without their checksum. Throws StoreError kCorrupt when it does not fit.
std::string_view Unseal(std::string_view sealed);

}  // namespace papergraph
