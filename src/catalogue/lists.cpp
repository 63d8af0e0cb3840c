#include "catalogue/lists.h"

#include <algorithm>
#include <array>

#include "catalogue/embedded.h"
#include "document/document.h"
#include "support/check.h"

namespace postern::catalogue {
namespace {

using document::Node;

constexpr std::array<std::string_view, 10> gain_names = {
    "act-as",    "change-attributes", "change-code", "change-policy", "change-trust",
    "key-grant", "new-credentials",   "pass-role",   "remove-guard",  "share"};

document::Document read_lists() {
  return document::parse_json("data/lists.json", embedded_lists());
}

// The file is ours: what is wrong with it is a fault of ours.
Node member(Node object, std::string_view key) {
  const std::optional<Node> found = object.find(key);
  POSTERN_CHECK(found);
  return *found;
}

std::string text(Node object, std::string_view key) {
  return std::string(member(object, key).text());
}

ServiceList read_services(Node list) {
  ServiceList out{text(list, "date"), text(list, "source"), {}};
  for (Node service : member(list, "services").elements()) {
    out.services.emplace_back(service.text());
  }
  return out;
}

}  // namespace

std::string_view to_string(Gain gain) { return gain_names[static_cast<std::size_t>(gain)]; }

std::optional<Gain> parse_gain(std::string_view text) {
  const auto found = std::find(gain_names.begin(), gain_names.end(), text);
  if (found == gain_names.end()) return std::nullopt;
  return static_cast<Gain>(found - gain_names.begin());
}

const RcpServices& rcp_services() {
  static const RcpServices known = [] {
    const document::Document lists = read_lists();
    const Node services = member(lists.root(), "rcp_services");
    return RcpServices{read_services(member(services, "certain")),
                       read_services(member(services, "listed"))};
  }();
  return known;
}

EscalationList escalations() {
  const document::Document lists = read_lists();
  const Node list = member(lists.root(), "escalations");
  EscalationList out{text(list, "date"), text(list, "source"), {}};
  for (Node entry : member(list, "actions").elements()) {
    const std::optional<Gain> gives = parse_gain(text(entry, "gives"));
    POSTERN_CHECK(gives);
    out.actions.push_back({text(entry, "action"), *gives, text(entry, "why")});
  }
  return out;
}

}  // namespace postern::catalogue
