#include "snapshot/load.h"

#include <string_view>
#include <utility>

namespace postern::snapshot {

LoadedFile load_file(const std::string& path, const document::Limits& limits) {
  std::string_view name = path;
  if (name.ends_with(".gz")) name.remove_suffix(3);
  LoadedFile file{document::read_file(path, limits), {}};
  if (name.ends_with(".yaml") || name.ends_with(".yml")) {
    file.documents.push_back(document::parse_yaml(path, file.bytes, limits));
  } else {
    file.documents = document::parse_json_stream(path, file.bytes, limits);
  }
  return file;
}

}  // namespace postern::snapshot
