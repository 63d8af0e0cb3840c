// Principal and NotPrincipal elements as terms over the caller (section 4 of the specification).
#pragma once

#include "encoder/callers.h"
#include "encoder/truth.h"
#include "model/policy.h"

namespace postern::encoder {

/// At which levels an element matches the caller (the table of section 4.1).
struct Levels {
  Truth any, direct, role, user, account;
};

class PrincipalEncoder {
 public:
  PrincipalEncoder(formula::TermStore& terms, const CallerSpace& callers);

  /// The levels at which a Principal element matches; for a NotPrincipal element of an Allow
  /// statement, `any` for every caller that is not listed (NPRIN-1). A NotPrincipal element of a
  /// Deny: `any` where the Deny applies (NPRIN-2, NPRIN-3), `has_boundary` being the callers that
  /// have a permissions boundary.
  Levels levels(const model::PrincipalElement& element, model::Effect effect,
                const formula::Bits& has_boundary);

 private:
  Levels listed(const model::PrincipalElement& element);
  void match_aws(const std::string& value, Levels& out);
  Truth excluded(const Levels& listed, bool everyone);

  formula::TermStore& terms_;
  const CallerSpace& callers_;
};

}  // namespace postern::encoder
