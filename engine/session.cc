#include "engine/session.h"

#include <fmt/format.h>
#include <malloc.h>

#include <chrono>
#include <unordered_map>

#include "engine/algebra/print.h"
#include "engine/exec/executor.h"
#include "engine/planner/planner.h"
#include "engine/procedures/declared.h"
#include "engine/schema_statements.h"
#include "engine/semantic/check.h"
#include "engine/sentence/sentence.h"
#include "grammar/ast_printer.h"
#include "grammar/parser.h"

namespace papergraph::engine {

namespace {

// Counts every change of indexes by any session of this program: plans made before are made again.
std::atomic<uint64_t> schema_version{0};

constexpr size_t kMostPlans = 512;

QueryError FromStore(const StoreError& error) {
  using Kind = StoreError::Kind;
  switch (error.kind()) {
    case Kind::kConstraint:
      return RuntimeError(ErrorType::kConstraintValidationFailed, "ConstraintViolation", {}, error.what());
    case Kind::kConflict:
      return RuntimeError(ErrorType::kTransactionError, "Conflict", {}, error.what());
    case Kind::kReadOnly:
      return RuntimeError(ErrorType::kStorageError, "ReadOnly", {}, error.what());
    case Kind::kLimit:
      return RuntimeError(ErrorType::kResourceError, "IdsExhausted", {}, error.what());
    default:
      return RuntimeError(ErrorType::kStorageError, "StorageError", {}, error.what());
  }
}

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// What is kept for the text of a statement.
struct Prepared {
  std::unique_ptr<Executor> executor;
  uint64_t schema = 0;
  uint64_t nodes = 0, edges = 0;  // when it was planned
  ast::Statement::Mode mode = ast::Statement::Mode::kRun;
  std::string explanation;  // EXPLAIN
};

// By its own count; more than memory that is used again for the next run is worth.
constexpr uint64_t kMuchHeld = 256ull << 20;

// A graph that has grown this much since is worth another look for the best way.
bool FarApart(uint64_t then, uint64_t now) { return now > 4 * then + 256 || then > 4 * now + 256; }

}  // namespace

struct Session::State {
  Store& store;
  SessionOptions options;
  std::unique_ptr<Transaction> transaction;
  std::shared_ptr<const GraphReader> held;  // what a transaction sees that only reads
  bool read_only;
  StatementKind kind = StatementKind::kRead;
  bool aborted = false;  // an error happened inside the transaction
  uint64_t written = 0;  // bytes that the open transaction holds
  std::atomic<bool> cancelled{false};
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> plans;
  bool held_much = false;  // the statement that ran last
  std::unordered_map<std::string, std::shared_ptr<const Procedure>, TextHash, std::equal_to<>> declared;

  State(Store& s, SessionOptions o) : store(s), options(std::move(o)), read_only(s.read_only()) {}

  bool InTransaction() const { return transaction != nullptr || held != nullptr; }

  void RequireWritable() const {
    if (!read_only) return;
    throw RuntimeError(ErrorType::kStorageError, "ReadOnly", {},
                       store.read_only() ? "the database is open to read only" : "this session only reads");
  }

  std::shared_ptr<const Procedure> FindProcedure(std::string_view name) const {
    if (const auto at = declared.find(name); at != declared.end()) return at->second;
    for (const Procedure& procedure : BuiltInProcedures()) {
      if (procedure.name == name) return std::shared_ptr<const Procedure>(std::shared_ptr<void>(), &procedure);
    }
    return nullptr;
  }

  // What a statement reads: its transaction, or the last commit.
  std::shared_ptr<const GraphReader> Reader() const {
    if (transaction) return {std::shared_ptr<void>(), transaction.get()};
    if (held) return held;
    return store.Snapshot();
  }

  RunOptions OptionsOfRun(bool profile) {
    RunOptions run;
    run.cancelled = &cancelled;
    run.timeout_seconds = options.timeout_seconds;
    run.memory_limit = options.memory_limit;
    run.allow_files = options.allow_files;
    run.profile = profile;
    return run;
  }

  bool IsFresh(const Prepared& prepared, const GraphReader& graph) const {
    return prepared.schema == schema_version.load(std::memory_order_relaxed) &&
           !FarApart(prepared.nodes, graph.NodeCount()) && !FarApart(prepared.edges, graph.EdgeCount());
  }

  Prepared Prepare(const ast::Statement& statement, const ast::Query* query, const GraphReader& graph,
                   const Value& params) const {
    PlanContext context;
    context.graph = &graph;
    context.parameters = &params;
    context.rules = options.optimise ? RuleSet::All() : RuleSet::None();
    if (options.ignore_estimates) context.rules.IgnoreEstimates();
    for (const std::string& rule : options.disabled_rules) context.rules.Disable(rule);
    context.find_procedure = [this](std::string_view name) { return FindProcedure(name); };
    Prepared prepared;
    prepared.schema = schema_version.load(std::memory_order_relaxed);
    prepared.nodes = graph.NodeCount();
    prepared.edges = graph.EdgeCount();
    prepared.mode = statement.mode;
    QueryPlan plan = query ? Planner::PlanStatement(*query, context)
                           : Planner::PlanShow(std::get<ast::Show>(statement.value), context);
    if (statement.mode == ast::Statement::Mode::kExplain) prepared.explanation = PrintPlan(plan, {.estimates = true});
    prepared.executor = std::make_unique<Executor>(std::move(plan));
    return prepared;
  }

