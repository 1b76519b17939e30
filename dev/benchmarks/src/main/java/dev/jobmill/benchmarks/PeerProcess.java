package dev.jobmill.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// One system in a JVM of its own: says its settings, then, for each number of jobs that it is
/// asked for, how long they took.
public final class PeerProcess {
  static final String JOBMILL_MEMORY = "Jobmill in memory";
  static final String JOBMILL_SQLITE = "Jobmill on SQLite";
  static final String JOBMILL_SQLITE_AT_ONCE = "Jobmill on SQLite, at once";
  static final String JOBRUNR_MEMORY = "JobRunr in memory";
  static final String JOBRUNR_MEMORY_AT_ONCE = "JobRunr in memory, at once";
  static final String JOBRUNR_SQLITE = "JobRunr on SQLite";
  static final String DB_SCHEDULER_H2 = "db-scheduler on H2";
  static final String DB_SCHEDULER_SQLITE = "db-scheduler on SQLite";

  private PeerProcess() {}

  /// Arguments: the name of the system and a folder for its files.
  public static void main(String[] args) throws Exception {
    Peer peer = peer(args[0]);
    Path folder = Path.of(args[1]);
    System.out.println(peer.settings());
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String jobs = orders.readLine(); jobs != null; jobs = orders.readLine()) {
      System.out.println(run(peer, folder, Integer.parseInt(jobs)).line());
    }
    // Some systems leave threads behind.
    System.exit(0);
  }

  private static Phases run(Peer peer, Path folder, int jobs) throws Exception {
    Path own = Files.createTempDirectory(folder, "peer");
    try {
      return peer.run(own.resolve("jobs.db"), jobs);
    } finally {
      Bench.delete(own);
    }
  }

  private static Peer peer(String name) throws IOException {
    return switch (name) {
      case JOBMILL_MEMORY -> new JobmillPeer(true, false);
      case JOBMILL_SQLITE -> new JobmillPeer(false, false);
      case JOBMILL_SQLITE_AT_ONCE -> new JobmillPeer(false, true);
      case JOBRUNR_MEMORY -> new JobRunrPeer(true, false);
      case JOBRUNR_MEMORY_AT_ONCE -> new JobRunrPeer(true, true);
      case JOBRUNR_SQLITE -> new JobRunrPeer(false, false);
      case DB_SCHEDULER_H2 -> new DbSchedulerPeer(false);
      case DB_SCHEDULER_SQLITE -> new DbSchedulerPeer(true);
      default -> throw new IOException("there is no system " + name);
    };
  }
}
