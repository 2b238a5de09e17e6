// Session: statements in, rows out. The room's door.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "grammar/error.h"
#include "storage/store.h"

namespace papergraph::engine {

struct SessionOptions {
  std::string allow_files;                  // what LOAD CSV may read lies under this folder; empty: nothing
  uint64_t memory_limit = 0;                // bytes a statement may hold; 0: no limit
  double timeout_seconds = 0;               // 0: no limit
  std::vector<std::string> disabled_rules;  // of engine/optimizer/rules.h, by name
  bool ignore_estimates = false;            // rules apply however few rows are expected, for differential tests
  bool optimise = true;                     // false: plans as written, for differential tests
};

/// What the statement that ran last was: read, wrote without rows, wrote with rows, changed indexes or constraints.
enum class StatementKind { kRead, kWrite, kReadWrite, kSchema };

/// One client's statements, one after the other. A statement is Cypher or a plain sentence (engine/sentence).
/// Without BEGIN each statement is a transaction of its own. One thread; Cancel() from any (also from a signal
/// handler).
class Session {
 public:
  /// `store` outlives the session.
  Session(Store& store, SessionOptions options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs one statement; rows go to `sink` as they come. Throws QueryError (also for StoreError, as kStorageError,
  /// kConstraintValidationFailed or kTransactionError); then nothing of the statement remains, but rows may have been
  /// seen. `params` is a map value (or null).
  Summary Run(std::string_view text, const Value& params, RowSink& sink);

  /// The running statement ends soon with QueryError kResourceError / Cancelled. Nothing when none runs.
  void Cancel();

  bool in_transaction() const;
  StatementKind last_kind() const;

  /// From now on statements that write fail (kStorageError, ReadOnly), and BEGIN holds a snapshot. So from the
  /// beginning where the store is open to read only. REQUIRES: no transaction is open.
  void SetReadOnly(bool read_only);
  /// In place of the options' timeout_seconds, from the next statement on.
  void SetTimeout(double seconds);
  double timeout() const;

  /// The graph a statement would see now.
  std::shared_ptr<const GraphReader> Graph() const;

  /// For CONTRACT.md's op "procedure": a procedure answered from a table until ForgetProcedures. `signature` as the TCK
  /// writes it; cells are values already. Throws QueryError kSyntaxError when the signature cannot be read.
  void DeclareProcedure(std::string_view signature, const std::vector<std::string>& columns,
                        std::vector<std::vector<Value>> rows);
  /// Empties the graph (":memory:" only) and forgets declared procedures; an open transaction is rolled back.
  void Reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace papergraph::engine
