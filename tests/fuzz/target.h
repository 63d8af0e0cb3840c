// What a fuzz target is: one function over bytes. document.cpp, policy.cpp, scenario.cpp and
// query.cpp define one each; fuzzer.cpp and replay.cpp call it.
#pragma once

#include <string_view>

namespace postern::fuzz {

/// Does with `input` what postern would do with such a file. Returns whatever the input is; that
/// something is wrong with postern shows in a sanitizer's report or in a thrown InternalError.
void run(std::string_view input);

}  // namespace postern::fuzz
