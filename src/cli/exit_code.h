// What a run of postern ends with: the contract of docs/cli.md.
#pragma once

namespace postern::cli {

enum class ExitCode {
  Ok = 0,         // everything is as expected
  Violated = 1,   // a property has the wrong verdict
  BadInput = 2,   // usage or input
  Undecided = 3,  // nothing is wrong, but something is unknown or vacuous
  Fault = 4,      // two engines disagree, or any other fault of postern
};

}  // namespace postern::cli
