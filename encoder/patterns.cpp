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
  TermId doubt;                              // AMB-42: the value is present and empty
};

glob::GlobSetId not_ascii(glob::GlobPool& globs) {
  std::u32string ascii;
  for (char32_t c = 0; c < 128; ++c) ascii += c;
  return globs.intern_set(globs.intern({{glob::CharSet::all(), glob::Repeat::Any},
                                        {glob::CharSet::except(ascii), glob::Repeat::Once},
                                        {glob::CharSet::all(), glob::Repeat::Any}}));
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
                                                      bool completed) {
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
  return out;
}

glob::GlobId PatternEncoder::language(const model::Pattern& pattern, Style style, bool completed) {
  const bool complete = !completed || component_count(pattern) >= arn_components;
  if (style == Style::Flat && complete && reads_as_written(pattern)) {
    return terms_.globs().intern_wildcard(pattern.text);
  }
  return terms_.globs().intern(uses(pattern, style, completed).front().tokens);
}

std::vector<PatternEncoder::Binding> PatternEncoder::bindings(const model::Variable& variable,
                                                              Style style) {
  Key& key = keys_.key(variable.key);
  std::vector<Binding> out;
  const TermId never = terms_.false_term();
  const auto pinned = keys_.pinned_text(key);
  // VAR-3: a set of values is none.
  const auto texts = key.multivalued ? std::vector<KeyCase>{} : keys_.text_cases(key);
  for (const KeyCase& c : texts) {
    // Only known text can be compared in either case of its letters.
    const bool known = style == Style::IgnoreCase && pinned;
    Binding b{c.when, known ? Shape::text(*pinned) : c.value, {}, false, never};
    const bool open = !c.value.literal().has_value();
    b.doubt = shape_is(terms_, c.value, "");
    if (pinned && has_wildcard(*pinned)) b.wildcard_text = pinned;
    b.may_hold_wildcards = open && !pinned;
    out.push_back(std::move(b));
  }
  const TermId absent = key.multivalued ? terms_.true_term() : !keys_.present(key);
  if (variable.fallback) {
    Binding b{absent, Shape::text(*variable.fallback), {}, false, never};
    if (has_wildcard(*variable.fallback)) b.wildcard_text = variable.fallback;
    out.push_back(std::move(b));
  } else {
    out.push_back({absent, std::nullopt, {}, false, never});
  }
  return out;
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

PatternMatch PatternEncoder::match(std::span<const KeyCase> target, const model::Pattern& pattern,
                                   Style style, bool completed) {
  const std::vector<Use> parts = uses(pattern, style, completed);
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
  for (const model::Variable* v : variables) choices.push_back(bindings(*v, style));

  std::vector<TermId> literal, wild, doubts, unresolved, empty_without_default;
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
    std::vector<TermId> empty, star;
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
      empty.push_back(b.doubt);
      if (!variables[v]->fallback) {
        empty_without_default.push_back(terms_.all_of({b.when, b.doubt}));
      }
    }
    const TermId here = terms_.all_of(when);
    if (here != terms_.false_term()) {
      if (!has_value) {
        unresolved.push_back(here);
      } else {
        // AMB-42: an empty value may count as none, so what matches with it is not sure, and
        // what its default would match is not ruled out.
        doubts.push_back(terms_.all_of({here, terms_.any_of(empty)}));
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
  const TermId doubt = terms_.any_of(doubts);
  Truth truth{terms_.all_of({exact, !doubt}), terms_.any_of(wild), exact};
  if (doubt != terms_.false_term() &&
      std::any_of(variables.begin(), variables.end(),
                  [](const model::Variable* v) { return v->fallback.has_value(); })) {
    truth.maybe = terms_.any_of({truth.maybe, doubt});  // over: the default might match
  }
  const TermId resolved = !terms_.any_of(unresolved);
  return {truth, resolved, terms_.all_of({resolved, !terms_.any_of(empty_without_default)})};
}

}  // namespace postern::encoder
