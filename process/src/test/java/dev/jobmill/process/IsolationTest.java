package dev.jobmill.process;

import static dev.jobmill.process.ChildHandlers.DO;
import static dev.jobmill.process.ChildHandlers.RENAMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jobmill.Jobmill;
import dev.jobmill.JobmillBuilder;
import dev.jobmill.job.Attachment;
import dev.jobmill.job.Failure;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFailed;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.TypeRef;
import dev.jobmill.process.ChildHandlers.Order;
import dev.jobmill.store.memory.MemoryJobStore;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class IsolationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Isolation isolation() {
    return Isolation.of(ChildHandlers.class)
        .heap("64m")
        .jvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  private static Children children;
  private static MemoryJobStore store;
  private static Jobmill mill;

  @BeforeAll
  static void start() {
    children = isolation().grace(Duration.ofMillis(300)).open();
    store = MemoryJobStore.create();
    mill =
        Jobmill.open(store)
            .slots(2)
            .handle(DO, children.handler(DO))
            .handle(RENAMED, children.handler(RENAMED))
            .closing(children)
            .start();
  }

  @AfterAll
  static void stop() {
    mill.close();
  }

  private static Job end(JobRequest<?, ?> request) throws Exception {
    JobHandle<?> handle = mill.submit(request);
    try {
      handle.result(PATIENCE);
    } catch (JobFailed ended) {
      return ended.job();
    }
    return mill.find(handle.id()).orElseThrow();
  }

  private static Job end(String what, int number) throws Exception {
    return end(JobRequest.of(DO, new Order(what, number)));
  }

  private static String run(String what, int number) throws Exception {
    return mill.submit(DO, new Order(what, number)).result(PATIENCE);
  }

  private static List<String> log(Job job) {
    return store.lookup().log(job.id(), 100_000).stream().map(line -> line.message()).toList();
  }

  /// Waits for the line of the log with which a run tells its process.
  private static long pid(JobHandle<?> handle) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (var line : store.lookup().log(handle.id(), 10)) {
        if (line.message().startsWith("pid ")) {
          return Long.parseLong(line.message().substring(4));
        }
      }
      Thread.yield();
    }
    throw new AssertionError("the run told no process");
  }

  private static Failure error(Job job) {
    return job.error().orElseThrow(() -> new AssertionError("no error: " + job.state()));
  }

  @Test
  void theWholeContextIsThere() throws Exception {
    Job job =
        end(
            JobRequest.of(DO, Order.to("tell"))
                .timeout(Duration.ofMinutes(1))
                .metadata("customer", "42")
                .requestId("req-7"));

    assertThat(job.result().orElseThrow().text())
        .contains("id=" + job.id(), "type=child.do", "queue=default", "run=1", "attempt=1")
        .contains("metadata={customer=42}", "request=req-7", "limited=true", "cancelled=false");
    assertThat(job.progress().orElseThrow().message()).isEqualTo("half way");
    assertThat(log(job)).contains("half a ? pair");
  }

  @Test
  void aChildServesOneJobAfterAnotherAndEndsWithTheMill() throws Exception {
    Children own = isolation().warm(1, PATIENCE).open();
    String first;
    try (Jobmill one = mill(own, 1)) {
      first = one.submit(DO, Order.to("pid")).result(PATIENCE);
      JobHandle<String> failing = one.submit(DO, Order.to("fail"));
      assertThatThrownBy(() -> failing.result(PATIENCE)).isInstanceOf(JobFailed.class);

      assertThat(one.submit(DO, Order.to("pid")).result(PATIENCE)).isEqualTo(first);
      assertThat(first).isNotEqualTo(Long.toString(ProcessHandle.current().pid()));
      assertThat(FakeJob.lives(Long.parseLong(first))).isTrue();
    }

    assertThat(FakeJob.lives(Long.parseLong(first))).isFalse();
  }

  @Test
  void aChildWithoutAJobEndsWhenItsTimeIsOver() throws Exception {
    Children own = isolation().warm(1, Duration.ofMillis(50)).open();
    try (Jobmill one = mill(own, 1)) {
      long pid = Long.parseLong(one.submit(DO, Order.to("pid")).result(PATIENCE));

      ProcessHandle.of(pid)
          .ifPresent(child -> child.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }
  }

  private static Jobmill mill(Children own, int slots) {
    return Jobmill.open(MemoryJobStore.create())
        .slots(slots)
        .handle(DO, own.handler(DO))
        .closing(own)
        .start();
  }

  @Test
  void whatIsPrintedGoesToTheJobsLogWholeAndInOrder() throws Exception {
    Job job = end("print", 500);

    assertThat(log(job)).hasSize(501).startsWith("line 0").endsWith("line 499", "without an end");
  }

  @Test
  void theParentsMemoryStaysFlatWhateverIsPrinted() throws Exception {
    Job job = end("flood", 1024);

    assertThat(job.state()).isEqualTo(JobState.COMPLETED);
    assertThat(log(job)).hasSizeLessThan(10);
  }

  @Test
  void aChildThatIsOutOfMemoryFailsItsAttemptOnly() throws Exception {
    Job job = end("exhaust", 0);

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(error(job).kind()).isEqualTo("ChildDied");
    assertThat(error(job).message())
        .isEqualTo(
            "the child JVM of the handler exited with status 3: Terminating due to"
                + " java.lang.OutOfMemoryError: Java heap space");
    assertThat(run("number", 5)).isEqualTo("5");
  }

  @Test
  void aChildThatHaltsIsNamedWithItsStatusAndLastWords() throws Exception {
    Failure error = error(end("halt", 42));

    assertThat(error.kind()).isEqualTo("ChildDied");
    assertThat(error.message())
        .isEqualTo("the child JVM of the handler exited with status 42: the last words");
    assertThat(error(end("exit", 5)).message()).contains("exited with status 5");
  }

  @Test
  void aChildThatCrashesOrIsKilledIsNamedWithItsSignal() throws Exception {
    assertThat(error(end("crash", 0)).message())
        .startsWith("the child JVM of the handler was killed by SIGABRT (6): #  SIGSEGV (0xb)");

    JobHandle<String> handle = mill.submit(DO, Order.to("deaf"));
    ProcessHandle.of(pid(handle)).orElseThrow().destroyForcibly();

    assertThatThrownBy(() -> handle.result(PATIENCE))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("was killed by SIGKILL (9)");
  }

  @Test
  void anEndlessLoopEndsAtItsTimeLimit() throws Exception {
    Children own = isolation().warm(1, PATIENCE).grace(Duration.ofMillis(300)).open();
    try (Jobmill one = mill(own, 1)) {
      // The child is there already, so that the limit strikes the loop.
      long pid = Long.parseLong(one.submit(DO, Order.to("pid")).result(PATIENCE));
      JobHandle<String> handle =
          one.submit(JobRequest.of(DO, Order.to("spin")).timeout(Duration.ofSeconds(1)));

      assertThatThrownBy(() -> handle.result(PATIENCE)).isInstanceOf(JobFailed.class);

      assertThat(one.find(handle.id()).orElseThrow().state()).isEqualTo(JobState.TIMEOUT);
      assertThat(FakeJob.lives(pid)).isFalse();
    }
  }

  @Test
  void anIgnoredCancelEndsTheChild() throws Exception {
    JobHandle<String> handle = mill.submit(DO, Order.to("deaf"));
    long pid = pid(handle);

    handle.cancel();

    assertThatThrownBy(() -> handle.result(PATIENCE)).isInstanceOf(JobFailed.class);
    Job job = mill.find(handle.id()).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(log(job)).contains("ignored");
    assertThat(FakeJob.lives(pid)).isFalse();
  }

  @Test
  void aHandlerHearsOfItsCancel() throws Exception {
    JobHandle<String> handle = mill.submit(DO, Order.to("wait"));
    awaitLine(handle, "waiting");

    handle.cancel();

    assertThatThrownBy(() -> handle.result(PATIENCE)).isInstanceOf(JobFailed.class);
    Job job = mill.find(handle.id()).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(error(job).kind()).isEqualTo("Cancelled");
  }

  private static void awaitLine(JobHandle<?> handle, String line) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (store.lookup().log(handle.id(), 10).stream()
        .noneMatch(each -> each.message().equals(line))) {
      assertThat(System.nanoTime()).as("waiting for " + line).isLessThan(deadline);
      Thread.yield();
    }
  }

  @Test
  void whatTheHandlerStartedEndsWithItsChild() throws Exception {
    JobHandle<String> handle = mill.submit(DO, Order.to("start"));
    long pid = pid(handle);

    handle.cancel();

    assertThatThrownBy(() -> handle.result(PATIENCE)).isInstanceOf(JobFailed.class);
    assertThat(FakeJob.lives(pid)).isFalse();
  }

  @Test
  void failuresKeepTheirMeaning() throws Exception {
    Failure plain = error(end("fail", 0));
    assertThat(plain.kind()).isEqualTo("IllegalStateException");
    assertThat(plain.message()).isEqualTo("the glue is dry");
    assertThat(plain.stack()).contains("at dev.jobmill.process.ChildHandlers.run(");

    Job never = end("never", 0);
    assertThat(never.reason()).contains(Reason.NOT_RETRYABLE);
    assertThat(error(never).kind()).isEqualTo("IOException");
    assertThat(error(never).message()).isEqualTo("no such colour");

    Failure deep = error(end("recurse", 0));
    assertThat(deep.kind()).isEqualTo("StackOverflowError");
  }

  @Test
  void aHandlerSaysWhenItComesBack() throws Exception {
    JobRequest<Order, String> later =
        JobRequest.of(DO, Order.to("later")).retry(RetryPolicy.exponential(2));
    assertThat(error(pending(later)).stack())
        .contains("RetryLater", "the shop is closed", "at dev.jobmill.process.ChildHandlers.run(");
    assertThat(pending(JobRequest.of(DO, Order.to("snooze"))).attempt()).isZero();
  }

  private static Job pending(JobRequest<?, ?> request) {
    JobHandle<?> handle = mill.submit(request);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Job job = mill.find(handle.id()).orElseThrow();
      if (job.state() == JobState.PENDING) {
        handle.cancel();
        return job;
      }
      Thread.yield();
    }
    throw new AssertionError("the job did not go back");
  }

  @Test
  void resultsOfPredecessorsComeThroughThePipe() throws Exception {
    JobHandle<String> two = mill.submit(DO, new Order("number", 2));
    JobHandle<String> three = mill.submit(DO, new Order("number", 3));

    Job sum = end(JobRequest.of(DO, Order.to("sum")).after(two).after(three));
    Job one = end(JobRequest.of(DO, Order.to("one")).after(two));
    Job neither = end(JobRequest.of(DO, Order.to("one")).after(two).after(three));

    assertThat(sum.result().orElseThrow().text()).isEqualTo("\"5\"");
    assertThat(one.result().orElseThrow().text()).isEqualTo("\"2\"");
    assertThat(error(neither).kind()).isEqualTo("InvalidRequest");
    assertThat(error(neither).message()).contains("came after 2 jobs of type child.do");
  }

  @Test
  void anAttachmentOfTwentyMebibytesArrivesWhole() throws Exception {
    int length = 20 * 1024 * 1024;
    Job job = end("attach", length);

    Attachment attachment = job.attachments().getFirst();
    assertThat(attachment.bytes()).isEqualTo(length);
    try (InputStream kept = mill.attachment(job.id(), "large.bin").orElseThrow();
        InputStream meant = new ChildHandlers.Counting(length)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(meant.readAllBytes());
      assertThat(attachment.sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
      assertThat(kept.readNBytes(3)).isEqualTo(new byte[] {0, 1, 2});
    }
  }

  @Test
  void whatTheStoreRefusesReachesTheHandler() throws Exception {
    Job job = end("misnamed", 0);

    assertThat(error(job).kind()).isEqualTo("InvalidRequest");
    assertThat(error(job).message()).startsWith("attachment 'not a name'");
  }

  @Test
  void aMillionStepsOfProgressCostLittleAndTheLastIsKept() throws Exception {
    Job job = end("progress", 1_000_000);

    assertThat(job.progress().orElseThrow().fraction()).isEqualTo(1);
    assertThat(job.progress().orElseThrow().message()).isEqualTo("step 1000000");
  }

  @Test
  void aResultThatIsTooLargeIsToldAsEverywhere() throws Exception {
    assertThat(end("large", 300_000).reason()).contains(Reason.RESULT_TOO_LARGE);

    Job monster = end("large", 3_000_000);
    assertThat(monster.reason()).contains(Reason.NOT_RETRYABLE);
    assertThat(error(monster).kind()).isEqualTo("ResultTooLarge");
  }

  @Test
  void anOldPayloadIsBroughtUpInTheWorker() throws Exception {
    JobType<Map<String, String>, String> old =
        JobType.of(RENAMED.name(), new TypeRef<>() {}, new TypeRef<>() {});

    String result = mill.submit(old, Map.of("verb", "paint")).result(PATIENCE);

    assertThat(result).isEqualTo("paint 7");
  }

  @Test
  void theChildSeesNoSecretOfTheWorkersEnvironment() throws Exception {
    String environment = run("environment", 0);

    assertThat(environment).contains("PATH=", "TMPDIR=", "JOBMILL_RUN=child-");
    for (String name : System.getenv().keySet()) {
      if (!List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "PWD").contains(name)
          && !name.startsWith("LC_")) {
        assertThat(environment).doesNotContain(" " + name + "=");
      }
    }
  }

  @Test
  void theFolderForTemporaryFilesGoesWithTheChild() throws Exception {
    Children own = isolation().warm(0, Duration.ZERO).open();
    try (Jobmill one = mill(own, 1)) {
      Path temp = Path.of(one.submit(DO, Order.to("temp")).result(PATIENCE));

      assertThat(temp.getFileName().toString()).startsWith("jobmill-child-");
      assertThat(temp).doesNotExist();
    }
  }

  @Test
  void aWrongClassPathIsNamed() throws Exception {
    String jobmill = System.getProperty("java.class.path");
    List<Path> withoutTests =
        List.of(jobmill.split(File.pathSeparator)).stream()
            .filter(entry -> !entry.contains("test-classes"))
            .map(Path::of)
            .toList();
    assertThat(diesWith(withoutTests))
        .isInstanceOf(NotRetryable.class)
        .hasMessageStartingWith(ChildHandlers.class.getName() + " is not on the class path")
        .hasMessageEndingWith("give it with Isolation.classPath");
    assertThat(diesWith(List.of(Path.of("nowhere.jar"))))
        .isInstanceOf(ChildDied.class)
        .hasMessageContaining("exited with status 1")
        .hasMessageContaining("ClassNotFoundException: dev.jobmill.process.child.ChildMain");
  }

  private static Throwable diesWith(List<Path> classPath) {
    try (Children wrong = isolation().classPath(classPath).open()) {
      return catchThrowable(() -> wrong.handler(DO).handle(new FakeJob(), Order.to("pid")));
    }
  }

  @Test
  void aTypeThatIsNotRegisteredThereIsNamed() {
    JobType<Order, String> other = JobType.of("child.other", Order.class, String.class);
    assertThatThrownBy(() -> children.handler(other).handle(new FakeJob(), Order.to("pid")))
        .isInstanceOf(NotRetryable.class)
        .hasMessageContaining("registers no handler of job type exec in the child JVM");
  }

  @Test
  void aClassThatNobodyCouldMakeIsRefusedAtOnce() {
    record Hidden() implements IsolatedHandlers {
      @Override
      public void register(Registry handlers) {}
    }
    assertThatThrownBy(() -> Isolation.of(Hidden.class))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("cannot be made in a child JVM");
    assertThatThrownBy(() -> isolation().heap("lots"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("heap 'lots' is not a size: use one such as 256m or 2g");
  }

  @Test
  void theSameClassServesTheWorkersOwnJvm() throws Exception {
    JobmillBuilder builder = Jobmill.open(MemoryJobStore.create());
    new ChildHandlers().register(builder::handle);
    try (Jobmill inside = builder.start()) {
      assertThat(inside.submit(DO, Order.to("pid")).result(PATIENCE))
          .isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }
  }
}
