package dev.jobmill.process;

import dev.jobmill.job.NotRetryable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the file of a program the way the system will, so that what is missing can be named before
/// anything is started.
final class ProgramFile {
  /// Where the system looks when there is no `PATH` at all.
  private static final String PATH_DEFAULT = "/bin:/usr/bin";

  private ProgramFile() {}

  /// The file of `program`.
  ///
  /// @param folder the folder that it will run in
  /// @param environment the environment that it will have
  /// @throws NotRetryable when there is none, or it cannot be executed
  static Path find(String program, Path folder, Map<String, String> environment) {
    if (program.contains("/") || program.contains(File.separator)) {
      Path file = folder.resolve(path(program));
      if (!Files.exists(file)) {
        throw new NotRetryable(
            "program '" + program + "' does not exist (" + file + "): correct its path");
      }
      return executable(program, file);
    }
    String path = environment.getOrDefault("PATH", PATH_DEFAULT);
    @Nullable Path found = null;
    for (String entry : path.split(File.pathSeparator, -1)) {
      Path file = folder.resolve(path(entry)).resolve(path(program));
      if (Files.isRegularFile(file)) {
        if (Files.isExecutable(file)) {
          return file;
        }
        found = found == null ? file : found;
      }
    }
    if (found != null) {
      return executable(program, found);
    }
    throw new NotRetryable(
        "program '"
            + program
            + "' was not found in PATH ("
            + path
            + "): install it where the worker runs, or give its absolute path");
  }

  private static Path executable(String program, Path file) {
    if (Files.isDirectory(file)) {
      throw new NotRetryable(
          "program '" + program + "' is a folder (" + file + "): name a program in it");
    }
    if (!Files.isExecutable(file)) {
      throw new NotRetryable(
          "program '"
              + program
              + "' is not executable for the worker's user ("
              + file
              + "): chmod +x it, or run it with its interpreter");
    }
    return file;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new NotRetryable("'" + text + "' is no path on this system: " + e.getReason(), e);
    }
  }
}
