package dev.jobmill.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobContext.StopCause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class DeclaredProgramTest {
  private final FakeJob job = new FakeJob();

  private Content run(String script, String payload) throws InterruptedException {
    return declared(script).handle(job, Content.json(payload));
  }

  private static DeclaredProgram declared(String script) {
    return new DeclaredProgram(Program.of("sh", "-c", script));
  }

  @Test
  void thePayloadIsItsInputAndTheLastDocumentItsResult() throws Exception {
    Content result =
        run(
            "read -r line; echo begin; echo '{\"first\":1}'; echo \"{\\\"got\\\":$line}\"; echo end; echo oops >&2",
            "{\"a\":\"ü\"}\n");

    assertThat(result.text()).isEqualTo("{\"got\":{\"a\":\"ü\"}}");
    assertThat(job.lines())
        .containsExactlyInAnyOrder("info begin", "info {\"first\":1}", "info end", "warn oops");
  }

  @Test
  void linesOfProgressAreNoLog() throws Exception {
    Content result =
        run("echo '::progress 0.5 half way'; echo '::progress 1'; echo '::progress 2 no'", "{}");

    assertThat(result).isNull();
    assertThat(job.progress()).containsExactly("0.5 half way", "1.0 null");
    assertThat(job.lines()).containsExactly("info ::progress 2 no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"42", "true", "\"text\"", "[1]", "null", " {} "})
  void everyJsonDocumentIsAResult(String document) throws Exception {
    assertThat(run("echo '" + document + "'", "{}").text().strip()).isEqualTo(document.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-24 done", "{", "{} {}", "nothing", "-", "[1,2", "0x10"})
  void whatOnlyBeginsLikeOneIsALine(String line) throws Exception {
    assertThat(run("echo '" + line + "'", "{}")).isNull();
    assertThat(job.lines()).containsExactly("info " + line);
  }

  @Test
  void aFailureHasItsStatusAndKeepsWhatWasPrinted() {
    assertThatThrownBy(() -> run("echo '{}'; echo why >&2; exit 7", "{}"))
        .isInstanceOf(ProgramFailed.class)
        .hasMessage("sh exited with status 7: why");
    assertThat(job.lines()).contains("info {}");
  }

  @Test
  void aCancelEndsItWithAllThatItStarted() throws Exception {
    DeclaredProgram program = declared("(setsid sh -c 'echo $$; exec sleep 600' &); sleep 600");
    CompletableFuture<Content> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            end.complete(program.handle(job, Content.json("{}")));
          } catch (Throwable thrown) {
            end.completeExceptionally(thrown);
          }
        });
    // A number is a JSON document and waits for a later one, so it is asked for differently.
    ProcessHandle away = null;
    while (away == null) {
      Thread.yield();
      away =
          new LinuxProcessTable(java.nio.file.Path.of("/proc"))
              .rows(job.mark()).stream()
                  .filter(row -> row.marked() && row.session() == row.pid())
                  .filter(row -> row.parent() != ProcessHandle.current().pid())
                  .findFirst()
                  .flatMap(row -> ProcessHandle.of(row.pid()))
                  .orElse(null);
    }

    job.stop(StopCause.CANCELLED);

    assertThatThrownBy(() -> end.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CancelledRun.class);
    assertThat(FakeJob.lives(away.pid())).isFalse();
  }

  @Test
  void aLineWithoutEndTakesBoundedMemoryAndIsTooLargeForAResult() {
    ResultLines lines = new ResultLines(job, line -> {});
    byte[] piece = "x".repeat(32 * 1024).getBytes(StandardCharsets.UTF_8);
    lines.add(new byte[] {'"'}, 1);
    for (int i = 0; i < 1_000; i++) {
      lines.add(piece, piece.length);
    }

    assertThat(lines.end(true).size()).isEqualTo(ResultLines.LINE_BYTES_MAX);
  }

  @Test
  void secretsOfTheWorkerAreNotTheProgramsUnlessItIsGivenThem() throws Exception {
    Program program =
        new Program(
            List.of("sh", "-c", "echo \"[\\\"$JOBMILL_TOKEN_FILE\\\"]\""),
            null,
            Map.of("JOBMILL_TOKEN_FILE", "given"),
            null);

    assertThat(new DeclaredProgram(program).handle(job, Content.json("{}")).text())
        .isEqualTo("[\"given\"]");
  }
}
