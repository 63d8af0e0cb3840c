#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/catalogue.h"
#include "catalogue/escalation_paths.h"
#include "catalogue/lists.h"
#include "catalogue/managed_policies.h"
#include "cli/codes.h"
#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/terminal.h"
#include "coverage/constructs.h"
#include "coverage/questions.h"
#include "report/data.h"
#include "support/check.h"
#include "support/error.h"
#include "support/text.h"
#include "verify/context_keys.h"

namespace postern::cli {
namespace {

report::Origin origin_of(const catalogue::Version& version) {
  return {std::string(version.source), std::string(version.version), std::string(version.date)};
}

report::ListContent escalations(std::string name) {
  const catalogue::EscalationList list = catalogue::escalations();
  report::ListContent out{
      std::move(name), {list.source, "", list.date}, {"action", "gives", "why"}, {}};
  for (const catalogue::Escalation& escalation : list.actions) {
    out.rows.push_back(
        {escalation.action, std::string(to_string(escalation.gives)), escalation.why});
  }
  return out;
}

report::ListContent escalation_paths(std::string name) {
  const catalogue::EscalationPaths& table = catalogue::escalation_paths();
  report::ListContent out{std::move(name),
                          {table.source, "", table.date},
                          {"path", "what", "needs", "service", "becomes", "shown", "source"},
                          {}};
  for (std::size_t i = 0; i < table.published; ++i) {
    const catalogue::EscalationPath& path = table.paths[i];
    std::vector<std::string> needs;
    for (const catalogue::Need& need : path.needs) {
      if (needs.empty() || needs.back() != need.action) needs.push_back(need.action);
    }
    out.rows.push_back({path.id, path.name, join(needs, ", "), path.service,
                        std::string(to_string(path.becomes)), path.shown ? "yes" : "no",
                        path.source});
  }
  return out;
}

report::ListContent managed_policies(std::string name) {
  const catalogue::ManagedPolicies policies;
  report::ListContent out{
      std::move(name), origin_of(policies.version()), {"arn", "version", "date"}, {}};
  for (const catalogue::ManagedPolicy& policy : policies.all()) {
    out.rows.push_back({policy.arn, policy.version, policy.date});
  }
  return out;
}

report::ListContent rcp_services(std::string name) {
  const auto& [certain, listed] = catalogue::rcp_services();
  report::ListContent out{
      std::move(name), {listed.source, "", listed.date}, {"service", "support"}, {}};
  for (const std::string& service : listed.services) {
    const bool sure = std::ranges::binary_search(certain.services, service);
    out.rows.push_back({service, sure ? "certain" : "listed"});
  }
  return out;
}

report::Origin of_postern() { return {"postern", POSTERN_VERSION, ""}; }

// A reason as part of a sentence.
std::string trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(' ');
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" :") - from + 1));
}

report::ListContent semantics_table(std::string name) {
  report::ListContent out{
      std::move(name),
      of_postern(),
      {"area", "construct", "proof", "counterexample", "how", "reason", "rules", "case"},
      {}};
  for (const coverage::Area& area : coverage::areas()) {
    for (const coverage::Construct& c : area.constructs) {
      out.rows.push_back({std::string(area.name), std::string(c.name),
                          std::string(to_string(c.proof)), std::string(to_string(c.counterexample)),
                          std::string(c.when), trimmed(c.reason), std::string(c.rules),
                          std::string(c.test)});
    }
  }
  return out;
}

report::ListContent context_keys(std::string name) {
  report::ListContent out{
      std::move(name), of_postern(), {"key", "known", "free", "not shown", "never"}, {}};
  for (const verify::KeyTreatment& key : verify::context_keys()) {
    out.rows.push_back({'`' + key.key + '`', key.known, key.free, key.unshown, key.never});
  }
  return out;
}

report::ListContent ambiguities(std::string name) {
  report::ListContent out{std::move(name),
                          of_postern(),
                          {"id", "question", "canonical", "proof", "counterexample", "case"},
                          {}};
  for (const coverage::OpenQuestion& q : coverage::questions()) {
    out.rows.push_back({"AMB-" + std::to_string(q.number), std::string(q.title),
                        std::string(q.canonical), std::string(q.proof),
                        std::string(q.counterexample), std::string(q.test)});
  }
  return out;
}

struct List {
  const char* name;
  bool of_aws;  // the others are about this program
  report::ListContent (*content)(std::string name);
};

constexpr std::array<List, 7> lists = {{{"ambiguities", false, ambiguities},
                                        {"context-keys", false, context_keys},
                                        {"escalation-paths", true, escalation_paths},
                                        {"escalations", true, escalations},
                                        {"managed-policies", true, managed_policies},
                                        {"rcp-services", true, rcp_services},
                                        {"semantics", false, semantics_table}}};

report::ListContent content_of(const std::string& name) {
  const auto list = std::ranges::find(lists, name, &List::name);
  POSTERN_CHECK(list != lists.end());
  return list->content(name);
}

report::DataSummary summary() {
  const catalogue::Catalogue catalogue;
  report::DataSummary out{
      origin_of(catalogue.version()), catalogue.service_count(), catalogue.action_count(), {}};
  for (const List& list : lists) {
    if (!list.of_aws) continue;
    const report::ListContent content = list.content(list.name);
    out.lists.push_back({content.name, content.origin, content.rows.size()});
  }
  return out;
}

}  // namespace

void add_data(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("data", "Says what data about AWS is built in");
  const auto format = std::make_shared<std::string>("text");
  const auto list = std::make_shared<std::string>();
  std::vector<std::string> names;
  for (const List& known : lists) names.emplace_back(known.name);
  add_choice(*command, "--list", *list, names, "")->description("print what is in a list");
  add_choice(*command, "--format", *format, {"text", "json", "markdown"}, "of what is printed");
  command->footer("");
  command->callback([format, list, &action] {
    action = [format, list] {
      const bool json = *format == "json";
      if (*format == "markdown") {
        if (list->empty()) {
          throw Error(codes::usage, {}, "only lists are printed as Markdown", "give --list NAME");
        }
        write_stdout(report::write_markdown(content_of(*list)));
      } else if (list->empty()) {
        write_stdout(json ? report::write_json(summary()) : report::write_text(summary()));
      } else {
        const report::ListContent content = content_of(*list);
        write_stdout(json ? report::write_json(content) : report::write_text(content));
      }
      return ExitCode::Ok;
    };
  });
}

}  // namespace postern::cli
