#include "glob/satisfy.h"

#include <algorithm>

namespace postern::glob {
namespace {

std::vector<GlobSetId> selected(std::span<const GlobSetId> sets,
                                const std::vector<std::size_t>& indices) {
  std::vector<GlobSetId> out;
  for (const std::size_t i : indices) out.push_back(sets[i]);
  return out;
}

// Drops one set after the other as long as the rest stays contradictory.
void minimise(Store& store, std::span<const GlobSetId> positive,
              std::span<const GlobSetId> negative, Answer& answer) {
  constexpr std::size_t nodes_for_each = 20'000;
  const auto still_empty = [&](const std::vector<std::size_t>& p,
                               const std::vector<std::size_t>& n) {
    Budget budget(nodes_for_each);
    return decide(store, selected(positive, p), selected(negative, n), budget).kind ==
           Membership::Kind::Empty;
  };
  for (std::vector<std::size_t>* part : {&answer.negative, &answer.positive}) {
    for (std::size_t i = part->size(); i-- > 0;) {
      const std::vector<std::size_t> before = *part;
      part->erase(part->begin() + static_cast<std::ptrdiff_t>(i));
      if (!still_empty(answer.positive, answer.negative)) *part = before;
    }
  }
}

// The witness with as many preferred sets as can be had, in order.
std::u32string preferred_witness(Store& store, std::vector<GlobSetId> positive,
                                 std::span<const GlobSetId> negative,
                                 std::span<const GlobSetId> preferred, std::u32string witness) {
  constexpr std::size_t nodes_for_each = 20'000;
  const auto improve = [&](std::span<const GlobSetId> more) {
    std::vector<GlobSetId> with = positive;
    with.insert(with.end(), more.begin(), more.end());
    Budget budget(nodes_for_each);
    Answer answer = decide(store, with, negative, budget);
    if (answer.kind != Membership::Kind::Witness) return false;
    positive = std::move(with);
    witness = std::move(answer.witness);
    return true;
  };
  if (preferred.empty() || improve(preferred) || preferred.size() == 1) return witness;
  for (std::size_t i = 0; i < preferred.size(); ++i) improve(preferred.subspan(i, 1));
  return witness;
}

}  // namespace

Answer satisfy(Store& store, std::span<const GlobSetId> positive,
               std::span<const GlobSetId> negative, std::span<const GlobSetId> preferred,
               const Limits& limits) {
  Budget budget(limits.nodes);
  Answer answer = decide(store, positive, negative, budget);
  switch (answer.kind) {
    case Membership::Kind::Witness:
      answer.witness = preferred_witness(store, {positive.begin(), positive.end()}, negative,
                                         preferred, std::move(answer.witness));
      break;
    case Membership::Kind::Empty: {
      constexpr std::size_t worth_minimising = 24;
      if (answer.positive.size() + answer.negative.size() <= worth_minimising) {
        minimise(store, positive, negative, answer);
      }
      break;
    }
    case Membership::Kind::CapReached:
      break;
  }
  return answer;
}

}  // namespace postern::glob
