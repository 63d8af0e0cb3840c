#include "model/pattern.h"

#include "support/catch.h"

namespace postern::model {
namespace {

/// Parts as text: literals in quotes, `*`, `?`, and variables in angle brackets.
std::string show(const std::vector<Part>& parts) {
  std::string out;
  for (const Part& part : parts) {
    if (!out.empty()) out += ' ';
    if (const Literal* literal = std::get_if<Literal>(&part)) out += "'" + literal->text + "'";
    if (std::holds_alternative<AnyRun>(part)) out += '*';
    if (std::holds_alternative<AnyOne>(part)) out += '?';
    if (const Variable* variable = std::get_if<Variable>(&part)) {
      out += "<" + variable->key + (variable->fallback ? "|" + *variable->fallback : "") + ">";
    }
  }
  return out;
}

}  // namespace

TEST_CASE("patterns split into parts") {
  struct Row {
    std::string_view text;
    Wildcards wildcards;
    Variables variables;
    std::string parts;
  };
  constexpr Wildcards wild = Wildcards::Yes;
  constexpr Wildcards plain = Wildcards::No;
  constexpr Variables yes = Variables::Yes;
  constexpr Variables no = Variables::No;
  const Row rows[] = {
      {"", wild, yes, ""},
      {"abc", wild, yes, "'abc'"},
      {"a*b?c", wild, no, "'a' * 'b' ? 'c'"},
      {"**", wild, no, "* *"},
      {"a*b?c", plain, no, "'a*b?c'"},
      {R"(.+[](){}^\)", wild, yes, R"('.+[](){}^\')"},  // GLOB-5
      // Variables, and their absence in old documents (VAR-1).
      {"a/${aws:UserName}/*", wild, yes, "'a/' <aws:username> '/' *"},
      {"a/${aws:UserName}/*", wild, no, "'a/${aws:UserName}/' *"},
      {"${a}${B}", plain, yes, "<a> <b>"},
      {"${aws:PrincipalTag/Cost Center}", plain, yes, "<aws:principaltag/cost center>"},
      {"${*}", wild, no, "'${' * '}'"},
      // Special characters (GLOB-4, VAR-8); they join the text around them.
      {"a${*}b${?}c${$}d", wild, yes, "'a*b?c$d'"},
      {"a${*}", plain, yes, "'a*'"},
      // Defaults (VAR-3, VAR-7).
      {"${aws:PrincipalTag/team, 'none'}x", plain, yes, "<aws:principaltag/team|none> 'x'"},
      {"${k,'Two, }words*'}", wild, yes, "<k|Two, }words*>"},
      {"${k, ''}", plain, yes, "<k|>"},
      // A `${` without closing brace is text (VAR-3).
      {"a${b*", wild, yes, "'a${b' *"},
      {"$", wild, yes, "'$'"},
      {"$${a}", wild, yes, "'$' <a>"},
      // Of no known form: a variable nobody can resolve; the policy reader refuses it.
      {"${k, none}", plain, yes, "<k, none>"},
      {"${}", plain, yes, "<>"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(show(parse_pattern(row.text, row.wildcards, row.variables)) == row.parts);
  }
}

TEST_CASE("a pattern knows whether it has variables") {
  const auto has_variables = [](std::string_view text) {
    return Pattern{std::string(text), parse_pattern(text, Wildcards::Yes, Variables::Yes), {}}
        .has_variables();
  };
  CHECK(has_variables("a${b}"));
  CHECK_FALSE(has_variables("a*${*}"));
}

}  // namespace postern::model
