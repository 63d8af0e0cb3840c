# postern_options: language level, warnings and sanitizers every target of ours links.
add_library(postern_options INTERFACE)
target_compile_features(postern_options INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
target_compile_options(postern_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wswitch-enum
  -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Woverloaded-virtual
  # -Wrestrict misfires in g++ 12 when it optimises string concatenation.
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wno-restrict>
  $<$<BOOL:${POSTERN_WERROR}>:-Werror>)
if(POSTERN_SANITIZE)
  target_compile_options(postern_options INTERFACE -fsanitize=${POSTERN_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(postern_options INTERFACE -fsanitize=${POSTERN_SANITIZE})
endif()

# postern_add_layer(<name> [DEPENDS <layers...>] [USES <third-party targets...>])
# Every .cpp of the current folder becomes the static library postern_<name>, alias postern::<name>:
# one folder, one library, one namespace. main.cpp is left to the executable.
function(postern_add_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS;USES")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(postern_${name} STATIC ${sources})
  add_library(postern::${name} ALIAS postern_${name})
  target_include_directories(postern_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  list(TRANSFORM arg_DEPENDS PREPEND postern::)
  target_link_libraries(postern_${name} PUBLIC ${arg_DEPENDS} PRIVATE postern_options ${arg_USES})
endfunction()

# Reading and encoding make many small objects: mimalloc takes half the time of glibc's malloc, on two
# threads a third (docs/decisions/0022-reading-ahead.md). Sanitizers bring their own.
function(postern_use_mimalloc program)
  if(NOT POSTERN_SANITIZE)
    target_link_libraries(${program} PRIVATE mimalloc)
  endif()
endfunction()
