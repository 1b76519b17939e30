package dev.jobmill.testing.store;

import static dev.jobmill.testing.store.UniqueContract.KEEP;
import static dev.jobmill.testing.store.UniqueContract.REJECT;
import static dev.jobmill.testing.store.UniqueContract.REPLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.job.Unique;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Admittance.Entry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Unique keys after the end of their jobs: retried by hand, deleted, forgotten.
abstract class UniqueRetryContract extends ContractPart {
  private static final Duration HOUR = Duration.ofHours(1);

  private Job admit(Unique unique) {
    return bench().admit(bench().spec().unique(unique));
  }

  private Job failed(Unique unique) {
    admit(unique);
    return bench().endNext(Bench.failed());
  }

  private void assertHolds(Job holder) {
    assertThat(bench().admitGroup(bench().spec().unique(KEEP).build()))
        .isEqualTo(new Admitted(List.of(new Entry(holder.id(), true))));
  }

  @Test
  void retriedJobTakesItsKeyAgain() {
    Job failed = failed(KEEP);
    assertThat(bench().retry(failed)).isEqualTo(Acted.changed(JobState.QUEUED));
    assertHolds(failed);
    bench().completeNext();
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void retryIsRefusedWhenAnotherJobWaitsWithTheKey() {
    for (Unique unique : List.of(KEEP, REJECT, REPLACE)) {
      Job failed = failed(unique);
      Job holder = admit(KEEP);
      assertThat(bench().retry(failed))
          .isEqualTo(Acted.refused(JobState.FAILED, Refusal.DUPLICATE));
      assertThat(bench().stateOf(failed)).isEqualTo(JobState.FAILED);
      assertThat(bench().eventsOf(failed)).isEmpty();
      assertThat(bench().stateOf(holder)).isEqualTo(JobState.QUEUED);
      assertHolds(holder);
      bench().cancel(holder);
    }
  }

  @Test
  void retryIsRefusedWithinTheTimeOfAnother() {
    Job failed = failed(KEEP);
    admit(KEEP.during(HOUR));
    bench().completeNext();
    assertThat(bench().retry(failed)).isEqualTo(Acted.refused(JobState.FAILED, Refusal.DUPLICATE));
    bench().time().advance(HOUR);
    assertThat(bench().retry(failed)).isEqualTo(Acted.changed(JobState.QUEUED));
  }

  @Test
  void retryTakesTheKeyFromOneThatRunsUnlessItAsksOtherwise() {
    Job plain = failed(KEEP);
    Job careful = failed(KEEP.alsoWhileRunning());
    admit(KEEP);
    Job run = bench().claimOne();
    assertThat(bench().retry(careful)).isEqualTo(Acted.refused(JobState.FAILED, Refusal.DUPLICATE));
    assertThat(bench().retry(plain)).isEqualTo(Acted.changed(JobState.QUEUED));
    assertHolds(plain);
    bench().report(run, Bench.failed());
    assertHolds(plain);
  }

  @Test
  void holderThatIsRetriedKeepsItsTime() {
    Job failed = failed(KEEP.during(HOUR));
    assertThat(bench().retry(failed)).isEqualTo(Acted.changed(JobState.QUEUED));
    bench().completeNext();
    assertHolds(failed);
    bench().time().advance(HOUR);
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void retriedJobHasNoNewTime() {
    Job failed = failed(KEEP.during(HOUR));
    bench().time().advance(HOUR);
    Job other = admit(KEEP);
    bench().cancel(other);
    bench().retry(failed);
    assertHolds(failed);
    bench().completeNext();
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void jobWithoutAKeyIsRetriedWhateverOthersHold() {
    Job failed = bench().ended(Bench.failed());
    admit(KEEP);
    assertThat(bench().retry(failed)).isEqualTo(Acted.changed(JobState.QUEUED));
  }

  @Test
  void deletedJobLetsGoOfItsKeyAtOnce() {
    Job failed = failed(KEEP.during(HOUR));
    assertHolds(failed);
    assertThat(bench().delete(failed)).isEqualTo(Acted.changed(JobState.FAILED));
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void jobIsNotForgottenWhileItsKeyIsTaken() {
    Duration longer = bench().retention().plus(HOUR);
    Job failed = failed(KEEP.during(longer));
    bench().time().advance(longer.minusMillis(1));
    assertThat(bench().pruneAll()).isZero();
    assertHolds(failed);
    bench().time().advance(Duration.ofMillis(1));
    assertThat(bench().pruneAll()).isEqualTo(1);
    assertThat(bench().knows(failed)).isFalse();
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void jobWhoseKeyAnotherHasTakenIsForgottenInItsTime() {
    Duration longer = bench().retention().plus(HOUR);
    Job failed = failed(KEEP.during(longer));
    admit(REPLACE);
    bench().time().advance(bench().retention().plusSeconds(1));
    assertThat(bench().pruneAll()).isEqualTo(1);
    assertThat(bench().knows(failed)).isFalse();
  }
}
