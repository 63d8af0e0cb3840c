#include "report/report.h"

#include <algorithm>
#include <memory>
#include <string>

#include "support/catch.h"

using namespace postern;
using namespace postern::report;
using verdict::Kind;

namespace {

SourceSpan at(const std::string& file, std::uint32_t line) {
  return {std::make_shared<const std::string>(file), line, 3};
}

verdict::PropertyResult result(const std::string& id, Kind kind) {
  verdict::PropertyResult out;
  out.property.id = id;
  out.property.title = "Title of " + id;
  out.property.severity = "high";
  out.property.claim = "forbid external s3:GetObject on arn:aws:s3:::b/*";
  out.property.where = at("q.audit.yaml", 7);
  out.verdict.kind = kind;
  out.verdict.assumptions = {"credentials are not stolen"};
  return out;
}

verdict::Step user_step(model::Decision decision) {
  verdict::Step step;
  step.request.caller.type = model::CallerType::User;
  step.request.caller.account = "222222222222";
  step.request.caller.arn = "arn:aws:iam::222222222222:user/eve";
  step.request.caller.name = "eve";
  step.request.action = "s3:GetObject";
  step.request.resource = "arn:aws:s3:::b/k";
  step.request.context["aws:securetransport"] = {false, {"true"}};
  step.request.context["aws:tagkeys"] = {true, {"a", "b"}};
  step.decision = decision;
  return step;
}

verdict::Run violated_run() {
  verdict::Run run;
  run.tool_version = "0.1.0";
  run.solver_version = "4.8.12";
  run.catalogue_source = "iam-data";
  run.catalogue_version = "1";
  run.catalogue_date = "2026-01-01";
  run.inputs = {{"snapshot/bucket.json", "manifest", "ab12"}};
  run.notes = {"no organisation was read"};
  verdict::PropertyResult bad = result("B-1", Kind::Violated);
  bad.verdict.witness = {user_step(model::Decision::Allowed)};
  bad.verdict.witness[0].decided_by = {
      {"policy of arn:aws:s3:::b", 0, "Open", model::Effect::Allow, at("snapshot/bucket.json", 12)},
      {"policy of arn:aws:s3:::b", 1, "", model::Effect::Allow, at("snapshot/bucket.json", 20)}};
  bad.verdict.assumptions.push_back("account 222222222222 grants what it likes");
  run.properties = {result("AAA-1", Kind::Proved), bad};
  return run;
}

}  // namespace

