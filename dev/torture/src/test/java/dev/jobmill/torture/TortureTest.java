package dev.jobmill.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.torture.Torture.Plan;
import dev.jobmill.torture.Victim.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The short form: few cycles, and each planted fault once.
class TortureTest {
  /// Only reached on a machine that is very busy.
  private static final Duration LIMIT = Duration.ofSeconds(60);

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
    assertThat(Torture.run(plan(4, Mode.KILL, PlantedFault.ACK_BEFORE_COMMIT), System.out))
        .anyMatch(violation -> violation.contains("is lost"));
  }

  @Test
  void aReaperThatDoesNotLookForLifeIsFound() throws Exception {
    assertThat(Torture.run(plan(3, Mode.KILL, PlantedFault.BLIND_REAPER), System.out))
        .anyMatch(violation -> violation.contains("was going on in"));
  }

  @Test
  void aReportWithoutFenceIsFound() throws Exception {
    assertThat(Torture.run(plan(4, Mode.PAUSE, PlantedFault.UNFENCED_REPORT), System.out))
        .anyMatch(violation -> violation.contains("was completed by"));
  }

  @Test
  void eachRuleThatIsForgottenIsFound() throws Exception {
    assertThat(Torture.run(plan(3, Mode.KILL, PlantedFault.FORGOTTEN_RULES), System.out))
        .describedAs("dependencies")
        .anyMatch(violation -> violation.contains("began before"))
        .describedAs("unique keys")
        .anyMatch(violation -> violation.contains("wait with the same key"))
        .describedAs("limits")
        .anyMatch(violation -> violation.contains("has taken in"))
        .describedAs("deadlines")
        .anyMatch(violation -> violation.contains("after its deadline"))
        .describedAs("attachments")
        .anyMatch(violation -> violation.contains("is damaged"));
  }

  private static Plan plan(int cycles, Mode mode, PlantedFault fault) {
    return new Plan(cycles, LIMIT, Long.getLong("jobmill.seed", System.nanoTime()), mode, fault);
  }
}
