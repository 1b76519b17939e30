package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobmill.gcode.sample.SamplePrint;
import dev.jobmill.gcode.sample.SamplePrints;
import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.TypeRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcodeJobsTest {
  @TempDir Path folder;

  private final RecordingContext job = new RecordingContext();

  private @Nullable GcodeReport analyze(Path file) throws Exception {
    return GcodeJobs.analyze().handle(job, new GcodeFile(file.toString()));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void analyzesTheFileAndTellsProgress() throws Exception {
    SamplePrint print = SamplePrints.all().getFirst();
    GcodeReport report = analyze(write("a.gcode", print.bytes()));

    assertThat(report.file().name()).isEqualTo("a.gcode");
    assertThat(report.filament().lengthMm()).isGreaterThan(1_000);
    assertThat(job.fractions).isSorted().hasSizeBetween(2, 100).last().isEqualTo(1.0);
    String layers = new String(job.attached.get("layers.json"), StandardCharsets.UTF_8);
    assertThat(layers).startsWith("{\"countedBy\":\"markers\",\"capped\":false,\"layers\":[");
  }

  @Test
  void stopsWhereItIsWhenItsRunIsCancelled() throws Exception {
    Path file = write("a.gcode", "G1 X1 F60\n".repeat(200_000).getBytes());
    job.cancelAfter = 3;

    assertThatThrownBy(() -> analyze(file)).isInstanceOf(CancelledRun.class);
    assertThat(job.asked).isEqualTo(4);
    assertThat(job.fractions).allMatch(fraction -> fraction < 1);
  }

  @Test
  void interruptionAloneDoesNotSpoilTheReading() throws Exception {
    Path file = write("a.gcode", "G1 X1 F60\n".repeat(50_000).getBytes());
    Thread.currentThread().interrupt();
    try {
      assertThat(analyze(file).commands()).containsEntry("G1", 50_000L);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void missingFileIsNotTriedAgain() {
    assertThatThrownBy(() -> analyze(folder.resolve("none.gcode")))
        .isInstanceOf(NotRetryable.class)
        .isInstanceOf(FileNotFound.class)
        .hasNoCause()
        .hasMessageContaining("none.gcode");
  }

  @Test
  void folderIsNotTriedAgain() {
    assertThatThrownBy(() -> analyze(folder))
        .isInstanceOf(NotRetryable.class)
        .isInstanceOf(FileUnreadable.class)
        .hasMessageContaining("a folder");
  }

  @Test
  void deviceIsNotRead() {
    Path device = Path.of("/dev/zero");
    assumeTrue(Files.exists(device), "no /dev/zero here");
    assertThatThrownBy(() -> analyze(device)).isInstanceOf(FileUnreadable.class);
  }

  @Test
  void textOfAnotherKindIsNotTriedAgain() throws Exception {
    Path file = write("a.gcode", "Dear reader\n".getBytes());

    assertThatThrownBy(() -> analyze(file))
        .isInstanceOf(NotRetryable.class)
        .isInstanceOf(NotGcode.class);
  }

  @Test
  void pathMustBeAbsolute() {
    assertThatThrownBy(() -> new GcodeFile("a.gcode"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("a.gcode");
    assertThatThrownBy(() -> new GcodeFile("")).isInstanceOf(InvalidRequest.class);
    assertThat(new GcodeFile("C:\\prints\\a.gcode").path()).startsWith("C:");
  }

  @Test
  void pathThatIsNoneIsNotTriedAgain() {
    assertThatThrownBy(() -> GcodeJobs.analyze().handle(job, new GcodeFile("/a\u0000b")))
        .isInstanceOf(FileNotFound.class);
  }

  @Test
  void fileThatGrowsWhileItIsReadIsWarnedOf() throws Exception {
    Path file = write("a.gcode", "G1 X1 F60\n".repeat(50_000).getBytes());
    boolean[] grown = new boolean[1];
    GcodeReport report =
        GcodeAnalyzer.analyze(
            file,
            (bytes, total) -> {
              if (!grown[0]) {
                grown[0] = true;
                append(file);
              }
            });

    assertThat(Read.warnings(report, "file-changed")).isEqualTo(1);
  }

  private static void append(Path file) {
    try {
      Files.writeString(file, "G28\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void typeRunsOnPlatformThreads() {
    assertThat(GcodeJobs.ANALYZE.name()).isEqualTo("gcode.analyze");
    assertThat(GcodeJobs.ANALYZE.runsOnPlatformThreads()).isTrue();
  }

  /// Keeps what the handler tells; cancels when it has been asked often enough.
  private static final class RecordingContext implements JobContext {
    private final List<Double> fractions = new ArrayList<>();
    private final Map<String, byte[]> attached = new HashMap<>();
    private int cancelAfter = Integer.MAX_VALUE;
    private int asked;

    @Override
    public JobId id() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String type() {
      return "gcode.analyze";
    }

    @Override
    public String queue() {
      return "default";
    }

    @Override
    public int run() {
      return 1;
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of();
    }

    @Override
    public Optional<String> requestId() {
      return Optional.empty();
    }

    @Override
    public boolean isCancelled() {
      return stopCause().isPresent();
    }

    @Override
    public Optional<StopCause> stopCause() {
      asked++;
      return asked > cancelAfter ? Optional.of(StopCause.CANCELLED) : Optional.empty();
    }

    @Override
    public void onStop(Runnable action) {}

    @Override
    public <T extends @Nullable Object> T step(
        String name, TypeRef<T> type, Callable<? extends T> body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void sleep(Duration time) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Duration> remaining() {
      return Optional.empty();
    }

    @Override
    public void progress(double fraction, @Nullable String message) {
      fractions.add(fraction);
    }

    @Override
    public void log(LogLine.Level level, String message) {}

    @Override
    public List<JobId> after() {
      return List.of();
    }

    @Override
    public <R> @Nullable R resultOf(JobType<?, R> type) {
      return null;
    }

    @Override
    public <R> List<R> resultsOf(JobType<?, R> type) {
      return List.of();
    }

    @Override
    public void attach(String name, String mediaType, InputStream content) throws IOException {
      attached.put(name, content.readAllBytes());
    }
  }
}
