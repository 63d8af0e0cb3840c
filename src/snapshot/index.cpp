#include "snapshot/index.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "document/quoted.h"
#include "document/yaml_writer.h"
#include "snapshot/fields.h"
#include "snapshot/folder.h"
#include "snapshot/iam_collect.h"
#include "snapshot/index_place.h"
#include "snapshot/load.h"
#include "snapshot/manifest.h"
#include "snapshot/organization_outputs.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Node;

class Indexer {
 public:
  Indexer(const std::string& folder, const std::string& path, const IndexOptions& options,
          const document::Limits& limits)
      : folder_(folder), path_(path), options_(options), limits_(limits) {}

  SnapshotIndex run() {
    if (is_iam_collect(folder_)) {
      throw Error(codes::bad_value, {std::make_shared<const std::string>(folder_), 0, 0},
                  "a folder of iam-collect needs no manifest", "give it with -s as it is");
    }
    for (const std::string& file : files_below(folder_)) {
      if (is_input(file) && !is_elsewhere(file)) read(file);
    }
    if (candidates_.empty() && unplaced_.empty()) {
      throw Error(codes::empty_input, {std::make_shared<const std::string>(folder_), 0, 0},
                  "the folder has no JSON or YAML files");
    }
    keep_if([&](const Candidate& each) { return !named_.contains(each.file); });
    std::erase_if(unplaced_, [&](const auto& each) { return named_.contains(each.first); });
    const std::set<std::string> known = buckets();
    keep_if([&](Candidate& each) {
      const std::optional<Refusal> refusal = place(options_, known, each);
      if (refusal) refuse(each.file, *refusal);
      return !refusal;
    });
    refuse_doubles();
    while (refuse_unreadable()) {
    }
    SnapshotIndex out;
    out.manifest = write();
    out.documents = candidates_.size();
    for (const auto& [file, refusal] : unplaced_) {
      const std::string name = join_path(folder_, file);
      out.unplaced.push_back({Severity::Warning,
                              std::string(codes::not_placed.id),
                              {std::make_shared<const std::string>(name), 0, 0},
                              "not placed: " + refusal.why,
                              refusal.hint});
    }
    return out;
  }

 private:
  // --- reading ----------------------------------------------------------------------------------

  bool is_input(const std::string& file) const {
    if (file.starts_with('.') || file.find("/.") != std::string::npos) return false;
    if (join_path(folder_, file) == path_ || file == "snapshot.yaml") return false;
    const std::string_view bare = without_suffix(file);
    const bool yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    return bare.size() != file.size() && !(yaml && bare.ends_with(".audit"));
  }

  // Below a folder that is an input of its own, which is reported once.
  bool is_elsewhere(const std::string& file) {
    for (std::size_t slash = file.find('/'); slash != std::string::npos;
         slash = file.find('/', slash + 1)) {
      const std::string below = file.substr(0, slash);
      const auto [at, first] = inputs_.try_emplace(below, false);
      if (first) {
        const std::string path = join_path(folder_, below);
        at->second = exists(join_path(path, "snapshot.yaml")) || is_iam_collect(path);
        if (at->second) refuse(below, {"the folder is an input of its own", "give it with -s too"});
      }
      if (at->second) return true;
    }
    return false;
  }

  void read(const std::string& file) {
    if (document::printable(file) != file) {
      refuse(file, {"its name cannot stand in a manifest", "name it in printable UTF-8"});
      return;
    }
    Candidate out;
    out.file = file;
    out.path = read_path(file);
    if (std::optional<Refusal> refusal = read(out)) {
      refuse(file, *std::move(refusal));
    } else if (!out.content.why.empty()) {
      refuse(file, {out.content.why, out.content.hint});
    } else if (!out.content.needless) {
      candidates_.push_back(std::move(out));
    }
  }

  std::optional<Refusal> read(Candidate& out) {
    const std::string path = join_path(folder_, out.file);
    std::optional<LoadedFile> file;
    try {
      file = load_file(path, limits_);
    } catch (const Error& error) {
      return read_text(path, error.diagnostics().front(), out);
    }
    out.sha256 = file->sha256;
    std::vector<Node> documents;
    for (const document::Document& document : file->documents) documents.push_back(document.root());
    out.content = read_content(documents.front());
    const std::string& kind = out.content.kind;
    if (kind == "organization") find_named(documents.front(), out.file);
    if (kind == "organizations-output") return find_subject(documents, out);
    if (documents.size() > 1 && kind != "account-authorization-details" && kind != "config") {
      return Refusal{"it has several documents", "write each output to a file of its own"};
    }
    return std::nullopt;
  }

