#include "verify/chain_search.h"

#include <deque>
#include <set>

namespace postern::verify {

using formula::TermId;
using model::Mode;
using solver::Outcome;

namespace {

// Where sessions go round in circles without end there are more chains than can be asked for.
constexpr std::size_t most_questions = 300;
constexpr std::size_t most_hops = 12;

class Search {
 public:
  Search(Question& question, const Reached& reached, Mode mode, std::optional<unsigned> bound)
      : question_(question), reached_(reached), mode_(mode), bound_(bound) {}

  ChainSearch run() {
    std::deque<Question::Path> ends = {{}};
    while (!ends.empty()) {
      const Question::Path end = std::move(ends.front());
      ends.pop_front();
      for (Question::Path& longer : extended(end)) {
        if (begins(longer)) return {ChainSearch::Kind::Found, std::move(longer), bounded_};
        ends.push_back(std::move(longer));
      }
      if (gave_up_) return {ChainSearch::Kind::GaveUp, {}, bounded_};
    }
    return {ChainSearch::Kind::None, {}, bounded_};
  }

 private:
  bool may_be(const Question::Path& path, TermId caller, bool assumed) {
    if (++questions_ > most_questions) gave_up_ = true;
    if (gave_up_) return false;
    last_ = question_.find_end(path, caller, assumed, mode_);
    if (last_.kind == Outcome::Kind::Undecided) gave_up_ = true;
    return last_.kind == Outcome::Kind::Sat;
  }

  // Whether a caller of the set, or for all anybody knows a role of an account that the snapshot
  // does not contain, can begin with it.
  bool begins(const Question::Path& path) {
    if (may_be(path, question_.callers_before(path.size(), mode_), false)) return true;
    const encoder::SymbolicRequest& first = question_.steps().at(path.size());
    formula::Bits foreign = first.callers().none();
    for (const encoder::ForeignRoles& roles : reached_.foreign) {
      foreign |= first.foreign_sessions(roles);
    }
    return !foreign.none() && may_be(path, first.callers().in(foreign), false);
  }

  // With each role whose sessions can go on like that.
  std::vector<Question::Path> extended(const Question::Path& end) {
    std::vector<Question::Path> out;
    const encoder::CallerSpace& callers = question_.steps().at(end.size()).callers();
    formula::Bits left = callers.none();
    for (const auto& [role, from] : reached_.from) {
      left |= question_.steps().at(end.size()).sessions_of(*role);
    }
    while (!left.none() && may_be(end, callers.in(left), true)) {
      if (end.size() >= most_hops) {
        gave_up_ = true;
        break;
      }
      if (bound_ && end.size() >= *bound_) {
        bounded_ = true;
        break;
      }
      const auto caller = last_.assignment.values.find(callers.field());
      const std::size_t found =
          caller == last_.assignment.values.end() ? left.first() : caller->second;
      const model::IamPrincipal* role = callers.classes()[found].principal;
      left.subtract(question_.steps().at(end.size()).sessions_of(*role));
      Question::Path longer = {role};
      longer.insert(longer.end(), end.begin(), end.end());
      out.push_back(std::move(longer));
    }
    return out;
  }

  Question& question_;
  const Reached& reached_;
  const Mode mode_;
  const std::optional<unsigned> bound_;
  std::size_t questions_ = 0;
  Outcome last_;
  bool gave_up_ = false, bounded_ = false;
};

}  // namespace

ChainSearch search_chains(Question& question, const Reached& reached, Mode mode,
                          std::optional<unsigned> bound) {
  return Search(question, reached, mode, bound).run();
}

}  // namespace postern::verify
