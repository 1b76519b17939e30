package dev.jobmill.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WatcherTest {
  private static final LinuxProcessTable TABLE = new LinuxProcessTable(Path.of("/proc"));

  @Test
  void everythingEndsWithinFiveSecondsOfAKilledWorker() throws Exception {
    assertGoneAfterKill("(setsid sh -c 'echo $$; exec sleep 600' &); echo $$; sleep 600");
  }

  @Test
  void whatIgnoresTermEndsToo() throws Exception {
    assertGoneAfterKill(
        "trap '' TERM; (setsid sh -c 'echo $$; while :; do sleep 1; done' &); echo $$; while :; do sleep 1; done");
  }

  @Test
  void whatLostItsMarkEndsWithItsSessionOrParent() throws Exception {
    assertGoneAfterKill(
        "env -i /bin/sh -c 'echo $$; exec /bin/sleep 600' & env -i /usr/bin/setsid /bin/sh -c 'echo $$; exec /bin/sleep 600' & sleep 600");
  }

  private static void assertGoneAfterKill(String script) throws Exception {
    Process worker = WorkerMain.start("-Xmx64m", "sh", "-c", script);
    List<ProcessHandle> processes = new ArrayList<>();
    ProcessHandle watcher;
    try (BufferedReader out = worker.inputReader(StandardCharsets.UTF_8)) {
      String mark = out.readLine();
      for (int i = 0; i < 2; i++) {
        String line = out.readLine();
        assertThat(line).as("a process number of " + mark).startsWith("info ");
        processes.add(ProcessHandle.of(Long.parseLong(line.substring(5))).orElseThrow());
      }
      watcher = watcherOf(worker);

      worker.destroyForcibly().waitFor();
    }
    long killed = System.nanoTime();
    for (ProcessHandle process : processes) {
      long left = 5_000 - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
      process.onExit().get(Math.max(left, 1), TimeUnit.MILLISECONDS);
    }
    watcher.onExit().get(10, TimeUnit.SECONDS);
  }

  private static ProcessHandle watcherOf(Process worker) {
    ProcessRow row =
        TABLE.rows(new RunMark("none:0")).stream()
            .filter(each -> each.watcher() && each.parent() == worker.pid())
            .findFirst()
            .orElseThrow();
    return ProcessHandle.of(row.pid()).orElseThrow();
  }

  @Test
  void theWatcherLivesAsLongAsARunAndSparesItsOwnJobsEnd() throws Exception {
    Running first = new Running(new ExecHandler(), Program.of("sh", "-c", "echo up; sleep 600"));
    first.job.nextLine();
    ProcessRow row =
        TABLE.rows(first.job.mark()).stream()
            .filter(each -> each.watcher() && each.parent() == ProcessHandle.current().pid())
            .findFirst()
            .orElseThrow();
    ProcessHandle watcher = ProcessHandle.of(row.pid()).orElseThrow();
    assertThat(row.marked()).isFalse();

    first.thread.interrupt();
    first.failure();

    watcher.onExit().get(5, TimeUnit.SECONDS);
  }
}
