#include "encoder/patterns.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "support/strong_id.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::LinkedPiece;
using formula::LinkedValue;
using formula::TermId;

constexpr std::size_t arn_components = 6;

const glob::CharSet& no_colon() {
  static const glob::CharSet set = glob::CharSet::except(U":");
  return set;
}

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

const std::u32string& ascii() {
  static const std::u32string all = [] {
    std::u32string out;
    for (char32_t c = 0; c < 128; ++c) out += c;
    return out;
  }();
  return all;
}

// Rewrites each run of wildcards for `units`. Next to a `*`, n `?` are "n units or more", which n
// code points always are.
glob::Tokens in_units(const glob::Tokens& tokens, Units units) {
  if (units == Units::CodePoints) return tokens;
  glob::Tokens out;
  const auto is_wildcard = [](const glob::Token& token) { return token.set.complement; };
  for (std::size_t i = 0; i < tokens.size();) {
    if (!is_wildcard(tokens[i])) {
      out.push_back(tokens[i++]);
      continue;
    }
    std::size_t end = i, single = 0;
    for (; end < tokens.size() && is_wildcard(tokens[end]); ++end) {
      if (tokens[end].repeat == glob::Repeat::Once) ++single;
    }
    const bool star = single < end - i;
    if (units == Units::Possible && single > (star ? 0 : 1)) {
      // over: a character has up to four units; how many these have is not asked.
      out.insert(out.end(), (single + 3) / 4, {tokens[i].set, glob::Repeat::Once});
      out.push_back({tokens[i].set, glob::Repeat::Any});
    } else if (units == Units::Certain && !star) {
      std::u32string one_unit;
      for (char32_t c : ascii()) {
        if (tokens[i].set.contains(c)) one_unit += c;
      }
      out.insert(out.end(), single, {glob::CharSet::any_of(one_unit), glob::Repeat::Once});
    } else {
      out.insert(out.end(), tokens.begin() + static_cast<std::ptrdiff_t>(i),
                 tokens.begin() + static_cast<std::ptrdiff_t>(end));
    }
    i = end;
  }
  return out;
}

// Whether each `*` and `?` of the text is a wildcard, and nothing else in it is special.
bool reads_as_written(const model::Pattern& pattern) {
  if (pattern.text.find('$') != std::string::npos) return false;
  return !has_wildcard(pattern.text) ||
         std::any_of(pattern.parts.begin(), pattern.parts.end(), [](const model::Part& part) {
           return !std::holds_alternative<model::Literal>(part);
         });
}

}  // namespace

// A piece of a pattern: tokens, or a variable with the characters its value may hold there.
struct PatternEncoder::Use {
  glob::Tokens tokens;
  const model::Variable* variable = nullptr;
  std::optional<glob::CharSet> only;
};

// One way a variable gets a text: a condition and the text; nothing: it has no value.
struct PatternEncoder::Binding {
  TermId when;
  std::optional<Shape> value;
  std::optional<std::string> wildcard_text;  // a text whose `*` and `?` might be wildcards (AMB-8)
  bool may_hold_wildcards = false;           // an open text that might hold them (AMB-8)
};

glob::GlobId not_ascii(glob::GlobPool& globs) {
  return globs.intern({{glob::CharSet::all(), glob::Repeat::Any},
                       {glob::CharSet::except(ascii()), glob::Repeat::Once},
                       {glob::CharSet::all(), glob::Repeat::Any}});
}

bool has_question_mark(const model::Pattern& pattern) {
  return std::any_of(pattern.parts.begin(), pattern.parts.end(), [](const model::Part& part) {
    return std::holds_alternative<model::AnyOne>(part);
  });
}

std::size_t component_count(const model::Pattern& pattern) {
  std::size_t count = 1;
  for (const model::Part& part : pattern.parts) {
    if (const auto* literal = std::get_if<model::Literal>(&part)) {
      for (char c : literal->text) count += c == ':' ? 1 : 0;
    }
  }
  return count;
}

std::vector<PatternEncoder::Use> PatternEncoder::uses(const model::Pattern& pattern, Style style,
                                                      bool completed, Units units) {
  std::vector<Use> out(1);
  std::size_t component = 1;
  const auto any = [&] {
    return style == Style::Segmented && component < arn_components ? no_colon()
                                                                   : glob::CharSet::all();
  };
  for (const model::Part& part : pattern.parts) {
    std::visit(Overloaded{
                   [&](const model::Literal& literal) {
                     const glob::Tokens tokens = style == Style::IgnoreCase
                                                     ? glob::literal_ignoring_case(literal.text)
                                                     : glob::literal(literal.text);
                     out.back().tokens.insert(out.back().tokens.end(), tokens.begin(),
                                              tokens.end());
                     for (char c : literal.text) component += c == ':' ? 1 : 0;
                   },
                   [&](const model::AnyRun&) {
                     out.back().tokens.push_back({any(), glob::Repeat::Any});
                   },
                   [&](const model::AnyOne&) {
                     out.back().tokens.push_back({any(), glob::Repeat::Once});
                   },
                   [&](const model::Variable& variable) {
                     Use use;
                     use.variable = &variable;
                     if (style == Style::Segmented && component < arn_components) {
                       use.only = no_colon();
                     }
                     out.push_back(use);
                     out.emplace_back();
                   },
               },
               part);
  }
  while (completed && component < arn_components) {
    out.back().tokens.push_back({glob::CharSet::one(U':'), glob::Repeat::Once});
    ++component;
    out.back().tokens.push_back({any(), glob::Repeat::Any});
  }
  for (Use& use : out) use.tokens = in_units(use.tokens, units);
  return out;
}

