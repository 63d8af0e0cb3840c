#include "fuzz/checks.h"

#include <algorithm>
#include <variant>

#include "document/quoted.h"
#include "document/utf8.h"
#include "support/check.h"
#include "support/strong_id.h"
#include "support/text.h"

namespace postern::fuzz {
namespace {

using document::Kind;
using document::Node;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

void check(const model::Pattern& pattern, const Lines& lines) {
  lines.check(pattern.where);
  bool literal = false;
  for (const model::Part& part : pattern.parts) {
    const bool was_literal = literal;
    literal = std::visit(Overloaded{
                             [&](const model::Literal& each) {
                               POSTERN_CHECK(!each.text.empty() && !was_literal);
                               return true;
                             },
                             [](const model::AnyRun&) { return false; },
                             [](const model::AnyOne&) { return false; },
                             [](const model::Variable& each) {
                               POSTERN_CHECK(each.key == ascii_lower(each.key));
                               return false;
                             },
                         },
                         part);
  }
}

void check(const model::PatternList& list, const Lines& lines) {
  lines.check(list.where);
  for (const model::Pattern& pattern : list.patterns) check(pattern, lines);
}

void check_embedded(Node string, const Lines& lines) {
  const std::string_view text = string.text();
  if (!text.starts_with('{') && !text.starts_with('%')) return;
  try {
    const document::Document inner = document::parse_embedded(string, small_limits());
    check(inner.root(), lines);
  } catch (const Error& error) {
    check(error, lines);
  }
}

}  // namespace

document::Limits small_limits() {
  document::Limits limits;
  limits.bytes = std::size_t{1} << 20;
  limits.nodes = 4096;
  limits.string = 1024;
  limits.embedded = 8192;
  return limits;
}

Lines::Lines(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  lines_ = split(text, '\n', text.size() + 2);
}

void Lines::check(const SourceSpan& where) const {
  if (where.file_name() != input_name) return;  // a policy of the catalogue, say
  POSTERN_CHECK(where.line >= 1 && where.line <= lines_.size());
  POSTERN_CHECK(where.column >= 1 && where.column <= lines_[where.line - 1].size() + 1);
}

char Lines::at(const SourceSpan& where) const {
  const std::string_view rest = lines_[where.line - 1].substr(where.column - 1);
  return rest.empty() ? '\0' : rest.front();
}

void check_printable(std::string_view text) {
  const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; };
  if (document::find_bad_utf8(text) != std::string_view::npos ||
      std::any_of(text.begin(), text.end(), is_control)) {
    internal_error("not to be printed: " + document::quoted(text));
  }
}

void check(const std::vector<Diagnostic>& diagnostics, const Lines& lines) {
  for (const Diagnostic& each : diagnostics) {
    POSTERN_CHECK(each.code.starts_with("POSTERN0") && each.code.size() == 11);
    POSTERN_CHECK(!each.message.empty());
    check_printable(to_string(each));
    if (each.where.line != 0) lines.check(each.where);  // else of the input as a whole
  }
}

void check(const Error& error, const Lines& lines) {
  const auto is_error = [](const Diagnostic& d) { return d.severity == Severity::Error; };
  POSTERN_CHECK(std::any_of(error.diagnostics().begin(), error.diagnostics().end(), is_error));
  check_printable(error.what());
  check(error.diagnostics(), lines);
}

void check(Node node, const Lines& lines) {
  lines.check(node.where());
  switch (node.kind()) {
    case Kind::Null:
    case Kind::Number:
      return;
    case Kind::Boolean:
      POSTERN_CHECK(node.boolean() == (node.text() == "true"));
      return;
    case Kind::String:
      check_embedded(node, lines);
      return;
    case Kind::Array:
      for (const Node& element : node.elements()) check(element, lines);
      return;
    case Kind::Object:
      for (const document::Member& member : node.members()) {
        lines.check(member.key_where());
        POSTERN_CHECK(same(*node.find(member.key), member.value));
        check(member.value, lines);
      }
      return;
  }
}

void check(const model::Condition& condition, const Lines& lines) {
  POSTERN_CHECK(model::parse_operator(model::to_string(condition.op)) == condition.op);
  POSTERN_CHECK(condition.key == ascii_lower(condition.spelt));
  lines.check(condition.where);
  for (const model::Pattern& value : condition.values) check(value, lines);
}

void check(const model::Policy& policy, const Lines& lines) {
  lines.check(policy.where);
  for (std::size_t i = 0; i < policy.statements.size(); ++i) {
    const model::Statement& statement = policy.statements[i];
    POSTERN_CHECK(statement.index == i);
    lines.check(statement.where);
    if (statement.principal) {
      lines.check(statement.principal->where);
      for (const model::PrincipalEntry& entry : statement.principal->entries) {
        lines.check(entry.where);
      }
    }
    check(statement.actions, lines);
    if (statement.resources) check(*statement.resources, lines);
    for (const model::Condition& condition : statement.conditions) check(condition, lines);
  }
}

bool same(Node a, Node b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::Null:
      return true;
    case Kind::Boolean:
    case Kind::Number:
    case Kind::String:
      return a.text() == b.text();
    case Kind::Array: {
      const std::vector<Node> left = a.elements();
      const std::vector<Node> right = b.elements();
      return std::equal(left.begin(), left.end(), right.begin(), right.end(), same);
    }
    case Kind::Object: {
      const auto equal = [](const document::Member& x, const document::Member& y) {
        return x.key == y.key && same(x.value, y.value);
      };
      const std::vector<document::Member> left = a.members();
      const std::vector<document::Member> right = b.members();
      return std::equal(left.begin(), left.end(), right.begin(), right.end(), equal);
    }
  }
  internal_error("unknown kind");
}

}  // namespace postern::fuzz
