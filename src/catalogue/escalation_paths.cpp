#include "catalogue/escalation_paths.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "catalogue/embedded.h"
#include "catalogue/lists.h"
#include "document/document.h"
#include "support/check.h"

namespace postern::catalogue {
namespace {

using document::Node;

constexpr std::array<std::string_view, 9> ends = {"passed-role", "running-role", "federated-role",
                                                  "user",        "trust",        "rewritten",
                                                  "unbound",     "undenied",     "created"};
constexpr std::array<std::string_view, 4> things = {"user", "role", "group", "policy"};

template <typename T, std::size_t size>
T read_word(const std::array<std::string_view, size>& words, const std::string& word) {
  const auto found = std::ranges::find(words, word);
  POSTERN_CHECK(found != words.end());
  return static_cast<T>(found - words.begin());
}

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
  out.becomes = read_word<Becomes>(ends, text(row, "becomes"));
  out.about = read_word<About>(things, text(row, "about"));
  for (Node need : row.find("needs")->elements()) {
    out.needs.push_back({text(need, "action"), text(need, "like")});
  }
  POSTERN_CHECK(!out.needs.empty());
  out.shown = row.find("shown")->boolean();
  return out;
}

// What the longer list of actions knows besides: a role is passed to some service, or code changes
// that runs under one.
std::vector<EscalationPath> other_paths(const std::vector<EscalationPath>& published) {
  std::set<std::string> known;
  for (const EscalationPath& path : published) {
    for (const Need& need : path.needs) known.insert(need.action);
  }
  std::vector<EscalationPath> out;
  for (const Escalation& action : escalations().actions) {
    const bool passes = action.gives == Gain::PassRole;
    const bool runs = action.gives == Gain::ChangeCode || action.gives == Gain::ActAs;
    if (known.contains(action.action) || action.action.starts_with("sts:") ||
        action.action.starts_with("iam:") || !(passes || runs)) {
      continue;
    }
    EscalationPath path;
    path.id = action.action;
    path.name = action.why;
    path.becomes = passes ? Becomes::PassedRole : Becomes::RunningRole;
    path.about = About::Role;
    if (passes) path.needs.push_back({"iam:PassRole", ""});
    path.needs.push_back({action.action, ""});
    out.push_back(std::move(path));
  }
  return out;
}

}  // namespace

std::string_view to_string(Becomes becomes) { return ends[static_cast<std::size_t>(becomes)]; }

bool EscalationPath::is_same_call(std::size_t need) const {
  if (becomes != Becomes::PassedRole) return false;
  return need == 1 || (need > 1 && needs[need].action == needs[1].action);
}

const EscalationPaths& escalation_paths() {
  static const EscalationPaths known = [] {
    const document::Document file =
        document::parse_json("data/escalation_paths.json", embedded_escalation_paths());
    EscalationPaths out{text(file.root(), "date"), text(file.root(), "source"), {}, 0};
    for (Node row : file.root().find("paths")->elements()) out.paths.push_back(read_path(row));
    out.published = out.paths.size();
    std::ranges::move(other_paths(out.paths), std::back_inserter(out.paths));
    return out;
  }();
  return known;
}

}  // namespace postern::catalogue
