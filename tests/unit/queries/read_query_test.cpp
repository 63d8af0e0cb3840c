#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "queries/codes.h"
#include "queries/query.h"
#include "support/catch.h"

using namespace postern;
using namespace postern::queries;

namespace {

const catalogue::Catalogue& known() {
  static const catalogue::Catalogue catalogue;
  return catalogue;
}

QueryFile read(const std::string& text) { return read_query_text("q.audit.yaml", text, known()); }

/// A file of one property that forbids `set`, a YAML flow mapping without its braces.
std::string forbidding(const std::string& set, const std::string& define = "{}") {
  return "version: 1\naudit: a\ndefine: " + define +
         "\nproperties:\n  - {id: A-1, title: t, severity: low, forbid: {" + set + "}}\n";
}

/// What is wrong with `text`, a diagnostic a line.
std::string errors(const std::string& text) {
  try {
    read(text);
  } catch (const Error& error) {
    std::string lines;
    for (const Diagnostic& diagnostic : error.diagnostics()) lines += to_string(diagnostic) + "\n";
    return lines;
  }
  return "";
}

const RequestSet& forbidden(const QueryFile& file) {
  return std::get<Forbid>(file.properties.at(0).claim).set;
}

struct FormatCase {
  bool accepted;
  std::string name, text;
};

std::vector<FormatCase> format_cases() {
  std::ifstream file(POSTERN_SOURCE_DIR "/tests/unit/queries/format_cases.yaml");
  std::vector<FormatCase> cases;
  const std::regex header("--- # (accepted|rejected): (.*)");
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (std::regex_match(line, match, header)) {
      cases.push_back({match[1] == "accepted", match[2], ""});
    } else {
      cases.at(cases.size() - 1).text += line + "\n";
    }
  }
  return cases;
}

}  // namespace

TEST_CASE("the reader accepts and rejects what the table of the format says") {
  const std::vector<FormatCase> cases = format_cases();
  REQUIRE(cases.size() >= 40);
  for (const FormatCase& each : cases) {
    CAPTURE(each.name, errors(each.text));
    CHECK(errors(each.text).empty() == each.accepted);
  }
}

