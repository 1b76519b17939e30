package dev.jobmill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.client.StoreClient;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.loop.Loop;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.Chance;
import dev.jobmill.time.SystemTime;
import dev.jobmill.wire.JsonCodec;
import dev.jobmill.worker.Handlers;
import dev.jobmill.worker.PoolSettings;
import dev.jobmill.worker.QueueOrder;
import dev.jobmill.worker.Worker;
import dev.jobmill.worker.WorkerSettings;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Starting and stopping, in any order and number, by any threads: legal for everything that has
/// threads, and nothing is left behind.
@Timeout(120)
class StartStopTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int ROUNDS = 25;
  private static final int THREADS = 4;
  private static final JobType<String, String> WORK =
      JobType.of("work", String.class, String.class).retry(RetryPolicy.never());

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

  // Any order.

  /// Everything that can be started and stopped, over one store.
  private static final class Everything {
    private final JobStore store = MemoryJobStore.create();
    private final AtomicInteger heard = new AtomicInteger();
    private final Notices notices =
        new Notices(
            List.of(notice -> heard.incrementAndGet()), store.lookup(), "w-1", SystemTime.SYSTEM);
    private final StoreClient client =
        new StoreClient(
            store,
            new JsonCodec(),
            new JobIds(SystemTime.SYSTEM, Chance.system()),
            SystemTime.SYSTEM,
            notices,
            null);
    private final Handlers handlers =
        new Handlers(List.of(new Handlers.Registered<>(WORK, (job, payload) -> payload)));
    private final Worker worker =
        new Worker(
            store,
            new WorkerSettings(
                "w-1",
                List.of(
                    new PoolSettings("default", 2, QueueOrder.ALL, PoolSettings.Threads.BY_TYPE)),
                null,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                SHORT,
                new JsonCodec(),
                SystemTime.SYSTEM,
                Chance.system()),
            handlers,
            new WorkerInfo(
                "w-1", "here", 1, 2, handlers.types(), List.of(), SystemTime.SYSTEM.now()),
            notices);
    private final Loop loop = new Loop("jobmill-test", () -> Duration.ofMillis(1));
    private final Jobmill mill =
        Jobmill.open(
                new ForwardingStore(store) {
                  @Override
                  public void close() {
                    // The store is closed by the others, at a time of their own.
                  }
                })
            .handle(WORK, (job, payload) -> payload)
            .listen(notice -> heard.incrementAndGet())
            .start();

    private List<Runnable> acts() {
      return List.of(
          worker::start,
          worker::start,
          () -> worker.stop(SHORT, SHORT),
          worker::hurry,
          () -> worker.watchdog().status(),
          () -> client.submit(WORK, "x"),
          () -> client.submit(WORK, "y"),
          client::close,
          notices::start,
          notices::close,
          loop::start,
          loop::wake,
          loop::stop,
          () -> mill.submit(WORK, "z"),
          () -> mill.stop(SHORT, SHORT),
          mill::status,
          mill::hurry,
          mill::close,
          store::close);
    }

    private void end() {
      loop.stop();
      mill.close();
      worker.stop(SHORT, SHORT);
      client.close();
      notices.close();
      store.close();
    }
  }

  @Test
  void everyOrderOfStartsAndStopsIsLegalAndLeavesNoThread() throws Exception {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String where = "-Djobmill.seed=" + seed + ", round " + round;
      Set<Thread> before = threads();
      Everything all = new Everything();
      List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> doers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        List<Runnable> acts = new ArrayList<>(all.acts());
        acts.addAll(all.acts());
        Collections.shuffle(acts, random);
        doers.add(Thread.ofPlatform().start(() -> doAll(acts, go, wrong)));
      }
      go.countDown();
      for (Thread doer : doers) {
        assertThat(doer.join(LONG)).as(where).isTrue();
      }
      all.end();
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

  // Nothing is left behind.

  @Test
  void twentyStartsAndStopsLeaveNoThreadAndNoMemoryBehind() throws Exception {
    List<WeakReference<Object>> gone = new ArrayList<>();
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    runOnce(new ArrayList<>(), collected);
    Set<Thread> before = threads();
    for (int i = 0; i < 20; i++) {
      runOnce(gone, collected);
    }
    assertThat(left(before)).isEmpty();
    assertCollected(gone, collected);
  }

  private static void runOnce(List<WeakReference<Object>> gone, ReferenceQueue<Object> collected)
      throws Exception {
    MemoryJobStore store = MemoryJobStore.create();
    try (Jobmill mill =
        Jobmill.open(store).handle(WORK, (job, payload) -> payload).listen(notice -> {}).start()) {
      gone.add(new WeakReference<>(store, collected));
      gone.add(new WeakReference<>(mill, collected));
      assertThat(mill.submit(WORK, "x").await(LONG).state()).isEqualTo(JobState.COMPLETED);
    }
  }

  private static void assertCollected(
      List<WeakReference<Object>> gone, ReferenceQueue<Object> collected) throws Exception {
    for (int tries = 0; tries < 20 && gone.stream().anyMatch(one -> one.get() != null); tries++) {
      System.gc();
      var _ = collected.remove(500);
    }
    assertThat(gone.stream().filter(one -> one.get() != null)).isEmpty();
  }

  // At once.

  @Test
  void aSecondSignalEndsAStopThatIsUnderWay() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            .handle(
                WORK,
                (job, payload) -> {
                  inside.countDown();
                  never.await();
                  return payload;
                })
            .start()) {
      var handle = mill.submit(WORK, "x");
      inside.await();
      Thread stopping =
          Thread.ofPlatform().start(() -> mill.stop(Duration.ofHours(1), Duration.ofHours(1)));
      while (stopping.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      mill.hurry();
      assertThat(stopping.join(LONG)).isTrue();
      assertThat(handle.job().state()).isEqualTo(JobState.QUEUED);
      assertThat(handle.job().attempt()).isZero();
    }
  }

  @Test
  void aHurryBeforeTheStopCountsAsWell() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            .handle(
                WORK,
                (job, payload) -> {
                  inside.countDown();
                  // Deaf to interruption.
                  while (end.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  return payload;
                })
            .start();
    try {
      var handle = mill.submit(WORK, "x");
      inside.await();
      mill.hurry();
      assertThat(mill.stop(Duration.ofHours(1), Duration.ofHours(1))).containsExactly(handle.id());
    } finally {
      end.countDown();
      mill.close();
    }
  }
}
