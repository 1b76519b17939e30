package dev.jobmill.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BelongingTest {
  private static final long SELF = 10;
  private final Belonging belonging = new Belonging(SELF, 20);

  private static ProcessRow row(long pid, long parent, long session) {
    return new ProcessRow(pid, parent, session, pid, false, false);
  }

  private List<Long> chosen(List<ProcessRow> rows, ProcessRow... known) {
    Set<ProcessRow.Identity> identities =
        Set.copyOf(List.of(known).stream().map(ProcessRow::identity).toList());
    return belonging.of(rows, 20, identities).stream().map(ProcessRow::pid).sorted().toList();
  }

  @Test
  void theProgramItsSessionAndItsDescendantsBelong() {
    assertThat(
            chosen(
                List.of(
                    row(1, 0, 1),
                    row(SELF, 1, 1),
                    row(20, SELF, 20),
                    row(21, 20, 21),
                    row(22, 21, 22),
                    row(23, 1, 20),
                    row(30, 1, 30))))
        .containsExactly(20L, 21L, 22L, 23L);
  }

  @Test
  void aMarkedProcessBelongsWhereverItIs() {
    ProcessRow away = new ProcessRow(40, 1, 40, 40, true, false);

    assertThat(chosen(List.of(away, row(41, 40, 41)))).containsExactly(40L, 41L);
  }

  @Test
  void aKnownProcessBelongsButNotALaterOneOfItsNumber() {
    ProcessRow known = row(50, 1, 50);
    ProcessRow later = new ProcessRow(50, 1, 50, 999, false, false);

    assertThat(chosen(List.of(known), known)).containsExactly(50L);
    assertThat(chosen(List.of(later), known)).isEmpty();
  }

  @Test
  void theWorkerAndWatchersNeverBelong() {
    ProcessRow markedSelf = new ProcessRow(SELF, 20, 20, 1, true, false);
    ProcessRow watcher = new ProcessRow(60, 20, 60, 60, false, true);

    assertThat(chosen(List.of(row(20, 1, 20), markedSelf, watcher))).containsExactly(20L);
  }

  @Test
  void aProcessWithAStrangeNameIsRead() {
    String stat = "42 (a) Z (b c) S 7 42 41 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 12345 1 1 1 1";

    assertThat(LinuxProcessTable.parse(stat))
        .contains(new ProcessRow(42, 7, 41, 12345, false, false));
    assertThat(LinuxProcessTable.parse(stat.replace(") S ", ") Z "))).isEmpty();
    assertThat(LinuxProcessTable.parse(stat.replace("4194560", "2129984"))).isEmpty();
    assertThat(LinuxProcessTable.parse("")).isEmpty();
  }

  @Test
  void aVariableIsFoundWholeOnly() {
    byte[] wanted = "JOBMILL_RUN=a:1\0".getBytes(StandardCharsets.UTF_8);

    assertThat(has("A=1\0JOBMILL_RUN=a:1\0", wanted)).isTrue();
    assertThat(has("JOBMILL_RUN=a:12\0", wanted)).isFalse();
    assertThat(has("X_JOBMILL_RUN=a:1\0", wanted)).isFalse();
    assertThat(has("", wanted)).isFalse();
  }

  private static boolean has(String environment, byte[] wanted) {
    return LinuxProcessTable.hasVariable(environment.getBytes(StandardCharsets.UTF_8), wanted);
  }
}