TEST_CASE("a property with everything") {
  const QueryFile file = read(R"(
version: 1
audit: prod
owner: team@example.com
scope: {accounts: ["111122223333"]}
define:
  principals: {ci: ["arn:aws:iam::*:role/ci"], ops: ["@ci", "account:111122223333"]}
  actions: {writes: {service: s3, level: [write, tagging]}}
properties:
  - id: DATA-001
    title: Nobody else writes
    severity: high
    description: why
    controls: [C-1]
    timeout: 2m
    expect: violated
    forbid:
      principal: any
      except: "@ops"
      action: ["@writes", "s3:Get*"]
      resource: arn:aws:s3:::b/*
      via: none
      when: {StringNotEquals: {"aws:SourceVpc": [vpc-1, vpc-2]}}
)");
  CHECK(file.audit == "prod");
  CHECK(file.owner == "team@example.com");
  CHECK(file.trusted_accounts == std::vector<std::string>{"111122223333"});
  const Property& property = file.properties.at(0);
  CHECK(property.id == "DATA-001");
  CHECK(property.severity == "high");
  CHECK(property.timeout_seconds == 120.0);
  CHECK(property.expect == "violated");
  CHECK(to_string(property.where) == "q.audit.yaml:10:5");
  CHECK(std::get<Forbid>(property.claim).via == Via::None);
  const RequestSet& set = forbidden(file);
  REQUIRE(set.except.size() == 2);
  CHECK(set.except[0].kind == PrincipalWord::Kind::Arn);
  CHECK(set.except[0].text == "arn:aws:iam::*:role/ci");
  CHECK(set.except[1].kind == PrincipalWord::Kind::Account);
  CHECK(set.except[1].text == "111122223333");
  REQUIRE(set.actions.size() == 2);
  const auto& levels = std::get<ActionWord::Levels>(set.actions[0].what);
  CHECK(levels.services == std::vector<std::string>{"s3"});
  CHECK(levels.levels ==
        std::vector{catalogue::AccessLevel::Write, catalogue::AccessLevel::Tagging});
  CHECK(std::get<ActionWord::Glob>(set.actions[1].what).text == "s3:Get*");
  REQUIRE(set.when.size() == 1);
  CHECK(set.when[0].key == "aws:sourcevpc");
  CHECK(set.when[0].values.size() == 2);
  CHECK(property.claim_text ==
        "forbid any except @ops (@writes, s3:Get*) on arn:aws:s3:::b/* "
        "when aws:SourceVpc StringNotEquals vpc-1 or vpc-2, directly");
}

TEST_CASE("a set used twice counts once, and sets in sets do not multiply") {
  std::string define = "{principals: {s0: any";
  for (int i = 1; i <= 40; ++i) {
    const std::string before = "\"@s" + std::to_string(i - 1) + "\"";
    define += ", s" + std::to_string(i) + ": [" + before + ", " + before + "]";
  }
  define += "}}";
  const QueryFile file =
      read(forbidding("principal: [\"@s40\", \"@s3\"], action: \"*\", resource: \"*\"", define));
  CHECK(forbidden(file).principals.size() == 1);
}

TEST_CASE("messages say where, what and what to write instead") {
  struct Case {
    std::string text, message;
  };
  const std::string rest = ", action: \"*\", resource: \"*\"";
  const std::vector<Case> table{
      {forbidding("principal: extrenal" + rest),
       "q.audit.yaml:5:60: error POSTERN0412: `extrenal` does not name principals; did you mean "
       "`external`?\n"},
      {forbidding("principal: \"111122223333\"" + rest),
       "q.audit.yaml:5:60: error POSTERN0412: `111122223333` does not name principals; did you "
       "mean "
       "`account:111122223333`?\n"},
      {forbidding("principal: administrator" + rest),
       "q.audit.yaml:5:60: error POSTERN0406: `administrator` is not supported by this version; "
       "docs/query-files.md says what is\n"},
      {forbidding("principal: \"ou:prod\"" + rest),
       "q.audit.yaml:5:60: error POSTERN0412: `ou:prod` does not name principals; write the id of "
       "a unit, `ou:ou-ab12-cdefgh34`, or a path, `ou:o-exampleorg1/r-ab12/*`\n"},
      {forbidding("principal: any, action: \"*\", resource: \"org:acme\""),
       "q.audit.yaml:5:88: error POSTERN0416: `org:acme` does not name resources; write the id of "
       "an organization: `org:o-exampleorg1`\n"},
      {forbidding("principal: any, action: s3:GetObjekt, resource: \"*\""),
       "q.audit.yaml:5:73: error POSTERN0414: no action `s3:GetObjekt` in the catalogue; did you "
       "mean `s3:GetObject`?\n"},
      {forbidding("principal: any, action: \"s3:Xyz*\", resource: \"*\""),
       "q.audit.yaml:5:73: error POSTERN0414: no action in the catalogue matches `s3:Xyz*`\n"},
      {forbidding("principal: any, action: \"lamda:*\", resource: \"*\""),
       "q.audit.yaml:5:73: error POSTERN0415: no service `lamda` in the catalogue; did you mean "
       "`lambda`?\n"},
      {forbidding("principal: any, action: \"*\", resource: \"*\", "
                  "when: {StringEqual: {aws:SourceVpc: a}}"),
       "q.audit.yaml:5:100: error POSTERN0207: unknown condition operator `StringEqual`; did you "
       "mean `StringEquals`?\n"},
      {forbidding("principal: any, action: \"*\", resource: \"*\", "
                  "when: {StringEquals: {s3:prefx: a}}"),
       "q.audit.yaml:5:115: error POSTERN0417: unknown condition key `s3:prefx`; did you mean "
       "`s3:prefix`?\n"},
      {forbidding("principal: \"@cii\"" + rest, "{principals: {ci: any}}"),
       "q.audit.yaml:5:60: error POSTERN0410: no set `@cii` in `define: principals`; did you mean "
       "`@ci`?\n"},
      {forbidding("principal: any" + rest, "{principals: {a: \"@b\", b: [\"@a\"]}}"),
       "q.audit.yaml:3:36: error POSTERN0411: the set `@a` contains itself\n"},
  };
  for (const Case& each : table) CHECK(errors(each.text) == each.message);
}

TEST_CASE("every code is reported for some file") {
  std::string found;
  for (const FormatCase& each : format_cases()) found += errors(each.text);
  const std::string rest = ", action: \"*\", resource: \"*\"";
  const std::string property =
      "  - {id: A-1, title: t, severity: low, forbid: {principal: any" + rest + "}}\n";
  found += errors(forbidding("principal: \"@a\"" + rest, "{principals: {a: \"@a\"}}"));
  found += errors(forbidding("principal: \"@b\"" + rest));
  found += errors(forbidding("principal: any, action: s3:Nothing, resource: \"*\""));
  found += errors(forbidding("principal: any, action: \"nothing:*\", resource: \"*\""));
  found += errors(forbidding("principal: any" + rest + ", when: {Bool: {aws:Nothing: true}}"));
  found += errors("version: 1\naudit: a\nproperties:\n" + property + property);
  for (const postern::codes::Code& code : postern::queries::codes::table) {
    CAPTURE(code.id);
    CHECK(found.find(code.id) != std::string::npos);
  }
}

TEST_CASE("the example of the documentation is accepted") {
  std::ifstream file(POSTERN_SOURCE_DIR "/docs/query-files.md");
  const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::string fence = "```yaml\n";
  const std::size_t start = page.find(fence) + fence.size();
  CHECK(errors(page.substr(start, page.find("```", start) - start)) == "");
}

TEST_CASE("everything wrong with a file is reported at once") {
  const std::string found = errors(R"(version: 1
audit: a
define: {principals: {unused: nobody}}
properties:
  - {id: A-1, title: t, severity: low, forbid: {principal: x, action: y, resource: z}}
  - {id: A-1, title: t, severity: lower, forbid: {principal: any, action: "*", resource: "*"}}
)");
  for (const char* part :
       {"3:31: error POSTERN0412", "5:60: error POSTERN0412", "5:71: error POSTERN0413",
        "5:84: error POSTERN0416", "6:5: error POSTERN0408", "6:35: error POSTERN0404"}) {
    CAPTURE(found, part);
    CHECK(found.find(part) != std::string::npos);
  }
}

TEST_CASE("a value that does not fit its operator is an error in a query") {
  CHECK(errors(forbidding("principal: any, action: \"*\", resource: \"*\", "
                          "when: {IpAddress: {aws:SourceIp: 10.0.0.0/99}}"))
            .find("POSTERN0236") != std::string::npos);
}
