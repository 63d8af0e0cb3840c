#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/catalogue.h"
#include "catalogue/lists.h"
#include "catalogue/managed_policies.h"
#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/terminal.h"
#include "report/data.h"
#include "support/check.h"

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

struct List {
  const char* name;
  report::ListContent (*content)(std::string name);
};

constexpr std::array<List, 3> lists = {{{"escalations", escalations},
                                        {"managed-policies", managed_policies},
                                        {"rcp-services", rcp_services}}};

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
  add_choice(*command, "--format", *format, {"text", "json"}, "of what is printed");
  command->footer("");
  command->callback([format, list, &action] {
    action = [format, list] {
      const auto write = [&](const auto& data) {
        write_stdout(*format == "json" ? report::write_json(data) : report::write_text(data));
      };
      list->empty() ? write(summary()) : write(content_of(*list));
      return ExitCode::Ok;
    };
  });
}

}  // namespace postern::cli
