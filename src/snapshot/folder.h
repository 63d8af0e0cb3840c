// What lies in a folder, in an order that does not depend on the file system.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern::snapshot {

/// `folder/name`, as a user would write it.
std::string join_path(std::string_view folder, std::string_view name);
/// The last name of `path`.
std::string_view file_name(std::string_view path);
/// `path` without `.json`, `.yaml` or `.yml`, and without `.gz` after it.
std::string_view without_suffix(std::string_view path);
/// The folder that contains `path`; `.` if it names none.
std::string parent_folder(std::string_view path);

bool is_folder(const std::string& path);
bool exists(const std::string& path);

/// The paths of all files in `folder` and below, relative to it, with `/` between names, sorted.
/// Throws Error if a folder cannot be listed.
std::vector<std::string> files_below(const std::string& folder);
/// The names of the folders directly in `folder`, sorted; none if it is no folder. Throws Error.
std::vector<std::string> folders_in(const std::string& folder);

}  // namespace postern::snapshot
