// Who is outside of the zone of trust, as terms over one encoded request.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <vector>

#include "encoder/truth.h"
#include "queries/compile.h"
#include "verify/access_sources.h"
#include "verify/steps.h"

namespace postern::verify {

/// A condition as a policy would have it; `op` is an operator's name, `key` in lower case.
model::Condition make_condition(std::string_view op, const std::string& key,
                                const std::vector<std::string>& values);

class Outside {
 public:
  /// `owner`: the account of the resource that is asked about. Everything is kept by reference.
  Outside(Steps& steps, const queries::Zone& zone, const std::string& owner);

  /// "the caller is outside": anonymous, the bearer of a token, a principal of an account that is
  /// neither in the zone nor, as the request says, in one of its organizations, or a service whose
  /// request does not say that it acts for something of the zone.
  formula::TermId caller() const { return caller_; }

  formula::TermId anonymous() const;
  /// "the caller is anonymous, or of an account that nothing names".
  formula::TermId stranger();
  /// "the caller is whom the offer names".
  encoder::Truth who(const Offer& offer);
  /// "the caller is a service other than these"; and whether a witness can have one.
  formula::TermId other_service(const std::set<std::string>& names);
  bool knows_other_service(const std::set<std::string>& names) const;
  /// Whom a finding names as the principal of such a request, if no offer does: services other than
  /// `services` have no name. And "the caller is one of those".
  std::string principal_of(const model::Caller& caller,
                           const std::set<std::string>& services) const;
  formula::TermId called(const std::string& principal, const std::set<std::string>& services);

 private:
  formula::TermId in_organizations();
  formula::TermId acts_for_zone(const std::string& owner);
  formula::TermId says(std::string_view op, const char* key, const std::set<std::string>& values);
  std::set<std::string> values_about_sources() const;

  Steps& steps_;
  const queries::Zone& zone_;
  const encoder::CallerSpace& callers_;
  std::deque<std::vector<model::Condition>> conditions_;
  formula::TermId caller_;
};

}  // namespace postern::verify