  // What is no JSON: the message of a command that failed, nothing, or a mistake.
  std::optional<Refusal> read_text(const std::string& path, const Diagnostic& problem,
                                   Candidate& out) {
    if (problem.where.line == 0) return Refusal{problem.message, problem.hint};
    const std::string bytes = document::read_file(path, limits_);
    if (is_failure(bytes)) {
      out.content = read_failure(bytes);
      return std::nullopt;
    }
    if (bytes.find_first_not_of(" \t\r\n") == std::string::npos) {
      return Refusal{"the file is empty, as a command that fails leaves it",
                     "if there is no policy, say `kind: none`"};
    }
    return Refusal{problem.message + " (line " + std::to_string(problem.where.line) + ")",
                   problem.hint};
  }

  // The policies that the file of an organization names need no entries.
  void find_named(Node node, const std::string& file) {
    if (node.is(document::Kind::String)) {
      const std::filesystem::path path =
          std::filesystem::path(parent_folder(file)) / std::string(node.text());
      named_.insert(path.lexically_normal().generic_string());
    } else if (node.is(document::Kind::Array)) {
      for (Node each : node.elements()) find_named(each, file);
    } else if (node.is(document::Kind::Object)) {
      for (const document::Member& each : node.members()) find_named(each.value, file);
    }
  }

  // As where a folder is read without a manifest.
  std::optional<Refusal> find_subject(const std::vector<Node>& documents, Candidate& out) {
    WorldBuilder scratch(limits_);
    out.subject =
        read_organizations_outputs(documents, {std::nullopt, without_suffix(out.file)}, scratch)
            .subject;
    for (const Diagnostic& each : scratch.diagnostics().all()) {
      if (each.severity == Severity::Error) return Refusal{each.message, each.hint};
    }
    return std::nullopt;
  }

  // --- placing ----------------------------------------------------------------------------------

  // Buckets that a policy or a path names for certain, and names that several files may mean:
  // `x-policy.json` and `x-acl.json` are of `x`.
  std::set<std::string> buckets() const {
    std::set<std::string> out, once;
    for (const Candidate& each : candidates_) {
      if (each.content.service != "s3") continue;
      const auto arn = model::parse_arn(each.content.arn);
      if (arn && each.content.sure) {
        out.emplace(arn->resource);
        continue;
      }
      for (const std::string& name : each.path.names) {
        if (each.path.names.size() == 1 || !once.insert(name).second) out.insert(name);
      }
    }
    return out;
  }

  // --- what would not load ----------------------------------------------------------------------

  // Two files of one kind about one resource: which of them holds is not ours to say.
  void refuse_doubles() {
    std::map<std::pair<std::string, std::string>, std::vector<const Candidate*>> same;
    for (const Candidate& each : candidates_) {
      if (each.content.no_resource) continue;
      const bool policy = each.kind == "none" || is_policy_kind(each.kind);
      same[{policy ? "policy" : each.kind, each.resource + each.account}].push_back(&each);
    }
    std::map<std::string, Refusal> doubles;
    for (const auto& [key, files] : same) {
      const bool differ = std::any_of(files.begin(), files.end(), [&](const Candidate* each) {
        return each->sha256 != files.front()->sha256 || each->kind != files.front()->kind;
      });
      if (!differ) continue;
      for (const Candidate* each : files) {
        const std::string& other = (each == files.front() ? files.back() : files.front())->file;
        doubles[each->file] = {"it says the same of " + ticked(each->resource) + " as " +
                                   ticked(other) + ", and differently",
                               "remove the one that is out of date"};
      }
    }
    keep_if([&](const Candidate& each) {
      const auto found = doubles.find(each.file);
      if (found != doubles.end()) refuse(each.file, found->second);
      return found == doubles.end();
    });
  }

  // Reads the manifest as a snapshot is read; false if it can be. Else what is wrong is refused.
  bool refuse_unreadable() {
    const std::string text = write();
    const document::Document manifest = document::parse_yaml(path_, text, limits_);
    std::map<std::string, Refusal> wrong;
    try {
      WorldBuilder builder(limits_);
      read_manifest(manifest.root(), path_, builder);
      builder.finish();
      return false;
    } catch (const Error& error) {
      for (const Diagnostic& each : error.diagnostics()) {
        if (each.severity != Severity::Error) continue;
        const Candidate* of = candidate_at(each.where, manifest.root());
        if (of == nullptr) throw;
        wrong.try_emplace(of->file, Refusal{each.message + place_of(each.where, *of), each.hint});
      }
    }
    const std::size_t before = candidates_.size();
    keep_if([&](const Candidate& each) {
      const auto found = wrong.find(each.file);
      if (found != wrong.end()) refuse(each.file, found->second);
      return found == wrong.end();
    });
    return candidates_.size() != before;
  }

