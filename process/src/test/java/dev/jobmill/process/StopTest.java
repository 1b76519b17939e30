package dev.jobmill.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.JobContext.StopCause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StopTest {
  private final ExecHandler handler = new ExecHandler(Duration.ofMillis(300));

  private Running start(String script) {
    return new Running(handler, Program.of("sh", "-c", script));
  }

  private static List<ProcessRow> marked(Running running) {
    return new LinuxProcessTable(Path.of("/proc"))
        .rows(running.job.mark()).stream().filter(ProcessRow::marked).toList();
  }

  private static boolean lives(String infoLine) {
    return FakeJob.lives(Long.parseLong(infoLine.substring("info ".length())));
  }

  @Test
  void cancelEndsTheProgramAndItsChildren() throws Exception {
    Running running = start("sleep 600 & echo $!; sleep 600");
    String child = running.job.nextLine();

    running.job.stop(StopCause.CANCELLED);

    assertThat(running.failure())
        .isInstanceOf(CancelledRun.class)
        .hasMessage("program 'sh' was ended: its job was cancelled");
    assertThat(lives(child)).isFalse();
    assertThat(marked(running)).isEmpty();
  }

  @Test
  void cancelEndsADoubleForkInASessionOfItsOwn() throws Exception {
    Running running = start("(setsid sh -c 'echo $$; exec sleep 600' &); sleep 600");
    String away = running.job.nextLine();

    running.job.stop(StopCause.CANCELLED);

    assertThat(running.failure()).isInstanceOf(CancelledRun.class);
    assertThat(lives(away)).isFalse();
  }

  @Test
  void cancelEndsADescendantThatLostItsMark() throws Exception {
    Running running =
        start("env -i /usr/bin/setsid /bin/sh -c 'echo $$; exec /bin/sleep 600' & sleep 600");
    String bare = running.job.nextLine();

    running.job.stop(StopCause.TIMEOUT);

    assertThat(running.failure()).isInstanceOf(CancelledRun.class).hasMessageContaining("time");
    assertThat(lives(bare)).isFalse();
  }

  @Test
  void aProgramThatIgnoresTermIsKilledAfterTheGrace() throws Exception {
    Running running = start("trap '' TERM; echo ready; while :; do sleep 1; done");
    running.job.nextLine();

    long start = System.nanoTime();
    running.job.stop(StopCause.CANCELLED);

    assertThat(running.failure()).isInstanceOf(CancelledRun.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    assertThat(marked(running)).isEmpty();
  }

  @Test
  void aProgramMayUseTheGraceToTidyUp() throws Exception {
    ExecHandler patient = new ExecHandler(Duration.ofSeconds(30));
    Running running =
        new Running(
            patient,
            Program.of(
                "sh",
                "-c",
                "trap 'echo tidy; exit 0' TERM; echo ready; while :; do sleep 0.05; done"));
    running.job.nextLine();

    running.job.stop(StopCause.CANCELLED);

    assertThat(running.failure()).isInstanceOf(CancelledRun.class);
    assertThat(running.job.lines()).contains("info tidy");
  }

  @Test
  void anInterruptionAloneEndsTheProgram() throws Exception {
    Running running = start("echo ready; sleep 600");
    running.job.nextLine();

    running.thread.interrupt();

    assertThat(running.failure())
        .isInstanceOf(CancelledRun.class)
        .hasMessageContaining("interrupted");
    assertThat(marked(running)).isEmpty();
  }

  @Test
  void furtherInterruptionsDoNotCutTheEndingShort() throws Exception {
    Running running = start("trap '' TERM; echo ready; while :; do sleep 1; done");
    running.job.nextLine();

    running.job.stop(StopCause.STOPPING);
    for (int i = 0; i < 1_000; i++) {
      running.thread.interrupt();
      Thread.onSpinWait();
    }

    assertThat(running.failure()).isInstanceOf(CancelledRun.class);
    assertThat(marked(running)).isEmpty();
  }

  @Test
  void aStopBeforeTheStartStartsNothing() {
    FakeJob job = new FakeJob();
    job.stop(StopCause.CANCELLED);

    assertThatThrownBy(() -> handler.handle(job, Program.of("sh", "-c", "echo started")))
        .isInstanceOf(CancelledRun.class);
    assertThat(job.lines()).isEmpty();
  }

  @Test
  void aProgramThatForksAllTheTimeIsEnded() throws Exception {
    Running running =
        start(
            "trap '' TERM; echo ready; f() { (trap '' TERM; sleep 0.01; f) & }; f; f; while :; do sleep 1; done");
    running.job.nextLine();

    running.job.stop(StopCause.CANCELLED);

    assertThat(running.failure())
        .isInstanceOf(CancelledRun.class)
        .hasMessageNotContaining("could not be ended");
    assertThat(marked(running)).isEmpty();
  }
}
