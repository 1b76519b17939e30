package dev.jobmill.process.child;

import java.io.File;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Ends this JVM when it is not wanted any more, whatever its threads do.
final class ParentWatch {
  private static final long TICK_NANOS = 250_000_000;

  /// How long the user's shutdown hooks may take.
  private static final long HOOKS_MILLIS_MAX = 1_500;

  private static final int STATUS = 0;

  /// How the name of a child's own folder begins; nothing else is ever deleted.
  private static final String TEMP_PREFIX = "jobmill-child-";

  private final @Nullable ProcessHandle parent;

  /// Asked for before any user code runs, which may change the property.
  private final File temp = new File(System.getProperty("java.io.tmpdir"));

  ParentWatch(long parentPid) {
    this.parent = ProcessHandle.of(parentPid).orElse(null);
  }

  /// Looks after the worker from now on, for the case that some other process has kept the worker's
  /// end of the pipe.
  ///
  /// @param tick is called a few times a second as well
  void start(Runnable tick) {
    Thread.ofPlatform()
        .daemon()
        .name("jobmill-parent-watch")
        .start(() -> {
          // A number that is given to another process is not mistaken: the handle knows its start.
          while (parent != null && parent.isAlive()) {
            tick(tick);
            LockSupport.parkNanos(TICK_NANOS);
          }
          end();
        });
  }

  private static void tick(Runnable tick) {
    try {
      tick.run();
    } catch (RuntimeException unsaid) {
      // When the worker is gone, the next look finds that out.
    }
  }

  /// Ends this JVM. Does not return.
  void end() {
    try {
      Thread hooks = Thread.ofPlatform().daemon().name("jobmill-exit").unstarted(this::exit);
      hooks.start();
      hooks.join(HOOKS_MILLIS_MAX);
    } catch (InterruptedException | RuntimeException | Error notNow) {
      // Only the end counts.
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private void exit() {
    // The worker would do this, but it may be gone.
    if (temp.getName().startsWith(TEMP_PREFIX)) {
      delete(temp);
    }
    System.exit(STATUS);
  }

  private static void delete(File file) {
    if (!Files.isSymbolicLink(file.toPath())) {
      File[] content = file.listFiles();
      for (File each : content == null ? new File[0] : content) {
        delete(each);
      }
    }
    // What cannot be deleted stays.
    boolean ignored = file.delete();
  }
}
