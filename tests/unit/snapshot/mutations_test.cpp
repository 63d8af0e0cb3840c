// Damaged inputs: every one is read, or refused with an error that names the file. None crashes.
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "document/document.h"
#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

struct Seed {
  std::string file;  // where the damaged text goes
  std::string text;
};

const std::string policy =
    R"({"Version":"2012-10-17","Id":"p","Statement":[{"Sid":"a","Effect":"Allow","Principal":)"
    R"({"AWS":["arn:aws:iam::111122223333:root","444455556666"]},"Action":["s3:Get*"],"Resource":)"
    R"("arn:aws:s3:::b/*","Condition":{"StringLike":{"aws:PrincipalTag/x":["\u00e9*",1,true]}}}]})";

std::string in_string(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::vector<Seed> seeds() {
  const std::string gaad =
      R"({"UserDetailList":[{"UserName":"ann","Arn":"arn:aws:iam::111122223333:user/ann",
"GroupList":["devs"],"UserPolicyList":[{"PolicyName":"p","PolicyDocument":{"Statement":
{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}}}],"Tags":[{"Key":"k","Value":"v"}]}],
"GroupDetailList":[{"GroupName":"devs","Arn":"arn:aws:iam::111122223333:group/devs"}],
"RoleDetailList":[{"RoleName":"r","Arn":"arn:aws:iam::111122223333:role/r",
"AssumeRolePolicyDocument":"%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A)"
      R"(%22sts%3AAssumeRole%22%2C%22Principal%22%3A%22*%22%7D%7D",
"AttachedManagedPolicies":[{"PolicyArn":"arn:aws:iam::111122223333:policy/m"}]}],
"Policies":[{"Arn":"arn:aws:iam::111122223333:policy/m","PolicyVersionList":[{"VersionId":"v1",
"IsDefaultVersion":true,"Document":"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"a:b\",
\"Resource\":\"*\"}}"}]}],"IsTruncated":false})";
  std::string one_line = gaad;  // the string must not have line breaks
  one_line.erase(one_line.find("\\\"a:b\\\",\n") + 8, 1);
  const std::string manifest =
      "version: 1\ndocuments:\n  - kind: bucket-policy  # comment\n    account: \"111122223333\"\n"
      "    resource: b\n    file: p.json\n  - {kind: none, resource: 'arn:aws:s3:::c', account: "
      "111122223333}\n";
  const std::string organization =
      "id: o-1\nmanagement_account: 111122223333\nscps: enabled\nrcps: disabled\nunits:\n"
      "  r-1: {scps: [FullAWSAccess]}\n  ou-1: {parent: r-1, scps: [FullAWSAccess]}\n"
      "accounts:\n  '111122223333': {unit: ou-1, scps: [FullAWSAccess]}\n";
  const std::string of_organization = "arn:aws:organizations::111122223333:";
  const std::string summary = R"({"Id":"p-12345678","Arn":")" + of_organization +
                              R"(policy/o-ab/service_control_policy/p-12345678","Name":"b",)" +
                              R"("Type":"SERVICE_CONTROL_POLICY"})";
  return {
      {"gaad/gaad.json", one_line},
      {"units/ou-ab12-11111111.json", "{\"Policies\":[" + summary + "]}"},
      {"policies/x.json",
       "{\"Policy\":{\"PolicySummary\":" + summary + ",\"Content\":\"" +
           in_string(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})") + "\"}}"},
      {"roots/x.json", R"({"Roots":[{"Id":"r-ab12","Arn":")" + of_organization +
                           R"(root/o-ab/r-ab12","Name":"Root","PolicyTypes":[{"Type":)" +
                           R"("SERVICE_CONTROL_POLICY","Status":"ENABLED"}]}]})"},
      {"organization/o.yaml", organization},
      {"grants/p.json",
       R"({"Grants":[{"GrantId":"g","GranteePrincipal":"arn:aws:iam::111122223333:root",)"
       R"("Operations":["Decrypt"],"Constraints":{"EncryptionContextEquals":{"a":"b"}}}]})"},
      {"manifest/snapshot.yaml", manifest},
      {"policy/p.json", policy},
      {"policy/p.json", "{\"Policy\":\"" + in_string(policy) + "\"}"},
      {"aws/aws/accounts/111122223333/s3/b/policy.json", policy},
  };
}

// A seed's place in a folder, beside what makes it a whole input.
class Input {
 public:
  explicit Input(Seed seed) : seed_(std::move(seed)) {
    const std::string top = seed_.file.substr(0, seed_.file.find('/'));
    path_ = folder_.path() + "/" + top;
    if (top == "manifest") folder_.write("manifest/p.json", policy);
    if (top == "policy") {
      folder_.write("policy/snapshot.yaml",
                    "version: 1\ndocuments: [{kind: bucket-policy, account: '111122223333', "
                    "resource: b, file: p.json}]\n");
    }
    if (top == "organization") {
      folder_.write("organization/snapshot.yaml",
                    "version: 1\ndocuments: [{kind: organization, file: o.yaml}]\n");
    }
    if (top == "grants") {
      const std::string key = "resource: 'arn:aws:kms:r:111122223333:key/1'";
      folder_.write("grants/snapshot.yaml", "version: 1\ndocuments: [{kind: none, " + key +
                                                "}, {kind: key-grants, " + key +
                                                ", file: p.json}]\n");
    }
    if (top == "aws") {
      folder_.write("aws/aws/accounts/111122223333/s3/b/metadata.json",
                    R"({"arn":"arn:aws:s3:::b"})");
      path_ = folder_.path();
    }
  }

  const std::string& text() const { return seed_.text; }
  bool json() const { return seed_.file.ends_with(".json"); }

  /// Reads the damaged text; the diagnostics, if it is refused, are fit to be shown.
  std::vector<Diagnostic> read(const std::string& text) const {
    folder_.write(seed_.file, text);
    try {
      read_snapshot({path_}, {.bytes = std::size_t{1} << 22});
      return {};
    } catch (const Error& error) {
      bool placed = false;
      for (const Diagnostic& d : error.diagnostics()) {
        REQUIRE_FALSE(d.message.empty());
        REQUIRE(d.code.size() == 11);
        REQUIRE((d.where.column == 0 || d.where.line != 0));
        // The messages of the policy reader are not ours.
        if (!d.code.starts_with("POSTERN02")) {
          REQUIRE(d.message.find('\n') == std::string::npos);
          REQUIRE(d.message.size() < 2000);
        }
        placed = placed || (d.severity == Severity::Error && !d.where.file_name().empty());
      }
      REQUIRE(placed);
      return error.diagnostics();
    }
  }

  /// Checks that the text is refused, at a line of it.
  void refuses(const std::string& text) const {
    CAPTURE(seed_.file, text.substr(0, 2000));
    const std::vector<Diagnostic> diagnostics = read(text);
    REQUIRE_FALSE(diagnostics.empty());
    CHECK(diagnostics.front().where.line != 0);
    CHECK(diagnostics.front().where.file_name().ends_with(seed_.file));
  }

 private:
  Seed seed_;
  TemporaryFolder folder_;
  std::string path_;
};

std::string utf16(const std::string& text, bool little, bool mark) {
  std::string out = !mark ? "" : little ? "\xFF\xFE" : "\xFE\xFF";
  for (char c : text) {
    if (!little) out += '\0';
    out += c;
    if (little) out += '\0';
  }
  return out;
}

TEST_CASE("the undamaged inputs are read") {
  for (const Seed& seed : seeds()) {
    const Input input(seed);
    CAPTURE(seed.file, seed.text);
    CHECK(input.read(seed.text).empty());
  }
}

TEST_CASE("truncated inputs") {
  for (const Seed& seed : seeds()) {
    const Input input(seed);
    for (std::size_t size = 0; size < seed.text.size(); size += 7) {
      CAPTURE(seed.file, size);
      const std::string text = seed.text.substr(0, size);
      if (input.json()) {
        input.refuses(text);
      } else {
        input.read(text);  // a shorter manifest may be a manifest
      }
    }
  }
}

TEST_CASE("inputs in other encodings") {
  for (const Seed& seed : seeds()) {
    const Input input(seed);
    for (const bool little : {false, true}) {
      for (const bool mark : {false, true}) input.refuses(utf16(seed.text, little, mark));
    }
    const std::vector<std::string> wrong{
        "\xE9", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", std::string(1, '\0'),
        "\x04", "\x1B"};
    for (const std::string& bytes : wrong) {
      for (const std::string marker : {"b", "111122223333", ":"}) {
        std::string text = seed.text;
        text.insert(text.find(marker), bytes);
        input.refuses(text);
      }
    }
    CHECK(input.read("\xEF\xBB\xBF" + seed.text).empty());
    std::string surrogate = seed.text;
    if (const std::size_t at = surrogate.find("\"Allow"); at != std::string::npos) {
      input.refuses(surrogate.insert(at + 1, "\\ud800"));
    }
  }
}

TEST_CASE("values replaced by others") {
  const std::vector<std::string> values{"null",
                                        "true",
                                        "0",
                                        "-1",
                                        "1e308",
                                        "123456789012345678901234567890",
                                        "\"\"",
                                        "\"x\"",
                                        "[]",
                                        "{}",
                                        "[[]]",
                                        "[null]",
                                        "[{}]",
                                        "{\"a\":1}",
                                        "\"%\"",
                                        "\"%7B\"",
                                        "\"{\"",
                                        "\"{}\"",
                                        "\"arn:aws:iam::111122223333:user/\"",
                                        "\"arn:aws:s3:::*\"",
                                        "\"" + std::string(70000, 'x') + "\"",
                                        std::string(60, '[') + std::string(60, ']')};
  std::size_t count = 0;
  for (const Seed& seed : seeds()) {
    const Input input(seed);
    if (!input.json()) continue;
    // Every string literal and literal word of the seed, replaced by every value.
    for (std::size_t at = 0; at < seed.text.size(); ++at) {
      if (seed.text[at] != '"') continue;
      std::size_t end = at + 1;
      while (seed.text[end] != '"') end += seed.text[end] == '\\' ? 2U : 1U;
      for (const std::string& value : values) {
        CAPTURE(seed.file, at, value.substr(0, 100));
        input.read(seed.text.substr(0, at) + value + seed.text.substr(end + 1));
        ++count;
      }
      at = end;
    }
  }
  CHECK(count > 200);
}

TEST_CASE("huge and deep inputs") {
  const std::string digits(100'000, '9');
  for (const Seed& seed : seeds()) {
    const Input input(seed);
    input.refuses(std::string(100'000, '['));
    input.refuses(std::string(100'000, '{'));
    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += "{\"a\":";
    input.refuses(deep);
    input.refuses("[" + digits + "]");
    input.refuses("[1e" + digits + "]");
    input.refuses("{\"" + digits + "\":1}");
    CHECK_FALSE(input.read(std::string(5'000'000, ' ')).empty());
  }
}

TEST_CASE("keys given twice") {
  for (const Seed& seed : seeds()) {
    const Input input(seed);
    if (!input.json()) {
      input.refuses(seed.text + "version: 1\n");
      continue;
    }
    for (std::size_t at = seed.text.find('{'); at != std::string::npos;
         at = seed.text.find('{', at + 1)) {
      if (seed.text[at + 1] != '"') continue;  // within a string
      std::string text = seed.text;
      input.refuses(text.insert(at + 1, R"("twice":1,"twice":2,)"));
    }
  }
}

TEST_CASE("bytes changed at random") {
  // A fixed seed: the same bytes on every machine.
  std::mt19937 random(20240601);  // NOLINT(cert-msc51-cpp)
  const std::string interesting = "{}[]\",:\\%&*!#|>-?'`\n\r\t 0e.+\x7F\xC3\xFF";
  for (const Seed& seed : seeds()) {
    const Input input(seed);
    for (int round = 0; round < 150; ++round) {
      std::string text = seed.text;
      for (int change = 0; change < 1 + round % 3; ++change) {
        const std::size_t at = random() % text.size();
        const char with = interesting[random() % interesting.size()];
        switch (random() % 3) {
          case 0:
            text[at] = with;
            break;
          case 1:
            text.insert(at, 1, with);
            break;
          default:
            text.erase(at, 1 + random() % 5);
        }
      }
      CAPTURE(seed.file, text);
      input.read(text);
    }
  }
}

}  // namespace
}  // namespace postern::snapshot
