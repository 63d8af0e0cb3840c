#include "snapshot/folder.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "support/codes.h"
#include "support/error.h"

namespace postern::snapshot {
namespace {

namespace fs = std::filesystem;

void check(const std::error_code& error, const std::string& folder) {
  if (!error) return;
  throw Error(codes::file_unreadable, {std::make_shared<const std::string>(folder), 0, 0},
              "cannot list the folder: " + error.message());
}

}  // namespace

std::string join_path(std::string_view folder, std::string_view name) {
  return (fs::path(folder) / fs::path(name)).generic_string();
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view without_suffix(std::string_view path) {
  if (path.ends_with(".gz")) path.remove_suffix(3);
  for (std::string_view suffix : {".json", ".yaml", ".yml"}) {
    if (path.ends_with(suffix)) return path.substr(0, path.size() - suffix.size());
  }
  return path;
}

std::string parent_folder(std::string_view path) {
  const std::string parent = fs::path(path).parent_path().generic_string();
  return parent.empty() ? "." : parent;
}

bool is_folder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code broken_link;
    if (!at->is_directory(broken_link)) {
      out.push_back(at->path().lexically_relative(folder).generic_string());
    }
  }
  check(error, folder);
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> folders_in(const std::string& folder) {
  std::vector<std::string> out;
  if (!is_folder(folder)) return out;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (is_folder(at->path().string())) out.push_back(at->path().filename().generic_string());
  }
  check(error, folder);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace postern::snapshot
