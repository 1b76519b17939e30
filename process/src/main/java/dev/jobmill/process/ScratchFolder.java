package dev.jobmill.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder for a while; only its user can look into it. What is opened in it lives on without a
/// name.
///
/// @param path where it is
record ScratchFolder(Path path) implements AutoCloseable {
  /// @param prefix how its name begins
  static ScratchFolder make(String prefix) throws IOException {
    return new ScratchFolder(Files.createTempDirectory(prefix));
  }

  /// Deletes it with all that is in it.
  @Override
  public void close() throws IOException {
    delete(path.toFile());
  }

  private static void delete(File file) throws IOException {
    if (!Files.isSymbolicLink(file.toPath())) {
      File[] content = file.listFiles();
      for (File each : content == null ? new File[0] : content) {
        delete(each);
      }
    }
    Files.deleteIfExists(file.toPath());
  }
}
