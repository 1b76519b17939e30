package dev.jobmill.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.torture.Killers.Aftermath;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs that kill their processes are found out, and nobody else is taken for one.
class KillersTest {
  /// Only reached on a machine that is very busy: a dozen virtual machines are started.
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void killersAreQuarantinedAfterThreeDeathsAloneAndNoBystanderIs() throws Exception {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    Aftermath after = Killers.run(folder, 40, 2, seed, LIMIT);

    assertThat(after.bystanders())
        .hasSize(40)
        .allSatisfy(job -> {
          assertThat(job.state()).as("%s, seed %s", job, seed).isEqualTo(JobState.COMPLETED);
          assertThat(after.loneDeathsOf(job)).as("%s, seed %s", job, seed).isZero();
        });
    assertThat(after.killers()).containsOnlyKeys(Killer.values());
    for (Killer killer : Killer.values()) {
      Job job = after.killers().get(killer);
      assertThat(job.state()).as("%s, seed %s", killer, seed).isEqualTo(killer.end());
      if (killer.isDeadly()) {
        assertThat(job.reason()).as("%s", killer).contains(Reason.QUARANTINED);
        assertThat(job.error()).map(Failure::kind).contains("Quarantined");
        assertThat(after.loneDeathsOf(job)).as("%s, seed %s", killer, seed).isEqualTo(3);
      }
    }
    assertThat(after.deaths()).isGreaterThanOrEqualTo(12);
  }
}
