// Three-valued results of matchers, with the canonical reading and the open questions behind them.
//
// Every matcher answers T, F or U (SND-2). U means that the documentation leaves it open, and comes
// with the numbers of the AMB entries that leave it open and with what the canonical reading says
// (SND-3). T and F carry no such baggage: whatever is open there does not matter.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "model/request.h"

namespace postern::semantics {

struct Truth {
  enum class Value { False, Unknown, True };  // in the order of strong Kleene logic
  Value value = Value::False;
  bool canonical = false;     // equals `value` unless Unknown
  std::set<int> ambiguities;  // empty unless Unknown

  bool is(Value v) const { return value == v; }
};

Truth certain(bool value);
/// U, of which AMB entry `ambiguity` is the cause and `canonical` the canonical reading.
Truth unknown(bool canonical, int ambiguity);
/// U because the scenario does not say: a question about the input, and so of no AMB entry.
Truth not_known(bool canonical);

/// Strong Kleene connectives (SND-2).
Truth operator&&(const Truth& a, const Truth& b);
Truth operator||(const Truth& a, const Truth& b);
Truth operator!(const Truth& a);

/// What is known when the canonical reading gives `canonical` and the other reading of `ambiguity`
/// gives `other`: their common value, or U.
Truth either(const Truth& canonical, const Truth& other, int ambiguity);

/// Whether a statement of this effect applies in this mode (the table of SND-2).
bool applies(const Truth& truth, model::Effect effect, model::Mode mode);

/// One way to read the open questions: the choice made for each AMB entry, 0 being the canonical
/// one. Entries that are not there are read canonically.
class Reading {
 public:
  int choice(int ambiguity) const;
  Reading with(int ambiguity, int choice) const;

 private:
  std::map<int, int> choices_;
};

/// An AMB entry that may matter to one match, and how many readings of it there are.
struct OpenQuestion {
  int ambiguity;
  int choices = 2;
};

/// Runs `match` under every combination of readings: T if all give T, F if all give F, else U
/// with the entries that make a difference. The first reading is the canonical one.
Truth over_readings(const std::vector<OpenQuestion>& open,
                    const std::function<Truth(const Reading&)>& match);

}  // namespace postern::semantics
