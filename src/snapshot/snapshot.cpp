#include "snapshot/snapshot.h"

#include <memory>

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
  builder.add_input(path, "manifest", file.bytes, 1);
  read_manifest(file.documents.front().root(), path, builder);
}

// `name` is what a user calls the file, from the folder that is read on.
void read_input_file(const std::string& path, std::string_view name, WorldBuilder& builder) {
  if (is_database(path)) {
    read_iam_collect_database(path, builder);
    return;
  }
  const LoadedFile file = load_file(path, builder.limits());
  const Node first = file.documents.front().root();
  const RecognisedInput input = recognise(first);
  switch (input.kind) {
    case InputKind::AuthorizationDetails: {
      std::vector<Node> pages;
      for (const document::Document& document : file.documents) {
        pages.push_back(document.root());
        const RecognisedInput page = recognise(pages.back());
        if (page.kind != InputKind::AuthorizationDetails) {
          refuse(page, pages.back(), builder.diagnostics());
        }
      }
      builder.add_input(path, "account-authorization-details", file.bytes,
                        read_gaad(pages, std::nullopt, builder).entities);
      return;
    }
    case InputKind::ConfigItems: {
      const ConfigSummary summary = read_config(file.documents, false, builder);
      builder.add_input(path, "config", file.bytes, summary.items, summary.newest);
      return;
    }
    case InputKind::Manifest:
      read_manifest_file(path, file, builder);
      return;
    case InputKind::OrganizationsOutput: {
      std::vector<Node> documents;
      for (const document::Document& document : file.documents) {
        documents.push_back(document.root());
      }
      builder.add_input(
          path, "organizations-output", file.bytes,
          read_organizations_outputs(documents, {std::nullopt, without_suffix(name)}, builder)
              .count);
      return;
    }
    case InputKind::Unsupported:
    case InputKind::Unknown:
      refuse(input, first, builder.diagnostics());
      return;
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
  bool any = false;
  std::size_t others = 0;
  for (const std::string& name : files_below(path)) {
    const std::string file = join_path(path, name);
    if (!is_input(file)) {
      ++others;
      continue;
    }
    any = true;
    try {
      read_input_file(file, name, builder);
    } catch (const Error& error) {  // see what is wrong with the others too
      builder.diagnostics().add(error);
    }
  }
  if (others != 0) {
    builder.note(std::to_string(others) + (others == 1 ? " file" : " files") + " below " +
                 ticked(path) + (others == 1 ? " is" : " are") +
                 " not read: neither JSON by name nor a database");
  }
  if (!any) {
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
