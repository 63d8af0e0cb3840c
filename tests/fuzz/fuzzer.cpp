#include <cstddef>
#include <cstdint>

#include "fuzz/target.h"

// The function libFuzzer calls, by this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  postern::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
