// When the policy of a VPC endpoint counts (section 10 of the specification).
#include "encoder/decision.h"

namespace postern::encoder {

using formula::Bits;
using formula::TermId;
using model::CallerType;
using model::Mode;

// "the request comes through the endpoint, and its policy counts". Where that is not certain it
// does not in proofs, and does in counterexamples.
TermId DecisionEncoder::through(const Endpoint& endpoint, Mode mode) {
  const bool showing = mode == Mode::Counterexample;
  // AMB-39: services as themselves, and in proofs service-linked roles, are not its subjects.
  Bits subject = callers_.none().complement();
  if (!showing) subject.subtract(callers_.of_type({CallerType::Service}));
  if (mode == Mode::Prove) {
    subject.subtract(callers_.where([](const CallerClass& c) { return c.service_linked; }));
  }
  const TermId applies = callers_.in(subject);
  if (endpoint.id.empty()) return applies;
  // VPCE-6: it is the endpoint the context names. What other services check while they serve a
  // request, such as iam:PassRole, its policy may not be asked about; and of endpoints of services
  // with similar names it is not certain which of their actions they carry.
  Bits carried = actions_.none();
  if (!endpoint.service.empty()) {
    carried |= actions_.matching(endpoint.service + (showing ? "*:*" : ":*"));
    if (showing) carried |= actions_.only({"iam:PassRole"});
  } else if (showing) {
    carried = carried.complement();
  }
  Key& key = keys_.key("aws:sourcevpce");
  glob::GlobPool& globs = terms_.globs();
  return terms_.all_of(
      {applies, terms_.value_in(action_, carried),
       keys_.text_in(key, globs.intern_set(globs.intern(glob::literal(endpoint.id))))});
}

}  // namespace postern::encoder
