#include "catalogue/escalation_paths.h"

#include <algorithm>
#include <array>

#include "catalogue/embedded.h"
#include "document/document.h"
#include "support/check.h"

namespace postern::catalogue {
namespace {

using document::Node;

constexpr std::array<std::string_view, 15> names = {
    "passed-role",          "running-role", "user",         "user-partly",   "trust",
    "rewritten-user",       "rewritten-role", "rewritten-by-group", "rewritten-by-policy",
    "rewritten-by-version", "joined",       "unbound-user", "unbound-role",  "undenied-user",
    "undenied-role"};

std::string text(Node object, std::string_view key) {
  const auto found = object.find(key);
  return found ? std::string(found->text()) : std::string();
}

EscalationPath read_path(Node row) {
  EscalationPath out;
  out.id = text(row, "id");
  out.name = text(row, "name");
  out.source = text(row, "source");
  out.service = text(row, "service");
  const auto becomes = std::find(names.begin(), names.end(), text(row, "becomes"));
  POSTERN_CHECK(becomes != names.end());
  out.becomes = static_cast<Becomes>(becomes - names.begin());
  for (Node need : row.find("needs")->elements()) {
    out.needs.push_back({text(need, "action"), text(need, "like")});
  }
  POSTERN_CHECK(!out.needs.empty());
  out.shown = row.find("shown")->boolean();
  return out;
}

}  // namespace

std::string_view to_string(Becomes becomes) { return names[static_cast<std::size_t>(becomes)]; }

const EscalationPaths& escalation_paths() {
  static const EscalationPaths known = [] {
    const document::Document file =
        document::parse_json("data/escalation_paths.json", embedded_escalation_paths());
    EscalationPaths out{text(file.root(), "date"), text(file.root(), "source"), {}};
    for (Node row : file.root().find("paths")->elements()) out.paths.push_back(read_path(row));
    return out;
  }();
  return known;
}

}  // namespace postern::catalogue
