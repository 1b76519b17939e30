package dev.jobmill.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admittance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UniqueKeysTest {
  private static final Unique REPLACE = Unique.by("k").onDuplicate(OnDuplicate.REPLACE);

  private final Yard yard = new Yard();

  @Test
  void ofAChainOfReplacementsTheLastOneIsLeft() {
    JobId first = yard.let(yard.spec().unique(REPLACE));
    JobId follower = yard.let(yard.spec().after(List.of(Yard.on(first, OnFailure.FAIL))));
    JobId last = first;
    for (int i = 0; i < 100; i++) {
      last = yard.let(yard.spec().unique(REPLACE));
    }
    assertThat(yard.claim(9)).extracting(Job::id).containsExactly(last);
    assertThat(yard.job(follower).reason()).contains(Reason.DEPENDENCY_FAILED);
    assertThat(yard.state(follower)).isEqualTo(JobState.FAILED);
    assertThat(yard.store.lookup().events(first).getFirst().by()).isEqualTo("unique");
    assertThat(yard.waiting()).isZero();
  }

  @Test
  void jobsOfOneGroupReplaceOneAnother() {
    Admittance answer =
        yard.admit(
            yard.spec().unique(REPLACE), yard.spec().unique(REPLACE), yard.spec().unique(REPLACE));
    List<Admittance.Entry> entries = ((Admittance.Admitted) answer).entries();
    assertThat(entries).noneMatch(Admittance.Entry::duplicate);
    assertThat(entries.stream().map(entry -> yard.state(entry.id())))
        .containsExactly(JobState.CANCELLED, JobState.CANCELLED, JobState.QUEUED);
  }

  @Test
  void aWindowKeepsItsHolderFromBeingPrunedAndOthersOut() {
    Unique daily = Unique.by("k").during(Duration.ofDays(10));
    JobId first = yard.let(yard.spec().unique(daily));
    yard.report(yard.claim(1).getFirst(), Yard.FINE);
    yard.time.advance(Duration.ofDays(9));
    assertThat(yard.store.upkeep().prune(9).done()).isZero();
    assertThat(yard.let(yard.spec().unique(daily))).isEqualTo(first);
    yard.time.advance(Duration.ofDays(1));
    assertThat(yard.let(yard.spec().unique(daily))).isNotEqualTo(first);
    assertThat(yard.store.upkeep().prune(9).done()).isEqualTo(1);
  }

  @Test
  void whoLosesItsKeyWithinTheWindowIsKeptNoLongerThanOthers() {
    Unique window = REPLACE.during(Duration.ofDays(10));
    yard.let(yard.spec().unique(window));
    yard.report(yard.claim(1).getFirst(), Yard.FINE);
    yard.let(yard.spec().unique(window));
    yard.time.advance(Duration.ofDays(2));
    assertThat(yard.store.upkeep().prune(9).done()).isEqualTo(1);
  }

  @Test
  void deleteLetsGoOfTheKeyAtOnce() {
    Unique window = Unique.by("k").during(Duration.ofDays(10));
    JobId first = yard.let(yard.spec().unique(window));
    yard.cancel(first);
    yard.store.admission().delete(List.of(Yard.key(first)));
    assertThat(yard.state(yard.let(yard.spec().unique(window)))).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aRetryTakesTheKeyAgainUnlessAnotherJobKeepsItOut() {
    Unique unique = Unique.by("k");
    JobId first = yard.let(yard.spec().unique(unique));
    yard.cancel(first);
    JobId second = yard.let(yard.spec().unique(unique));
    assertThat(yard.store.admission().retry(List.of(Yard.key(first)), "me"))
        .containsExactly(Acted.refused(JobState.CANCELLED, Refusal.DUPLICATE));
    yard.cancel(second);
    assertThat(yard.store.admission().retry(List.of(Yard.key(first)), "me"))
        .containsExactly(Acted.changed(JobState.QUEUED));
    assertThat(yard.let(yard.spec().unique(unique))).isEqualTo(first);
  }
}