glob::GlobId PatternEncoder::language(const model::Pattern& pattern, Style style, bool completed,
                                      Units units) {
  const bool complete = !completed || component_count(pattern) >= arn_components;
  if (style != Style::IgnoreCase && style != Style::Segmented && complete &&
      units == Units::CodePoints && reads_as_written(pattern)) {
    return terms_.globs().intern_wildcard(pattern.text);
  }
  return terms_.globs().intern(uses(pattern, style, completed, units).front().tokens);
}

std::vector<PatternEncoder::Binding> PatternEncoder::bindings(const model::Variable& variable,
                                                              Style style, Empty empty) {
  Key& key = keys_.key(variable.key);
  std::vector<Binding> out;
  const auto pinned = keys_.pinned_text(key);
  const bool wildcards = style == Style::Flat || style == Style::Segmented;
  std::vector<TermId> absent = {key.multivalued ? terms_.true_term() : !keys_.present(key)};
  // VAR-3: a set of values is none.
  const auto texts = key.multivalued ? std::vector<KeyCase>{} : keys_.text_cases(key);
  for (const KeyCase& c : texts) {
    // Only known text can be compared in either case of its letters.
    const bool known = style == Style::IgnoreCase && pinned;
    Binding b{c.when, known ? Shape::text(*pinned) : c.value, {}, false};
    if (empty == Empty::IsNothing) {
      const TermId is_empty = shape_is(terms_, c.value, "");
      absent.push_back(terms_.all_of({c.when, is_empty}));
      b.when = terms_.all_of({c.when, !is_empty});
    }
    const bool open = !c.value.literal().has_value();
    if (wildcards && pinned && has_wildcard(*pinned)) b.wildcard_text = pinned;
    b.may_hold_wildcards = open && !pinned && style != Style::Text;
    out.push_back(std::move(b));
  }
  Binding none{terms_.any_of(absent), std::nullopt, {}, false};
  if (variable.fallback) {
    none.value = Shape::text(*variable.fallback);
    if (wildcards && has_wildcard(*variable.fallback)) none.wildcard_text = variable.fallback;
  }
  out.push_back(std::move(none));
  return out;
}

bool PatternEncoder::may_be_empty(const std::vector<model::Pattern>& patterns) {
  for (const model::Pattern& pattern : patterns) {
    for (const model::Part& part : pattern.parts) {
      const auto* variable = std::get_if<model::Variable>(&part);
      if (variable == nullptr) continue;
      Key& key = keys_.key(variable->key);
      if (key.multivalued || !key.may_be_empty) continue;
      for (const KeyCase& c : keys_.text_cases(key)) {
        const TermId is_empty = terms_.all_of({c.when, shape_is(terms_, c.value, "")});
        if (is_empty != terms_.false_term()) return true;
      }
    }
  }
  return false;
}

TermId PatternEncoder::instance(const KeyCase& target, std::vector<LinkedPiece> pieces) {
  const bool plain = std::none_of(pieces.begin(), pieces.end(), [](const LinkedPiece& p) {
    return std::holds_alternative<LinkedValue>(p);
  });
  if (!plain) return terms_.string_linked(keys_.field_of(target.value), std::move(pieces));
  glob::Tokens tokens;
  for (const LinkedPiece& piece : pieces) {
    const auto& more = std::get<glob::Tokens>(piece);
    tokens.insert(tokens.end(), more.begin(), more.end());
  }
  return shape_in(terms_, target.value, terms_.globs().intern_set(terms_.globs().intern(tokens)));
}

Truth PatternEncoder::match(const model::Pattern& pattern, Style style, bool completed,
                            const std::function<TermId(glob::GlobSetId)>& in) {
  const auto matches = [&](Units units) {
    return in(terms_.globs().intern_set(language(pattern, style, completed, units)));
  };
  const TermId canonical = matches(Units::CodePoints);
  if (!has_question_mark(pattern)) return Truth::of(canonical);
  const TermId foreign = in(terms_.globs().intern_set(not_ascii(terms_.globs())));
  return {matches(Units::Certain),
          terms_.any_of({canonical, terms_.all_of({foreign, matches(Units::Possible)})}),
          canonical};
}

