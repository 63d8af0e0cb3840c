// One interned glob, made ready for matching: steps, and the facts the theorems ask for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "glob/glob.h"

namespace postern::glob {

/// A token in the form the inner loops read.
struct Step {
  enum class Kind : std::uint8_t { Character, Everything, Class } kind = Kind::Class;
  Repeat repeat = Repeat::Once;
  char32_t character = 0;        // Kind::Character
  const CharSet* set = nullptr;  // always

  bool accepts(char32_t c) const {
    switch (kind) {
      case Kind::Character:
        return c == character;
      case Kind::Everything:
        return true;
      case Kind::Class:
        break;
    }
    return set->contains(c);
  }
};

/// A key is what a glob demands of one fixed place of the string: a character, or an ASCII letter
/// in either case (the lower-case letter plus `either_case`).
using Key = char32_t;
inline constexpr Key either_case = 0x40000000;

/// True if no character satisfies both keys; if no string starts with both sequences of keys.
bool clash(Key a, Key b);
bool clash(std::u32string_view a, std::u32string_view b);

/// A glob in normal form. Neither copied nor moved: steps point into tokens.
struct CompiledGlob {
  explicit CompiledGlob(Tokens normalised);
  CompiledGlob(const CompiledGlob&) = delete;
  CompiledGlob& operator=(const CompiledGlob&) = delete;

  Tokens tokens;
  std::vector<Step> steps;

  bool nothing = false;         // the empty language
  bool everything = false;      // all strings
  bool literal = false;         // one string: `canonical`
  bool plain = false;           // nothing but single characters and runs of everything
  bool greedy = false;          // no run but runs of everything
  bool absorbing = false;       // nothing but finite sets and runs of everything
  bool generic = false;         // nothing but characters, case pairs and cofinite sets
  bool has_case_pairs = false;  // a letter in either case
  bool case_closed = false;     // all its sets are

  /// The literal's text. Otherwise an instance: each cofinite set (once or run) is one
  /// fresh_character, a finite set its most readable character, a finite run nothing.
  std::u32string canonical;
  std::size_t fixed_length = 0;  // how many tokens stand for one character
  std::u32string prefix;  // keys of the first tokens, as far as they are characters or case pairs
  std::u32string suffix;  // the same from the end, last token first
};

/// The theorem of pairwise inclusion: where this holds, `narrow` is in `wide` iff `wide` matches
/// `narrow.canonical`. For each fresh character of it can only be eaten by a run of everything in
/// `wide`, which also eats whatever else stands there; and so no union of such `wide`s contains
/// `narrow` unless one of them does.
bool canonical_decides(const CompiledGlob& narrow, const CompiledGlob& wide);

/// True if the fixed beginnings or the fixed ends of `a` and `b` exclude each other.
bool clash(const CompiledGlob& a, const CompiledGlob& b);

}  // namespace postern::glob
