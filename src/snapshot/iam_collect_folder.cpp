#include <utility>

#include "snapshot/folder.h"
#include "snapshot/iam_collect_store.h"

namespace postern::snapshot {
namespace {

class CollectedFolder : public CollectedStore {
 public:
  CollectedFolder(std::string root, const document::Limits& limits)
      : root_(std::move(root)), limits_(limits) {
    for (const std::string& partition : folders_in(root_)) {
      for (const std::string& file : files_below(join_path(root_, partition))) {
        keys_.push_back(partition + '/' + file);
      }
    }
  }

  const std::vector<std::string>& keys() const override { return keys_; }
  std::string name(const std::string& key) const override { return join_path(root_, key); }
  std::string read(const std::string& key) override {
    return document::read_file(name(key), limits_);
  }
  bool of_files() const override { return true; }

 private:
  std::string root_;
  document::Limits limits_;
  std::vector<std::string> keys_;
};

}  // namespace

std::unique_ptr<CollectedStore> open_collected_folder(const std::string& folder,
                                                      const document::Limits& limits) {
  return std::make_unique<CollectedFolder>(join_path(folder, "aws"), limits);
}

}  // namespace postern::snapshot
