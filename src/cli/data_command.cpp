#include <memory>
#include <string>

#include "catalogue/catalogue.h"
#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/terminal.h"
#include "report/data.h"

namespace postern::cli {

void add_data(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("data", "Says what data about AWS is built in");
  const auto format = std::make_shared<std::string>("text");
  add_choice(*command, "--format", *format, {"text", "json"}, "of what is printed");
  command->footer("");
  command->callback([format, &action] {
    action = [format] {
      const catalogue::Catalogue catalogue;
      const catalogue::Version version = catalogue.version();
      const report::CatalogueSummary summary{
          std::string(version.source), std::string(version.version), std::string(version.date),
          catalogue.service_count(), catalogue.action_count()};
      write_stdout(*format == "json" ? report::write_json(summary) : report::write_text(summary));
      return ExitCode::Ok;
    };
  });
}

}  // namespace postern::cli
