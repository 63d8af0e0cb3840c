// Terms as SMT-LIB 2.6 over the theories of strings, integers, bit-vectors and reals, so that
// another solver can give a second opinion with real string reasoning.
#include <algorithm>
#include <set>
#include <sstream>

#include "formula/store.h"
#include "support/check.h"

namespace postern::formula {
namespace {

/// SMT-LIB characters end here; ours (code points, and malformed bytes above them) do not.
constexpr char32_t last_smt_character = 0x2ffff;

/// The characters a formula mentions. Those SMT-LIB lacks borrow a code that nothing mentions: only
/// equality of characters matters, so the formula stays equisatisfiable.
class Alphabet {
 public:
  void mention(const glob::Tokens& tokens) {
    for (const glob::Token& token : tokens) mention(token.set);
  }
  void mention(const glob::CharSet& set) { mentioned_.insert(set.chars.begin(), set.chars.end()); }

  void assign_codes() {
    char32_t spare = last_smt_character;
    for (const char32_t c : mentioned_) {
      if (c <= last_smt_character) continue;
      while (mentioned_.contains(spare)) --spare;
      borrowed_[c] = spare--;
    }
  }

  std::string literal(const std::u32string& text) const {
    std::ostringstream out;
    out << '"';
    for (const char32_t given : text) {
      const auto other = borrowed_.find(given);
      const char32_t c = other == borrowed_.end() ? given : other->second;
      if (c == U'"') {
        out << "\"\"";
      } else if (c >= 0x20 && c < 0x7f && c != U'\\') {
        out << static_cast<char>(c);
      } else {
        out << "\\u{" << std::hex << static_cast<std::uint32_t>(c) << "}";
      }
    }
    out << '"';
    return out.str();
  }

 private:
  std::set<char32_t> mentioned_;
  std::map<char32_t, char32_t> borrowed_;
};

/// `(op a b ...)`, or the operand alone, or `empty`.
std::string nary(std::string_view op, const std::vector<std::string>& operands,
                 std::string_view empty) {
  if (operands.empty()) return std::string(empty);
  if (operands.size() == 1) return operands.front();
  std::string text = "(" + std::string(op);
  for (const std::string& operand : operands) text += " " + operand;
  return text + ")";
}

class Printer {
 public:
  Printer(TermStore& terms, const Tables& store) : terms_(terms), store_(store) {}

  std::string print(TermId root) {
    const std::vector<std::uint32_t> nodes = store_.reachable(root);
    collect(nodes);
    out_ << "(set-logic ALL)\n";
    for (const FieldId field : fields_) declare(field);
    for (const std::uint32_t index : nodes) {
      if (index != 0) {
        out_ << "(define-fun n" << index << " () Bool " << definition(store_.nodes[index]) << ")\n";
      }
    }
    out_ << "(assert " << reference(root) << ")\n(check-sat)\n";
    return out_.str();
  }

 private:
  // --- what is mentioned ---------------------------------------------------------------------

  void collect(const std::vector<std::uint32_t>& nodes) {
    for (const std::uint32_t index : nodes) {
      if (store_.nodes[index].op != Op::Atom) continue;
      const Atom& atom = store_.atoms[store_.nodes[index].atom.value];
      fields_.insert(field_of(atom));
      if (const auto* plain = std::get_if<StringIn>(&atom)) {
        for (const glob::GlobId glob : terms_.globs().members(plain->set)) {
          alphabet_.mention(terms_.globs().tokens(glob));
        }
      } else if (const auto* element = std::get_if<ElementIn>(&atom)) {
        ++elements_[element->field];
        for (const glob::GlobId glob : terms_.globs().members(element->set)) {
          alphabet_.mention(terms_.globs().tokens(glob));
        }
      } else if (const auto* linked = std::get_if<StringLinked>(&atom)) {
        for (const LinkedPiece& piece : linked->pieces) collect(piece);
      }
    }
    alphabet_.assign_codes();
  }

  void collect(const LinkedPiece& piece) {
    if (const auto* tokens = std::get_if<glob::Tokens>(&piece)) {
      alphabet_.mention(*tokens);
      return;
    }
    const auto& value = std::get<LinkedValue>(piece);
    fields_.insert(value.field);
    if (value.only) alphabet_.mention(*value.only);
  }

