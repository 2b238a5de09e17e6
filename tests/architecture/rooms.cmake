# How a room becomes a library, a test binary and a checked boundary. The one place with build logic.

set(PAPERGRAPH_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> -Werror)  # GCC 12 sees ghosts in std::variant at -O2 (GCC bug 105562 and kin)

# papergraph_parser(GRAMMAR): ANTLR's generated parser as a library of its own, without our warnings.
# The 4.9 runtime and the 4.7.2 tool of Debian 12 go together; the generated u8"" literals need -fno-char8_t.
function(papergraph_parser grammar)
  set(out "${CMAKE_BINARY_DIR}/generated/parser")
  get_filename_component(name "${grammar}" NAME_WE)
  set(files)
  foreach(part Lexer Parser)
    list(APPEND files "${out}/${name}${part}.cpp")
  endforeach()
  get_filename_component(folder "${CMAKE_SOURCE_DIR}/${grammar}" DIRECTORY)
  # clang 14 with GCC 12's library refuses one of the runtime's headers in C++20, and nobody needs it: the generated
  # files find this copy of the umbrella header beside them first.
  find_path(ANTLR4_HEADERS antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
  file(READ "${ANTLR4_HEADERS}/antlr4-runtime.h" umbrella)
  string(REGEX REPLACE "#include \"(misc/InterpreterDataReader|tree/xpath/[A-Za-z]+).h\"" "" umbrella "${umbrella}")
  file(CONFIGURE OUTPUT "${out}/antlr4-runtime.h" CONTENT "${umbrella}" @ONLY)
  add_custom_command(
    OUTPUT ${files}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${out}"
    COMMAND ${ANTLR4_PROGRAM} -Dlanguage=Cpp -no-visitor -no-listener -package papergraph::antlr -Xexact-output-dir
            -o "${out}" "${CMAKE_SOURCE_DIR}/${grammar}"
    DEPENDS "${CMAKE_SOURCE_DIR}/${grammar}"
    WORKING_DIRECTORY "${folder}"
    COMMENT "ANTLR: ${grammar}"
    VERBATIM)
  add_library(papergraph_parser STATIC ${files})
  target_include_directories(papergraph_parser SYSTEM PUBLIC
    "$<BUILD_INTERFACE:${CMAKE_BINARY_DIR}/generated;${ANTLR4_INCLUDE_DIR};${ANTLR4_HEADERS}>")
  target_compile_options(papergraph_parser PRIVATE -w -fno-sanitize=all PUBLIC $<BUILD_INTERFACE:-fno-char8_t>)
  target_link_libraries(papergraph_parser PUBLIC antlr4-runtime)
endfunction()

# The tests of one binary are one CTest entry a file: Catch2 can select by file name (-#).
function(papergraph_add_tests target files)
  foreach(file ${files})
    get_filename_component(name "${file}" NAME_WE)
    file(RELATIVE_PATH entry "${CMAKE_SOURCE_DIR}" "${file}")
    string(REGEX REPLACE "\\.cc$" "" entry "${entry}")
    add_test(NAME "${entry}" COMMAND ${target} "-#" "[#${name}]" WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  endforeach()
endfunction()

if(PAPERGRAPH_TESTS)
  add_library(papergraph_catch_main STATIC "${CMAKE_SOURCE_DIR}/tests/support/catch_main.cc")
endif()

# papergraph_room(NAME FOLDER folder MAY_USE rooms... PACKAGES targets... DATA folder):
# library papergraph_NAME of all NAME/**.cc (FOLDER: of that folder, which the room around it then leaves out), test binary NAME_tests of all NAME/**_test.cc (linked with what the room
# stands on and nothing else), every *.tsv under DATA compiled in (EmbeddedFiles(), declared in NAME/embedded.h).
function(papergraph_room name)
  cmake_parse_arguments(ARG "" "FOLDER" "MAY_USE;PACKAGES;DATA" ${ARGN})
  set_property(GLOBAL PROPERTY "papergraph_${name}_may_use" "${ARG_MAY_USE}")
  if(ARG_FOLDER)
    set_property(GLOBAL APPEND PROPERTY papergraph_inner_rooms "${ARG_FOLDER}")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/*.cc")
  else()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${name}/*.cc")
    get_property(inner GLOBAL PROPERTY papergraph_inner_rooms)
    foreach(folder ${inner})
      list(FILTER sources EXCLUDE REGEX "^${CMAKE_SOURCE_DIR}/${folder}/")
    endforeach()
  endif()
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$|/main\\.cc$")
  if(ARG_DATA)
    file(GLOB_RECURSE data CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${ARG_DATA}/*.tsv")
    set(embedded "${CMAKE_BINARY_DIR}/generated/${name}/embedded.cc")
    add_custom_command(
      OUTPUT "${embedded}"
      COMMAND ${CMAKE_COMMAND} -DROOM=${name} "-DFILES=${data}" -DOUT=${embedded}
              -P "${CMAKE_SOURCE_DIR}/tests/architecture/embed.cmake"
      DEPENDS ${data} "${CMAKE_SOURCE_DIR}/tests/architecture/embed.cmake"
      COMMENT "data of ${name}/"
      VERBATIM)
    list(APPEND sources "${embedded}")
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
      set_source_files_properties("${embedded}" PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
    endif()
  endif()
  if(NOT sources)
    set(sources "${CMAKE_BINARY_DIR}/generated/empty.cc")
    file(WRITE "${sources}" "")
  endif()
  add_library(papergraph_${name} STATIC ${sources})
  target_include_directories(papergraph_${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}>
                             $<INSTALL_INTERFACE:include> $<INSTALL_INTERFACE:include/papergraph>)
  target_compile_features(papergraph_${name} PUBLIC cxx_std_20)
  target_compile_options(papergraph_${name} PRIVATE ${PAPERGRAPH_WARNINGS})
  target_compile_definitions(papergraph_${name} PRIVATE PAPERGRAPH_VERSION="${PROJECT_VERSION}")
  list(TRANSFORM ARG_MAY_USE PREPEND papergraph_ OUTPUT_VARIABLE stands_on)
  target_link_libraries(papergraph_${name} PUBLIC ${stands_on} ${ARG_PACKAGES} Threads::Threads)
  add_dependencies(papergraph_${name} check_rooms)
  if(PAPERGRAPH_TESTS AND tests)
    add_executable(${name}_tests ${tests})
    target_link_libraries(${name}_tests PRIVATE papergraph_${name} papergraph_catch_main)
    if(name STREQUAL "storage" OR "storage" IN_LIST ARG_MAY_USE)
      target_link_libraries(${name}_tests PRIVATE papergraph_test_support)
    endif()
    target_compile_options(${name}_tests PRIVATE ${PAPERGRAPH_WARNINGS})
    papergraph_add_tests(${name}_tests "${tests}")
  endif()
endfunction()

# The program itself. Its tests, and whatever needs several rooms at once, live in tests/.
function(papergraph_program name main)
  add_executable(${name} "${CMAKE_SOURCE_DIR}/${main}")
  target_link_libraries(${name} PRIVATE papergraph_cli)
  target_compile_options(${name} PRIVATE ${PAPERGRAPH_WARNINGS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
  if(PAPERGRAPH_SANITIZE)
    # Tests drive the release program; a sanitized one is built on demand (ninja papergraph).
    set_target_properties(${name} papergraph_cli PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
endfunction()

# All of tests/ but support/, fuzz/ and bench/ in one binary that links every room; each *_test.cc is a CTest entry.
# tests/generate/ is a library: for the tests there, for the fuzzers, and for the program generated_cases, which runs many
# seeds. tests/soak/ is one test and the program mixed_load. Each tests/fuzz/*_fuzz.cc is a program of its own.
function(papergraph_cross_room_tests folder)
  if(NOT PAPERGRAPH_TESTS)
    return()
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cc")
  set(generate ${sources})
  list(FILTER generate INCLUDE REGEX "/${folder}/generate/")
  list(FILTER generate EXCLUDE REGEX "_test\\.cc$|/main\\.cc$")
  list(FILTER sources EXCLUDE REGEX "/${folder}/(support|fuzz|bench)/")
  list(REMOVE_ITEM sources ${generate} "${CMAKE_SOURCE_DIR}/${folder}/generate/main.cc"
    "${CMAKE_SOURCE_DIR}/${folder}/soak/main.cc")
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  file(GLOB support CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/support/*.cc")
  list(FILTER support EXCLUDE REGEX "/catch_main\\.cc$")
  if(support)
    # What tests share stands on storage alone, so that the tests of every room above it may use it.
    add_library(papergraph_test_support STATIC ${support})
    target_link_libraries(papergraph_test_support PUBLIC papergraph_storage)
    target_compile_options(papergraph_test_support PRIVATE ${PAPERGRAPH_WARNINGS})
  else()
    add_library(papergraph_test_support INTERFACE)
  endif()
  add_library(papergraph_generate STATIC ${generate})
  target_link_libraries(papergraph_generate PUBLIC papergraph_engine papergraph_test_support)
  target_compile_options(papergraph_generate PRIVATE ${PAPERGRAPH_WARNINGS})
  add_executable(generated_cases "${CMAKE_SOURCE_DIR}/${folder}/generate/main.cc")
  target_link_libraries(generated_cases PRIVATE papergraph_generate)
  target_compile_options(generated_cases PRIVATE ${PAPERGRAPH_WARNINGS})
  file(GLOB soak CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/soak/*.cc")
  list(FILTER soak EXCLUDE REGEX "_test\\.cc$")
  add_executable(mixed_load ${soak})
  target_link_libraries(mixed_load PRIVATE papergraph_engine papergraph_extract papergraph_test_support)
  target_compile_options(mixed_load PRIVATE ${PAPERGRAPH_WARNINGS})
  if(PAPERGRAPH_SANITIZE)
    set_target_properties(generated_cases mixed_load PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
  if(tests)
    add_executable(cross_room_tests ${sources})
    target_link_libraries(cross_room_tests PRIVATE papergraph_engine papergraph_extract papergraph_generate papergraph_catch_main)
    target_compile_options(cross_room_tests PRIVATE ${PAPERGRAPH_WARNINGS})
    papergraph_add_tests(cross_room_tests "${tests}")
  endif()
  add_executable(embed_example "${CMAKE_SOURCE_DIR}/examples/embed.cc")
  target_link_libraries(embed_example PRIVATE papergraph_engine papergraph_extract)
  target_compile_options(embed_example PRIVATE ${PAPERGRAPH_WARNINGS})
  add_test(NAME examples/embed COMMAND embed_example WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  # Two halves of the 60 kills, so that two cores share them. The seed is that of the work; the moments are the machine's.
  foreach(seed 1 2)
    add_test(NAME crash/kills_${seed} COMMAND "${CMAKE_SOURCE_DIR}/${folder}/crash/kills.py" --kills 30 --seed ${seed})
    set_tests_properties(crash/kills_${seed} PROPERTIES SKIP_RETURN_CODE 77)
  endforeach()
  # The installed tree and the packages, from the release program's build.
  add_test(NAME install/packages COMMAND "${CMAKE_SOURCE_DIR}/${folder}/install/install.sh")
  set_tests_properties(install/packages PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
  # Neo4j's drivers from npm against the server.
  add_test(NAME drivers/javascript COMMAND "${CMAKE_SOURCE_DIR}/${folder}/drivers/run.sh" "${CMAKE_BINARY_DIR}/../drivers")
  set_tests_properties(drivers/javascript PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300 PROCESSORS 2)
  # The page in Debian's Chromium.
  add_test(NAME browser/page COMMAND "${CMAKE_SOURCE_DIR}/${folder}/browser/run.sh" "${CMAKE_BINARY_DIR}/../browser")
  set_tests_properties(browser/page PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300 PROCESSORS 2)
  # The Model Context Protocol's client from npm against `papergraph mcp`.
  add_test(NAME agents/javascript COMMAND "${CMAKE_SOURCE_DIR}/${folder}/drivers/run.sh" "${CMAKE_BINARY_DIR}/../agents"
           "${CMAKE_SOURCE_DIR}/${folder}/agents")
  set_tests_properties(agents/javascript PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
  file(GLOB fuzzers CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/fuzz/*_fuzz.cc")
  add_custom_target(fuzzers)
  foreach(file ${fuzzers})
    get_filename_component(name "${file}" NAME_WE)
    string(REGEX REPLACE "_fuzz$" "" corpus "${name}")
    add_executable(${name} "${file}")
    add_dependencies(fuzzers ${name})
    # Linked with the rooms whose headers it includes, so that one target can be built without the rest.
    file(STRINGS "${file}" includes REGEX "^#include \"")
    foreach(room extract engine grammar storage)
      if(includes MATCHES "\"${room}/")
        target_link_libraries(${name} PRIVATE papergraph_${room})
      endif()
    endforeach()
    if(includes MATCHES "\"tests/generate/")
      target_link_libraries(${name} PRIVATE papergraph_generate)
    endif()
    if(includes MATCHES "\"cli/server/")
      target_link_libraries(${name} PRIVATE papergraph_server)
    endif()
    if(includes MATCHES "\"cli/protocol.h")
      # The protocol without the rest of the program.
      target_sources(${name} PRIVATE "${CMAKE_SOURCE_DIR}/cli/protocol.cc" "${CMAKE_SOURCE_DIR}/cli/literal.cc")
      target_link_libraries(${name} PRIVATE papergraph_engine)
    endif()
    target_link_libraries(${name} PRIVATE papergraph_test_support)
    if(PAPERGRAPH_FUZZERS)
      target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
      target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    else()
      target_sources(${name} PRIVATE "${CMAKE_SOURCE_DIR}/${folder}/fuzz/replay_main.cc")
      add_test(NAME "fuzz/replay_${corpus}" COMMAND ${name} "${CMAKE_SOURCE_DIR}/${folder}/fuzz/corpus/${corpus}")
    endif()
  endforeach()
endfunction()

# Each tests/bench/*_bench.cc registers benchmarks; all are one program that only `./dev bench` builds.
function(papergraph_benchmarks folder)
  find_package(benchmark QUIET)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cc")
  if(NOT benchmark_FOUND OR NOT sources)
    return()
  endif()
  add_executable(papergraph_bench EXCLUDE_FROM_ALL ${sources})
  target_link_libraries(papergraph_bench PRIVATE papergraph_engine papergraph_extract benchmark::benchmark)
  target_compile_options(papergraph_bench PRIVATE ${PAPERGRAPH_WARNINGS})
endfunction()

# Layers, private headers, who may include ANTLR or RocksDB, 600 lines: before anything is compiled.
add_custom_target(check_rooms ALL
  COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR} -P "${CMAKE_SOURCE_DIR}/tests/architecture/check_rooms.cmake"
  COMMENT "rooms: layers, private headers, file sizes"
  VERBATIM)
