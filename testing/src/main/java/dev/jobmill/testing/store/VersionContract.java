package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Jobs that a worker does not take stand in nobody's way.
abstract class VersionContract extends ContractPart {
  private static final int CROWD = 3_000;

  private void crowd(IntFunction<JobSpec.Builder> spec) {
    for (int from = 0; from < CROWD; from += 1_000) {
      List<JobSpec> group = new ArrayList<>();
      for (int i = from; i < from + 1_000; i++) {
        group.add(spec.apply(i).priority(Priority.HIGH).build());
      }
      assertThat(bench().admitGroups(new AdmitGroup(Bench.QUEUE, group)))
          .hasOnlyElementsOfType(Admitted.class);
    }
  }

  private void assertOnlyTheseAreClaimed(List<Job> expected) {
    List<Job> claimed = new ArrayList<>(bench().claim(2));
    claimed.addAll(bench().claim(100));
    assertThat(claimed).extracting(Job::id).isEqualTo(expected.stream().map(Job::id).toList());
    assertThat(bench().claim(100)).isEmpty();
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(CROWD);
  }

  private List<Job> claimVersion(int version) {
    return bench()
        .claim(
            "w-2", 10, new Demand(Bench.QUEUE, List.of(new HandledType(Bench.TYPE, version)), 10));
  }

  @Test
  void newerVersionsWaitUntouched() {
    Job newer = bench().admit(bench().spec().typeVersion(3).priority(Priority.HIGH));
    Job older = bench().admit(bench().spec().typeVersion(2));
    Job oldest = bench().admit();
    assertThat(claimVersion(2)).extracting(Job::id).containsExactly(older.id(), oldest.id());
    assertThat(JobView.of(bench().find(newer))).isEqualTo(JobView.of(newer));
    assertThat(bench().eventsOf(newer)).isEmpty();
    assertThat(claimVersion(2)).isEmpty();
    assertThat(claimVersion(3)).extracting(Job::id).containsExactly(newer.id());
  }

  @Test
  void jobOfANewerVersionGoesBackAndWaitsForANewerWorker() {
    bench().admit(bench().spec().typeVersion(2));
    Job run = claimVersion(2).getFirst();
    bench().release(run);
    assertThat(claimVersion(1)).isEmpty();
    assertThat(claimVersion(2)).hasSize(1);
  }

  @Test
  void manyUnhandledJobsInFrontDoNotChangeWhatIsClaimed() {
    crowd(i -> bench().spec("unhandled-" + i % 7));
    assertOnlyTheseAreClaimed(bench().admit(5));
  }

  @Test
  void manyNewerVersionsInFrontDoNotChangeWhatIsClaimed() {
    crowd(i -> bench().spec().typeVersion(2 + i % 5));
    assertOnlyTheseAreClaimed(bench().admit(5));
  }

  @Test
  void manyPausedJobsInFrontDoNotChangeWhatIsClaimed() {
    crowd(i -> bench().spec("paused"));
    bench().store().queues().pauseType("paused", true);
    List<Job> expected = bench().admit(5);
    List<HandledType> types = List.of(new HandledType("paused", 1), Bench.HANDLED);
    Demand both = new Demand(Bench.QUEUE, types, 100);
    assertThat(bench().claim("w-1", 2, both))
        .extracting(Job::id)
        .containsExactly(expected.get(0).id(), expected.get(1).id());
    assertThat(bench().claim("w-1", 100, both)).hasSize(3);
    assertThat(bench().claim("w-1", 100, both)).isEmpty();
    bench().store().queues().pauseType("paused", false);
    assertThat(bench().claim("w-1", 100, both)).hasSize(100);
  }
}