  // --- fields --------------------------------------------------------------------------------

  std::string symbol(FieldId field) const {
    std::string name = terms_.field(field).name;
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return c == '|' || c == '\\' || c < ' ' || c > '~'; }, '_');
    return "|" + std::to_string(field.value) + "." + name + "|";  // the number keeps names apart
  }
  std::string family(FieldId field) const {
    std::string name = symbol(field);
    return name.insert(name.size() - 1, ".v6");
  }

  std::string element(FieldId field, std::size_t index, std::string_view part) const {
    std::string name = symbol(field);
    return name.insert(name.size() - 1, "." + std::string(part) + std::to_string(index));
  }

  void declare(FieldId id) {
    const Field& field = terms_.field(id);
    const auto constant = [&](const std::string& name, std::string_view sort) {
      out_ << "(declare-const " << name << " " << sort << ")\n";
    };
    switch (field.kind) {
      case FieldKind::String:
        return constant(symbol(id), "String");
      case FieldKind::Enumerated:
        constant(symbol(id), "Int");
        out_ << "(assert (<= 0 " << symbol(id) << " " << field.size - 1 << "))\n";
        return;
      case FieldKind::Address: {
        constant(symbol(id), "(_ BitVec 128)");
        constant(family(id), "Bool");
        Address last;
        std::fill(last.bytes.begin() + 12, last.bytes.end(), std::uint8_t{0xff});
        out_ << "(assert (or " << family(id) << " (bvule " << symbol(id) << " " << bits(last)
             << ")))\n";
        return;
      }
      case FieldKind::Number:
        return constant(symbol(id), "Real");
      case FieldKind::Flag:
        return constant(symbol(id), "Bool");
      case FieldKind::Set:  // one witness an atom is enough: that many optional elements
        for (std::size_t i = 0; i < elements_[id]; ++i) {
          constant(element(id, i, "element"), "String");
          constant(element(id, i, "there"), "Bool");
        }
        return;
    }
    internal_error("unknown kind of field");
  }

  // --- regular languages ---------------------------------------------------------------------

  std::string language(const glob::CharSet& set) const {
    if (set == glob::CharSet::all()) return "re.allchar";
    std::vector<std::string> characters;
    for (const char32_t c : set.chars) {
      characters.push_back("(str.to_re " + alphabet_.literal({c}) + ")");
    }
    const std::string listed = nary("re.union", characters, "re.none");
    return set.complement ? "(re.diff re.allchar " + listed + ")" : listed;
  }

  /// Appends the parts of a concatenation.
  void append(const glob::Tokens& tokens, std::vector<std::string>& parts) const {
    std::u32string text;
    const auto flush = [&] {
      if (!text.empty()) parts.push_back("(str.to_re " + alphabet_.literal(text) + ")");
      text.clear();
    };
    for (const glob::Token& token : tokens) {
      const bool run = token.repeat == glob::Repeat::Any;
      if (!run && !token.set.complement && token.set.chars.size() == 1) {
        text += token.set.chars.front();
        continue;
      }
      flush();
      if (!run) {
        parts.push_back(language(token.set));
      } else if (token.set == glob::CharSet::all()) {
        parts.push_back("re.all");
      } else {
        parts.push_back("(re.* " + language(token.set) + ")");
      }
    }
    flush();
  }

  static std::string concatenation(const std::vector<std::string>& parts) {
    return nary("re.++", parts, "(str.to_re \"\")");
  }

  // --- atoms ---------------------------------------------------------------------------------

  std::string definition(const Node& node) {
    if (node.op == Op::Atom) return definition(store_.atoms[node.atom.value]);
    std::vector<std::string> children;
    for (const TermId child : node.children) children.push_back(reference(child));
    return nary("and", children, "true");
  }

