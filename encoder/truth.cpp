#include "encoder/truth.h"

#include <vector>

#include "support/check.h"

namespace postern::encoder {
namespace {

std::vector<formula::TermId> part(std::span<const Truth> truths, formula::TermId Truth::*member) {
  std::vector<formula::TermId> out;
  out.reserve(truths.size());
  for (const Truth& t : truths) out.push_back(t.*member);
  return out;
}

}  // namespace

Truth negate(const Truth& truth) { return {!truth.maybe, !truth.sure, !truth.canonical}; }

Truth all_of(formula::TermStore& terms, std::span<const Truth> truths) {
  return {terms.all_of(part(truths, &Truth::sure)), terms.all_of(part(truths, &Truth::maybe)),
          terms.all_of(part(truths, &Truth::canonical))};
}

Truth any_of(formula::TermStore& terms, std::span<const Truth> truths) {
  return {terms.any_of(part(truths, &Truth::sure)), terms.any_of(part(truths, &Truth::maybe)),
          terms.any_of(part(truths, &Truth::canonical))};
}

Truth both(formula::TermStore& terms, const Truth& a, const Truth& b) {
  const Truth truths[] = {a, b};
  return all_of(terms, truths);
}

Truth either(formula::TermStore& terms, const Truth& a, const Truth& b) {
  const Truth truths[] = {a, b};
  return any_of(terms, truths);
}

Truth bracket(formula::TermStore& terms, const Truth& canonical, const Truth& other) {
  return {terms.all_of({canonical.sure, other.sure}), terms.any_of({canonical.maybe, other.maybe}),
          canonical.canonical};
}

Truth unsure_where(formula::TermStore& terms, const Truth& truth, formula::TermId doubtful) {
  return {terms.all_of({truth.sure, !doubtful}), terms.any_of({truth.maybe, doubtful}),
          truth.canonical};
}

formula::TermId applies(const Truth& truth, model::Effect effect, model::Mode mode) {
  switch (mode) {
    case model::Mode::Canonical:
      return truth.canonical;
    case model::Mode::Prove:
      return effect == model::Effect::Allow ? truth.maybe : truth.sure;
    case model::Mode::Counterexample:
      return effect == model::Effect::Allow ? truth.sure : truth.maybe;
  }
  internal_error("not a mode");
}

formula::TermId favouring(const Truth& truth, model::Mode mode) {
  return applies(truth, model::Effect::Allow, mode);
}

}  // namespace postern::encoder