TEST_CASE("the text report: verdict, story, assumptions, counts") {
  CHECK(write_text(violated_run(), Color::Never) ==
        R"(proved    AAA-1  Title of AAA-1 (high)

violated  B-1    Title of B-1 (high)
  forbid external s3:GetObject on arn:aws:s3:::b/*
  q.audit.yaml:7

  principal   arn:aws:iam::222222222222:user/eve
  action      s3:GetObject
  resource    arn:aws:s3:::b/k
  context     aws:securetransport = true
              aws:tagkeys = [a, b]
  allowed by  snapshot/bucket.json:12 (Open), policy of arn:aws:s3:::b
              snapshot/bucket.json:20 (statement 2), policy of arn:aws:s3:::b

  assuming    account 222222222222 grants what it likes

every verdict assumes:
  - credentials are not stolen

about the snapshot:
  - no organisation was read

2 properties: 1 proved, 1 violated
)");
}

TEST_CASE("a chain is told step by step, a denial by what denies it") {
  verdict::Run run;
  run.properties = {result("A-1", Kind::Violated)};
  verdict::Step first = user_step(model::Decision::Allowed);
  verdict::Step second = user_step(model::Decision::ImplicitDeny);
  second.request.context.clear();
  second.remarks = {"the identity side allows; the resource policy does not"};
  run.properties[0].verdict.witness = {first, second};
  run.properties[0].verdict.explanation = "the trust policy is missing";
  run.properties[0].verdict.assumptions.clear();
  CHECK(write_text(run, Color::Never) ==
        R"(violated  A-1  Title of A-1 (high)
  forbid external s3:GetObject on arn:aws:s3:::b/*
  q.audit.yaml:7

  step 1 of 2
  principal   arn:aws:iam::222222222222:user/eve
  action      s3:GetObject
  resource    arn:aws:s3:::b/k
  context     aws:securetransport = true
              aws:tagkeys = [a, b]
  allowed by  no statement: the request needs none

  step 2 of 2
  principal   arn:aws:iam::222222222222:user/eve
  action      s3:GetObject
  resource    arn:aws:s3:::b/k
  denied      no statement allows it
              the identity side allows; the resource policy does not

  the trust policy is missing

1 property: 1 violated
)");
}

TEST_CASE("what could not be decided says why; what was expected says so") {
  verdict::Run run;
  run.properties = {result("A-1", Kind::Unknown), result("A-2", Kind::Vacuous),
                    result("A-3", Kind::Violated), result("A-4", Kind::Proved)};
  for (verdict::PropertyResult& each : run.properties) each.verdict.assumptions.clear();
  run.properties[0].verdict.reason = verdict::Reason::ResourceLimit;
  run.properties[0].verdict.explanation = "the search used up 1000 steps";
  run.properties[0].verdict.ambiguities = {9, 31};
  run.properties[1].verdict.explanation = "no principal is in the set";
  run.properties[2].property.expected = Kind::Violated;
  run.properties[3].property.expected = Kind::Violated;
  CHECK(write_text(run, Color::Never) ==
        R"(unknown   A-1  Title of A-1 (high)
  forbid external s3:GetObject on arn:aws:s3:::b/*
  q.audit.yaml:7

  resource limit: the search used up 1000 steps (AMB-9, AMB-31)

vacuous   A-2  Title of A-2 (high)
  forbid external s3:GetObject on arn:aws:s3:::b/*
  q.audit.yaml:7

  no principal is in the set

violated  A-3  Title of A-3 (high), as expected

proved    A-4  Title of A-4 (high)
  forbid external s3:GetObject on arn:aws:s3:::b/*
  q.audit.yaml:7

  expected: violated

4 properties: 1 proved, 1 violated, 1 unknown, 1 vacuous
)");
  CHECK(write_text(run, Color::Never, Detail::Failing).find("A-3") == std::string::npos);
}

TEST_CASE("nothing a document says drives the terminal") {
  verdict::Run run;
  run.properties = {result("A-1", Kind::Proved)};
  run.properties[0].property.title = "a\x1b[31mb\nc";
  const std::string text = write_text(run, Color::Never);
  CHECK(text.find("a\\x1b[31mb\\x0ac") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(write_text(run, Color::Always).find("\x1b[32mproved\x1b[0m") == 0);
}

TEST_CASE("lines are at most 100 columns where words allow") {
  verdict::Run run = violated_run();
  for (std::string* text : {&run.properties[1].property.title, &run.properties[1].property.claim,
                            &run.properties[1].verdict.explanation, &run.notes[0]}) {
    for (int i = 0; i < 60; ++i) *text += " word";
  }
  const std::string text = write_text(run, Color::Never);
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = text.find('\n', start);
    CHECK(end - start <= 100);
    start = end + 1;
  }
}

TEST_CASE("the JSON report") {
  verdict::Run run = violated_run();
  run.properties.erase(run.properties.begin());
  CHECK(write_json(run) == R"({
  "schema_version": 1,
  "tool": {
    "name": "postern",
    "version": "0.1.0",
    "solver": "4.8.12"
  },
  "inputs": [
    {
      "path": "snapshot/bucket.json",
      "kind": "manifest",
      "sha256": "ab12"
    }
  ],
  "catalogue": {
    "source": "iam-data",
    "version": "1",
    "date": "2026-01-01"
  },
  "summary": {
    "proved": 0,
    "violated": 1,
    "unknown": 0,
    "vacuous": 0
  },
  "notes": [
    "no organisation was read"
  ],
  "properties": [
    {
      "id": "B-1",
      "title": "Title of B-1",
      "severity": "high",
      "verdict": "violated",
      "expected": null,
      "claim": "forbid external s3:GetObject on arn:aws:s3:::b/*",
      "description": "",
      "controls": [],
      "source": {
        "file": "q.audit.yaml",
        "line": 7
      },
      "assumptions": [
        "credentials are not stolen",
        "account 222222222222 grants what it likes"
      ],
      "warnings": [],
      "witness": {
        "steps": [
          {
            "principal": "arn:aws:iam::222222222222:user/eve",
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::b/k",
            "context": {
              "aws:securetransport": "true",
              "aws:tagkeys": [
                "a",
                "b"
              ]
            },
            "decision": "allowed",
            "allowed_by": [
              {
                "policy": "policy of arn:aws:s3:::b",
                "statement": 0,
                "sid": "Open",
                "file": "snapshot/bucket.json",
                "line": 12
              },
              {
                "policy": "policy of arn:aws:s3:::b",
                "statement": 1,
                "sid": "",
                "file": "snapshot/bucket.json",
                "line": 20
              }
            ],
            "remarks": [],
            "caller": {
              "type": "user",
              "partition": "aws",
              "account": "222222222222",
              "arn": "arn:aws:iam::222222222222:user/eve",
              "username": "eve"
            }
          }
        ]
      },
      "reason": null,
      "explanation": "",
      "ambiguities": []
    }
  ]
}
)");
}

TEST_CASE("JSONL is a property a line; statistics only where asked for") {
  const verdict::Run run = violated_run();
  const std::string text = write_jsonl(run);
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  CHECK(text.find("{\"id\":\"AAA-1\",") == 0);
  CHECK(text.find("seconds") == std::string::npos);
  CHECK(write_jsonl(run, Statistics::Include).find("\"seconds\":0.0") != std::string::npos);
  CHECK(write_json(run).find("seconds") == std::string::npos);
}
