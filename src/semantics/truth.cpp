#include "semantics/truth.h"

#include <algorithm>

#include "support/check.h"

namespace postern::semantics {
namespace {

using Value = Truth::Value;

/// The result of combining `a` and `b`: only what is Unknown keeps its open questions.
Truth combined(Value value, bool canonical, const Truth& a, const Truth& b) {
  Truth result{value, canonical, {}};
  if (value == Value::Unknown) {
    result.ambiguities = a.ambiguities;
    result.ambiguities.insert(b.ambiguities.begin(), b.ambiguities.end());
  }
  return result;
}

bool same(const Truth& a, const Truth& b) {
  return a.value == b.value && a.canonical == b.canonical;
}

}  // namespace

Truth certain(bool value) { return {value ? Value::True : Value::False, value, {}}; }

Truth unknown(bool canonical, int ambiguity) { return {Value::Unknown, canonical, {ambiguity}}; }

Truth not_known(bool canonical) { return {Value::Unknown, canonical, {}}; }

Truth operator&&(const Truth& a, const Truth& b) {
  return combined(std::min(a.value, b.value), a.canonical && b.canonical, a, b);
}

Truth operator||(const Truth& a, const Truth& b) {
  return combined(std::max(a.value, b.value), a.canonical || b.canonical, a, b);
}

Truth operator!(const Truth& a) {
  switch (a.value) {
    case Value::False:
      return certain(true);
    case Value::True:
      return certain(false);
    case Value::Unknown:
      return {Value::Unknown, !a.canonical, a.ambiguities};
  }
  internal_error("a truth value outside the enumeration");
}

Truth either(const Truth& canonical, const Truth& other, int ambiguity) {
  return over_readings({{ambiguity}}, [&](const Reading& reading) {
    return reading.choice(ambiguity) == 0 ? canonical : other;
  });
}

bool applies(const Truth& truth, model::Effect effect, model::Mode mode) {
  const bool allow = effect == model::Effect::Allow;
  switch (mode) {
    case model::Mode::Canonical:
      return truth.canonical;
    case model::Mode::Prove:
      return truth.is(Value::True) || (allow && truth.is(Value::Unknown));
    case model::Mode::Counterexample:
      return truth.is(Value::True) || (!allow && truth.is(Value::Unknown));
  }
  internal_error("a mode outside the enumeration");
}

int Reading::choice(int ambiguity) const {
  const auto found = choices_.find(ambiguity);
  return found == choices_.end() ? 0 : found->second;
}

Reading Reading::with(int ambiguity, int choice) const {
  Reading result = *this;
  result.choices_[ambiguity] = choice;
  return result;
}

Truth over_readings(const std::vector<OpenQuestion>& open,
                    const std::function<Truth(const Reading&)>& match) {
  std::vector<Reading> readings{Reading{}};
  for (const OpenQuestion& question : open) {
    const std::vector<Reading> before = readings;
    for (int choice = 1; choice < question.choices; ++choice) {
      for (const Reading& reading : before) {
        readings.push_back(reading.with(question.ambiguity, choice));
      }
    }
  }
  const Truth canonical = match(readings.front());
  Truth result = canonical;
  for (const Reading& reading : readings) {
    const Truth here = match(reading);
    result.ambiguities.insert(here.ambiguities.begin(), here.ambiguities.end());
    if (here.value != canonical.value) result.value = Value::Unknown;
    for (const OpenQuestion& question : open) {
      if (!same(here, match(reading.with(question.ambiguity, 0)))) {
        result.ambiguities.insert(question.ambiguity);
      }
    }
  }
  if (result.value != Value::Unknown) result.ambiguities.clear();
  return result;
}

}  // namespace postern::semantics
