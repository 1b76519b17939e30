package dev.jobmill.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder for the moment in which a program starts; only its user can look into it. What is
/// opened in it lives on without a name.
///
/// @param path where it is
record ScratchFolder(Path path) implements AutoCloseable {
  static ScratchFolder make() throws IOException {
    return new ScratchFolder(Files.createTempDirectory("jobmill-exec-"));
  }

  @Override
  public void close() throws IOException {
    File[] files = path.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      Files.deleteIfExists(file.toPath());
    }
    Files.deleteIfExists(path);
  }
}
