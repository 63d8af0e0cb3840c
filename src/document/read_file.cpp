#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <zlib.h>

#include "document/document.h"
#include "support/check.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::document {
namespace {

constexpr std::size_t chunk = std::size_t{1} << 18;

// A file that is wrong as a whole is wrong from its first byte on.
SourceSpan start_of(const std::string& path) {
  return {std::make_shared<const std::string>(path), 1, 1};
}

[[noreturn]] void throw_too_large(const std::string& path, const Limits& limits) {
  throw Error(codes::too_large, start_of(path),
              "the file has more than the limit of " + std::to_string(limits.bytes) + " bytes");
}

[[noreturn]] void throw_unreadable(const std::string& path, int error) {
  std::string reason = std::generic_category().message(error);
  reason.replace(0, 1, ascii_lower(reason.substr(0, 1)));
  throw Error(codes::file_unreadable, {std::make_shared<const std::string>(path), 0, 0},
              "cannot read the file: " + reason);
}

std::string read_bytes(const std::string& path, const Limits& limits) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
  if (!file) throw_unreadable(path, errno);
  std::error_code unknown;
  const std::uintmax_t expected = std::filesystem::file_size(path, unknown);
  // One byte more than there is says that there is no more.
  std::size_t part = unknown || expected >= limits.bytes ? chunk : std::size_t{expected} + 1;
  std::string bytes;
  while (true) {
    const std::size_t size = bytes.size();
    bytes.resize(size + part);
    errno = 0;
    const std::size_t got = std::fread(bytes.data() + size, 1, part, file.get());
    if (std::ferror(file.get()) != 0) throw_unreadable(path, errno);
    bytes.resize(size + got);
    if (bytes.size() > limits.bytes) throw_too_large(path, limits);
    if (got < part) return bytes;
    part = chunk;
  }
}

// Unpacks one or more gzip members, never to more than the limit.
std::string gunzip(const std::string& path, std::string& packed, const Limits& limits) {
  const auto damaged = [&](const char* what) {
    throw Error(codes::gzip_damaged, start_of(path), std::string("the gzip file is ") + what);
  };
  z_stream stream{};
  constexpr int gzip_only = 16 + MAX_WBITS;
  POSTERN_CHECK(inflateInit2(&stream, gzip_only) == Z_OK);
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> closer(&stream, &inflateEnd);
  std::string bytes;
  std::size_t taken = 0;
  for (int status = Z_OK;;) {
    if (stream.avail_in == 0) {
      const std::size_t part = std::min(packed.size() - taken, chunk);
      if (part == 0) {
        if (status == Z_STREAM_END) break;
        damaged("cut off");
      }
      stream.next_in = reinterpret_cast<Bytef*>(packed.data() + taken);
      stream.avail_in = static_cast<uInt>(part);
      taken += part;
    }
    if (status == Z_STREAM_END) inflateReset(&stream);  // another member follows
    const std::size_t size = bytes.size();
    bytes.resize(size + chunk);
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + size);
    stream.avail_out = static_cast<uInt>(chunk);
    status = inflate(&stream, Z_NO_FLUSH);
    bytes.resize(size + chunk - stream.avail_out);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) damaged("damaged");
    if (bytes.size() > limits.bytes) throw_too_large(path, limits);
  }
  return bytes;
}

}  // namespace

std::string read_file(const std::string& path, const Limits& limits) {
  std::string bytes = read_bytes(path, limits);
  if (!bytes.starts_with("\x1F\x8B")) return bytes;
  return gunzip(path, bytes, limits);
}

}  // namespace postern::document
