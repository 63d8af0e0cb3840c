// The questions AWS's documentation leaves open (AMB-n), with what is assumed of each: canonically,
// to prove, and for a counterexample (SND-1).
#pragma once

#include <span>
#include <string_view>

namespace postern::coverage {

/// One entry of the register. Numbers below 100 are those of the specification; from 101 on they
/// are our own (docs/decisions/0015-s3-lists-and-key-grants.md).
struct OpenQuestion {
  int number;
  std::string_view title;  // what is open, in a few words
  std::string_view canonical, proof, counterexample;
  std::string_view test;  // `case:PROPERTY` that ends as unknown for it; empty: none can
};

/// In order of their numbers.
std::span<const OpenQuestion> questions();
/// The entry of that number, which must exist.
const OpenQuestion& question(int number);

}  // namespace postern::coverage
