#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "model/arn.h"
#include "snapshot/fields.h"
#include "snapshot/iam_collect.h"
#include "snapshot/iam_collect_store.h"
#include "snapshot/sqlite.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

// A row's columns that say what its document is of, without the partition, the first.
using Columns = std::array<std::string, 4>;

// `/` and what else has a meaning in a path is percent-encoded, as encodeURIComponent does it.
std::string encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef", plain = "-_.!~*'()";
  std::string out;
  for (const char c : text) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', hex[byte / 16], hex[byte % 16]};
    }
  }
  return out;
}

// The folder of a resource below its account's: SERVICE/[REGION/][aws/][TYPE/]NAME.
std::string resource_folder(const std::string& arn) {
  const auto parts = model::parse_arn(arn);
  if (!parts) return encoded(arn);
  const std::size_t end = parts->resource.find_first_of(":/");
  std::string_view type, name = parts->resource;
  if (end != std::string_view::npos) {
    type = name.substr(0, end);
    name.remove_prefix(end + 1);
  }
  std::string out;
  for (std::string_view part :
       {parts->service, parts->region,
        parts->account == "aws" ? parts->account : std::string_view(), type}) {
    if (!part.empty()) out += std::string(part) + '/';
  }
  return out + encoded(name);
}

// One table: which of its columns say what a document is of, and how that becomes a key.
struct Table {
  std::string_view name;
  std::string_view columns;                // after `partition`, up to four
  std::string (*key)(const Columns& row);  // after the partition
};

constexpr std::array tables{
    Table{"resource_metadata", "account_id, arn, metadata_type",
          [](const Columns& row) {
            return "accounts/" + row[0] + '/' + resource_folder(row[1]) + '/' + row[2] + ".json";
          }},
    Table{"account_metadata", "account_id, metadata_type",
          [](const Columns& row) { return "accounts/" + row[0] + '/' + row[1] + ".json"; }},
    Table{"organization_metadata", "organization_id, metadata_type",
          [](const Columns& row) { return "organizations/" + row[0] + '/' + row[1] + ".json"; }},
    Table{"organizational_unit_metadata", "organization_id, ou_id, metadata_type",
          [](const Columns& row) {
            return "organizations/" + row[0] + "/ous/" + row[1] + '/' + row[2] + ".json";
          }},
    Table{"organization_policy_metadata", "organization_id, policy_type, policy_id, metadata_type",
          [](const Columns& row) {
            return "organizations/" + row[0] + '/' + row[1] + '/' + row[2] + '/' + row[3] + ".json";
          }},
    Table{"ram_resources", "account_id, region, arn",
          [](const Columns& row) {
            std::string arn = row[2];
            std::replace_if(
                arn.begin(), arn.end(), [](char c) { return c == ':' || c == '/'; }, '-');
            return "accounts/" + row[0] + "/ram/" + row[1] + '/' + arn + ".json";
          }},
    Table{"indexes", "index_name",
          [](const Columns& row) { return "indexes/" + row[0] + ".json"; }},
};

class CollectedDatabase : public CollectedStore {
 public:
  CollectedDatabase(const std::string& path, WorldBuilder& builder)
      : path_(path), database_(path, builder.limits().bytes), builder_(builder) {
    for (std::size_t i = 0; i < tables.size(); ++i) list(i);
    count_other_tables();
    for (const auto& [key, place] : places_) keys_.push_back(key);
    if (keys_.empty()) {
      fail(codes::empty_input, "the database of iam-collect is empty");
    }
  }

  const std::vector<std::string>& keys() const override { return keys_; }
  std::string name(const std::string& key) const override { return path_ + '/' + key; }
  bool of_files() const override { return false; }

  std::string read(const std::string& key) override {
    const Place& place = places_.at(key);
    std::optional<SqliteQuery>& query = documents_[place.table];
    if (!query) {
      query = database_.query("SELECT data FROM " + std::string(tables[place.table].name) +
                              " WHERE rowid = ?");
    }
    query->bind(place.row);
    if (!query->next()) fail(codes::bad_database, "a row of the database is gone");
    return std::string(query->text(0));
  }

 private:
  struct Place {
    std::size_t table;
    std::int64_t row;
  };

  [[noreturn]] void fail(std::string_view code, std::string message, std::string hint = "") const {
    throw Error(code, {std::make_shared<const std::string>(path_), 0, 0}, std::move(message),
                std::move(hint));
  }

  void list(std::size_t index) {
    const Table& table = tables[index];
    const std::string from = " FROM " + std::string(table.name);
    const std::string columns = "rowid, partition, " + std::string(table.columns);
    if (!is_plain_table(table.name) || !database_.accepts("SELECT data, " + columns + from)) {
      fail(codes::bad_database,
           "this is not a database of iam-collect: no table " + ticked(table.name) +
               " with the columns that are read",
           "see docs/snapshot-manifest.md for what is read");
    }
    SqliteQuery rows = database_.query("SELECT " + columns + from);
    const auto count = std::count(table.columns.begin(), table.columns.end(), ',') + 1;
    while (rows.next()) {
      Columns row;
      for (int i = 0; i < count; ++i) row[static_cast<std::size_t>(i)] = rows.text(i + 2);
      std::string key = std::string(rows.text(1)) + '/' + table.key(row);
      if (!places_.emplace(key, Place{index, rows.integer(0)}).second) {
        fail(codes::bad_database, "two rows of the database are both " + ticked(key));
      }
    }
  }

  // Views and virtual tables, which may run for ever, have no pages of their own.
  bool is_plain_table(std::string_view name) const {
    SqliteQuery found = database_.query("SELECT 1 FROM sqlite_schema WHERE name = '" +
                                        std::string(name) + "' AND rootpage > 0");
    return found.next();
  }

  // `metadata` has the version of the program that wrote it.
  void count_other_tables() {
    std::set<std::string_view> known{"metadata"};
    for (const Table& table : tables) known.insert(table.name);
    SqliteQuery names = database_.query(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE "
        "'sqlite\\_%' ESCAPE '\\' ORDER BY name");
    while (names.next()) {
      const std::string_view name = names.text(0);
      if (known.contains(name)) continue;
      builder_.read_past("table named " + ticked(name), "tables named " + ticked(name));
    }
  }

  std::string path_;
  SqliteDatabase database_;
  WorldBuilder& builder_;
  std::map<std::string, Place> places_;  // by key
  std::vector<std::string> keys_;
  std::array<std::optional<SqliteQuery>, tables.size()> documents_;
};

}  // namespace

bool is_database(const std::string& path) {
  // What is read from a pipe is gone.
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  std::ifstream file(path, std::ios::binary);
  std::array<char, 16> start{};
  file.read(start.data(), start.size());
  return begins_database({start.data(), static_cast<std::size_t>(file.gcount())});
}

std::unique_ptr<CollectedStore> open_collected_database(const std::string& path,
                                                        WorldBuilder& builder) {
  auto store = std::make_unique<CollectedDatabase>(path, builder);
  builder.add_input(path, "iam-collect", document::read_file(path, builder.limits()),
                    store->keys().size());
  return store;
}

}  // namespace postern::snapshot
