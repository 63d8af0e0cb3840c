#include "semantics/resources.h"

#include <vector>

#include "semantics/glob.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::PolicyKind;

constexpr std::size_t arn_components = 6;

/// One entry of a Resource list, cut up.
struct Entry {
  Pieces whole;
  std::vector<Pieces> parts;      // components as written
  std::vector<Pieces> completed;  // with `:*` appended until there are six (RES-5)
};

Entry cut_entry(const model::Pattern& pattern, const model::Policy& policy) {
  const auto variables = policy.has_variables ? model::Variables::Yes : model::Variables::No;
  Entry entry;
  entry.whole = cut(pattern.text, model::Wildcards::Yes, variables);
  entry.parts = components(entry.whole);
  entry.completed = entry.parts;
  while (entry.completed.size() < arn_components) {
    entry.completed.push_back({{Piece::Kind::AnyRun, {}, {}}});
  }
  return entry;
}

/// The components as one text again.
Pieces joined(const std::vector<Pieces>& parts) {
  Pieces whole;
  for (const Pieces& part : parts) {
    if (&part != &parts.front()) whole.push_back({Piece::Kind::Text, ":", {}});
    whole.insert(whole.end(), part.begin(), part.end());
  }
  return whole;
}

bool is_incomplete_arn(const model::Pattern& pattern, const Entry& entry) {
  return pattern.text.starts_with("arn:") && entry.parts.size() < arn_components;
}

/// RES-5: incomplete ARNs are completed where documentation says so; elsewhere that is AMB-4.
bool completes_arns(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::Identity:
    case PolicyKind::Boundary:
      return true;
    case PolicyKind::Session:
    case PolicyKind::Resource:
    case PolicyKind::Trust:
    case PolicyKind::ServiceControl:
    case PolicyKind::ResourceControl:
    case PolicyKind::Endpoint:
      return false;
  }
  internal_error("policy kind out of range");
}

/// Component by component: the segmented reading of RES-4.
bool covers_segments(const std::vector<Pieces>& parts, std::string_view resource,
                     const model::Context& context, const Reading& reading) {
  const auto given = split(resource, ':', arn_components);
  if (parts.size() != arn_components || given.size() != arn_components) return false;
  for (std::size_t i = 0; i < arn_components; ++i) {
    if (!covers(parts[i], given[i], context, reading)) return false;
  }
  return true;
}

/// True if a component before the last has a variable, which only documents have that could not
/// be stored (VAR-2).
bool has_early_variable(const std::vector<Pieces>& parts) {
  for (std::size_t i = 0; i < parts.size() && i + 1 < arn_components; ++i) {
    if (has_variable(parts[i])) return true;
  }
  return false;
}

bool has_wildcard(const Pieces& pieces) {
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::AnyRun || piece.kind == Piece::Kind::AnyOne) return true;
  }
  return false;
}

/// An entry against the resource `*` of an action without resource types (RES-7): a specific ARN
/// does not match, but an example says otherwise where the services agree (AMB-5).
Truth covers_no_resource(const Entry& entry, const model::Pattern& pattern,
                         const model::Request& request) {
  if (covers(entry.whole, "*", request.context, {})) return certain(true);
  if (!pattern.text.starts_with("arn:")) return certain(false);
  const std::string_view service = split(request.action, ':', 2).front();
  const bool same_service = covers(entry.completed[2], ascii_lower(service), request.context, {});
  return same_service ? unknown(false, 5) : certain(false);
}

/// An entry without unresolved variables against an ARN (RES-1 .. RES-5).
Truth covers_arn(const Entry& entry, const model::Pattern& pattern, const model::Policy& policy,
                 const model::Request& request, const Reading& outer) {
  const bool incomplete = is_incomplete_arn(pattern, entry);
  const bool completed = incomplete && completes_arns(policy.kind);
  std::vector<OpenQuestion> open = open_questions(entry.whole, request.context, request.resource);
  std::erase_if(open, [](const OpenQuestion& question) { return question.ambiguity == 42; });
  open.push_back({1});
  if (incomplete && !completed) open.push_back({4});
  const Truth result = over_readings(open, [&](const Reading& inner) {
    const Reading reading = inner.with(42, outer.choice(42));
    const bool as_completed = completed || reading.choice(4) == 1;
    const std::vector<Pieces>& parts = as_completed ? entry.completed : entry.parts;
    return certain(reading.choice(1) == 1
                       ? covers_segments(parts, request.resource, request.context, reading)
                       : covers(joined(parts), request.resource, request.context, reading));
  });
  // A wildcard in the service component has no documented meaning (AMB-3).
  const bool open_service =
      (incomplete || entry.parts.size() == arn_components) && has_wildcard(entry.completed[2]);
  return open_service ? either(result, certain(false), 3) : result;
}

/// What is known of a whole list.
struct ListMatch {
  Truth any;
  bool some_unresolved = false;
};

ListMatch match_list(const std::vector<model::Pattern>& patterns, const model::Policy& policy,
                     const model::Request& request, const Reading& reading) {
  ListMatch result{certain(false), false};
  for (const model::Pattern& pattern : patterns) {
    const Entry entry = cut_entry(pattern, policy);
    if (pattern.text == "*") {
      result.any = result.any || certain(true);
    } else if (has_early_variable(entry.parts)) {
      result.any = result.any || unknown(false, 45);
    } else if (unresolved(entry.whole, request.context, reading)) {
      result.some_unresolved = true;  // matches nothing (VAR-4)
    } else if (result.any.is(Truth::Value::True)) {
      continue;  // no further match changes that
    } else if (request.resource == "*") {
      result.any = result.any || covers_no_resource(entry, pattern, request);
    } else {
      result.any = result.any || covers_arn(entry, pattern, policy, request, reading);
    }
  }
  return result;
}

/// Whether AMB-42 matters: an entry uses a variable whose key is present and empty.
bool uses_empty_value(const model::PatternList& element, const model::Policy& policy,
                      const model::Request& request) {
  for (const model::Pattern& pattern : element.patterns) {
    for (const Piece& piece : cut_entry(pattern, policy).whole) {
      if (piece.kind != Piece::Kind::Variable) continue;
      const auto value = variable_value(piece.text, request.context, {});
      if (value && value->empty()) return true;
    }
  }
  return false;
}

}  // namespace

Truth resource_matches(const model::PatternList& element, const model::Policy& policy,
                       const model::Request& request) {
  std::vector<OpenQuestion> open;
  if (uses_empty_value(element, policy, request)) open.push_back({42});
  return over_readings(open, [&](const Reading& reading) {
    const ListMatch match = match_list(element.patterns, policy, request, reading);
    if (element.negated) {
      // What an unresolved entry excludes, and an empty list, is open (VAR-4, GRAM-8).
      if (match.some_unresolved) return unknown(!match.any.canonical, 6);
      if (element.patterns.empty()) return unknown(true, 12);
      return !match.any;
    }
    // An unresolved entry may spoil the sibling that matches.
    if (match.some_unresolved && !match.any.is(Truth::Value::False)) {
      return unknown(match.any.canonical, 6);
    }
    return match.any;
  });
}

}  // namespace postern::semantics
