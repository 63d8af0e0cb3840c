#include "snapshot/snapshot.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "snapshot/config.h"
#include "snapshot/fields.h"
#include "snapshot/folder.h"
#include "snapshot/gaad.h"
#include "snapshot/iam_collect.h"
#include "snapshot/input_kind.h"
#include "snapshot/load.h"
#include "snapshot/manifest.h"
#include "snapshot/organization_outputs.h"
#include "snapshot/world_builder.h"
#include "support/ahead.h"

namespace postern::snapshot {
namespace {

using document::Node;

void refuse(const RecognisedInput& input, Node root, Diagnostics& diagnostics) {
  if (input.kind == InputKind::Unsupported) {
    diagnostics.error(codes::unsupported_input, root.where(),
                      input.what + " cannot be read" + (input.hint.empty() ? " yet" : ""),
                      input.hint);
    return;
  }
  diagnostics.error(codes::unrecognised_input, root.where(), "the kind of this file is not known",
                    "what is read: account authorization details, iam-collect folders and "
                    "databases, items of AWS Config, outputs of `aws organizations`, and what a "
                    "snapshot.yaml names");
}

void read_manifest_file(const std::string& path, const LoadedFile& file, WorldBuilder& builder) {
  if (file.documents.size() != 1) {
    builder.diagnostics().error(codes::trailing_text, file.documents[1].root().where(),
                                "a second document in a manifest");
    return;
  }
  builder.add_input(path, "manifest", file.sha256, 1);
  read_manifest(file.documents.front().root(), path, builder);
}

// A file as far as it can be read without regard to any other.
struct InputFile {
  LoadedFile file;                     // but authorization details,
  std::optional<DetailsFile> details;  // which are these
};

bool is_details(const Node& root) {
  return recognise(root).kind == InputKind::AuthorizationDetails;
}

InputFile load_input_file(const std::string& path, const document::Limits& limits) {
  InputFile out{load_file(path, limits), {}};
  if (std::ranges::all_of(pages_of(out.file), is_details)) {
    out.details = read_details_file(std::move(out.file), std::nullopt, limits);
  }
  return out;
}

// `name` is what a user calls the file, from the folder that is read on.
void read_input_file(InputFile input_file, const std::string& path, std::string_view name,
                     WorldBuilder& builder) {
  if (input_file.details) {
    add(*std::move(input_file.details), "account-authorization-details", builder);
    return;
  }
  const LoadedFile& file = input_file.file;
  const Node first = file.documents.front().root();
  const RecognisedInput input = recognise(first);
  switch (input.kind) {
    case InputKind::AuthorizationDetails:
      for (Node page : pages_of(file)) {
        if (!is_details(page)) refuse(recognise(page), page, builder.diagnostics());
      }
      return;
    case InputKind::ConfigItems: {
      const ConfigSummary summary = read_config(file.documents, false, builder);
      builder.add_input(path, "config", file.sha256, summary.items, summary.newest);
      return;
    }
    case InputKind::Manifest:
      read_manifest_file(path, file, builder);
      return;
    case InputKind::OrganizationsOutput:
      builder.add_input(
          path, "organizations-output", file.sha256,
          read_organizations_outputs(pages_of(file), {std::nullopt, without_suffix(name)}, builder)
              .count);
      return;
    case InputKind::Unsupported:
    case InputKind::Unknown:
      refuse(input, first, builder.diagnostics());
      return;
  }
}

void read_input_file(const std::string& path, std::string_view name, WorldBuilder& builder) {
  if (is_database(path)) {
    read_iam_collect_database(path, builder);
  } else {
    read_input_file(load_input_file(path, builder.limits()), path, name, builder);
  }
}

// Whether a file in a folder is an input: what lies beside inputs is often something else.
bool is_input(const std::string& path) {
  std::string_view name = path;
  if (name.ends_with(".gz")) name.remove_suffix(3);
  return name.ends_with(".json") || name.ends_with(".jsonl") || is_database(path);
}

void read_folder(const std::string& path, WorldBuilder& builder) {
  if (const std::string manifest = join_path(path, "snapshot.yaml"); exists(manifest)) {
    read_manifest_file(manifest, load_file(manifest, builder.limits()), builder);
    return;
  }
  if (is_iam_collect(path)) {
    read_iam_collect(path, builder);
    return;
  }
  std::vector<std::string> names;
  std::vector<Ahead<InputFile>::Task> tasks;
  std::size_t others = 0;
  for (const std::string& name : files_below(path)) {
    const std::string file = join_path(path, name);
    if (!is_input(file)) {
      ++others;
      continue;
    }
    names.push_back(name);
    if (is_database(file)) {
      tasks.emplace_back([] { return InputFile(); });
    } else {
      tasks.emplace_back([file, &builder] { return load_input_file(file, builder.limits()); });
    }
  }
  Ahead<InputFile> files(std::move(tasks));
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string file = join_path(path, names[i]);
    try {
      InputFile input = files.take(i);
      if (is_database(file)) {
        read_iam_collect_database(file, builder);
      } else {
        read_input_file(std::move(input), file, names[i], builder);
      }
    } catch (const Error& error) {  // see what is wrong with the others too
      builder.diagnostics().add(error);
    }
  }
  if (others != 0) {
    builder.note(std::to_string(others) + (others == 1 ? " file" : " files") + " below " +
                 ticked(path) + (others == 1 ? " is" : " are") +
                 " not read: neither JSON by name nor a database");
  }
  if (names.empty()) {
    builder.diagnostics().error(
        codes::empty_input, {std::make_shared<const std::string>(path), 0, 0},
        "the folder has nothing to read",
        "a folder holds a snapshot.yaml, iam-collect's `aws` folder or database, or JSON files");
  }
}

}  // namespace

model::World read_snapshot(const std::vector<std::string>& paths, const document::Limits& limits) {
  WorldBuilder builder(limits);
  for (const std::string& path : paths) {
    try {
      is_folder(path) ? read_folder(path, builder)
                      : read_input_file(path, file_name(path), builder);
    } catch (const Error& error) {
      builder.diagnostics().add(error);
    }
  }
  return builder.finish();
}

}  // namespace postern::snapshot
