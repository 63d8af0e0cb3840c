// GlobPool: the public face of the store and the decision procedures.
#include <algorithm>

#include "glob/glob.h"
#include "glob/match.h"
#include "glob/print.h"
#include "glob/quotient.h"
#include "glob/relation.h"
#include "glob/satisfy.h"
#include "glob/store.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::glob {

struct GlobPool::Impl {
  Store store;
};

namespace {

std::optional<bool> is_empty(const Answer& answer) {
  switch (answer.kind) {
    case Membership::Kind::Witness:
      return false;
    case Membership::Kind::Empty:
      return true;
    case Membership::Kind::CapReached:
      break;
  }
  return std::nullopt;
}

// The last line of defence: a witness is only given if it is one.
void check_witness(Store& store, std::span<const GlobSetId> positive,
                   std::span<const GlobSetId> negative, std::u32string_view text) {
  for (const GlobSetId set : positive) POSTERN_CHECK(store.contains(set, text));
  for (const GlobSetId set : negative) POSTERN_CHECK(!store.contains(set, text));
}

}  // namespace

GlobPool::GlobPool() : impl_(std::make_unique<Impl>()) {}
GlobPool::~GlobPool() = default;

GlobId GlobPool::intern(Tokens tokens) { return impl_->store.intern(tokens); }
GlobId GlobPool::intern_wildcard(std::string_view utf8) {
  return impl_->store.intern_wildcard(utf8);
}
GlobSetId GlobPool::intern_set(std::vector<GlobId> globs) {
  return impl_->store.intern_set(std::move(globs));
}
GlobId GlobPool::everything() { return impl_->store.everything(); }
GlobSetId GlobPool::everything_set() { return impl_->store.everything_set(); }
GlobSetId GlobPool::nothing_set() { return impl_->store.nothing_set(); }

const Tokens& GlobPool::tokens(GlobId glob) const { return impl_->store.glob(glob).tokens; }
std::span<const GlobId> GlobPool::members(GlobSetId set) const { return impl_->store.members(set); }

std::optional<std::string> GlobPool::single(GlobId glob) const {
  const CompiledGlob& compiled = impl_->store.glob(glob);
  if (!compiled.literal) return std::nullopt;
  return encode_utf8(compiled.canonical);
}

bool GlobPool::is_everything(GlobSetId set) const { return set == impl_->store.everything_set(); }
bool GlobPool::is_nothing(GlobSetId set) const { return set == impl_->store.nothing_set(); }

bool GlobPool::matches(GlobId glob, std::string_view utf8) {
  return glob::matches(impl_->store.glob(glob), impl_->store.decode(utf8));
}

bool GlobPool::contains(GlobSetId set, std::string_view utf8) {
  return impl_->store.contains(set, impl_->store.decode(utf8));
}

std::optional<bool> GlobPool::subset(GlobId narrow, GlobId wide, const Limits& limits) {
  Budget budget(limits.nodes);
  return glob::subset(impl_->store, narrow, wide, budget);
}

std::optional<bool> GlobPool::disjoint(GlobId a, GlobId b, const Limits& limits) {
  Budget budget(limits.nodes);
  return glob::disjoint(impl_->store, a, b, budget);
}

std::optional<bool> GlobPool::subset(GlobSetId narrow, GlobSetId wide, const Limits& limits) {
  Budget budget(limits.nodes);
  return is_empty(decide(impl_->store, std::span(&narrow, 1), std::span(&wide, 1), budget));
}

std::optional<bool> GlobPool::disjoint(GlobSetId a, GlobSetId b, const Limits& limits) {
  Budget budget(limits.nodes);
  const GlobSetId both[] = {a, b};
  return is_empty(decide(impl_->store, both, {}, budget));
}

bool GlobPool::surely_subset(GlobSetId narrow, GlobSetId wide) {
  return glob::surely_subset(impl_->store, narrow, wide);
}

bool GlobPool::surely_disjoint(GlobSetId a, GlobSetId b) {
  return glob::surely_disjoint(impl_->store, a, b);
}

Membership GlobPool::satisfy(std::span<const GlobSetId> positive,
                             std::span<const GlobSetId> negative,
                             std::span<const GlobSetId> preferred, const Limits& limits) {
  Store& store = impl_->store;
  const std::uint64_t nodes_before = store.statistics.nodes;
  Answer answer = glob::satisfy(store, positive, negative, preferred, limits);
  ++store.statistics.questions;
  if (store.statistics.nodes != nodes_before) ++store.statistics.searches;

  Membership membership{answer.kind, {}, std::move(answer.positive), std::move(answer.negative)};
  if (answer.kind == Membership::Kind::Witness) {
    check_witness(store, positive, negative, answer.witness);
    membership.witness = encode_utf8(answer.witness);
    // Globs that mention malformed bytes may describe texts that no byte string decodes to.
    if (decode_utf8(membership.witness) != answer.witness) return {};
  }
  return membership;
}

GlobSetId GlobPool::after_prefix(GlobId glob, std::string_view prefix) {
  Store& store = impl_->store;
  return store.intern_set(glob::after_prefix(store, glob, decode_utf8(prefix)));
}

GlobSetId GlobPool::after_prefix(GlobSetId set, std::string_view prefix) {
  Store& store = impl_->store;
  const std::u32string text = decode_utf8(prefix);
  std::vector<GlobId> rests;
  for (const GlobId member : store.members(set)) {
    const std::vector<GlobId> more = glob::after_prefix(store, member, text);
    rests.insert(rests.end(), more.begin(), more.end());
  }
  return store.intern_set(std::move(rests));
}

GlobSetId GlobPool::before_suffix(GlobId glob, std::string_view suffix) {
  Store& store = impl_->store;
  return store.intern_set(glob::before_suffix(store, glob, decode_utf8(suffix)));
}

GlobSetId GlobPool::before_suffix(GlobSetId set, std::string_view suffix) {
  Store& store = impl_->store;
  const std::u32string text = decode_utf8(suffix);
  std::vector<GlobId> rests;
  for (const GlobId member : store.members(set)) {
    const std::vector<GlobId> more = glob::before_suffix(store, member, text);
    rests.insert(rests.end(), more.begin(), more.end());
  }
  return store.intern_set(std::move(rests));
}

std::vector<Split> GlobPool::split_at(GlobId glob, char separator) {
  return glob::split_at(impl_->store, glob, static_cast<unsigned char>(separator));
}

std::string GlobPool::print(GlobId glob) const { return glob::print(tokens(glob)); }

std::string GlobPool::print(GlobSetId set) const {
  std::vector<std::string> texts;
  for (const GlobId member : members(set)) texts.push_back(print(member));
  if (texts.empty()) return "[]";
  std::sort(texts.begin(), texts.end());
  return join(texts, " | ");
}

const Statistics& GlobPool::statistics() const { return impl_->store.statistics; }

}  // namespace postern::glob
