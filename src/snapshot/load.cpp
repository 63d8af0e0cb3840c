#include "snapshot/load.h"

#include <cstring>
#include <string_view>
#include <utility>

#include "snapshot/config.h"
#include "snapshot/fields.h"
#include "snapshot/folder.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::snapshot {

LoadedFile load_file(const std::string& path, const document::Limits& limits) {
  std::string_view name = path;
  if (name.ends_with(".gz")) name.remove_suffix(3);
  const std::string bytes = document::read_file(path, limits);
  LoadedFile file{path, sha256_hex(bytes), {}};
  if (name.ends_with(".yaml") || name.ends_with(".yml")) {
    file.documents.push_back(document::parse_yaml(path, bytes, limits));
  } else {
    constexpr std::string_view sign = "resourceType";  // std::string::find takes its time
    const bool perhaps_items =
        memmem(bytes.data(), bytes.size(), sign.data(), sign.size()) != nullptr;
    file.documents =
        document::parse_json_stream(path, bytes, perhaps_items ? config_limits(limits) : limits);
    if (perhaps_items && !holds_config_items(file.documents.front().root())) {
      file.documents = document::parse_json_stream(path, bytes, limits);
    }
  }
  return file;
}

std::optional<LoadedFile> load_named_file(const std::string& folder, document::Node name,
                                          const document::Limits& limits,
                                          Diagnostics& diagnostics) {
  const std::string text(name.text());
  const std::string path = folder == "." ? text : join_path(folder, text);
  try {
    return load_file(path, limits);
  } catch (const Error& error) {
    for (const Diagnostic& d : error.diagnostics()) {
      const bool opened = d.where.line != 0;  // else the place is the one that names the file
      diagnostics.error(d.code, opened ? d.where : name.where(),
                        opened ? d.message : ticked(path) + ": " + d.message, d.hint);
    }
    return std::nullopt;
  }
}

std::vector<document::Node> pages_of(const LoadedFile& file) {
  std::vector<document::Node> pages;
  for (const document::Document& document : file.documents) pages.push_back(document.root());
  return pages;
}

std::optional<document::Node> only_document(const LoadedFile& file, std::string_view what,
                                            Diagnostics& diagnostics) {
  if (file.documents.size() == 1) return file.documents.front().root();
  diagnostics.error(codes::trailing_text, file.documents[1].root().where(),
                    "a second document in a file of " + std::string(what));
  return std::nullopt;
}

}  // namespace postern::snapshot
