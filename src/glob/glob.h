// Languages of globs: the string theory everything else stands on.
//
// A glob is a sequence of tokens. A token is a set of characters, taken once (a literal, `?`, one
// digit) or any number of times (`*`, "anything but a colon"). Characters are Unicode code points;
// a set is finite or the complement of a finite set, so the alphabet stays symbolic: an automaton
// state has a few explicit characters and a default.
//
// Globs are normalised and interned in a GlobPool, so equal ids mean equal text; each glob owns a
// lazily built deterministic automaton, kept for the life of the pool. A pool is used by one
// thread.
//
// All questions are decided exactly, by matching where a theorem allows and by product search over
// the lazy automata elsewhere. The search has a node cap; reaching it is a third answer ("do not
// know") that no caller may read as "empty".
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/strong_id.h"

namespace postern::glob {

/// A set of characters: `chars` (sorted, without duplicates), or everything but them.
struct CharSet {
  std::vector<char32_t> chars;
  bool complement = false;

  bool contains(char32_t c) const;
  auto operator<=>(const CharSet&) const = default;
  bool operator==(const CharSet&) const = default;

  static CharSet all();
  static CharSet one(char32_t c);
  static CharSet except(std::u32string_view chars);
  static CharSet any_of(std::u32string_view chars);
  /// The upper- and lower-case form of an ASCII letter; any other character alone (AMB-31).
  static CharSet ignoring_case(char32_t c);
};

enum class Repeat : std::uint8_t { Once, Any };

struct Token {
  CharSet set;
  Repeat repeat = Repeat::Once;
  auto operator<=>(const Token&) const = default;
  bool operator==(const Token&) const = default;
};
using Tokens = std::vector<Token>;

/// Tokens of plain text; with its letters in either case.
Tokens literal(std::string_view utf8);
Tokens literal_ignoring_case(std::string_view utf8);
/// Tokens of a text in which `*` and `?` are wildcards over `any` (all characters by default).
Tokens wildcard(std::string_view utf8, const CharSet& any = CharSet::all());
/// The same with literal letters in either case (action patterns: ACT-1).
Tokens wildcard_ignoring_case(std::string_view utf8);

using GlobId = StrongId<struct GlobTag>;
/// A union of globs, interned: sorted, without duplicates. The empty union is the empty language.
using GlobSetId = StrongId<struct GlobSetTag>;

/// Limits of one emptiness search.
struct Limits {
  std::size_t nodes = 2'000'000;
};

/// The answer to "is there a string in all of `positive` and in none of `negative`?"
struct Membership {
  enum class Kind { Witness, Empty, CapReached } kind = Kind::CapReached;
  std::string witness;  // Kind::Witness: such a string, UTF-8, chosen to be readable
  /// Kind::Empty: indices into `positive` and `negative` of a subset that is already contradictory.
  std::vector<std::size_t> positive, negative;
};

/// What one prefix or suffix of a split glob may be: both parts match together.
struct Split {
  GlobId head, tail;
  auto operator<=>(const Split&) const = default;
};

/// Counters since the pool was made.
struct Statistics {
  std::uint64_t questions = 0;  // satisfy() calls
  std::uint64_t searches = 0;   // of them, those that needed a product search
  std::uint64_t nodes = 0;      // product nodes made
  std::uint64_t largest_search = 0;
};

class GlobPool {
 public:
  GlobPool();
  ~GlobPool();
  GlobPool(const GlobPool&) = delete;
  GlobPool& operator=(const GlobPool&) = delete;

  /// The glob of `tokens`, normalised (`**` is `*`, `*?` is `?*`, ...).
  GlobId intern(Tokens tokens);
  /// The same as `intern(wildcard(utf8))`; remembered by text.
  GlobId intern_wildcard(std::string_view utf8);
  /// The union of `globs`. Members contained in others by a cheap test may be dropped.
  GlobSetId intern_set(std::vector<GlobId> globs);
  GlobSetId intern_set(GlobId glob) { return intern_set(std::vector<GlobId>{glob}); }
  /// The glob / the set of all strings.
  GlobId everything();
  GlobSetId everything_set();
  GlobSetId nothing_set();

  const Tokens& tokens(GlobId glob) const;
  std::span<const GlobId> members(GlobSetId set) const;
  /// The single string of a language of one string.
  std::optional<std::string> single(GlobId glob) const;
  bool is_everything(GlobSetId set) const;
  bool is_nothing(GlobSetId set) const;

  bool matches(GlobId glob, std::string_view utf8);
  bool contains(GlobSetId set, std::string_view utf8);

  /// Exact; nothing if the node cap was reached.
  std::optional<bool> subset(GlobId narrow, GlobId wide, const Limits& limits = {});
  std::optional<bool> disjoint(GlobId a, GlobId b, const Limits& limits = {});
  std::optional<bool> subset(GlobSetId narrow, GlobSetId wide, const Limits& limits = {});
  std::optional<bool> disjoint(GlobSetId a, GlobSetId b, const Limits& limits = {});
  /// Sufficient and cheap: true only if it is certain that each member of `narrow` lies in one
  /// member of `wide`. Complete where `wide` has no token but literals and runs of everything.
  bool surely_subset(GlobSetId narrow, GlobSetId wide);
  bool surely_disjoint(GlobSetId a, GlobSetId b);

  /// Is there a string in every set of `positive` and in no set of `negative`? `preferred` are
  /// tried as further positives, in order, each dropped if nothing is left with it: they make
  /// witnesses look like what people expect and never change the kind of the answer.
  Membership satisfy(std::span<const GlobSetId> positive, std::span<const GlobSetId> negative,
                     std::span<const GlobSetId> preferred = {}, const Limits& limits = {});

  /// { s : prefix + s in `glob` }, as a union.
  GlobSetId after_prefix(GlobId glob, std::string_view prefix);
  GlobSetId after_prefix(GlobSetId set, std::string_view prefix);
  /// { s : s + suffix in `glob` }, as a union.
  GlobSetId before_suffix(GlobId glob, std::string_view suffix);
  GlobSetId before_suffix(GlobSetId set, std::string_view suffix);
  /// `x + separator + y` with no `separator` in x is in `glob` iff x is in `head` and y in `tail`
  /// of some Split of the result. Finite and exact.
  std::vector<Split> split_at(GlobId glob, char separator);

  /// The glob as text, for dumps and tests: `*`, `?`, classes as `[...]`, literals escaped.
  std::string print(GlobId glob) const;
  std::string print(GlobSetId set) const;

  const Statistics& statistics() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace postern::glob
