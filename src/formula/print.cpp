// Terms as one line of text, for people and unit tests.
#include "formula/store.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::formula {
namespace {

std::string print_character(char32_t c) {
  if (std::u32string_view(U"*?[]^\\ {},\"$").find(c) != std::u32string_view::npos) {
    return std::string("\\") + static_cast<char>(c);
  }
  return encode_utf8(std::u32string(1, c));
}

std::string print_token(const glob::Token& token) {
  const bool run = token.repeat == glob::Repeat::Any;
  if (token.set == glob::CharSet::all()) return run ? "*" : "?";
  std::string text;
  for (const char32_t c : token.set.chars) text += print_character(c);
  if (token.set.complement) {
    text = "[^" + text + "]";
  } else if (token.set.chars.size() != 1 || run) {
    text = "[" + text + "]";
  }
  return run ? text + "*" : text;
}

std::string print_values(const Bits& values) {
  std::vector<std::string> parts;
  for (std::size_t first = values.first(); first < values.size();) {
    std::size_t last = first;
    while (last + 1 < values.size() && values.test(last + 1)) ++last;
    parts.push_back(std::to_string(first) + (last == first ? "" : "-" + std::to_string(last)));
    first = values.next(last);
  }
  return "{" + join(parts, " ") + "}";
}

std::string print_linked(const LinkedValue& value, const std::string& name) {
  if (!value.only) return "${" + name + "}";
  return "${" + name + ":" + print_token({*value.only, glob::Repeat::Any}) + "}";
}

std::string_view symbol(Comparison comparison) {
  switch (comparison) {
    case Comparison::Less:
      return "<";
    case Comparison::LessOrEqual:
      return "<=";
    case Comparison::Equal:
      return "=";
  }
  internal_error("unknown comparison");
}

}  // namespace

std::string print_tokens(const glob::Tokens& tokens) {
  std::string text;
  for (const glob::Token& token : tokens) text += print_token(token);
  return text;
}

namespace {

std::string print_atom(TermStore& terms, const Atom& atom) {
  const std::string& name = terms.field(field_of(atom)).name;
  return std::visit(
      Overloaded{
          [&](const StringIn& a) {
            std::vector<std::string> members;
            for (const glob::GlobId glob : terms.globs().members(a.set)) {
              members.push_back(print_tokens(terms.globs().tokens(glob)));
            }
            return "(in " + name + " {" + join(members, " ") + "})";
          },
          [&](const ValueIn& a) {
            return "(in " + name + " " + print_values(terms.bits(a.values)) + ")";
          },
          [&](const AddressIn& a) {
            return "(in " + name + " " + to_string(a.range.low) + "-" + to_string(a.range.high) +
                   ")";
          },
          [&](const NumberCompare& a) {
            return "(" + std::string(symbol(a.comparison)) + " " + name + " " +
                   a.bound.to_string() + ")";
          },
          [&](const FlagSet&) { return name; },
          [&](const StringLinked& a) {
            std::string text = "(linked " + name + " ";
            for (const LinkedPiece& piece : a.pieces) {
              text += std::visit(
                  Overloaded{[](const glob::Tokens& tokens) { return print_tokens(tokens); },
                             [&](const LinkedValue& value) {
                               return print_linked(value, terms.field(value.field).name);
                             }},
                  piece);
            }
            return text + ")";
          },
          [&](const ElementIn& a) {
            std::vector<std::string> members;
            for (const glob::GlobId glob : terms.globs().members(a.set)) {
              members.push_back(print_tokens(terms.globs().tokens(glob)));
            }
            return std::string(a.inside ? "(some-in " : "(some-outside ") + name + " {" +
                   join(members, " ") + "})";
          },
      },
      atom);
}

}  // namespace

std::string TermStore::print(TermId term) {
  const NodeView view = node(term);
  switch (view.op) {
    case Op::True:
      return term.negated() ? "false" : "true";
    case Op::Atom: {
      const std::string text = print_atom(*this, atom(view.atom));
      return term.negated() ? "(not " + text + ")" : text;
    }
    case Op::And: {
      std::string text = term.negated() ? "(or" : "(and";
      for (const TermId child : view.children) {
        text += " " + print(term.negated() ? !child : child);
      }
      return text + ")";
    }
  }
  internal_error("unknown operator");
}

}  // namespace postern::formula