  // The candidate whose file or entry a place is in; null if none is.
  const Candidate* candidate_at(const SourceSpan& where, Node manifest) const {
    if (where.file_name() != path_) {
      const auto found = std::find_if(
          candidates_.begin(), candidates_.end(),
          [&](const Candidate& each) { return where.file_name() == path_of(each.file); });
      if (found != candidates_.end()) return &*found;
      const auto organization =
          std::find_if(candidates_.begin(), candidates_.end(),
                       [](const Candidate& each) { return each.kind == "organization"; });
      return organization == candidates_.end() ? nullptr : &*organization;  // a policy it names
    }
    const std::vector<Node> entries = manifest.find("documents")->elements();
    const auto after =
        std::upper_bound(entries.begin(), entries.end(), where.line,
                         [](auto line, const Node& entry) { return line < entry.where().line; });
    return after == entries.begin()
               ? nullptr
               : &candidates_[static_cast<std::size_t>(after - entries.begin() - 1)];
  }

  static std::string place_of(const SourceSpan& where, const Candidate& of) {
    return where.line == 0 || !where.file_name().ends_with(of.file)
               ? std::string()
               : " (line " + std::to_string(where.line) + ")";
  }

  // --- writing ----------------------------------------------------------------------------------

  // From the manifest's folder, as the manifest names it.
  std::string relative(const std::string& file) const {
    namespace fs = std::filesystem;
    const fs::path base = fs::absolute(parent_folder(path_)).lexically_normal();
    return fs::absolute(join_path(folder_, file))
        .lexically_normal()
        .lexically_relative(base)
        .generic_string();
  }
  std::string path_of(const std::string& file) const {
    const std::string base = parent_folder(path_);
    return base == "." ? relative(file) : join_path(base, relative(file));
  }

  std::string write() const {
    document::YamlWriter yaml;
    yaml.comment(
        "Written by `postern snapshot index`: what a file belongs to is said by its content,");
    yaml.comment("or else by its path. What was not certain is not here.");
    yaml.begin_mapping();
    yaml.key("version");
    yaml.number(1);
    yaml.key("documents");
    yaml.begin_list();
    for (const Candidate& each : candidates_) {
      yaml.begin_mapping();
      const auto member = [&](std::string_view key, const std::string& value) {
        if (value.empty()) return;
        yaml.key(key);
        yaml.text(value);
      };
      member("kind", each.kind);
      member("account", each.content.no_resource ? "" : each.account);
      member("resource", each.resource);
      member("subject", each.subject);
      if (each.kind != "none") member("file", relative(each.file));
      yaml.end_mapping();
    }
    yaml.end_list();
    yaml.end_mapping();
    std::string text = yaml.take();
    if (!unplaced_.empty()) text += "# Not placed:\n";
    for (const auto& [file, refusal] : unplaced_) {
      text += "#   " + document::printable(file + ": " + refusal.why) +
              (refusal.hint.empty() ? "" : "; " + document::printable(refusal.hint)) + "\n";
    }
    return text;
  }

  void refuse(const std::string& file, Refusal refusal) {
    unplaced_.emplace(file, std::move(refusal));
  }

  template <typename Keep>
  void keep_if(Keep keep) {
    std::vector<Candidate> kept;
    for (Candidate& each : candidates_) {
      if (keep(each)) kept.push_back(std::move(each));
    }
    candidates_ = std::move(kept);
  }

  const std::string& folder_;
  const std::string& path_;
  const IndexOptions& options_;
  const document::Limits& limits_;
  std::vector<Candidate> candidates_;
  std::map<std::string, Refusal> unplaced_;
  std::set<std::string> named_;         // files that an organization's file names
  std::map<std::string, bool> inputs_;  // folders below: whether one is an input of its own
};

}  // namespace

SnapshotIndex index_snapshot(const std::string& folder, const std::string& path,
                             const IndexOptions& options, const document::Limits& limits) {
  return Indexer(folder, path, options, limits).run();
}

}  // namespace postern::snapshot
