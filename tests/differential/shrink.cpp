#include "differential/shrink.h"

#include <vector>

namespace postern::test {
namespace {

using Path = Json::json_pointer;

void collect(const Json& json, const Path& path, std::vector<Path>& out) {
  out.push_back(path);
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) collect(value, path / key, out);
  } else if (json.is_array()) {
    for (std::size_t i = 0; i < json.size(); ++i) collect(json[i], path / i, out);
  }
}

void remove(Json& json, const Path& path) {
  Json& parent = json[path.parent_pointer()];
  if (parent.is_object()) {
    parent.erase(path.back());
  } else {
    parent.erase(std::stoul(path.back()));
  }
}

/// Simpler values for the place, simplest first.
std::vector<Json> simpler(const Json& value) {
  std::vector<Json> out;
  if (value.is_array() && value.size() == 1) out.push_back(value[0]);
  if (value.is_string() && value.get_ref<const std::string&>().size() > 1) {
    const std::string& text = value.get_ref<const std::string&>();
    for (const char* simple : {"*", "a", ""}) {
      if (text.size() > std::string_view(simple).size()) out.emplace_back(simple);
    }
  }
  return out;
}

/// One step down from `json`, if there is one.
bool step(Json& json, const std::function<bool(const Json&)>& still_fails) {
  std::vector<Path> places;
  collect(json, Path(), places);
  for (const Path& path : places) {
    if (path.empty()) continue;
    Json without = json;
    remove(without, path);
    if (still_fails(without)) {
      json = std::move(without);
      return true;
    }
  }
  for (const Path& path : places) {
    for (Json& value : simpler(json[path])) {
      Json changed = json;
      changed[path] = std::move(value);
      if (still_fails(changed)) {
        json = std::move(changed);
        return true;
      }
    }
  }
  return false;
}

}  // namespace

Json shrink(Json json, const std::function<bool(const Json&)>& still_fails) {
  while (step(json, still_fails)) {
  }
  return json;
}

}  // namespace postern::test
