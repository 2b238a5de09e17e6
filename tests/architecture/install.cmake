# What `cmake --install` and `cpack` take: the program with its page of the manual and completions (package papergraph), and the rooms
# as libraries with their public headers, those that lie directly in a room's folder (package libpapergraph-dev).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(PAPERGRAPH_LIBRARY_ROOMS grammar storage engine extract)

install(TARGETS papergraph RUNTIME COMPONENT runtime)
# The page for browsers, where it was built (./dev explorer); cli/server/explorer.h says where the program looks for it.
install(DIRECTORY "${CMAKE_BINARY_DIR}/explorer/" DESTINATION "${CMAKE_INSTALL_DATADIR}/papergraph/explorer" COMPONENT runtime OPTIONAL)
install(FILES docs/papergraph.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT runtime)
foreach(shell_file "bash bash-completion/completions/papergraph" "zsh zsh/site-functions/_papergraph" "fish fish/vendor_completions.d/papergraph.fish")
  separate_arguments(parts UNIX_COMMAND "${shell_file}")
  list(GET parts 0 shell)
  list(GET parts 1 file)
  set(made "${CMAKE_BINARY_DIR}/completions/${file}")
  install(CODE "
    get_filename_component(folder [[${made}]] DIRECTORY)
    file(MAKE_DIRECTORY \"\${folder}\")
    execute_process(COMMAND $<TARGET_FILE:papergraph> completion ${shell} OUTPUT_FILE [[${made}]] COMMAND_ERROR_IS_FATAL ANY)" COMPONENT runtime)
  cmake_path(GET file PARENT_PATH folder)
  install(FILES "${made}" DESTINATION "${CMAKE_INSTALL_DATADIR}/${folder}" COMPONENT runtime)
endforeach()

set(libraries papergraph_parser)
set_target_properties(papergraph_parser PROPERTIES EXPORT_NAME parser)
foreach(room ${PAPERGRAPH_LIBRARY_ROOMS})
  list(APPEND libraries papergraph_${room})
  set_target_properties(papergraph_${room} PROPERTIES EXPORT_NAME ${room})
  file(GLOB headers CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${room}/*.h")
  install(FILES ${headers} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/papergraph/${room}" COMPONENT dev)
endforeach()
install(TARGETS ${libraries} EXPORT papergraphTargets ARCHIVE COMPONENT dev)
set(package "${CMAKE_INSTALL_LIBDIR}/cmake/papergraph")
install(EXPORT papergraphTargets NAMESPACE papergraph:: DESTINATION "${package}" COMPONENT dev)
configure_package_config_file("${CMAKE_SOURCE_DIR}/tests/architecture/papergraphConfig.cmake.in"
                              "${CMAKE_BINARY_DIR}/papergraphConfig.cmake" INSTALL_DESTINATION "${package}")
write_basic_package_version_file("${CMAKE_BINARY_DIR}/papergraphConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/papergraphConfig.cmake" "${CMAKE_BINARY_DIR}/papergraphConfigVersion.cmake" DESTINATION "${package}"
        COMPONENT dev)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME papergraph)
set(CPACK_PACKAGE_CONTACT "papergraph maintainers <maintainers@papergraph.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "knowledge graph of AI papers, asked in openCypher or plain sentences")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME papergraph)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION science)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libpapergraph-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
    "librocksdb-dev, libantlr4-runtime-dev, libboost-graph1.81-dev, libboost1.81-dev, nlohmann-json3-dev, libutf8proc-dev, libfmt-dev, libre2-dev, libhowardhinnant-date-dev, libicu-dev, libexpat1-dev, libgraphviz-dev")
include(CPack)
