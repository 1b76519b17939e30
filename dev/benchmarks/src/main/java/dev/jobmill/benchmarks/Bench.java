package dev.jobmill.benchmarks;

import dev.jobmill.store.JobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// What every row is given: where its figures go, a folder of its own, and how much to do.
///
/// @param table takes the figures
/// @param folder on a local disk; whatever is in it is removed at the end
/// @param runs how often each figure is taken, after warm-up
/// @param jobs how many jobs a run of the quick systems has
record Bench(Table table, Path folder, int runs, int jobs) {
  /// A piece of work whose measure is wanted.
  interface Measured<I, O> {
    O run(I input) throws Exception;
  }

  /// Measures on a new SQLite store, and removes it.
  <T> T inStore(Measured<JobStore, T> measured) throws Exception {
    return inFile(file -> {
      try (JobStore store = SqliteJobStore.at(file)) {
        return measured.run(store);
      }
    });
  }

  /// Measures on a file that is not there yet, and removes whatever was made beside it.
  <T> T inFile(Measured<Path, T> measured) throws Exception {
    Path own = Files.createTempDirectory(folder, "run");
    try {
      return measured.run(own.resolve("jobs.db"));
    } finally {
      delete(own);
    }
  }

  /// The size of a folder, in bytes.
  static long size(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
      }
    }
    return bytes;
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
