// Statements that read: chains of clauses, UNION, subqueries, and a RETURN whose rows can be compared.
#include <algorithm>

#include "tests/generate/generator.h"

namespace papergraph::generate {
namespace {

bool IsEntity(Type type) { return type == Type::kNode || type == Type::kRel; }

}  // namespace

// Whether ORDER BY of all leaves nothing open.
bool Generator::IsSortable(const std::vector<Variable>& columns) const {
  return std::none_of(columns.begin(), columns.end(), [&](const Variable& column) {
    return column.type == Type::kPath || column.type == Type::kNodes || column.type == Type::kRels ||
           (wrote_ && IsEntity(column.type));
  });
}

void Generator::KeepScope(std::vector<Variable> scope) { scope_ = std::move(scope); }

std::string Generator::Match(bool optional) {
  known_ = scope_.size();
  std::string text = std::string(optional ? "OPTIONAL " : "") << "MATCH " << Patterns();
  const size_t known = known_;
  known_ = scope_.size();
  if (!shape_.portable && choices_.Percent(3)) {
    open_error_ = true;
    text += " WHERE " << Predicate(1) << " AND (" << Risky() << ") IS NOT NULL";
  } else if (choices_.Percent(35)) {
    text += " WHERE " << Predicate(2);
  }
  if (optional) {
    for (size_t i = known; i < scope_.size(); ++i) scope_[i].nullable = true;
  }
  return text;
}

std::string Generator::Unwind() {
  const std::string name = Fresh("x");
  const std::string list =
      choices_.Percent(50) ? Expression(Type::kInts, 1) : choices_.Pick({"[1, 2]", "[]", "[1, null, 1]", "null"});
  scope_.push_back({name, Type::kInt, true});
  return "UNWIND " << list << " AS " << name;
}

// The sum of nothing but null is 0 in openCypher and null in GQL: other engines are asked for neither.
std::string Generator::Sum(const std::string& open) {
  std::string number = Expression(Type::kInt, 1);
  if (shape_.portable) number = "coalesce(" << number << ", 0)";
  return open + number + ")";
}

std::string Generator::Aggregate(Type& type) {
  type = Type::kInt;
  switch (choices_.Below(shape_.portable ? 6 : 14)) {
    case 0:
      return "count(*)";
    case 1:
      return "count(" << Expression(Scalar(), 1) << ")";
    case 2:
      return "count(DISTINCT " << Expression(Scalar(), 1) << ")";
    case 3:
      return Sum("sum(");
    case 4:
      type = choices_.Pick({Type::kInt, Type::kString});
      return choices_.Pick({"min(", "max("}) << Expression(type, 1) << ")";
    case 5:
      return Sum("sum(DISTINCT ");
    case 6:
      type = Type::kInts;
      return "coll.sort(collect(" << Expression(Type::kInt, 1) << "))";
    case 7:
      type = Type::kInts;
      return "coll.sort(collect(DISTINCT " << Expression(Type::kInt, 1) << "))";
    case 8:
      type = Type::kAny;
      merges_ = true;
      return choices_.Pick({"min(", "max("}) << Expression(Type::kAny, 1) << ")";
    case 9:
      type = Type::kFloat;
      return choices_.Pick({"avg(", "avg(DISTINCT "}) << Expression(Type::kInt, 1) << ")";
    case 10:
      type = Type::kInt;
      return "percentileDisc(" << Expression(Type::kInt, 1) << ", 0.5)";
    case 11:
      type = Type::kFloat;
      return "round(stDev(" << Expression(Type::kInt, 0) << "), 6)";
    case 12:
      if (const auto node = Find(choices_.Pick({Type::kNode, Type::kRel})))
        return "count(DISTINCT " << node->name << ")";
      return "size(collect(" << Expression(Type::kAny, 1) << "))";
    default:
      return "sum(CASE WHEN " << Predicate(1) << " THEN 1 ELSE 0 END) + count(*)";
  }
}

// Every column, in any order and direction: only equal rows remain in an open order.
std::string Generator::SortKeys(const std::vector<Variable>& columns) {
  std::vector<std::string> keys;
  for (const Variable& column : columns) {
    keys.push_back(column.name + (IsEntity(column.type) ? ".u" : ""));
    by_number_ |= IsEntity(column.type);
  }
  for (size_t i = keys.size(); i > 1; --i) std::swap(keys[i - 1], keys[choices_.Below(static_cast<uint32_t>(i))]);
  std::string text;
  for (const std::string& key : keys) {
    text += (text.empty() ? " ORDER BY " : ", ") << key;
    text += choices_.Pick({"", " DESC", "", " ASC"});
  }
  return text;
}

std::string Generator::Cut(bool both) {
  std::string text;
  if (both || choices_.Percent(40)) text += std::string(" SKIP ") << choices_.Pick({"1", "0", "2", "$i"});
  if (both || choices_.Percent(70))
    text += std::string(" LIMIT ") << choices_.Pick({"1", "2", "3", "10", "0", "1 + $i"});
  if (shape_.portable) return choices_.Pick({" LIMIT 3", " SKIP 1", " SKIP 1 LIMIT 2"});
  return text;
}

std::string Generator::With() {
  std::string text = "WITH ";
  std::vector<Variable> columns;
  std::string items;
  const auto add = [&](const std::string& expression, Type type, bool nullable) {
    const bool keeps =
        std::any_of(scope_.begin(), scope_.end(), [&](const Variable& v) { return v.name == expression; });
    const bool taken =
        std::any_of(columns.begin(), columns.end(), [&](const Variable& v) { return v.name == expression; });
    const std::string name = keeps && !taken && choices_.Percent(80) ? expression : Fresh("c");
    items += (items.empty() ? "" : ", ") << expression << (name == expression ? "" : " AS " << name);
    columns.push_back({name, type, nullable});
  };
  const uint32_t kind = choices_.Below(6);
  if (kind == 0) {
    columns = scope_;
    items = "*";
    if (scope_.empty()) add(Expression(Type::kInt, 1), Type::kInt, true);
  } else {
    const auto kept = scope_;
    for (const Variable& variable : kept) {
      if (choices_.Percent(55)) add(variable.name, variable.type, variable.nullable);
    }
    if (choices_.Percent(50) || columns.empty()) {
      const Type type = Scalar();
      add(Expression(type, 1), type, true);
    }
    if (kind == 1) {
      text += "DISTINCT ";
      merges_ = true;
    }
    if (kind == 2 || kind == 3) {
      Type type{};
      std::string aggregate = Aggregate(type);
      const std::string name = Fresh("c");
      items += ", " << aggregate << " AS " << name;
      columns.push_back({name, type, true});
      merges_ = true;
    }
  }
  text += items;
  if (choices_.Percent(30) && IsSortable(columns)) {
    text += SortKeys(columns);
    if (choices_.Percent(70)) {
      text += Cut(false);
      merges_ = true;
    }
  }
  scope_ = columns;
  known_ = scope_.size();
  if (choices_.Percent(25)) text += " WHERE " << Predicate(1);
  return text;
}

std::string Generator::CallSubquery(int depth) {
  const auto outer = scope_;
  std::vector<Variable> imported;
  for (const Variable& variable : outer) {
    if (choices_.Percent(60)) imported.push_back(variable);
  }
  std::string names;
  for (const Variable& variable : imported) names += (names.empty() ? "" : ", ") << variable.name;
  const bool head = choices_.Percent(50);
  std::string text = head ? "CALL (" << names << ") { " : "CALL { ";
  const std::string importing = head || imported.empty() ? "" : "WITH " << names << " ";
  scope_ = imported;
  known_ = scope_.size();
  // A column of its own name for each part of a UNION.
  const std::vector<Type> types = {Scalar()};
  Step inner;
  const std::string column = Fresh("c");
  const auto part = [&] {
    std::string body = importing;
    const uint32_t clauses = depth > 0 ? choices_.Below(2) : 0;
    body += choices_.Percent(75) || clauses > 0 ? Match(choices_.Percent(25)) << " " : "";
    if (clauses > 0) body += With() << " ";
    if (choices_.Percent(35)) {
      Type type{};
      std::string aggregate = Aggregate(type);
      body += "RETURN " << aggregate << " AS " << column;
      if (type != Type::kInt) return body;
    } else {
      body += "RETURN " << Expression(types[0], 1) << " AS " << column;
      if (choices_.Percent(30)) {
        body += " ORDER BY " << column << Cut(false);
        merges_ = true;
      }
    }
    return body;
  };
  text += part();
  if (choices_.Percent(20)) {
    scope_ = imported;
    known_ = scope_.size();
    text += choices_.Pick({" UNION ", " UNION ALL "}) << part();
    merges_ = true;
  }
  scope_ = outer;
  scope_.push_back({column, Type::kAny, true});
  known_ = scope_.size();
  return text << " }";
}

std::string Generator::Single(Step& step, int clauses, const std::vector<Type>* columns) {
  std::string text;
  for (int i = 0; i < clauses; ++i) {
    switch (choices_.Below(i == 0 ? 7 : 14)) {
      case 5:
        text += Match(true);
        break;
      case 6:
        text += Unwind();
        break;
      case 7:
      case 8:
      case 9:
      case 10:
        text += With();
        break;
      case 11:
      case 12:
        text += shape_.portable ? With() : CallSubquery(1);
        break;
      default:
        text += Match(false);
    }
    text += " ";
  }
  return text << Return(step, columns);
}

// `columns`: as they must be for a UNION, named c and a number of their own.
std::string Generator::Return(Step& step, const std::vector<Type>* columns) {
  known_ = scope_.size();
  if (columns != nullptr) {
    std::string items;
    for (size_t i = 0; i < columns->size(); ++i) {
      items += (i > 0 ? ", " : "RETURN ") << Expression((*columns)[i], 1) << " AS k" << std::to_string(i);
    }
    return items;
  }
  std::string text = "RETURN ";
  std::vector<Variable> out;
  std::string items;
  const auto add = [&](const std::string& expression, Type type) {
    const std::string name = Fresh("c");
    items += (items.empty() ? "" : ", ") << expression << " AS " << name;
    out.push_back({name, type, true});
  };
  const uint32_t kind = choices_.Below(10);
  if (kind == 0) {
    text += "count(*) AS c";
    return text;
  }
  for (const Variable& variable : std::vector<Variable>(scope_)) {
    if (out.size() >= 5 || !choices_.Percent(45)) continue;
    // Every engine shows entities in its own way, numbers in one.
    if (!shape_.portable) {
      add(variable.name, variable.type);
    } else if (variable.type == Type::kPath) {
      add("length(" << variable.name << ")", Type::kInt);
    } else {
      add(variable.name + (IsEntity(variable.type) ? ".u" : ""), IsEntity(variable.type) ? Type::kInt : variable.type);
    }
  }
  for (uint32_t more = choices_.Below(2) + (out.empty() ? 1 : 0); more > 0; --more) {
    const Type type = Scalar();
    add(Expression(type, 2), type);
  }
  if (kind == 1 || kind == 2) {
    Type type{};
    std::string aggregate = Aggregate(type);
    add(aggregate, type);
    merges_ = true;
  } else if (kind == 3) {
    text += "DISTINCT ";
    merges_ = true;
  } else if (kind == 4 && !shape_.portable) {
    add(Risky(), Type::kAny);
    return text << items;
  }
  text += items;
  if (kind >= 6 && IsSortable(out)) {
    // ORDER BY of an entity's property stands for the entity.
    text += SortKeys(out);
    step.ordered = true;
    if (choices_.Percent(40)) {
      text += Cut(false);
      merges_ = true;
    }
  }
  return text;
}

Step Generator::Read() {
  Step step;
  const uint32_t kind = choices_.Below(12);
  const int clauses = 1 + static_cast<int>(choices_.Below(4));
  if (kind < 9) {
    step.text = Single(step, clauses, nullptr);
  } else {
    std::vector<Type> columns;
    for (uint32_t i = 0; i <= choices_.Below(2); ++i) columns.push_back(Scalar());
    std::string united;
    for (uint32_t i = 0, parts = 2 + choices_.Below(2); i < parts; ++i) {
      scope_.clear();
      known_ = 0;
      // UNION and UNION ALL do not mix.
      if (i > 0) united += kind == 9 ? " UNION ALL " : " UNION ";
      united += Single(step, 1 << static_cast<int>(choices_.Below(2)), &columns);
    }
    merges_ = true;
    if (kind == 11 && !shape_.portable) {
      std::vector<Variable> out;
      std::string names;
      for (size_t i = 0; i < columns.size(); ++i) {
        out.push_back({"k" << std::to_string(i), columns[i]});
        names += (i > 0 ? ", " : "") << out.back().name;
      }
      step.text = "CALL { " << united << " } RETURN " << names << SortKeys(out)
                            << (choices_.Percent(50) ? Cut(false) : "");
      step.ordered = true;
    } else {
      step.text = united;
    }
  }
  step.merges_numbers = merges_;
  step.error_is_open = open_error_;
  step.risky = risky_;
  step.by_number = by_number_;
  return step;
}

std::string Generator::Reading() {
  std::string text = "MATCH " << Patterns();
  known_ = scope_.size();
  if (choices_.Percent(30)) text += " " << With();
  if (choices_.Percent(30)) {
    const size_t known = known_;
    text += " OPTIONAL MATCH " << Patterns();
    for (size_t i = known; i < scope_.size(); ++i) scope_[i].nullable = true;
    // A WHERE would belong to the OPTIONAL MATCH.
    text += " WITH *";
  }
  known_ = scope_.size();
  return text;
}

std::string Generator::ReturnAll() {
  std::string items;
  for (const Variable& variable : scope_) items += (items.empty() ? "" : ", ") << variable.name;
  return items.empty() ? "RETURN 1 AS one" : "RETURN " << items;
}

}  // namespace papergraph::generate
