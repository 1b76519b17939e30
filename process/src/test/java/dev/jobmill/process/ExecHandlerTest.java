package dev.jobmill.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.NotRetryable;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ExecHandlerTest {
  private final FakeJob job = new FakeJob();
  private final ExecHandler handler = new ExecHandler(Duration.ofMillis(300));

  @AfterEach
  void nothingOfTheRunIsLeft() {
    assertThat(new LinuxProcessTable(Path.of("/proc")).rows(job.mark()))
        .filteredOn(ProcessRow::marked)
        .isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().contains(job.mark().value()));
  }

  private ProgramResult run(String... argv) throws Exception {
    return handler.handle(job, Program.of(argv));
  }

  @Test
  void successGivesBothOutputsAndLogsTheirLines() throws Exception {
    ProgramResult result = run("sh", "-c", "echo one; echo two >&2; printf three");

    assertThat(result).isEqualTo(new ProgramResult(0, "one\nthree", "two\n"));
    assertThat(job.lines()).containsExactlyInAnyOrder("info one", "info three", "warn two");
  }

  @Test
  void linesReachTheLogWhileTheProgramRuns() throws Exception {
    Running running =
        new Running(
            handler, new Program(List.of("sh", "-c", "echo up; sleep 600"), null, null, null));

    assertThat(running.job.nextLine()).isEqualTo("info up");
    assertThat(running.thread.isAlive()).isTrue();
    running.job.stop(JobContext.StopCause.CANCELLED);
    running.failure();
  }

  @Test
  void anotherStatusFailsWithTheLastLineOfStandardError() {
    assertThatThrownBy(() -> run("sh", "-c", "echo a >&2; echo 'no such layer' >&2; exit 3"))
        .isInstanceOf(ProgramFailed.class)
        .hasMessage("sh exited with status 3: no such layer");
  }

  @Test
  void aSignalIsNamed() {
    assertThatThrownBy(() -> run("sh", "-c", "kill -KILL $$"))
        .isInstanceOf(ProgramFailed.class)
        .hasMessage("sh was killed by SIGKILL (9)");
  }

  @Test
  void aProgramThatIsMissingIsNotTriedAgain() {
    assertThatThrownBy(() -> run("no-such-program", "x"))
        .isInstanceOf(NotRetryable.class)
        .hasMessageContaining("'no-such-program' was not found in PATH")
        .hasMessageContaining("install it");
    assertThatThrownBy(() -> run("./no/such", "x"))
        .isInstanceOf(NotRetryable.class)
        .hasMessageContaining("'./no/such' does not exist");
  }

  @Test
  void aFileThatIsNotExecutableIsNotTriedAgain(@TempDir Path folder) throws Exception {
    Path script = Files.writeString(folder.resolve("script"), "echo hi");

    assertThatThrownBy(() -> run(script.toString()))
        .isInstanceOf(NotRetryable.class)
        .hasMessageContaining("is not executable")
        .hasMessageContaining("chmod +x");
    assertThatThrownBy(() -> run(folder.toString()))
        .isInstanceOf(NotRetryable.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    assertThatThrownBy(
            () -> handler.handle(job, new Program(List.of("ls"), "/no/such", Map.of(), null)))
        .isInstanceOf(NotRetryable.class)
        .hasMessageContaining("cwd '/no/such' of program 'ls' does not exist");
  }

  @Test
  void argumentsThatAreTooLargeAreNotTriedAgain() {
    assertThatThrownBy(() -> run("echo", "x".repeat(200_000)))
        .isInstanceOf(NotRetryable.class)
        .hasMessageContaining("too large");
  }

  @Test
  void theProgramRunsInItsFolder(@TempDir Path folder) throws Exception {
    Path script = Files.writeString(folder.resolve("here"), "#!/bin/sh\npwd -P\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    Program program = new Program(List.of("./here"), folder.toString(), Map.of(), null);

    assertThat(handler.handle(job, program).stdout().strip())
        .isEqualTo(folder.toRealPath().toString());
  }

  @Test
  void theEnvironmentIsTheWorkersWithChangesAndTheMark() throws Exception {
    Map<String, String> env = new HashMap<>();
    env.put("COLOUR", "green = grün");
    env.put("HOME", null);
    env.put("JOBMILL_RUN", "forged");
    Program program =
        new Program(List.of("sh", "-c", "echo $COLOUR,${HOME-none},$JOBMILL_RUN"), null, env, null);

    assertThat(handler.handle(job, program).stdout())
        .isEqualTo("green = grün,none," + job.id() + ":1\n");
  }

  @Test
  void theProgramIsFoundInThePathThatItWillHave(@TempDir Path folder) throws Exception {
    Path script = Files.writeString(folder.resolve("mine"), "#!/bin/sh\necho found\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    Map<String, String> env = Map.of("PATH", folder.toString());

    assertThat(handler.handle(job, new Program(List.of("mine"), null, env, null)).stdout())
        .isEqualTo("found\n");
  }

  @Test
  void inputLargerThanAPipeArrivesWhole() throws Exception {
    String input = "0123456789abcde\n".repeat(16_384) + "end";

    Program program = new Program(List.of("sh", "-c", "wc -c"), null, null, input);
    ProgramResult counted = handler.handle(job, program);

    assertThat(counted.stdout()).isEqualTo(input.getBytes(StandardCharsets.UTF_8).length + "\n");
    assertThat(handler.handle(job, new Program(List.of("tail", "-c3"), null, null, input)).stdout())
        .isEqualTo("end");
  }

  @Test
  void inputThatNobodyReadsHoldsNothingUp() throws Exception {
    Program program = new Program(List.of("true"), null, null, "x".repeat(250_000));

    assertThat(handler.handle(job, program).exitCode()).isZero();
    assertThat(run("cat").stdout()).isEmpty();
  }

  @Test
  void gigabytesPassThroughBoundedMemory() throws Exception {
    ProgramResult result = run("sh", "-c", "yes 0123456789 | head -c 200000000; echo; echo last");

    assertThat(result.stdout()).hasSizeLessThanOrEqualTo(64 * 1024).endsWith("\nlast\n");
    assertThat(job.lines()).hasSizeLessThanOrEqualTo(10_003);
  }

  @Test
  void aSmallHeapIsEnoughForALargeOutput() throws Exception {
    Process worker =
        WorkerMain.start(
            "-Xmx24m", "sh", "-c", "head -c 200000000 /dev/zero; echo; echo end; sleep 600");
    try (BufferedReader out = worker.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.lines().anyMatch("info end"::equals)).isTrue();
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  @Test
  void nothingStaysInTheScratchFolder() throws Exception {
    ScratchFolder scratch = ScratchFolder.make("jobmill-exec-");
    try (scratch) {
      Files.writeString(scratch.path().resolve("stdin"), "x");
    }
    assertThat(scratch.path()).doesNotExist();
  }

  @Test
  void aLineWithoutEndIsCutInTheLogAtOnce() throws Exception {
    ProgramResult result = run("sh", "-c", "head -c 100000000 /dev/zero | tr '\\0' x");

    assertThat(result.stdout()).isEqualTo("x".repeat(64 * 1024));
    assertThat(job.lines()).singleElement().asString().endsWith("xx…").hasSizeLessThan(8_300);
  }

  @Test
  void binaryOutputStillMakesAResultBelowItsLimit() throws Exception {
    ProgramResult result =
        run("sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/urandom >&2");

    byte[] json = tools.jackson.databind.json.JsonMapper.shared().writeValueAsBytes(result);
    assertThat(json).hasSizeBetween(100 * 1024, 256 * 1024);
    assertThat(job.lines()).noneMatch(line -> line.indexOf('\0') >= 0);
  }

  @Test
  void aBackgroundProcessThatHoldsTheOutputEndsWithTheJob() throws Exception {
    ProgramResult result = run("sh", "-c", "sleep 600 & echo $!");

    assertThat(FakeJob.lives(Long.parseLong(result.stdout().strip()))).isFalse();
    assertThat(job.lines()).anyMatch(line -> line.contains("ended 1 process(es)"));
  }

  @Test
  void aProcessThatLeftTheJobOnPurposeLivesOnAndHoldsNothingUp() throws Exception {
    ProgramResult result = run("sh", "-c", "env -u JOBMILL_RUN setsid sleep 600 & echo $!");

    ProcessHandle escaped = ProcessHandle.of(Long.parseLong(result.stdout().strip())).orElseThrow();
    assertThat(escaped.isAlive()).isTrue();
    escaped.destroyForcibly();
    escaped.onExit().join();
  }

  @Test
  void aBackgroundProcessThatPrintsForEverIsEnded() throws Exception {
    assertThat(run("sh", "-c", "(trap '' TERM; yes) & exit 0").exitCode()).isZero();
  }

  @Test
  void theWorkersFilesAreClosedAgain() throws Exception {
    run("true");
    long before = openFiles();
    for (int i = 0; i < 10; i++) {
      run("sh", "-c", "echo hi");
    }
    assertThat(openFiles()).isLessThanOrEqualTo(before + 3);
  }

  @Test
  void whatAProgramPrintsIsHandedOnByteForByte() throws Exception {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    ExecHandler showing =
        new ExecHandler((run, stream, bytes, count) -> {
          if (stream == ProgramOutput.Stream.STDOUT) {
            shown.write(bytes, 0, count);
          }
        });

    showing.handle(job, Program.of("sh", "-c", "printf 'a\\0\\377\\nb'; printf no >&2"));

    assertThat(shown.toByteArray()).containsExactly('a', 0, 0xff, '\n', 'b');
  }

  @Test
  void aSystemWithoutTheSmallToolsStillRunsPrograms() throws Exception {
    ExecHandler bare =
        new ExecHandler(
            Duration.ofMillis(300),
            new SystemTools(Optional.empty(), Optional.empty(), Optional.empty()),
            new PortableProcessTable(),
            ProgramOutput.NONE);

    Program echo = new Program(List.of("sh", "-c", "cat; echo b >&2"), null, null, "a");
    assertThat(bare.handle(job, echo)).isEqualTo(new ProgramResult(0, "a", "b\n"));

    Running running = new Running(bare, Program.of("sh", "-c", "sleep 600 & echo $!; sleep 600"));
    long child = Long.parseLong(running.job.nextLine().substring("info ".length()));
    running.job.stop(JobContext.StopCause.CANCELLED);
    assertThat(running.failure()).isInstanceOf(CancelledRun.class);
    assertThat(FakeJob.lives(child)).isFalse();
  }

  private static long openFiles() {
    return ((com.sun.management.UnixOperatingSystemMXBean)
            ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }
}
