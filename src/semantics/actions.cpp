#include "semantics/actions.h"

#include <algorithm>
#include <array>

#include "semantics/glob.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

/// One pattern: a glob over `prefix:Name`, without variables and escapes (ACT-1 .. ACT-3, VAR-2).
Truth pattern_matches(const model::Pattern& pattern, model::PolicyKind kind,
                      const model::Request& request) {
  if (!has_wildcard(pattern.text)) {
    return certain(equals_ignoring_case(pattern.text, request.action));
  }
  const Pieces pieces = cut(ascii_lower(pattern.text), model::Wildcards::Yes, model::Variables::No);
  const bool plain = covers(pieces, ascii_lower(request.action), {}, {});
  if (!plain || pattern.text == "*") return certain(plain);
  Truth result = certain(true);
  // The grammar knows no wildcard in the service prefix (ACT-5).
  const std::string_view prefix = std::string_view(pattern.text).substr(0, pattern.text.find(':'));
  if (has_wildcard(prefix)) result = unknown(true, 3);
  // In a queue policy wildcards cover only what may be shared (SQS-3).
  if (kind == model::PolicyKind::Resource && has_wildcard(pattern.text) &&
      is_owner_only_sqs_action(request.action)) {
    result = result && unknown(false, 30);
  }
  return result;
}

}  // namespace

bool is_owner_only_sqs_action(std::string_view action) {
  constexpr std::array<std::string_view, 12> actions{
      "sqs:addpermission",        "sqs:cancelmessagemovetask",
      "sqs:listmessagemovetasks", "sqs:createqueue",
      "sqs:startmessagemovetask", "sqs:removepermission",
      "sqs:deletequeue",          "sqs:listqueues",
      "sqs:listqueuetags",        "sqs:tagqueue",
      "sqs:setqueueattributes",   "sqs:untagqueue"};
  return std::find(actions.begin(), actions.end(), ascii_lower(action)) != actions.end();
}

Truth action_matches(const model::PatternList& element, model::PolicyKind kind,
                     const model::Request& request) {
  Truth any = certain(false);
  for (const model::Pattern& pattern : element.patterns) {
    any = any || pattern_matches(pattern, kind, request);
  }
  if (!element.negated) return any;
  return element.patterns.empty() ? unknown(true, 12) : !any;
}

}  // namespace postern::semantics
