// One callable made of several lambdas, for std::visit over the variants of the AST.
#pragma once

namespace papergraph {

template <typename... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
// Clang 14, of Debian 12, does not deduce it.
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace papergraph
