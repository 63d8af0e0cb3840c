#include "verdict/verdict.h"

#include <algorithm>

#include "support/check.h"
#include "verdict/findings.h"

namespace postern::verdict {

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::Proved:
      return "proved";
    case Kind::Violated:
      return "violated";
    case Kind::Unknown:
      return "unknown";
    case Kind::Vacuous:
      return "vacuous";
  }
  internal_error("a verdict kind without a name");
}

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::Timeout:
      return "timeout";
    case Reason::ResourceLimit:
      return "resource_limit";
    case Reason::UnsupportedConstruct:
      return "unsupported_construct";
    case Reason::MissingDocument:
      return "missing_document";
    case Reason::Ambiguous:
      return "ambiguous";
    case Reason::Incomplete:
      return "incomplete";
  }
  internal_error("a reason without a name");
}

std::string_view to_string(AccessSource::Kind kind) {
  switch (kind) {
    case AccessSource::Kind::Policy:
      return "policy";
    case AccessSource::Kind::Acl:
      return "acl";
    case AccessSource::Kind::Trust:
      return "trust";
    case AccessSource::Kind::Grant:
      return "grant";
  }
  internal_error("a kind of source without a name");
}

std::size_t count(const Run& run, Kind kind) {
  const auto has_kind = [&](const PropertyResult& each) { return each.verdict.kind == kind; };
  return static_cast<std::size_t>(
      std::count_if(run.properties.begin(), run.properties.end(), has_kind));
}

Standing standing(const PropertyResult& result) {
  Kind kind = result.verdict.kind;
  if (kind == Kind::Vacuous && result.property.allow_vacuous) kind = Kind::Proved;
  if (kind == Kind::Unknown || kind == Kind::Vacuous) return Standing::Undecided;
  const bool expected = kind == result.property.expected.value_or(Kind::Proved);
  return expected ? Standing::AsExpected : Standing::Unexpected;
}

}  // namespace postern::verdict
