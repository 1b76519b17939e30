package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.Jobmill;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.JobStore;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Starting and stopping a mill on a file, in any order and number: legal, and nothing is left
/// behind.
@Timeout(120)
class StartStopTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int ROUNDS = 6;
  private static final int THREADS = 4;
  private static final JobType<String, String> WORK =
      JobType.of("work", String.class, String.class).retry(RetryPolicy.never());

  @TempDir private Path folder;

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet();
  }

  /// Waits for the end of those that are not the JVM's own.
  private static List<String> left(Set<Thread> before) throws InterruptedException {
    List<String> left = new ArrayList<>();
    for (Thread thread : threads()) {
      boolean own =
          !before.contains(thread)
              && !(thread instanceof ForkJoinWorkerThread)
              && !thread.getName().startsWith("VirtualThread-")
              && !thread.getName().endsWith("-Poller");
      if (own && !thread.join(Duration.ofSeconds(10))) {
        left.add(thread.getName());
      }
    }
    return left;
  }

  /// What this process has open, but for the code that it loads.
  private static List<String> handles() throws IOException {
    List<String> open = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path one : all) {
        try {
          String target = Files.readSymbolicLink(one).toString();
          if (!target.endsWith(".jar") && !target.startsWith("/proc/")) {
            open.add(target);
          }
        } catch (NoSuchFileException closed) {
          // Such as the handle that this look itself needs.
        }
      }
    }
    Collections.sort(open);
    return open;
  }

  @Test
  void everyOrderOfStartsAndStopsIsLegalAndLeavesNoThread() throws Exception {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    Random random = new Random(seed);
    Path file = folder.resolve("jobs.db");
    for (int round = 0; round < ROUNDS; round++) {
      String where = "-Djobmill.seed=" + seed + ", round " + round;
      Set<Thread> before = threads();
      // The same file each time: a store that was not closed whole could not be opened again.
      JobStore store = SqliteJobStore.at(file);
      JobClient client = Jobmill.clientOf(store);
      Jobmill mill =
          Jobmill.open(store).handle(WORK, (job, payload) -> payload).listen(notice -> {}).start();
      // A stop waits for a store that was closed under it, so that is not done in every round.
      boolean closesFirst = round % 3 == 0;
      List<Runnable> acts =
          List.of(
              () -> mill.submit(WORK, "x"),
              () -> mill.submit(WORK, "y"),
              () -> client.submit(WORK, "z"),
              () -> mill.stop(SHORT, SHORT),
              () -> mill.stop(Duration.ZERO, Duration.ZERO),
              mill::status,
              mill::hurry,
              mill::close,
              closesFirst ? store::close : mill::close);
      List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> doers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        List<Runnable> own = new ArrayList<>(acts);
        Collections.shuffle(own, random);
        doers.add(Thread.ofPlatform().start(() -> doAll(own, go, wrong)));
      }
      go.countDown();
      for (Thread doer : doers) {
        assertThat(doer.join(LONG)).as(where).isTrue();
      }
      mill.close();
      store.close();
      assertThat(wrong).as(where).isEmpty();
      assertThat(left(before)).as(where).isEmpty();
    }
  }

  private static void doAll(List<Runnable> acts, CountDownLatch go, List<Throwable> wrong) {
    try {
      go.await();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
    for (Runnable act : acts) {
      try {
        act.run();
      } catch (StoreUnavailable closed) {
        // What needs the store says so once it is closed.
      } catch (RuntimeException | Error unexpected) {
        wrong.add(unexpected);
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void twentyStartsAndStopsLeaveNoThreadNoHandleAndNoMemoryBehind() throws Exception {
    List<WeakReference<Object>> gone = new ArrayList<>();
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    Path file = folder.resolve("jobs.db");
    runOnce(file, new ArrayList<>(), collected);
    Set<Thread> before = threads();
    List<String> open = handles();
    for (int i = 0; i < 20; i++) {
      runOnce(file, gone, collected);
    }
    assertThat(left(before)).isEmpty();
    assertThat(handles()).isEqualTo(open);
    for (int tries = 0; tries < 20 && gone.stream().anyMatch(one -> one.get() != null); tries++) {
      System.gc();
      var _ = collected.remove(500);
    }
    assertThat(gone.stream().filter(one -> one.get() != null)).isEmpty();
  }

  private static void runOnce(
      Path file, List<WeakReference<Object>> gone, ReferenceQueue<Object> collected)
      throws Exception {
    JobStore store = SqliteJobStore.at(file);
    try (Jobmill mill =
        Jobmill.open(store).handle(WORK, (job, payload) -> payload).listen(notice -> {}).start()) {
      gone.add(new WeakReference<>(store, collected));
      gone.add(new WeakReference<>(mill, collected));
      assertThat(mill.submit(WORK, "x").await(LONG).state()).isEqualTo(JobState.COMPLETED);
    }
  }
}
