package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.jobmill.Jobmill;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobType;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.store.memory.MemoryJobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs as events of Java Flight Recorder, where there is one and where there is none.
@Timeout(60)
class FlightTraceTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final JobType<String, String> WORK =
      JobType.of("work", String.class, String.class).retry(RetryPolicy.never());

  @TempDir private Path folder;

  private List<RecordedEvent> recorded(Recording recording, String name) throws IOException {
    Path file = folder.resolve(name.replace('.', '-') + ".jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .toList();
  }

  @Test
  void theBeginAndTheEndOfARunAreRecorded() throws Exception {
    try (Recording recording = new Recording();
        Jobmill mill =
            Jobmill.open(MemoryJobStore.create())
                .handle(
                    WORK,
                    (job, payload) -> {
                      if (payload.equals("fail")) {
                        throw new IllegalArgumentException("on purpose");
                      }
                      return payload;
                    })
                .start()) {
      recording.enable("jobmill.JobStarted");
      recording.enable("jobmill.JobEnded").withThreshold(Duration.ZERO);
      recording.start();
      JobHandle<String> good = mill.submit(WORK, "good");
      good.await(LONG);
      JobHandle<String> bad = mill.submit(WORK, "fail");
      bad.await(LONG);
      assertThat(recorded(recording, "jobmill.JobStarted"))
          .extracting(event -> event.getString("jobId"), event -> event.getInt("run"))
          .containsExactlyInAnyOrder(tuple(good.id().toString(), 1), tuple(bad.id().toString(), 1));
      assertThat(recorded(recording, "jobmill.JobEnded"))
          .extracting(
              event -> event.getString("jobId"),
              event -> event.getString("type"),
              event -> event.getString("queue"),
              event -> event.getString("outcome"),
              event -> event.getString("errorKind"))
          .containsExactlyInAnyOrder(
              tuple(good.id().toString(), "work", "default", "completed", null),
              tuple(bad.id().toString(), "work", "default", "failed", "IllegalArgumentException"));
      assertThat(recorded(recording, "jobmill.JobEnded"))
          .allSatisfy(event -> assertThat(event.getThread().getJavaName()).startsWith("job work "));
    }
  }

  @Test
  void jobsRunWhereTheRecorderIsMissing() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--limit-modules",
                "java.base,java.logging,java.naming,java.xml",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutRecorder.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("recorder: false, result: done");
    assertThat(process.exitValue()).isZero();
  }

  /// One job in a JVM of its own.
  static final class WithoutRecorder {
    private WithoutRecorder() {}

    public static void main(String[] arguments) throws Exception {
      try (Jobmill mill =
          Jobmill.open(MemoryJobStore.create()).handle(WORK, (job, payload) -> payload).start()) {
        System.out.println(
            "recorder: "
                + ModuleLayer.boot().findModule("jdk.jfr").isPresent()
                + ", result: "
                + mill.submit(WORK, "done").result(LONG));
      }
    }
  }
}
