# Every third-party library of the project, in one place, with its lowest version.
find_package(Z3 4.8.12 REQUIRED)            # src/solver only
find_package(nlohmann_json 3.11 REQUIRED)   # src/document, src/report
find_package(yaml-cpp 0.7 REQUIRED)         # src/document
find_package(ZLIB REQUIRED)                 # src/document, src/catalogue
find_package(SQLite3 3.40 REQUIRED)         # src/snapshot
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)  # src/support (SHA-256)
find_package(Threads REQUIRED)              # src/verify
find_package(mimalloc 2.0 REQUIRED)         # the programs
find_package(CLI11 2.1 REQUIRED)            # src/cli
if(POSTERN_BUILD_TESTS)
  find_package(Catch2 2.13 REQUIRED)        # tests (version 2: one header)
endif()
if(NOT TARGET yaml-cpp::yaml-cpp)           # yaml-cpp 0.7 exports a target without namespace
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
