// A folder for one test, and the diagnostics of reading what a test wrote into it.
#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "snapshot/snapshot.h"

namespace postern::snapshot {

class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() /
              ("postern-snapshot-test-" + std::to_string(std::hash<std::string>()(unique())))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  /// Writes a file, with the folders above it; returns its path.
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path path = path_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  std::string path() const { return path_.string(); }

  /// What is wrong with `paths` (the folder itself, if none), one diagnostic a line, without the
  /// folder's own path; `reads` if nothing is.
  std::string errors(std::vector<std::string> paths = {}) const {
    if (paths.empty()) paths.push_back(path());
    try {
      read_snapshot(paths);
    } catch (const Error& error) {
      std::string out;
      for (const Diagnostic& d : error.diagnostics()) {
        out += (out.empty() ? "" : "\n") + to_string(d);
      }
      const std::string prefix = path() + "/";
      for (std::size_t at = 0; (at = out.find(prefix, at)) != std::string::npos;) {
        out.erase(at, prefix.size());
      }
      return out;
    }
    return "reads";
  }

 private:
  // Test programs may run side by side.
  static std::string unique() {
    static std::atomic<int> count{0};
    return std::to_string(
               std::filesystem::file_time_type::clock::now().time_since_epoch().count()) +
           "-" + std::to_string(count++);
  }

  std::filesystem::path path_;
};

}  // namespace postern::snapshot
