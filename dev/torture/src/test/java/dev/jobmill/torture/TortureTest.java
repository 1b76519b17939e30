package dev.jobmill.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.torture.Torture.Plan;
import dev.jobmill.torture.Victim.Mode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The short form: few cycles, and each planted fault once.
class TortureTest {
  /// Only reached on a machine that is very busy.
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int LOOKS = 6;

  @Test
  void killedProcessesLoseAndRepeatNothing() throws Exception {
    assertThat(Torture.run(plan(6, Mode.KILL, PlantedFault.NONE), System.out)).isEmpty();
  }

  @Test
  void zombiesAreFenced() throws Exception {
    assertThat(Torture.run(plan(3, Mode.PAUSE, PlantedFault.NONE), System.out)).isEmpty();
  }

  @Test
  void anAcknowledgementBeforeTheCommitIsFound() throws Exception {
    assertFound(4, Mode.KILL, PlantedFault.ACK_BEFORE_COMMIT, "is lost");
  }

  @Test
  void aReaperThatDoesNotLookForLifeIsFound() throws Exception {
    assertFound(3, Mode.KILL, PlantedFault.BLIND_REAPER, "was going on in");
  }

  @Test
  void aReportWithoutFenceIsFound() throws Exception {
    assertFound(4, Mode.PAUSE, PlantedFault.UNFENCED_REPORT, "was completed by");
  }

  @Test
  void eachRuleThatIsForgottenIsFound() throws Exception {
    assertFound(
        3,
        Mode.KILL,
        PlantedFault.FORGOTTEN_RULES,
        "began before",
        "wait with the same key",
        "has taken in",
        "after its deadline",
        "is damaged");
  }

  /// Whether a few kills meet a fault at the moment when it does harm is left to chance, so a
  /// longer look is taken until it has shown in each of these ways. That a store without a fault
  /// shows none is never looked at twice.
  private static void assertFound(int cycles, Mode mode, PlantedFault fault, String... ways)
      throws Exception {
    Set<String> missing = new LinkedHashSet<>(List.of(ways));
    for (int look = 0; look < LOOKS && !missing.isEmpty(); look++) {
      List<String> violations = Torture.run(plan(cycles, mode, fault), System.out);
      missing.removeIf(way -> violations.stream().anyMatch(one -> one.contains(way)));
    }
    assertThat(missing).describedAs("what was not found of " + fault).isEmpty();
  }

  private static Plan plan(int cycles, Mode mode, PlantedFault fault) {
    return new Plan(cycles, LIMIT, Long.getLong("jobmill.seed", System.nanoTime()), mode, fault);
  }
}
