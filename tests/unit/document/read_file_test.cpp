#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <zlib.h>

#include "document/document.h"
#include "outline.h"
#include "support/catch.h"

namespace postern::document {
namespace {

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string in = bytes;
  std::string out(deflateBound(&stream, bytes.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("postern-read-file-test-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::string path = path_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::string path() const { return path_; }

 private:
  std::filesystem::path path_;
};

TEST_CASE("files are read, gunzipped and limited") {
  const Folder folder;
  const std::string big(3'000'000, 'x');
  CHECK(read_file(folder.write("plain", "abc")) == "abc");
  CHECK(read_file(folder.write("empty", "")).empty());
  CHECK(read_file(folder.write("packed", gzip("abc"))) == "abc");
  CHECK(read_file(folder.write("members", gzip("abc") + gzip("def"))) == "abcdef");
  CHECK(read_file(folder.write("big", gzip(big))) == big);

  const auto error = [&](const std::string& name, const std::string& bytes, const Limits& limits) {
    const std::string path = folder.write(name, bytes);
    std::string text = errors_of([&] { read_file(path, limits); });
    if (text.starts_with(path)) text.erase(0, path.size());
    return text;
  };
  CHECK(error("l", "abcd", {.bytes = 4}) == "reads");
  CHECK(error("l", "abcde", {.bytes = 4}) ==
        ":1:1: error POSTERN0105: the file has more than the limit of 4 bytes");
  CHECK(error("bomb", gzip(big), {.bytes = 100'000}) ==
        ":1:1: error POSTERN0105: the file has more than the limit of 100000 bytes");
  const std::string packed = gzip(big);
  CHECK(error("cut", packed.substr(0, packed.size() - 5), {}) ==
        ":1:1: error POSTERN0116: the gzip file is cut off");
  CHECK(error("tail", packed + "garbage", {}) ==
        ":1:1: error POSTERN0116: the gzip file is damaged");
  std::string flipped = packed;
  flipped[packed.size() - 6] = static_cast<char>(~flipped[packed.size() - 6]);
  CHECK(error("flipped", flipped, {}) == ":1:1: error POSTERN0116: the gzip file is damaged");
}

TEST_CASE("files that cannot be read are errors") {
  const Folder folder;
  CHECK(errors_of([&] { read_file("no-such-file"); }) ==
        "no-such-file: error POSTERN0115: cannot read the file: no such file or directory");
  CHECK(errors_of([&] { read_file(folder.path()); }) ==
        folder.path() + ": error POSTERN0115: cannot read the file: is a directory");
}

}  // namespace
}  // namespace postern::document
