#include "snapshot/sqlite.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <sqlite3.h>
#include <utility>

#include "snapshot/fields.h"
#include "support/check.h"
#include "support/codes.h"

namespace postern::snapshot {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& message,
                       const std::string& hint = "") {
  throw Error(codes::bad_database, {std::make_shared<const std::string>(path), 0, 0}, message,
              hint);
}

[[noreturn]] void damaged(const std::string& path, const char* what) {
  fail(path, "the database cannot be read: " + std::string(what));
}

// A URI takes `%`, `?` and `#` for its own.
std::string uri_of(const std::string& path) {
  std::string out = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      out += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    } else {
      out += c;
    }
  }
  return out + "?immutable=1";
}

// Changes that were not finished lie in a file of their own until they are.
void expect_settled(const std::string& path) {
  for (const char* suffix : {"-wal", "-journal"}) {
    std::error_code error;
    const std::string other = path + suffix;
    const auto size = std::filesystem::file_size(other, error);
    if (error || size == 0) continue;
    fail(path, "the database has changes that are not in it yet: " + ticked(other) + " is there",
         "let iam-collect finish, or open the database once with `sqlite3` and close it");
  }
}

}  // namespace

void SqliteQuery::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteQuery::SqliteQuery(sqlite3_stmt* statement, std::string path)
    : statement_(statement), path_(std::move(path)) {}

void SqliteQuery::bind(std::int64_t value) {
  sqlite3_reset(statement_.get());
  POSTERN_CHECK(sqlite3_bind_int64(statement_.get(), 1, value) == SQLITE_OK);
}

bool SqliteQuery::next() {
  const int result = sqlite3_step(statement_.get());
  if (result != SQLITE_ROW && result != SQLITE_DONE) damaged(path_, sqlite3_errstr(result));
  return result == SQLITE_ROW;
}

std::string_view SqliteQuery::text(int column, bool nullable) {
  const int type = sqlite3_column_type(statement_.get(), column);
  if (type == SQLITE_NULL && nullable) return {};
  if (type != SQLITE_TEXT) {
    damaged(path_,
            ("a value of " + ticked(sqlite3_column_name(statement_.get(), column)) + " is not text")
                .c_str());
  }
  const void* bytes = sqlite3_column_text(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::int64_t SqliteQuery::integer(int column) {
  return sqlite3_column_int64(statement_.get(), column);
}

void SqliteDatabase::Close::operator()(sqlite3* database) const { sqlite3_close(database); }

SqliteDatabase::SqliteDatabase(const std::string& path, std::size_t longest_value) : path_(path) {
  expect_settled(path);
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(uri_of(path).c_str(), &opened,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  database_.reset(opened);
  if (result != SQLITE_OK) damaged(path_, sqlite3_errstr(result));
  sqlite3_extended_result_codes(opened, 0);
  // A file of others is read: what its schema says is not to be trusted.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_limit(opened, SQLITE_LIMIT_LENGTH,
                static_cast<int>(std::min<std::size_t>(longest_value, 1'000'000'000)));
  SqliteQuery check = query("PRAGMA quick_check(1)");
  if (!check.next() || check.text(0) != "ok") damaged(path_, "it is damaged");
}

bool SqliteDatabase::accepts(const std::string& sql) const {
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &statement, nullptr);
  sqlite3_finalize(statement);
  return result == SQLITE_OK;
}

SqliteQuery SqliteDatabase::query(const std::string& sql) const {
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &statement, nullptr);
  if (result != SQLITE_OK) damaged(path_, sqlite3_errmsg(database_.get()));
  return {statement, path_};
}

bool begins_database(std::string_view bytes) {
  return bytes.starts_with(std::string_view("SQLite format 3\0", 16));
}

}  // namespace postern::snapshot
