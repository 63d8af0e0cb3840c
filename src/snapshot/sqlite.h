// A door to SQLite: one database file, read as it lies there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "support/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace postern::snapshot {

/// A statement that is run for its rows. Its Database must outlive it.
class SqliteQuery {
 public:
  SqliteQuery(sqlite3_stmt* statement, std::string path);

  /// The number that stands for the one `?`; starts the query anew.
  void bind(std::int64_t value);
  /// Goes to the next row; false after the last. Throws Error if the database is damaged.
  bool next();
  /// A column of the row. Throws Error for what is neither text nor, where `nullable`, null.
  std::string_view text(int column, bool nullable = false);
  std::int64_t integer(int column);

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::string path_;
};

class SqliteDatabase {
 public:
  /// Opens the file for reading only; nothing is written beside it either. Throws Error if there
  /// are changes that are not in it yet, or if it is damaged.
  SqliteDatabase(const std::string& path, std::size_t longest_value);

  /// True if the statement fits the tables there are.
  bool accepts(const std::string& sql) const;
  /// Throws Error if the statement does not fit the tables.
  SqliteQuery query(const std::string& sql) const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
};

/// True if these bytes begin an SQLite database.
bool begins_database(std::string_view bytes);

}  // namespace postern::snapshot
