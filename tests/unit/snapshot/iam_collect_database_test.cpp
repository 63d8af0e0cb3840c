#include <fstream>
#include <sqlite3.h>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// Runs the statements on the database at `path`, which is made if need be.
void run(const std::string& path, const std::string& statements) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  const int result = sqlite3_exec(database, statements.c_str(), nullptr, nullptr, nullptr);
  CAPTURE(sqlite3_errmsg(database));
  CHECK(result == SQLITE_OK);
  sqlite3_close(database);
}

std::string schema() { return file(POSTERN_SOURCE_DIR "/tests/cases/iam_collect_database.sql"); }

std::string resource(const std::string& arn, const std::string& type, const std::string& data) {
  return "INSERT INTO resource_metadata(partition, account_id, arn, metadata_type, data, service) "
         "VALUES('aws', '111122223333', '" +
         arn + "', '" + type + "', '" + data + "', '');";
}

const std::string bucket = resource("arn:aws:s3:::b", "metadata", R"({"arn":"arn:aws:s3:::B"})");

TEST_CASE("a database of iam-collect becomes a world") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/a %?#.db";
  run(path,
      schema() + bucket +
          resource(
              "arn:aws:s3:::b", "policy",
              R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}})") +
          resource("arn:aws:iam::111122223333:role/x/app", "metadata",
                   R"({"arn":"arn:aws:iam::111122223333:role/X/App"})") +
          resource(
              "arn:aws:iam::111122223333:role/x/app", "trust-policy",
              R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}})") +
          resource("arn:aws:iam::aws:policy/p", "metadata",
                   R"({"arn":"arn:aws:iam::aws:policy/P"})") +
          resource("arn:aws:iam::aws:policy/p", "current-policy", R"({"Statement":[]})") +
          "INSERT INTO account_metadata VALUES('aws', '111122223333', 'organization', "
          "'{\"organizationId\":\"o-1\"}');"
          "INSERT INTO ram_resources VALUES('aws', '111122223333', 'global', 'arn:x:y/z', '{}');"
          "INSERT INTO indexes VALUES('aws', 'vpcs', '{}', '');"
          "CREATE TABLE extra (a);");
  REQUIRE(folder.errors({path}) == "reads");
  const model::World world = read_snapshot({path});
  CHECK(world.resources.at("arn:aws:s3:::B").policy->name == "bucket policy of B");
  CHECK(world.principals.contains("arn:aws:iam::111122223333:role/X/App"));
  CHECK(world.managed.contains("arn:aws:iam::aws:policy/P"));
  CHECK(world.accounts.at("111122223333").has_identities);
  CHECK(world.accounts.at("111122223333").organization == "o-1");
  CHECK(world.notes == std::vector<std::string>{
                           "1 resource share was read past: not modelled yet",
                           "1 table named `extra` was read past: not modelled yet",
                           "access control lists of S3 buckets are not read: taken as disabled",
                           "organization o-1 is not in the snapshot: its policies are not known",
                       });
  REQUIRE(world.inputs.size() == 1);
  CHECK(world.inputs[0].path == path);
  CHECK(world.inputs[0].kind == "iam-collect");
  CHECK(world.inputs[0].count == 9);
}

TEST_CASE("what is wrong in a database, and where") {
  const std::vector<std::pair<std::string, std::string>> table{
      {bucket + resource("arn:aws:s3:::b", "policy", "{"),
       "db/aws/accounts/111122223333/s3/b/policy.json:1:2: error POSTERN0110"},
      {resource("arn:aws:s3:::b", "policy", "{}"),
       "db/aws/accounts/111122223333/s3/b: error POSTERN0303: the folder has no `metadata.json`"},
      {resource("arn:aws:s3:::b/c", "policy", "{}") + resource("arn:aws:s3:b::c", "policy", "{}"),
       "db: error POSTERN0312: two rows of the database are both "
       "`aws/accounts/111122223333/s3/b/c/policy.json`"},
      {"INSERT INTO indexes VALUES('aws', 'vpcs', x'00', '');", "reads"},
      {"INSERT INTO account_metadata VALUES('aws', '111122223333', 'organization', x'00');",
       "db: error POSTERN0312: the database cannot be read: a value of `data` is not text"},
      {"INSERT INTO indexes VALUES('aws', x'00', '', '');",
       "db: error POSTERN0312: the database cannot be read: a value of `index_name` is not text"},
      {"", "db: error POSTERN0309: the database of iam-collect is empty"},
      {"DROP TABLE ram_resources;",
       "db: error POSTERN0312: this is not a database of iam-collect: no table `ram_resources` "
       "with the columns that are read"},
      {"DROP TABLE indexes; CREATE VIEW indexes AS WITH RECURSIVE r(partition) AS (SELECT 'aws' "
       "UNION ALL SELECT partition FROM r) SELECT partition, '' AS data, '' AS index_name FROM r;",
       "db: error POSTERN0312: this is not a database of iam-collect: no table `indexes` with the "
       "columns that are read"},
  };
  for (const auto& [statements, expected] : table) {
    CAPTURE(statements);
    const TemporaryFolder folder;
    const std::string path = folder.path() + "/db";
    run(path, schema() + statements);
    CHECK(folder.errors({path}).substr(0, expected.size()) == expected);
  }
}

TEST_CASE("a database is read only as a whole") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  std::string many;
  for (int i = 0; i < 500; ++i) {
    const std::string arn = "arn:aws:s3:::b" + std::to_string(i);
    many += resource(arn, "metadata", "{\"arn\":\"" + arn + "\"}");
  }
  run(path, schema() + many);
  const std::string bytes = file(path);
  CHECK(folder.errors({path}) == "reads");

  folder.write("db-wal", "x");
  CHECK(folder.errors({path}).starts_with(
      "db: error POSTERN0312: the database has changes that are not in it yet: "));
  folder.write("db-wal", "");
  CHECK(folder.errors({path}) == "reads");

  CHECK(folder.errors({folder.write("half", bytes.substr(0, bytes.size() / 2))})
            .starts_with("half: error POSTERN0312: the database cannot be read: "));
  std::string hole = bytes;
  hole.replace(hole.size() / 2, 4096, std::string(4096, '\0'));
  CHECK(folder.errors({folder.write("hole", hole)})
            .starts_with("hole: error POSTERN0312: the database cannot be read: "));
  CHECK(folder.errors({folder.write("start", bytes.substr(0, 40))})
            .starts_with("start: error POSTERN0312: the database cannot be read: "));
  // Whatever byte is another one, it is refused or read.
  std::string changed = bytes;
  for (std::size_t at = 16; at < bytes.size(); at += 97) {
    changed[at] = static_cast<char>(changed[at] ^ 0x41);
    CHECK_FALSE(folder.errors({folder.write("changed", changed)}).empty());
    changed[at] = bytes[at];
  }
}

}  // namespace
}  // namespace postern::snapshot
