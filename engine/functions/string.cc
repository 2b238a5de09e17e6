#include <fmt/format.h>

#include "engine/functions/groups.h"
#include "engine/functions/unicode.h"

namespace papergraph::engine {
namespace string_functions {  // where functions may be called as Cypher calls them
namespace {

using Arguments = std::span<const Value>;

// A count or position of code points: not negative.
size_t CountArgument(const FunctionContext& context, std::string_view function, const Value& value) {
  const int64_t count = IntArgument(context, function, value);
  if (count < 0) OutOfRange(context, fmt::format("{}() takes no negative number, got {}", function, count));
  return static_cast<size_t>(count);
}

Value Upper(FunctionContext& context, Arguments arguments) {
  return Value::String(ToUpper(StringArgument(context, "toUpper", arguments[0])));
}

Value Lower(FunctionContext& context, Arguments arguments) {
  return Value::String(ToLower(StringArgument(context, "toLower", arguments[0])));
}

template <bool kLeft, bool kRight>
Value TrimSides(FunctionContext& context, Arguments arguments) {
  const std::string_view text = StringArgument(context, "trim", arguments[0]);
  if (arguments.size() == 1) return Value::String(Trim(text, kLeft, kRight));
  return Value::String(Trim(text, StringArgument(context, "trim", arguments[1]), kLeft, kRight));
}

Value Replace(FunctionContext& context, Arguments arguments) {
  const std::string_view text = StringArgument(context, "replace", arguments[0]);
  const std::string_view search = StringArgument(context, "replace", arguments[1]);
  const std::string_view replacement = StringArgument(context, "replace", arguments[2]);
  if (search.empty()) return arguments[0];
  std::string out;
  size_t begin = 0;
  for (size_t at = text.find(search); at != std::string_view::npos; at = text.find(search, begin)) {
    out.append(text.substr(begin, at - begin)).append(replacement);
    begin = at + search.size();
  }
  return Value::String(out.append(text.substr(begin)));
}

// The delimiter is a string, or a list of strings of which the first that fits cuts. An empty one cuts everywhere.
Value Split(FunctionContext& context, Arguments arguments) {
  const std::string_view text = StringArgument(context, "split", arguments[0]);
  std::vector<std::string_view> delimiters;
  if (arguments[1].kind() == ValueKind::kList) {
    for (const Value& item : arguments[1].as_list()) {
      if (item.is_null()) return Value();
      delimiters.push_back(StringArgument(context, "split", item));
    }
  } else {
    delimiters.push_back(StringArgument(context, "split", arguments[1]));
  }
  ValueList parts;
  size_t begin = 0;
  for (size_t i = 0; i < text.size();) {
    const std::string_view* cut = nullptr;
    for (const std::string_view& delimiter : delimiters) {
      if (delimiter.empty() ? i > begin : text.substr(i).starts_with(delimiter)) {
        cut = &delimiter;
        break;
      }
    }
    if (!cut) {
      i += CodePointSize(text, i);
      continue;
    }
    parts.push_back(Value::String(text.substr(begin, i - begin)));
    begin = i + cut->size();
    i = begin;
    if (cut->empty()) i += CodePointSize(text, i);
  }
  parts.push_back(Value::String(text.substr(begin)));
  return Value::List(std::move(parts));
}

Value Substring(FunctionContext& context, Arguments arguments) {
  std::string_view text = StringArgument(context, "substring", arguments[0]);
  text.remove_prefix(ByteOffset(text, CountArgument(context, "substring", arguments[1])));
  if (arguments.size() == 3) text = text.substr(0, ByteOffset(text, CountArgument(context, "substring", arguments[2])));
  return Value::String(text);
}

Value Left(FunctionContext& context, Arguments arguments) {
  const std::string_view text = StringArgument(context, "left", arguments[0]);
  return Value::String(text.substr(0, ByteOffset(text, CountArgument(context, "left", arguments[1]))));
}

Value Right(FunctionContext& context, Arguments arguments) {
  const std::string_view text = StringArgument(context, "right", arguments[0]);
  const size_t count = CountArgument(context, "right", arguments[1]);
  const size_t size = CodePointCount(text);
  return Value::String(count >= size ? text : text.substr(ByteOffset(text, size - count)));
}

Value CharLength(FunctionContext& context, Arguments arguments) {
  return Value::Int(static_cast<int64_t>(CodePointCount(StringArgument(context, "char_length", arguments[0]))));
}

Value NormalizeText(FunctionContext& context, Arguments arguments) {
  const std::string_view text = StringArgument(context, "normalize", arguments[0]);
  const std::string_view form = arguments.size() == 2 ? StringArgument(context, "normalize", arguments[1]) : "NFC";
  std::string out;
  if (!Normalize(text, form, out)) {
    throw RuntimeError(ErrorType::kArgumentError, "InvalidArgumentValue", context.call,
                       fmt::format("normalize() knows the forms NFC, NFD, NFKC and NFKD, not `{}`", form));
  }
  return Value::String(out);
}

constexpr Function kFunctions[] = {
    {"toUpper", "toUpper(text :: STRING) :: STRING", "The text in upper case.", "toUpper('straße') = 'STRASSE'", 1, 1,
     true, true, Upper},
    {"upper", "upper(text :: STRING) :: STRING", "The text in upper case.", "upper('abc') = 'ABC'", 1, 1, true, true,
     Upper},
    {"toLower", "toLower(text :: STRING) :: STRING", "The text in lower case.", "toLower('ÅBC') = 'åbc'", 1, 1, true,
     true, Lower},
    {"lower", "lower(text :: STRING) :: STRING", "The text in lower case.", "lower('ABC') = 'abc'", 1, 1, true, true,
     Lower},
    {"trim", "trim(text :: STRING, characters = ' ' :: STRING) :: STRING",
     "The text without white space, or the given characters, at both ends.", "trim('  a b ') = 'a b'", 1, 2, true, true,
     TrimSides<true, true>},
    {"btrim", "btrim(text :: STRING, characters = ' ' :: STRING) :: STRING",
     "The text without white space, or the given characters, at both ends.", "btrim('xxaxx', 'x') = 'a'", 1, 2, true,
     true, TrimSides<true, true>},
    {"lTrim", "lTrim(text :: STRING, characters = ' ' :: STRING) :: STRING",
     "The text without white space, or the given characters, at its start.", "lTrim('  a ') = 'a '", 1, 2, true, true,
     TrimSides<true, false>},
    {"rTrim", "rTrim(text :: STRING, characters = ' ' :: STRING) :: STRING",
     "The text without white space, or the given characters, at its end.", "rTrim(' a  ') = ' a'", 1, 2, true, true,
     TrimSides<false, true>},
    {"replace", "replace(text :: STRING, search :: STRING, replacement :: STRING) :: STRING",
     "The text with every occurrence of `search` replaced.", "replace('hello', 'l', 'w') = 'hewwo'", 3, 3, true, true,
     Replace},
    {"split", "split(text :: STRING, delimiter :: STRING | LIST<STRING>) :: LIST<STRING>",
     "The parts of the text between the delimiters.", "split('a,b', ',') = ['a', 'b']", 2, 2, true, true, Split},
    {"substring", "substring(text :: STRING, start :: INTEGER, length :: INTEGER) :: STRING",
     "The text from the code point `start` (the first is 0) on, at most `length` of them.",
     "substring('hello', 1, 3) = 'ell'", 2, 3, true, true, Substring},
    {"left", "left(text :: STRING, length :: INTEGER) :: STRING", "The first code points of the text.",
     "left('hello', 3) = 'hel'", 2, 2, true, true, Left},
    {"right", "right(text :: STRING, length :: INTEGER) :: STRING", "The last code points of the text.",
     "right('hello', 3) = 'llo'", 2, 2, true, true, Right},
    {"char_length", "char_length(text :: STRING) :: INTEGER", "The number of code points.", "char_length('数学') = 2",
     1, 1, true, true, CharLength},
    {"character_length", "character_length(text :: STRING) :: INTEGER", "The number of code points.",
     "character_length('abc') = 3", 1, 1, true, true, CharLength},
    {"normalize", "normalize(text :: STRING, form = 'NFC' :: STRING) :: STRING",
     "The text in a Unicode normal form: NFC, NFD, NFKC or NFKD.", "normalize('Ａ', 'NFKC') = 'A'", 1, 2, true, true,
     NormalizeText},
};

}  // namespace
}  // namespace string_functions

std::span<const Function> StringFunctions() { return string_functions::kFunctions; }

}  // namespace papergraph::engine
