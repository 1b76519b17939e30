package dev.jobmill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Snooze;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.memory.MemoryJobStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Jobs that come after one another, keep large outputs, were submitted by an older version, wait
/// of their own will, or must not run twice: the whole engine on the memory store, with its real
/// threads.
@Timeout(60)
class JobmillRunsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final JobType<Integer, Integer> DOUBLE =
      JobType.of("double", Integer.class, Integer.class);
  private static final JobType<String, Integer> ADD =
      JobType.of("add", String.class, Integer.class);
  private static final JobType<String, String> WORK =
      JobType.of("work", String.class, String.class).retry(RetryPolicy.never());

  private final JobStore store = MemoryJobStore.create();
  private Jobmill mill;

  @AfterEach
  void close() {
    if (mill != null) {
      mill.stop(Duration.ZERO, Duration.ofSeconds(5));
      mill.close();
    }
  }

  // After one another.

  @Test
  void aChainHandsEachResultToTheNextJob() throws Exception {
    mill = Jobmill.open(store).handle(DOUBLE, (job, number) -> doubled(job, number)).start();
    List<JobRequest<?, ?>> requests = new ArrayList<>();
    IntStream.range(0, 10).forEach(i -> requests.add(JobRequest.of(DOUBLE, 1)));
    List<JobHandle<?>> handles = mill.chain(requests);
    assertThat(handles.getLast().result(LONG)).isEqualTo(1024);
    assertThat(handles.getLast().job().after())
        .singleElement()
        .satisfies(edge -> assertThat(edge.job()).isEqualTo(handles.get(8).id()));
  }

  private static Integer doubled(JobContext job, Integer first) {
    Integer before = job.after().isEmpty() ? first : job.resultOf(DOUBLE);
    return before == null ? null : 2 * before;
  }

  @Test
  void aJobGathersTheResultsOfAllThatItComesAfter() throws Exception {
    mill =
        Jobmill.open(store)
            .handle(DOUBLE, (job, number) -> 2 * number)
            .handle(
                ADD,
                (job, payload) -> job.resultsOf(DOUBLE).stream().mapToInt(Integer::intValue).sum())
            .start();
    JobRequest<String, Integer> sum = JobRequest.of(ADD, "all");
    for (int i = 1; i <= 100; i++) {
      sum = sum.after(mill.submit(DOUBLE, i));
    }
    assertThat(mill.submit(sum).result(LONG)).isEqualTo(10_100);
  }

  @Test
  void whatComesAfterAFailureIsCancelledToTheEndOfTheChain() throws Exception {
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  throw new NotRetryable("on purpose");
                })
            .start();
    List<JobHandle<?>> handles =
        mill.chain(
            JobRequest.of(WORK, "a"),
            JobRequest.of(WORK, "b").queue("elsewhere"),
            JobRequest.of(WORK, "c"));
    Job last = handles.getLast().await(LONG);
    assertThat(last.state()).isEqualTo(JobState.CANCELLED);
    assertThat(last.reason()).contains(Reason.DEPENDENCY_FAILED);
    assertThat(last.run()).isZero();
    assertThat(handles.getFirst().await(LONG).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void moreJobsThanOneEndReleasesAtOnceAllRunWithinTheDuty() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    mill =
        Jobmill.open(store)
            .slots(100)
            .handle(
                WORK,
                (job, payload) -> {
                  gate.await();
                  return payload;
                })
            .handle(DOUBLE, (job, number) -> runs.incrementAndGet())
            .start();
    JobHandle<String> first = mill.submit(WORK, "first");
    List<JobRequest<Integer, Integer>> after =
        IntStream.range(0, 2_500).mapToObj(i -> JobRequest.of(DOUBLE, i).after(first)).toList();
    mill.submitAll(after);
    JobHandle<Integer> last = mill.submit(JobRequest.of(DOUBLE, 0).after(first));
    gate.countDown();
    last.await(LONG);
    mill.stop(Duration.ofSeconds(20), Duration.ZERO);
    assertThat(store.lookup().count().of(JobState.COMPLETED)).isEqualTo(2_502);
    assertThat(runs).hasValue(2_501);
  }

  @Test
  void aHintHastensEveryDutyThatItMayConcern() throws Exception {
    Semaphore promoted = new Semaphore(0);
    Semaphore released = new Semaphore(0);
    Semaphore expired = new Semaphore(0);
    JobStore resting =
        new ForwardingStore(store) {
          @Override
          public Upkeep upkeep() {
            return new Resting(promoted, released, expired);
          }
        };
    mill = Jobmill.open(resting).handle(WORK, (job, payload) -> payload).start();
    for (Semaphore passes : List.of(promoted, released, expired)) {
      assertThat(passes.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }
    mill.submit(WORK, "x", with -> with.delay(Duration.ofDays(1)).deadline(Duration.ofDays(2)));
    for (Semaphore passes : List.of(promoted, released, expired)) {
      assertThat(passes.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  // Large outputs.

  @Test
  void aLargeOutputIsKeptBesideTheResultAndReadBack() throws Exception {
    int length = 20 * 1024 * 1024 + 123;
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  job.attach("small.txt", "text/plain", "hello".getBytes(UTF_8));
                  job.attach("large.bin", "application/octet-stream", new Pattern(length));
                  return "done";
                })
            .start();
    JobHandle<String> handle = mill.submit(WORK, "x");
    assertThat(handle.result(LONG)).isEqualTo("done");
    assertThat(handle.job().attachments())
        .extracting(Attachment::name, Attachment::bytes)
        .containsExactly(tuple("large.bin", (long) length), tuple("small.txt", 5L));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long read = 0;
    try (InputStream content = mill.attachment(handle.id(), "large.bin").orElseThrow()) {
      byte[] buffer = new byte[10_000];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        digest.update(buffer, 0, n);
        read += n;
      }
    }
    assertThat(read).isEqualTo(length);
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo(handle.job().attachments().getFirst().sha256());
    assertThat(mill.attachment(handle.id(), "other")).isEmpty();
  }

  @Test
  void severalThreadsOfOneRunAttachAtTheSameTime() throws Exception {
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  List<Thread> threads =
                      IntStream.range(0, 8)
                          .mapToObj(i ->
                              Thread.startVirtualThread(
                                  () -> attach(job, "part-" + i, 600_000 + i)))
                          .toList();
                  for (Thread thread : threads) {
                    thread.join();
                  }
                  return null;
                })
            .start();
    Job ended = mill.submit(WORK, "x").await(LONG);
    assertThat(ended.attachments())
        .extracting(Attachment::bytes)
        .containsExactly(
            600_000L, 600_001L, 600_002L, 600_003L, 600_004L, 600_005L, 600_006L, 600_007L);
  }

  private static void attach(JobContext job, String name, int length) {
    try {
      job.attach(name, "application/octet-stream", new Pattern(length));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  // Older versions.

  @Test
  void jobsUnderAFormerNameAndOfAnOlderVersionAreHandled() throws Exception {
    record Old(String name) {}
    record New(String firstName, int copies) {}
    JobType<Old, String> old = JobType.of("letter.send", Old.class, String.class);
    JobType<New, String> now =
        JobType.of("mail.send", New.class, String.class)
            .version(3)
            .alias("letter.send")
            .upgrade(
                1,
                fields -> {
                  fields.put("firstName", fields.remove("name"));
                  return fields;
                })
            .upgrade(
                2,
                fields -> {
                  fields.put("copies", 2);
                  return fields;
                });
    mill =
        Jobmill.open(store)
            .handle(now, (job, letter) -> letter.copies() + " × " + letter.firstName())
            .start();
    assertThat(mill.submit(old, new Old("Ada")).result(LONG)).isEqualTo("2 × Ada");
    assertThat(mill.submit(old.version(2), new Old("Ada")).result(LONG)).isEqualTo("2 × null");
    assertThat(mill.submit(now, new New("Bob", 5)).result(LONG)).isEqualTo("5 × Bob");
  }

  @Test
  void anUpgradeThatFailsEndsItsJobAtOnce() throws Exception {
    JobType<String, String> now =
        WORK.version(2)
            .retry(RetryPolicy.exponential(5))
            .upgrade(
                1,
                fields -> {
                  throw new IllegalStateException("cannot");
                });
    mill = Jobmill.open(store).handle(now, (job, payload) -> payload).start();
    Job ended = mill.submit(WORK, "x", with -> with.retry(RetryPolicy.exponential(5))).await(LONG);
    assertThat(ended.state()).isEqualTo(JobState.FAILED);
    assertThat(ended.reason()).contains(Reason.REJECTED_PAYLOAD);
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.error().orElseThrow().message()).contains("work", "version 1", "version 2");
  }

  @Test
  void aNameBelongsToOneHandlerFormerNamesIncluded() {
    JobmillBuilder builder =
        Jobmill.open(store).handle(WORK.alias("labour"), (job, payload) -> payload);
    JobType<Integer, Integer> labour = JobType.of("labour", Integer.class, Integer.class);
    assertThatThrownBy(() -> builder.handle(labour, (job, number) -> number))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("job type labour has a handler already");
    assertThatThrownBy(() -> builder.handle(DOUBLE.alias("work"), (job, number) -> number))
        .hasMessageContaining("job type work has a handler already");
    builder.handle(DOUBLE, (job, number) -> number);
  }

  @Test
  void anUpgradeThatCouldNeverBeUsedIsRefused() {
    JobmillBuilder builder = Jobmill.open(store);
    assertThatThrownBy(() ->
            builder.handle(WORK.version(2).upgrade(2, fields -> fields), (job, payload) -> payload))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContainingAll("work has version 2", "upgrade from version 2 would be ignored");
    builder.handle(WORK.version(2).upgrade(1, fields -> fields), (job, payload) -> payload);
  }

  // Of their own will.

  @Test
  void aJobThatSnoozesIsNotChargedForIt() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  attempts.add(job.attempt());
                  if (looks.incrementAndGet() <= 3) {
                    throw new Snooze(Duration.ofMillis(5), "the file is still being written");
                  }
                  return "read";
                })
            .start();
    Job ended = mill.submit(WORK, "x").await(LONG);
    assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.run()).isEqualTo(4);
    assertThat(attempts).containsExactly(1, 1, 1, 1);
    assertThat(store.lookup().attempts(ended.id()))
        .extracting(Attempt::outcome)
        .containsExactly(
            Attempt.Outcome.SNOOZED,
            Attempt.Outcome.SNOOZED,
            Attempt.Outcome.SNOOZED,
            Attempt.Outcome.COMPLETED);
  }

  // At most once.

  @Test
  void aStopLosesARunThatMustNotHappenTwiceAndGivesOthersBack() throws Exception {
    JobType<String, String> once = JobType.of("once", String.class, String.class).atMostOnce();
    CountDownLatch running = new CountDownLatch(2);
    mill =
        Jobmill.open(store)
            .slots(2)
            .handle(once, (job, payload) -> waitForEver(running))
            .handle(WORK, (job, payload) -> waitForEver(running))
            .start();
    JobHandle<String> lost = mill.submit(once, "x");
    JobHandle<String> back = mill.submit(WORK, "x");
    running.await();
    assertThat(mill.stop(Duration.ZERO, Duration.ofSeconds(20))).containsExactly(back.id());
    Job ended = lost.job();
    assertThat(ended.state()).isEqualTo(JobState.FAILED);
    assertThat(ended.reason()).contains(Reason.LOST);
    assertThat(ended.error().orElseThrow().message()).contains("at most once");
    assertThat(back.job().state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aRunThatSnoozesWhenItIsStoppedComesBackWhenItSaid() throws Exception {
    JobType<String, String> once = JobType.of("once", String.class, String.class).atMostOnce();
    CountDownLatch running = new CountDownLatch(1);
    mill =
        Jobmill.open(store)
            .handle(
                once,
                (job, payload) -> {
                  try {
                    return waitForEver(running);
                  } catch (InterruptedException stopped) {
                    throw new Snooze(Duration.ofDays(1), "nothing was done yet");
                  }
                })
            .start();
    JobHandle<String> handle = mill.submit(once, "x");
    running.await();
    assertThat(mill.stop(Duration.ZERO, Duration.ofSeconds(20))).isEmpty();
    assertThat(handle.job().state()).isEqualTo(JobState.PENDING);
    assertThat(handle.job().reason()).contains(Reason.SCHEDULED);
    assertThat(handle.job().attempt()).isZero();
  }

  private static String waitForEver(CountDownLatch running) throws InterruptedException {
    running.countDown();
    new CountDownLatch(1).await();
    return "never";
  }

  /// Bytes that are made as they are read.
  private static final class Pattern extends InputStream {
    private final int length;
    private int at;

    private Pattern(int length) {
      this.length = length;
    }

    @Override
    public int read() {
      return at < length ? at++ * 31 & 0xFF : -1;
    }
  }

  /// Has nothing to do, and would rest for an hour.
  private record Resting(Semaphore promoted, Semaphore released, Semaphore expired)
      implements Upkeep {
    private static Pass rest(Semaphore passes) {
      passes.release();
      return new Pass(0, Duration.ofHours(1));
    }

    @Override
    public Pass promote(int limit) {
      return rest(promoted);
    }

    @Override
    public Pass reap(int limit) {
      return new Pass(0, Duration.ofHours(1));
    }

    @Override
    public Pass prune(int limit) {
      return new Pass(0, Duration.ofHours(1));
    }

    @Override
    public Pass release(int limit) {
      return rest(released);
    }

    @Override
    public Pass expire(int limit) {
      return rest(expired);
    }
  }
}
