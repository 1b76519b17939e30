package dev.jobmill.torture;

import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// Jobs that do to their process what no job should: the first four end it, the others keep their
/// thread for ever. Each is a type, `killer.NAME`.
enum Killer {
  /// Stops the virtual machine without a word.
  HALT {
    @Override
    void strike() {
      Runtime.getRuntime().halt(1);
    }
  },

  /// Fills the heap; the machine is started so that it does not go on without memory.
  OUT_OF_MEMORY {
    @Override
    void strike() {
      Object kept = "";
      while (true) {
        kept = new Object[] {kept, new byte[1 << 20]};
      }
    }
  },

  /// Calls native code that calls back, until the stack is used up where no Java can catch it.
  NATIVE_STACK {
    @Override
    void strike() throws Throwable {
      NativeRecursion.descend();
    }
  },

  /// Sends its own process the signal that nobody survives.
  SIGKILL {
    @Override
    void strike() throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
      new CountDownLatch(1).await();
    }
  },

  /// Computes for ever.
  ENDLESS_LOOP {
    @Override
    void strike() {
      while (true) {
        Thread.onSpinWait();
      }
    }
  },

  /// Waits for ever, whatever it is told.
  DEAF {
    @Override
    void strike() {
      while (true) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException ignoredOnPurpose) {
          // It goes on.
        }
      }
    }
  };

  /// Its type. On threads of the system's own: one that never ends would keep virtual ones from
  /// running.
  JobType<Integer, Void> type() {
    return JobType.of("killer." + name().toLowerCase(Locale.ROOT), Integer.class, Void.class)
        .retry(RetryPolicy.never())
        .timeout(Duration.ofSeconds(1))
        .onPlatformThreads();
  }

  /// Whether its process dies of it.
  boolean isDeadly() {
    return this != ENDLESS_LOOP && this != DEAF;
  }

  /// How its job has to end.
  JobState end() {
    return isDeadly() ? JobState.FAILED : JobState.TIMEOUT;
  }

  abstract void strike() throws Throwable;

  /// Does it, as the body of a job.
  Void run() throws Exception {
    try {
      strike();
    } catch (Exception | Error thrown) {
      throw thrown;
    } catch (Throwable other) {
      throw new IllegalStateException("neither an exception nor an error", other);
    }
    return null;
  }
}
