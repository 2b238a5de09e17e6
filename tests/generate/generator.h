// Valid statements over small random graphs, by the grammar and by type: the same decisions give the same case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/value.h"
#include "tests/generate/choices.h"

namespace papergraph::generate {

/// As `+`, but the left side is made before the right one, whatever compiler: the same bytes give the same text.
inline std::string operator<<(std::string left, std::string_view right) { return left.append(right); }

/// What an expression gives (null aside). kAny: it depends on the row.
enum class Type : uint8_t {
  kInt,
  kFloat,
  kString,
  kBool,
  kDate,
  kTemporal,
  kInts,
  kStrings,
  kAny,
  kNode,
  kRel,
  kPath,
  kNodes,  // a group variable
  kRels
};

struct Variable {
  std::string name;
  Type type;
  bool nullable = false;
};

/// One statement and what may be asked of its rows.
struct Step {
  std::string text;
  bool ordered = false;  // by all of its columns
  bool writes = false;
  bool schema = false;  // CREATE INDEX and its kin
  /// 1 and 1.0 are one to DISTINCT, grouping and LIMIT: which of them is shown is left open.
  bool merges_numbers = false;
  /// An error depends on which of several predicates is tested first, or on whether a row is asked for at all.
  bool error_is_open = false;
  /// Sorted by the numbers `u` of entities: nodes that are made later have none.
  bool by_number = false;
  /// Something in it may be of a wrong type: it may be refused before a row is read.
  bool risky = false;
};

/// A graph and what is asked of it and done to it, in this order.
struct Case {
  std::string graph;  // one CREATE
  std::vector<Step> steps;
  bool transaction = false;  // all steps within BEGIN and COMMIT
  bool rollback = false;     // ... and ROLLBACK instead

  /// All as a script.
  std::string Text() const;
};

/// The parameters that statements use: i, s, l, n (null), m (a map with i and s).
Value Parameters();

/// Which constructs may come.
struct Shape {
  bool updates = true;
  bool schema = true;
  /// Only what engines other than this one can be expected to know, too.
  bool portable = false;
};

/// Makes one case, or its parts for the metamorphic rules. One use.
class Generator {
 public:
  Generator(Choices& choices, Shape shape) : choices_(choices), shape_(shape) {}

  Case Make();

  // world.cc
  /// A CREATE of up to 7 nodes and 12 relationships. Each has an own number `u`.
  std::string Graph();
  Step Schema();

  // statements.cc
  Step Read();
  Step Write();

  // For the metamorphic rules.
  /// "MATCH ..." of a few patterns without WHERE, and maybe more clauses; its variables are then in scope.
  std::string Reading();
  std::string Predicate() { return Predicate(2); }
  /// "RETURN ..." of what is in scope, unordered.
  std::string ReturnAll();
  const std::vector<Variable>& scope() const { return scope_; }
  /// One path of fixed or variable length as node, relationship, node, ... pieces: to be written in both directions.
  struct PathPieces {
    std::vector<std::string> nodes;
    std::vector<std::string> relationships;  // what stands between the brackets
    std::vector<int> directions;             // -1 to the left, 0 both, 1 to the right
  };
  PathPieces Pieces();

 private:
  // expressions.cc
  std::string Expression(Type type, int depth);
  std::string Int(int depth);
  std::string Float(int depth);
  std::string Text(int depth);
  std::string Date(int depth);
  std::string Temporal(int depth);
  std::string Ints(int depth);
  std::string Strings(int depth);
  std::string Any(int depth);
  std::string Literal(Type type);
  std::string Case_(Type type, int depth);
  /// May end with an error.
  std::string Risky();
  Type Scalar();
  std::string Property(Type type);
  std::optional<Variable> Find(Type type);

  // predicates.cc
  std::string Predicate(int depth);
  std::string Leaf();
  std::string Comparison(int depth);
  std::string Compared(int depth);
  std::string Quantifier(int depth);
  std::string LabelTest(bool relationship, bool expression);

  // patterns.cc
  std::string Node(bool may_name);
  std::string Relationship(bool may_name, bool only_one);
  std::string Path(bool may_name, bool at_bound);
  std::string Quantified();
  std::string Shortest();
  std::string Patterns();
  std::string Properties(bool relationship);
  /// (a)-[:T]->(b) between known variables and unnamed ones.
  std::string PatternExpression();
  std::string Subquery(const char* word, Type type, int depth);

  // clauses.cc
  std::string Match(bool optional);
  std::string Unwind();
  std::string With();
  std::string CallSubquery(int depth);
  std::string Return(Step& step, const std::vector<Type>* columns);
  std::string Single(Step& step, int clauses, const std::vector<Type>* columns);
  std::string Aggregate(Type& type);
  std::string Sum(const std::string& open);
  std::string SortKeys(const std::vector<Variable>& columns);
  std::string Cut(bool both);
  bool IsSortable(const std::vector<Variable>& columns) const;
  void KeepScope(std::vector<Variable> scope);

  // updates.cc
  std::string Update();
  std::string UpdateClause();
  std::string Create();
  std::string Merge();
  std::string Set();
  std::string Remove();
  std::string Delete();
  std::string Foreach();
  std::string SetItem(const std::string& name, bool relationship);
  std::optional<Variable> Bound(Type type);

  std::string Fresh(const char* prefix) { return prefix + std::to_string(next_++); }

  Choices& choices_;
  Shape shape_;
  std::vector<Variable> scope_;
  size_t known_ = 0;  // of scope_: those of earlier clauses, which an inline predicate may use
  int next_ = 0;
  int nodes_ = 0, edges_ = 0;
  bool merges_ = false, open_error_ = false, risky_ = false, by_number_ = false;
  bool wrote_ = false;       // an earlier statement may have made nodes without an own number
  bool compared_ = false;    // an expression whose value is used: no bare pattern
  bool graph_free_ = false;  // an expression that must not look at what its clause is changing
};

}  // namespace papergraph::generate