  void RunPrepared(Prepared& prepared, const Value& params, RowSink& sink, Summary& summary);
  void ForgetLargePlan(std::string_view text);
  void RunParsed(std::string_view text, const ast::Statement& statement, const Value& params, RowSink& sink,
                 Summary& summary);
  template <typename Statement>
  void RunSchemaStatement(const Statement& statement, Span span, RowSink& sink);
  void RunControl(const ast::Statement& statement, RowSink& sink);
};

void Session::State::RunPrepared(Prepared& prepared, const Value& params, RowSink& sink, Summary& summary) {
  if (prepared.mode == ast::Statement::Mode::kExplain) {
    sink.Columns({}, *Reader());
    summary.plan = prepared.explanation;
    return;
  }
  const bool profile = prepared.mode == ast::Statement::Mode::kProfile;
  RunOptions run = OptionsOfRun(profile);
  Executor& executor = *prepared.executor;
  if (executor.plan().writes) {
    RequireWritable();
    kind = executor.plan().columns.empty() ? StatementKind::kWrite : StatementKind::kReadWrite;
  }
  if (!executor.plan().writes) {
    const auto graph = Reader();
    summary.stats = executor.Run(*graph, nullptr, params, run, sink);
  } else if (transaction) {
    if (executor.plan().in_transactions) {
      throw RuntimeError(ErrorType::kTransactionError, "TransactionOpen", {},
                         "CALL { ... } IN TRANSACTIONS commits by itself; end the open transaction first");
    }
    run.memory_written = written;
    summary.stats = executor.Run(*transaction, transaction.get(), params, run, sink);
    written = executor.memory_written();
    transaction->CheckConstraints();
  } else {
    std::unique_ptr<Transaction> own = store.Begin();
    if (executor.plan().in_transactions) {
      run.commit = [&](ExecContext& context) {
        own->CheckConstraints();
        own->Commit();
        own = store.Begin();
        context.graph = own.get();
        context.writer = own.get();
        const FunctionContext before = *context.function;
        context.function.emplace(FunctionContext{*own, before.now, before.call, before.random_state});
      };
    }
    summary.stats = executor.Run(*own, own.get(), params, run, sink);
    own->CheckConstraints();
    own->Commit();
  }
  if (profile) summary.plan = PrintPlan(executor.plan(), {.seen = true});
  held_much = executor.memory_used() > kMuchHeld;
}

// What a large statement held stays with its plan, which is made again in far less time than such a statement runs.
void Session::State::ForgetLargePlan(std::string_view text) {
  if (const auto at = plans.find(text); at != plans.end()) plans.erase(at);
  malloc_trim(0);
  held_much = false;
}

template <typename Statement>
void Session::State::RunSchemaStatement(const Statement& statement, Span span, RowSink& sink) {
  RequireWritable();
  kind = StatementKind::kSchema;
  if (transaction) {
    RunSchema(statement, span, *transaction);
  } else {
    const auto run = [&](const std::unique_ptr<Transaction>& own) {
      RunSchema(statement, span, *own);
      own->Commit();
    };
    try {
      run(store.Begin());
    } catch (const StoreError& error) {
      if (error.kind() != StoreError::Kind::kConflict) throw;
      // Somebody committed while the index was made. Beside writers who never rest that would happen each time.
      run(store.BeginAlone());
    }
  }
  schema_version.fetch_add(1);
  plans.clear();
  sink.Columns({}, *Reader());
}

void Session::State::RunControl(const ast::Statement& statement, RowSink& sink) {
  if (std::holds_alternative<ast::Begin>(statement.value)) {
    if (InTransaction()) {
      throw RuntimeError(ErrorType::kTransactionError, "TransactionOpen", statement.span,
                         "a transaction is open already; COMMIT or ROLLBACK it first");
    }
    if (read_only) {
      held = store.Snapshot();
    } else {
      transaction = store.Begin();
    }
    written = 0;
  } else {
    if (!InTransaction()) {
      throw RuntimeError(ErrorType::kTransactionError, "NoTransaction", statement.span,
                         "no transaction is open; BEGIN opens one");
    }
    const auto ending = std::move(transaction);
    held.reset();
    const bool failed = aborted;
    aborted = false;
    if (std::holds_alternative<ast::Commit>(statement.value)) {
      if (failed) {
        plans.clear();
        throw RuntimeError(ErrorType::kTransactionError, "TransactionAborted", statement.span,
                           "a statement of this transaction failed: it was rolled back instead of committed");
      }
      if (ending) ending->Commit();
    } else {
      // Names that only this transaction knew are gone, and plans know their ids.
      plans.clear();
      schema_version.fetch_add(1);
    }
  }
  sink.Columns({}, *Reader());
}

void Session::State::RunParsed(std::string_view text, const ast::Statement& statement, const Value& params,
                               RowSink& sink, Summary& summary) {
  if (const auto* create = std::get_if<ast::CreateIndex>(&statement.value)) {
    RunSchemaStatement(*create, statement.span, sink);
  } else if (const auto* drop = std::get_if<ast::DropIndex>(&statement.value)) {
    RunSchemaStatement(*drop, statement.span, sink);
  } else if (const auto* constraint = std::get_if<ast::CreateConstraint>(&statement.value)) {
    RunSchemaStatement(*constraint, statement.span, sink);
  } else if (const auto* gone = std::get_if<ast::DropConstraint>(&statement.value)) {
    RunSchemaStatement(*gone, statement.span, sink);
  } else if (std::holds_alternative<ast::Query>(statement.value) ||
             std::holds_alternative<ast::Show>(statement.value)) {
    Prepared prepared = Prepare(statement, std::get_if<ast::Query>(&statement.value), *Reader(), params);
    if (plans.size() >= kMostPlans) plans.clear();
    Prepared& kept = plans.insert_or_assign(std::string(text), std::move(prepared)).first->second;
    RunPrepared(kept, params, sink, summary);
  } else {
    RunControl(statement, sink);
  }
}

Session::Session(Store& store, SessionOptions options) : state_(std::make_unique<State>(store, std::move(options))) {}
Session::~Session() = default;

Summary Session::Run(std::string_view text, const Value& params, RowSink& sink) {
  State& state = *state_;
  const auto start = std::chrono::steady_clock::now();
  state.cancelled.store(false, std::memory_order_relaxed);
  state.kind = StatementKind::kRead;
  Summary summary;
  try {
    const auto known = state.aborted ? state.plans.end() : state.plans.find(text);
    if (known != state.plans.end() && state.IsFresh(known->second, *state.Reader())) {
      state.RunPrepared(known->second, params, sink, summary);
    } else {
      const bool cypher = LooksLikeCypher(text);
      ast::Statement statement;
      try {
        statement =
            cypher ? Parse(text) : ReadSentence(text, *state.Reader(), Date{Now().seconds / 86400}, &summary.notices);
      } catch (const QueryError&) {
        // What cannot be read is no ROLLBACK: an aborted transaction says so below, whatever else is wrong.
        if (!state.aborted) throw;
      }
      const bool ends = std::holds_alternative<ast::Rollback>(statement.value) ||
                        std::holds_alternative<ast::Commit>(statement.value);
      if (state.aborted && !ends) {
        throw RuntimeError(ErrorType::kTransactionError, "TransactionAborted", {},
                           "an earlier statement of this transaction failed; ROLLBACK ends it");
      }
      if (!cypher && statement.mode == ast::Statement::Mode::kExplain) {
        statement.mode = ast::Statement::Mode::kRun;
        summary.plan = Print(statement);
        sink.Columns({}, *state.Reader());
      } else {
        CheckContext check;
        check.find_procedure = [&](std::string_view name) { return state.FindProcedure(name).get(); };
        check.parameters = &params;
        Check(statement, check);
        state.RunParsed(text, statement, params, sink, summary);
        // What a sentence means depends on the names in the graph and on the day: it is read anew each time.
        if (!cypher) state.plans.erase(std::string(text));
      }
    }
    if (state.held_much) state.ForgetLargePlan(text);
  } catch (const StoreError& error) {
    state.aborted = state.InTransaction();
    state.plans.clear();
    throw FromStore(error);
  } catch (...) {
    // Ids of names that a statement made up before it failed may be given to others.
    state.aborted = state.InTransaction();
    state.plans.clear();
    throw;
  }
  summary.elapsed_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return summary;
}

void Session::Cancel() { state_->cancelled.store(true, std::memory_order_relaxed); }

bool Session::in_transaction() const { return state_->InTransaction(); }

StatementKind Session::last_kind() const { return state_->kind; }

void Session::SetReadOnly(bool read_only) { state_->read_only = read_only || state_->store.read_only(); }

void Session::SetTimeout(double seconds) { state_->options.timeout_seconds = seconds; }

double Session::timeout() const { return state_->options.timeout_seconds; }

std::shared_ptr<const GraphReader> Session::Graph() const { return state_->Reader(); }

void Session::DeclareProcedure(std::string_view signature, const std::vector<std::string>& columns,
                               std::vector<std::vector<Value>> rows) {
  auto procedure = TableProcedure(signature, columns, std::move(rows));
  state_->plans.clear();
  state_->declared[procedure->name] = procedure;
}

void Session::Reset() {
  state_->plans.clear();
  state_->transaction.reset();
  state_->held.reset();
  state_->aborted = false;
  state_->declared.clear();
  state_->store.Reset();
  schema_version.fetch_add(1);
}

}  // namespace papergraph::engine
