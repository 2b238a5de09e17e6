// The abstract syntax of openCypher: plain structs and variants, each with the bytes it came from. No methods.
// Names and sections follow the openCypher 9 reference; what goes beyond it (subqueries, quantified paths, label
// expressions, LOAD CSV, SHOW, constraints) follows ISO GQL's spelling as Neo4j 5 has it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "grammar/span.h"

namespace papergraph::ast {

struct Expr;
struct Query;
using ExprPtr = std::unique_ptr<Expr>;
using QueryPtr = std::unique_ptr<Query>;

/// A name as it means (unescaped), and where it stands.
struct Name {
  std::string text;
  Span span;
};

// ---- labels and types: `:A:B`, `:A|B`, `:!A&(B|C)`, `:%`

struct LabelExpr;
using LabelExprPtr = std::unique_ptr<LabelExpr>;

struct LabelExpr {
  enum class Kind { kName, kNot, kAnd, kOr, kAny };  // kAny: `%`, at least one label
  Kind kind = Kind::kName;
  std::string name;                    // kName
  std::vector<LabelExprPtr> operands;  // kNot: 1; kAnd, kOr: 2 or more
  Span span;
};

// ---- patterns

/// `(v:Label {p: 1} WHERE ...)`. `properties` is a MapLiteral or a Parameter, or null.
struct NodePattern {
  std::optional<Name> variable;
  LabelExprPtr labels;
  ExprPtr properties;
  ExprPtr where;
  Span span;
};

/// `*`, `*2`, `*1..3`, or a quantifier `+ {1,3}`; absent bounds are nullopt (min then is 1 for `*`, as in openCypher).
struct Length {
  std::optional<uint64_t> min;
  std::optional<uint64_t> max;
  Span span;
};

enum class Direction { kOut, kIn, kBoth };  // -->, <--, -- (and <-->)

/// `-[v:T1|T2 *1..3 {p: 1} WHERE ...]->`
struct RelationshipPattern {
  std::optional<Name> variable;
  LabelExprPtr types;
  std::optional<Length> length;      // `*...` inside the brackets: the variable is a list
  std::optional<Length> quantifier;  // `{1,3}`, `+`, `*` behind the arrow (GQL): min 0 for `*`, 1 for `+`
  ExprPtr properties;
  ExprPtr where;
  Direction direction = Direction::kBoth;
  Span span;
};

struct PathElement;

/// `(p = (a)-[r]->(b) WHERE ...){1,3}`: inside, the elements alternate node, relationship, ..., node. `variable`: the
/// path of one repetition; outside a list of them.
struct QuantifiedPath {
  std::optional<Name> variable;
  std::vector<PathElement> elements;
  ExprPtr where;
  Length quantifier;
  Span span;
};

/// Elements of a path alternate node, relationship, node; a QuantifiedPath may stand where a relationship may,
/// or beside nodes (then the parser adds anonymous nodes, so that the alternation holds).
struct PathElement {
  std::variant<NodePattern, RelationshipPattern, QuantifiedPath> value;
};

/// `p = shortestPath((a)-[*]-(b))`, and `p = SHORTEST 2 (a)-->+(b)` (GQL): of the paths between two nodes only some.
/// ANY n is read as SHORTEST n, ALL SHORTEST as SHORTEST 1 GROUP: the shortest are as good as any.
struct PathPattern {
  enum class Selector { kAll, kShortest, kAllShortest, kShortestPaths, kShortestGroups };
  std::optional<Name> variable;
  Selector selector = Selector::kAll;
  ExprPtr count;  // kShortestPaths, kShortestGroups: how many; an IntLiteral or a Parameter
  std::vector<PathElement> elements;
  ExprPtr where;  // kShortestPaths, kShortestGroups: what paths must meet before some of them are chosen
  Span span;
};

// ---- expressions

struct NullLiteral {};
struct BoolLiteral {
  bool value;
};
struct IntLiteral {
  int64_t value;
};
struct FloatLiteral {
  double value;
};
struct StringLiteral {
  std::string value;
};
struct ListLiteral {
  std::vector<ExprPtr> items;
};
struct MapEntry {
  Name key;
  ExprPtr value;
};
/// Entries in the order written. A key written twice: the last wins.
struct MapLiteral {
  std::vector<MapEntry> entries;
};
/// `$name`
struct Parameter {
  std::string name;
};
struct Variable {
  std::string name;
};
/// `object.key`
struct Property {
  ExprPtr object;
  Name key;
};
/// `object[index]`
struct Subscript {
  ExprPtr object;
  ExprPtr index;
};
/// `object[from..to]`, each bound may be null.
struct Slice {
  ExprPtr object;
  ExprPtr from;
  ExprPtr to;
};

enum class UnaryOp { kNot, kPlus, kMinus, kIsNull, kIsNotNull };
struct Unary {
  UnaryOp op;
  ExprPtr operand;
};

enum class BinaryOp {
  kOr,
  kXor,
  kAnd,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kPower,
  kConcatenate,
  kStartsWith,
  kEndsWith,
  kContains,
  kRegex,
  kIn,
};
struct Binary {
  BinaryOp op;
  ExprPtr left;
  ExprPtr right;
};

enum class CompareOp { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };
/// `a < b <= c`: operands has one more than ops; the operands between are evaluated once.
struct Comparison {
  std::vector<ExprPtr> operands;
  std::vector<CompareOp> ops;
};

/// `INTEGER NOT NULL`, `LIST<STRING>`, `INTEGER | FLOAT` (ISO GQL's value types, as Neo4j 5 has them).
struct ValueType {
  enum class Kind {
    kAny,
    kNothing,
    kNull,
    kBoolean,
    kString,
    kInteger,
    kFloat,
    kDate,
    kLocalTime,
    kZonedTime,
    kLocalDateTime,
    kZonedDateTime,
    kDuration,
    kNode,
    kRelationship,
    kMap,
    kPath,
    kPropertyValue,
    kList,   // parts: what its items are
    kUnion,  // parts: one of these
  };
  Kind kind = Kind::kAny;
  bool not_null = false;
  std::vector<ValueType> parts;
  friend bool operator==(const ValueType&, const ValueType&) = default;
};
/// `x IS :: INTEGER`, `x IS NOT TYPED STRING`
struct IsTyped {
  ExprPtr operand;
  bool negated = false;
  ValueType type;
};

/// `n:Label` as a predicate. On a relationship it tests the type.
struct HasLabels {
  ExprPtr object;
  LabelExprPtr labels;
};

/// `namespace.name(DISTINCT a, b)`; `name` joins the parts with '.', as written. Aggregates are calls, too.
struct FunctionCall {
  Name name;
  bool distinct = false;
  std::vector<ExprPtr> arguments;
};
/// `count(*)`
struct CountStar {};

struct CaseBranch {
  ExprPtr when;
  ExprPtr then;
};
/// With `subject`: equality with each `when`; without: each `when` is a predicate. `otherwise` may be null.
struct Case {
  ExprPtr subject;
  std::vector<CaseBranch> branches;
  ExprPtr otherwise;
};

/// `[x IN list WHERE p | e]`; where and projection may be null.
struct ListComprehension {
  Name variable;
  ExprPtr list;
  ExprPtr where;
  ExprPtr projection;
};
/// `[p = (a)-->(b) WHERE x | e]`
struct PatternComprehension {
  PathPattern pattern;
  ExprPtr where;
  ExprPtr projection;
};
enum class QuantifierKind { kAll, kAny, kNone, kSingle };
/// `all(x IN list WHERE p)`; without WHERE the element itself is the predicate (where is null).
struct Quantifier {
  QuantifierKind kind;
  Name variable;
  ExprPtr list;
  ExprPtr where;
};
/// `reduce(acc = init, x IN list | e)`
struct Reduce {
  Name accumulator;
  ExprPtr initial;
  Name variable;
  ExprPtr list;
  ExprPtr expression;
};
/// `(a)-->(b)` as a predicate, and `shortestPath((a)-[*]-(b))` as a value (selector != kAll).
struct PatternExpr {
  PathPattern pattern;
};
/// `EXISTS { ... }`, `COUNT { ... }`, `COLLECT { ... }`. `EXISTS { pattern WHERE x }` and `exists((a)-->(b))` are read
/// as a query of one MATCH without RETURN.
enum class SubqueryKind { kExists, kCount, kCollect };
struct Subquery {
  SubqueryKind kind;
  QueryPtr query;
};

/// `v {.a, .*, b: 1, c}`
struct MapProjection {
  struct AllProperties {
    Span span;
  };  // .*
  using Item = std::variant<AllProperties, Name /* .a */, MapEntry /* b: 1, and `c` as c: c */>;
  Name variable;
  std::vector<Item> items;
};

struct Expr {
  std::variant<NullLiteral, BoolLiteral, IntLiteral, FloatLiteral, StringLiteral, ListLiteral, MapLiteral, Parameter,
               Variable, Property, Subscript, Slice, Unary, Binary, Comparison, IsTyped, HasLabels, FunctionCall,
               CountStar, Case, ListComprehension, PatternComprehension, Quantifier, Reduce, PatternExpr, Subquery,
               MapProjection>
      value;
  Span span;
};

// ---- clauses

/// `USING INDEX n:Label(p)` (kIndex), `USING SCAN n:Label`, `USING JOIN ON n`. The plan does so, or the statement is
/// refused with SyntaxError / HintNotPossible and says why.
struct Hint {
  enum class Kind { kIndex, kScan, kJoin };
  Kind kind;
  std::vector<Name> variables;
  Name label;
  std::vector<Name> properties;
  Span span;
};

struct Match {
  bool optional = false;
  std::vector<PathPattern> patterns;
  std::vector<Hint> hints;
  ExprPtr where;
};
struct Unwind {
  ExprPtr list;
  Name variable;
};
struct Create {
  std::vector<PathPattern> patterns;
};

struct SetProperty {  // SET a.b = e; also `(expr).b = e` and `a[e1] = e2` (target is a Property or a Subscript)
  ExprPtr target;
  ExprPtr value;
};
struct SetAll {  // SET a = e, SET a += e (add)
  Name variable;
  bool add;
  ExprPtr value;
};
struct SetLabels {  // SET a:A:B
  Name variable;
  std::vector<Name> labels;
};
struct SetItem {
  std::variant<SetProperty, SetAll, SetLabels> value;
  Span span;
};
struct Set {
  std::vector<SetItem> items;
};

struct RemoveProperty {
  ExprPtr target;  // a Property or a Subscript
};
struct RemoveItem {
  std::variant<RemoveProperty, SetLabels> value;
  Span span;
};
struct Remove {
  std::vector<RemoveItem> items;
};

struct Merge {
  PathPattern pattern;
  std::vector<SetItem> on_match;
  std::vector<SetItem> on_create;
};
struct Delete {
  bool detach = false;
  std::vector<ExprPtr> targets;
};

struct SortItem {
  ExprPtr expr;
  bool descending = false;
  Span span;
};
/// One item of WITH or RETURN. `text` is its source text as written: the column's name when there is no alias.
struct ProjectionItem {
  ExprPtr expr;
  std::optional<Name> alias;
  std::string text;
  Span span;
};
struct Projection {
  bool distinct = false;
  bool star = false;  // `*` stands first, further items may follow
  std::vector<ProjectionItem> items;
  std::vector<SortItem> order_by;
  ExprPtr skip;
  ExprPtr limit;
};
struct With {
  Projection projection;
  ExprPtr where;
};
struct Return {
  Projection projection;
};

struct YieldItem {
  Name field;
  std::optional<Name> alias;
};
/// `CALL a.b(x) YIELD c AS d WHERE p`. Without parentheses (standalone call only) the arguments are implicit:
/// parameters of the procedure's argument names.
struct CallProcedure {
  bool optional = false;
  Name name;
  bool implicit_arguments = false;
  std::vector<ExprPtr> arguments;
  bool yield_star = false;
  std::optional<std::vector<YieldItem>> yield;  // nullopt: no YIELD written
  ExprPtr where;
};
/// What a batch of `IN TRANSACTIONS` that fails does to the statement: ends it, lets the other batches run, or lets no
/// other run.
enum class OnError { kFail, kContinue, kBreak };

/// `CALL { ... } IN TRANSACTIONS OF n ROWS ON ERROR CONTINUE REPORT STATUS AS s`; `CALL (a, b) { ... }` imports exactly
/// a and b (`*`: all). `IN n CONCURRENT TRANSACTIONS` means the same: batches run one after the other, whatever n is.
struct CallSubquery {
  bool optional = false;
  QueryPtr query;
  bool import_all = false;
  std::optional<std::vector<Name>> imports;  // nullopt: none written; a leading importing WITH is in the query itself
  bool in_transactions = false;
  ExprPtr batch_rows;
  OnError on_error = OnError::kFail;
  std::optional<Name> status;  // {started, committed, transactionId, errorMessage} of the row's batch
};
struct Clause;
struct Foreach {
  Name variable;
  ExprPtr list;
  std::vector<Clause> updates;
};
struct LoadCsv {
  bool with_headers = false;
  ExprPtr from;
  Name variable;
  ExprPtr field_terminator;  // null: ','
};

struct Clause {
  std::variant<Match, Unwind, Create, Set, Remove, Merge, Delete, With, Return, CallProcedure, CallSubquery, Foreach,
               LoadCsv>
      value;
  Span span;  // of the whole clause; the keyword stands at its start
};

struct SingleQuery {
  std::vector<Clause> clauses;
  Span span;
};
/// parts[0] UNION [ALL] parts[1] ...; `union_all` has one entry less than parts.
struct Query {
  std::vector<SingleQuery> parts;
  std::vector<bool> union_all;
  Span span;
};

// ---- schema and session statements

struct CreateIndex {
  enum class Kind { kRange, kFulltext };
  Kind kind = Kind::kRange;
  std::optional<Name> name;
  bool if_not_exists = false;
  bool on_relationship = false;
  std::vector<Name> labels;  // one; several for FULLTEXT
  std::vector<Name> properties;
};
struct DropIndex {
  std::optional<Name> name;  // by name, or
  bool if_exists = false;
  Name label;  // DROP INDEX ON :Label(property)
  std::vector<Name> properties;
};
struct CreateConstraint {
  enum class Kind { kUnique, kNotNull, kNodeKey };
  Kind kind = Kind::kUnique;
  std::optional<Name> name;
  bool if_not_exists = false;
  bool on_relationship = false;
  Name label;
  std::vector<Name> properties;
};
struct DropConstraint {
  Name name;
  bool if_exists = false;
};
/// `SHOW INDEXES [YIELD * | items] [WHERE p] [RETURN items]`
struct Show {
  enum class What { kIndexes, kConstraints, kProcedures, kFunctions };
  What what;
  std::optional<Projection> yield;
  ExprPtr where;
  std::optional<Projection> returns;
};
struct Begin {};
struct Commit {};
struct Rollback {};

struct Statement {
  enum class Mode { kRun, kExplain, kProfile };
  Mode mode = Mode::kRun;
  std::variant<Query, CreateIndex, DropIndex, CreateConstraint, DropConstraint, Show, Begin, Commit, Rollback> value;
  Span span;
};

}  // namespace papergraph::ast
