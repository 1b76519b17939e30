package dev.jobmill.cli;

import java.nio.file.Path;
import java.util.Map;

/// Where the program was started, and by whom.
///
/// @param environment the variables of the process
/// @param folder where the user stands, absolute
/// @param home the user's own folder
/// @param user the user's name
record Place(Map<String, String> environment, Path folder, Path home, String user) {
  /// Who acts, as it stands in the events of jobs.
  String actor() {
    return user + "@cli";
  }
}
