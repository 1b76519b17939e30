package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Counts.Rate;
import dev.jobmill.store.Counts.Total;
import dev.jobmill.store.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Lookup#count].
abstract class CountContract extends ContractPart {
  private Counts counts() {
    return bench().store().lookup().count();
  }

  private void assertEqualToARecount() {
    StoreInvariants.check(bench().store());
  }

  @Test
  void emptyStoreCountsNothing() {
    assertThat(counts()).isEqualTo(new Counts(List.of(), Map.of(), new Rate(0, 0), new Rate(0, 0)));
  }

  @Test
  void jobsAreCountedByQueueTypeAndState() {
    bench().running();
    bench().completed();
    bench().admit(3);
    bench().admit(bench().spec("u"));
    bench().admit(bench().spec().queue("other"));
    bench().admit(bench().spec().typeVersion(2));
    assertThat(counts().totals())
        .containsExactlyInAnyOrder(
            new Total("q", "t", JobState.PROCESSING, 1),
            new Total("q", "t", JobState.COMPLETED, 1),
            new Total("q", "t", JobState.QUEUED, 4),
            new Total("q", "u", JobState.QUEUED, 1),
            new Total("other", "t", JobState.QUEUED, 1));
    assertThat(counts().of(JobState.QUEUED)).isEqualTo(6);
  }

  @Test
  void totalsEqualARecountAfterEveryOperation() {
    Job job = bench().admitLater(Duration.ofSeconds(1));
    assertEqualToARecount();
    bench().time().advance(Duration.ofSeconds(1));
    bench().promoteAll();
    assertEqualToARecount();
    Job run = bench().claimOne();
    assertEqualToARecount();
    bench().release(run);
    assertEqualToARecount();
    bench().report(bench().claimOne(), Bench.retryIn(Duration.ZERO));
    assertEqualToARecount();
    bench().promoteAll();
    bench().claimOne();
    bench().store().registries().withdraw("w-1");
    assertEqualToARecount();
    Job again = bench().claim("w-2", 1).getFirst();
    bench().cancel(again);
    assertEqualToARecount();
    bench().renew("w-2");
    bench().time().advance(Renewal.UNNAMED_GRACE);
    bench().renew("w-2");
    assertThat(bench().stateOf(job)).isEqualTo(JobState.CANCELLED);
    assertEqualToARecount();
    bench().retry(job);
    assertEqualToARecount();
    bench().cancel(job);
    assertEqualToARecount();
    bench().admitGroup(job.spec());
    assertEqualToARecount();
    bench().admitGroup(bench().spec().build(), job.spec().toBuilder().maxAttempts(9).build());
    assertEqualToARecount();
    bench().time().advance(bench().retention().plusSeconds(1));
    assertThat(bench().pruneAll()).isEqualTo(1);
    assertEqualToARecount();
  }

  @Test
  void longestWaitingJobOfEachQueueIsNamed() {
    Instant start = bench().time().now();
    bench().admit(bench().spec().priority(Priority.LOW));
    bench().time().advance(Duration.ofSeconds(1));
    bench().admit(bench().spec().priority(Priority.HIGH));
    bench().admit(bench().spec("unhandled").queue("other"));
    bench().admit(bench().spec().queue("future").due(new Due.After(Duration.ofMinutes(1))));
    assertThat(counts().oldestQueued())
        .containsExactlyInAnyOrderEntriesOf(Map.of("q", start, "other", start.plusSeconds(1)));

    bench().claim(1);
    assertThat(counts().oldestQueued()).containsEntry("q", start);
    bench().claim(1);
    assertThat(counts().oldestQueued()).doesNotContainKey("q");
    bench().time().advance(Duration.ofHours(1));
    bench().promoteAll();
    assertThat(counts().oldestQueued()).containsEntry("future", start.plusSeconds(61));
  }

  @Test
  void ratesTellWhatHappenedInTheLastMinuteAndHour() {
    bench().completed();
    bench().ended(Bench.failed());
    Job waiting = bench().admit();
    bench().cancel(waiting);
    bench().admit();
    bench().admitGroup(waiting.spec());
    assertThat(counts().lastMinute()).isEqualTo(new Rate(4, 3));
    assertThat(counts().lastHour()).isEqualTo(new Rate(4, 3));

    bench().time().advance(Duration.ofMinutes(3));
    bench().admit();
    assertThat(counts().lastMinute()).isEqualTo(new Rate(1, 0));
    assertThat(counts().lastHour()).isEqualTo(new Rate(5, 3));

    bench().time().advance(Duration.ofHours(3));
    assertThat(counts().lastMinute()).isEqualTo(new Rate(0, 0));
    assertThat(counts().lastHour()).isEqualTo(new Rate(0, 0));
  }

  @Test
  void jobThatGoesBackToItsQueueCountsNeitherAsSubmittedNorAsEnded() {
    bench().release(bench().running());
    bench().report(bench().claimOne(), Bench.retryIn(Duration.ofHours(1)));
    assertThat(counts().lastMinute()).isEqualTo(new Rate(1, 0));
  }
}
