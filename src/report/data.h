// What data about AWS is built in, as `postern data` prints it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace postern::report {

/// Where data comes from.
struct Origin {
  std::string source, version, date;  // version and date are empty where the source has none
};

/// One of the built-in lists.
struct ListSummary {
  std::string name;
  Origin origin;
  std::size_t count = 0;
};

struct DataSummary {
  Origin catalogue;
  std::size_t services = 0, actions = 0;
  std::vector<ListSummary> lists;
};

std::string write_text(const DataSummary& summary);
std::string write_json(const DataSummary& summary);

/// What a list contains: a row an entry, a text for each column.
struct ListContent {
  std::string name;
  Origin origin;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

/// A line a row, in columns.
std::string write_text(const ListContent& list);
/// A table; of a list whose first column is `area`, one under a heading for each area.
std::string write_markdown(const ListContent& list);
std::string write_json(const ListContent& list);

}  // namespace postern::report
