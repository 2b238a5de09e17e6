// What ends an operation on the store.
#pragma once

#include <stdexcept>
#include <string>

namespace papergraph {

/// Ends one operation; the store goes on. The message names the file or key and says what to do.
class StoreError : public std::runtime_error {
 public:
  enum class Kind {
    kNotFound,    // no database there
    kLocked,      // another process writes; the message has its id
    kVersion,     // written by a newer program, or older and --upgrade not given
    kCorrupt,     // bytes that cannot be right
    kIo,          // the operating system refused
    kReadOnly,    // a write to what was opened to read
    kConflict,    // another transaction changed the same thing first: retry
    kConstraint,  // a uniqueness or existence constraint
    kLimit,       // 32 bit ids are used up
  };

  StoreError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

}  // namespace papergraph
