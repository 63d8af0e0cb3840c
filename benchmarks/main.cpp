// postern_bench SUITE.json N          one row: name,parameter,verdict,rlimit,seconds,peak_kib
// postern_bench --pairs FILE.jsonl    many pairs in one process: a summary
// postern_bench --read SNAPSHOT       how fast a folder is read
//
// Seconds of rows and pairs are of processor time and leave out reading the policies.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <vector>

#include "catalogue/catalogue.h"
#include "document/document.h"
#include "families.h"
#include "model/policy.h"
#include "snapshot/snapshot.h"
#include "support/check.h"
#include "verify/compare.h"

namespace postern::benchmarks {
namespace {

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

model::Policy read(document::Node node, std::string name) {
  Diagnostics diagnostics;
  model::Policy policy =
      model::read_policy(node, model::PolicyKind::Identity, std::move(name), diagnostics);
  diagnostics.throw_if_errors();
  return policy;
}

model::Policy read_text(const std::string& text, const std::string& name) {
  const document::Document document = document::parse_json(name, text);
  return read(document.root(), name);
}

std::string text_of(const document::Document& suite, std::string_view key) {
  const auto node = suite.root().find(key);
  if (!node) throw Error("", suite.root().where(), "`" + std::string(key) + "` is missing");
  return std::string(node->text());
}

int run_row(const std::string& path, std::size_t n) {
  const document::Document suite = document::parse_json(path, document::read_file(path));
  const Twin twin = text_of(suite, "twin") == "equal" ? Twin::Equal : Twin::Wider;
  const PolicyTexts texts = generate(text_of(suite, "generator"), twin, n);
  const model::Policy before = read_text(texts.old_policy, "old");
  const model::Policy after = read_text(texts.new_policy, "new");
  const catalogue::Catalogue catalogue;
  verify::Comparer comparer(catalogue);
  comparer.compare(before, before);  // tables and the solver's library are made at the first use
  const std::uint64_t rlimit = comparer.statistics().rlimit;
  const double start = processor_seconds();
  const verify::Comparison comparison = comparer.compare(before, after);
  const double seconds = processor_seconds() - start;
  std::cout << text_of(suite, "name") << ',' << n << ',' << to_string(comparison.relation) << ','
            << comparer.statistics().rlimit - rlimit << ',' << seconds << ',' << peak_kib() << '\n';
  const bool expected = to_string(comparison.relation) == text_of(suite, "expect");
  if (!expected) std::cerr << path << ": not as expected\n";
  return expected ? 0 : 1;
}

/// The value below which `part` of the sorted values lie.
double quantile(const std::vector<double>& sorted, double part) {
  const double at = part * static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(at)];
}

int run_pairs(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw Error("", {}, "cannot open `" + path + "`");
  const catalogue::Catalogue catalogue;
  verify::Comparer comparer(catalogue);
  std::map<std::string, std::size_t> relations;
  std::vector<double> times;
  std::vector<std::pair<double, std::string>> slowest;
  std::size_t skipped = 0;
  for (std::string line; std::getline(in, line);) {
    const document::Document pair = document::parse_json(path, line);
    const std::string id(pair.root().find("id")->text());
    try {
      const model::Policy before = read(*pair.root().find("old"), "old");
      const model::Policy after = read(*pair.root().find("new"), "new");
      const double start = processor_seconds();
      const verify::Comparison comparison = comparer.compare(before, after);
      times.push_back(processor_seconds() - start);
      slowest.emplace_back(times.back(), id);
      ++relations[std::string(to_string(comparison.relation))];
      if (comparison.relation == verify::Relation::Unknown) {
        std::cerr << id << ": unknown: " << comparison.reason << '\n';
      }
    } catch (const Error& error) {
      ++skipped;
      std::cerr << id << ": not read: " << error.what() << '\n';
    }
  }
  if (times.empty()) throw Error("", {}, "no pairs in `" + path + "`");
  std::sort(times.begin(), times.end());
  std::sort(slowest.rbegin(), slowest.rend());
  std::cout << "pairs " << times.size() << "\nnot read " << skipped << '\n';
  for (const auto& [relation, count] : relations) std::cout << relation << ' ' << count << '\n';
  const auto milliseconds = [](double seconds) { return seconds * 1e3; };
  std::cout << "median ms " << milliseconds(quantile(times, 0.5)) << "\np90 ms "
            << milliseconds(quantile(times, 0.9)) << "\np99 ms "
            << milliseconds(quantile(times, 0.99)) << "\nmax ms " << milliseconds(times.back());
  double total = 0;
  for (const double time : times) total += time;
  const solver::Statistics statistics = comparer.statistics();
  std::cout << "\ntotal s " << total << "\nquestions " << statistics.questions << "\nfolded "
            << statistics.folded << "\nz3 rounds " << statistics.rounds << "\nrlimit "
            << statistics.rlimit << "\npeak KiB " << peak_kib() << '\n';
  for (std::size_t i = 0; i < std::min<std::size_t>(5, slowest.size()); ++i) {
    std::cout << "slow: " << milliseconds(slowest[i].first) << " ms, " << slowest[i].second << '\n';
  }
  return relations.contains("unknown") || skipped != 0 ? 1 : 0;
}

// The best of five: the others are slowed down by what else the machine does.
int run_read(const std::string& path) {
  double megabytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(path)) {
    if (file.is_regular_file()) megabytes += static_cast<double>(file.file_size()) / 1e6;
  }
  double best = 0, processor = 0;
  std::size_t principals = 0;
  for (int i = 0; i < 5; ++i) {
    const auto before = std::chrono::steady_clock::now();
    const double processor_before = processor_seconds();
    const model::World world = snapshot::read_snapshot({path});
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - before;
    principals = world.principals.size();
    if (i > 0 && taken.count() >= best) continue;
    best = taken.count();
    processor = processor_seconds() - processor_before;
  }
  std::cout << principals << " principals, " << megabytes << " MB in " << best << " s ("
            << processor << " s of processor time): " << megabytes / best << " MB/s\n";
  return 0;
}

}  // namespace
}  // namespace postern::benchmarks

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    if (arguments.size() == 2 && arguments[0] == "--pairs") {
      return postern::benchmarks::run_pairs(arguments[1]);
    }
    if (arguments.size() == 2 && arguments[0] == "--read") {
      return postern::benchmarks::run_read(arguments[1]);
    }
    if (arguments.size() == 2) {
      return postern::benchmarks::run_row(arguments[0], std::stoul(arguments[1]));
    }
    std::cerr << "usage: postern_bench SUITE.json N | postern_bench --pairs FILE.jsonl | "
                 "postern_bench --read SNAPSHOT\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 2;
}
