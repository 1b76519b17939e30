package dev.jobmill.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ChildHygieneTest {
  @Test
  void eightChildrenInEndlessLoopsAreGoneFiveSecondsAfterTheirWorkerWasKilled() throws Exception {
    Process worker = ChildWorkerMain.start("-Xmx64m", 8, "spin", 0);
    List<ProcessHandle> children = new ArrayList<>();
    try (BufferedReader out = worker.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < 8; i++) {
        String line = out.readLine();
        assertThat(line).startsWith("pid ");
        children.add(ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow());
      }
    } finally {
      worker.destroyForcibly().waitFor();
    }
    long killed = System.nanoTime();
    for (ProcessHandle child : children) {
      long left = 5_000 - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
      child.onExit().get(Math.max(left, 1), TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void aGibibyteOfOutputDoesNotFillASmallHeap() throws Exception {
    Process worker = ChildWorkerMain.start("-Xmx24m", 1, "flood", 1024);
    try (BufferedReader out = worker.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("flooded");
    } finally {
      worker.destroy();
    }
  }
}
