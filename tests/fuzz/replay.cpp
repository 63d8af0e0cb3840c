// Runs a fuzz target on files, without libFuzzer: `replay_<target> FILE-OR-FOLDER...`.
#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/target.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files(const std::vector<std::string>& names) {
  std::vector<fs::path> out;
  for (const std::string& name : names) {
    if (!fs::is_directory(name)) {
      out.emplace_back(name);
      continue;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(name)) {
      if (entry.is_regular_file()) out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string read(const fs::path& path) {
  std::ifstream file;
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file.open(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool passes(const fs::path& path) {
  std::cerr << path.string() << '\n';  // before it runs: it may be the last line there is
  try {
    postern::fuzz::run(read(path));
    return true;
  } catch (const std::exception& fault) {
    std::cerr << "  fault: " << fault.what() << '\n';
    return false;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<fs::path> paths = files({argv + 1, argv + argc});
  if (paths.empty()) {
    std::cerr << "replay: nothing to run\n";
    return 2;
  }
  const auto failed =
      std::count_if(paths.begin(), paths.end(), [](const fs::path& path) { return !passes(path); });
  std::cerr << paths.size() << " inputs, " << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}