  std::string definition(const Atom& atom) const {
    const std::string name = symbol(field_of(atom));
    return std::visit(Overloaded{
                          [&](const StringIn& a) { return in_set(name, a.set); },
                          [&](const ValueIn& a) { return in_values(name, terms_.bits(a.values)); },
                          [&](const AddressIn& a) { return in_range(a); },
                          [&](const NumberCompare& a) { return compare(name, a); },
                          [&](const FlagSet&) { return name; },
                          [&](const StringLinked& a) { return linked(name, a); },
                          [&](const ElementIn& a) { return some_element(a); },
                      },
                      atom);
  }

  std::string in_set(const std::string& name, glob::GlobSetId set) const {
    std::vector<std::string> members;
    for (const glob::GlobId glob : terms_.globs().members(set)) {
      std::vector<std::string> parts;
      append(terms_.globs().tokens(glob), parts);
      members.push_back(concatenation(parts));
    }
    return "(str.in_re " + name + " " + nary("re.union", members, "re.none") + ")";
  }

  std::string some_element(const ElementIn& atom) const {
    std::vector<std::string> ways;
    for (std::size_t i = 0; i < elements_.at(atom.field); ++i) {
      const std::string in = in_set(element(atom.field, i, "element"), atom.set);
      ways.push_back("(and " + element(atom.field, i, "there") + " " +
                     (atom.inside ? in : "(not " + in + ")") + ")");
    }
    return nary("or", ways, "false");
  }

  static std::string in_values(const std::string& name, const Bits& values) {
    std::vector<std::string> ranges;
    for (std::size_t first = values.first(); first < values.size();) {
      std::size_t last = first;
      while (last + 1 < values.size() && values.test(last + 1)) ++last;
      ranges.push_back("(<= " + std::to_string(first) + " " + name + " " + std::to_string(last) +
                       ")");
      first = values.next(last);
    }
    return nary("or", ranges, "false");
  }

  static std::string bits(const Address& address) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "#x";
    for (const std::uint8_t byte : address.bytes) {
      text += digits[byte >> 4];
      text += digits[byte & 15u];
    }
    return text;
  }

  std::string in_range(const AddressIn& atom) const {
    const std::string name = symbol(atom.field);
    const std::string v6 = family(atom.field);
    return "(and " + (atom.range.low.v6 ? v6 : "(not " + v6 + ")") + " (bvule " +
           bits(atom.range.low) + " " + name + ") (bvule " + name + " " + bits(atom.range.high) +
           "))";
  }

  static std::string compare(const std::string& name, const NumberCompare& atom) {
    std::string bound = atom.bound.to_string();
    if (bound.find('.') == std::string::npos) bound += ".0";
    if (bound.front() == '-') bound = "(- " + bound.substr(1) + ")";
    switch (atom.comparison) {
      case Comparison::Less:
        return "(< " + name + " " + bound + ")";
      case Comparison::LessOrEqual:
        return "(<= " + name + " " + bound + ")";
      case Comparison::Equal:
        return "(= " + name + " " + bound + ")";
    }
    internal_error("unknown comparison");
  }

  std::string linked(const std::string& name, const StringLinked& atom) const {
    std::vector<std::string> parts;
    std::vector<std::string> conditions;
    for (const LinkedPiece& piece : atom.pieces) {
      if (const auto* tokens = std::get_if<glob::Tokens>(&piece)) {
        append(*tokens, parts);
        continue;
      }
      const auto& value = std::get<LinkedValue>(piece);
      parts.push_back("(str.to_re " + symbol(value.field) + ")");
      if (value.only) {
        conditions.push_back("(str.in_re " + symbol(value.field) + " (re.* " +
                             language(*value.only) + "))");
      }
    }
    conditions.push_back("(str.in_re " + name + " " + concatenation(parts) + ")");
    return nary("and", conditions, "true");
  }

  static std::string reference(TermId term) {
    const std::string name = term.index() == 0 ? "true" : "n" + std::to_string(term.index());
    return term.negated() ? "(not " + name + ")" : name;
  }

  TermStore& terms_;
  const Tables& store_;
  std::set<FieldId> fields_;
  std::map<FieldId, std::size_t> elements_;  // ElementIn atoms of a Set field
  Alphabet alphabet_;
  std::ostringstream out_;
};

}  // namespace

std::string TermStore::print_smt2(TermId term) { return Printer(*this, *impl_).print(term); }

}  // namespace postern::formula