PatternMatch PatternEncoder::match(std::span<const KeyCase> target, const model::Pattern& pattern,
                                   Style style, Empty empty, bool completed) {
  PatternMatch out = match(target, pattern, style, empty, completed, Units::CodePoints);
  if (!has_question_mark(pattern)) return out;
  const auto in_units = [&](Units units) {
    return match(target, pattern, style, empty, completed, units).matches;
  };
  const glob::GlobSetId other = terms_.globs().intern_set(not_ascii(terms_.globs()));
  std::vector<TermId> foreign;
  for (const KeyCase& c : target) {
    foreign.push_back(terms_.all_of({c.when, shape_in(terms_, c.value, other)}));
  }
  out.matches.sure = terms_.all_of({out.matches.sure, in_units(Units::Certain).sure});
  out.matches.maybe =
      terms_.any_of({out.matches.maybe,
                     terms_.all_of({terms_.any_of(foreign), in_units(Units::Possible).maybe})});
  return out;
}

PatternMatch PatternEncoder::match(std::span<const KeyCase> target, const model::Pattern& pattern,
                                   Style style, Empty empty, bool completed, Units units) {
  const std::vector<Use> parts = uses(pattern, style, completed, units);
  std::vector<const model::Variable*> variables;  // distinct ones
  std::vector<std::size_t> index(parts.size(), 0);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].variable == nullptr) continue;
    std::size_t at = 0;
    while (at < variables.size() && !(*variables[at] == *parts[i].variable)) ++at;
    if (at == variables.size()) variables.push_back(parts[i].variable);
    index[i] = at;
  }
  std::vector<std::vector<Binding>> choices;
  for (const model::Variable* v : variables) choices.push_back(bindings(*v, style, empty));

  std::vector<TermId> literal, wild, unresolved;
  std::vector<std::size_t> pick(variables.size(), 0);
  const auto chosen = [&](std::size_t v) -> const Binding& { return choices[v][pick[v]]; };
  const auto pieces = [&](bool wildcards, bool over) -> std::optional<std::vector<LinkedPiece>> {
    std::vector<LinkedPiece> out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].variable == nullptr) {
        out.emplace_back(parts[i].tokens);
        continue;
      }
      const Binding& b = chosen(index[i]);
      const glob::CharSet any = parts[i].only.value_or(glob::CharSet::all());
      if (wildcards && b.wildcard_text) {
        out.emplace_back(glob::wildcard(*b.wildcard_text, any));
        continue;
      }
      if (over && b.may_hold_wildcards) {
        out.emplace_back(glob::Tokens{{any, glob::Repeat::Any}});
        continue;
      }
      for (const auto& piece : b.value->pieces) {
        if (const auto* text = std::get_if<std::string>(&piece)) {
          if (parts[i].only && text->find(':') != std::string::npos) return std::nullopt;
          out.emplace_back(style == Style::IgnoreCase ? glob::literal_ignoring_case(*text)
                                                      : glob::literal(*text));
        } else {
          out.emplace_back(LinkedValue{std::get<formula::FieldId>(piece), parts[i].only});
        }
      }
    }
    return out;
  };
  while (true) {
    std::vector<TermId> when;
    bool has_value = true, wildcards = false, over = false;
    std::vector<TermId> star;
    for (std::size_t v = 0; v < variables.size(); ++v) {
      const Binding& b = chosen(v);
      when.push_back(b.when);
      has_value = has_value && b.value.has_value();
      wildcards = wildcards || b.wildcard_text.has_value();
      if (b.may_hold_wildcards) {
        over = true;
        const glob::GlobSetId special = terms_.globs().intern_set(
            {terms_.globs().intern({{glob::CharSet::all(), glob::Repeat::Any},
                                    {glob::CharSet::any_of(U"*?"), glob::Repeat::Once},
                                    {glob::CharSet::all(), glob::Repeat::Any}})});
        star.push_back(shape_in(terms_, *b.value, special));
      }
    }
    const TermId here = terms_.all_of(when);
    if (here != terms_.false_term()) {
      if (!has_value) {
        unresolved.push_back(here);
      } else {
        for (const KeyCase& t : target) {
          const TermId there = terms_.all_of({here, t.when});
          if (there == terms_.false_term()) continue;
          if (auto p = pieces(false, false)) {
            literal.push_back(terms_.all_of({there, instance(t, std::move(*p))}));
          }
          if (wildcards) {
            if (auto p = pieces(true, false)) {
              wild.push_back(terms_.all_of({there, instance(t, std::move(*p))}));
            }
          }
          if (over) {  // over: exact only where the request is pinned
            if (auto p = pieces(true, true)) {
              // A value that differs in the case of its letters only may be any.
              const TermId other =
                  style == Style::IgnoreCase ? terms_.true_term() : terms_.any_of(star);
              wild.push_back(terms_.all_of({there, other, instance(t, std::move(*p))}));
            }
          }
        }
      }
    }
    std::size_t v = 0;
    while (v < pick.size() && ++pick[v] == choices[v].size()) pick[v++] = 0;
    if (v == pick.size()) break;
  }
  const TermId exact = terms_.any_of(literal);
  wild.push_back(exact);
  return {{exact, terms_.any_of(wild), exact}, !terms_.any_of(unresolved)};
}

}  // namespace postern::encoder
