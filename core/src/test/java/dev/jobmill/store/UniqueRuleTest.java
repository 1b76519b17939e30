package dev.jobmill.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.JobState;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import org.junit.jupiter.api.Test;

class UniqueRuleTest {
  private static final Unique KEEP = Unique.by("k");
  private static final Unique REJECT = KEEP.onDuplicate(OnDuplicate.REJECT);
  private static final Unique REPLACE = KEEP.onDuplicate(OnDuplicate.REPLACE);

  @Test
  void whoWaitsKeepsOthersOutAsTheNewJobSays() {
    for (JobState waiting : new JobState[] {JobState.PENDING, JobState.QUEUED}) {
      assertThat(UniqueRule.of(KEEP, waiting, false)).isEqualTo(UniqueRule.KEEP);
      assertThat(UniqueRule.of(REJECT, waiting, false)).isEqualTo(UniqueRule.REJECT);
      assertThat(UniqueRule.of(REPLACE, waiting, false)).isEqualTo(UniqueRule.REPLACE);
    }
  }

  @Test
  void whoRunsKeepsNobodyOutUnlessTheNewJobAsksForIt() {
    for (JobState running : new JobState[] {JobState.PROCESSING, JobState.CANCELLING}) {
      for (Unique wanted : new Unique[] {KEEP, REJECT, REPLACE}) {
        assertThat(UniqueRule.of(wanted, running, false)).isEqualTo(UniqueRule.LET_IN);
      }
      assertThat(UniqueRule.of(KEEP.alsoWhileRunning(), running, false)).isEqualTo(UniqueRule.KEEP);
      assertThat(UniqueRule.of(REJECT.alsoWhileRunning(), running, false))
          .isEqualTo(UniqueRule.REJECT);
      assertThat(UniqueRule.of(REPLACE.alsoWhileRunning(), running, false))
          .as("one that runs is not replaced")
          .isEqualTo(UniqueRule.KEEP);
    }
  }

  @Test
  void whoHasEndedKeepsOthersOutOnlyForTheTimeThatItTookTheKeyFor() {
    for (JobState state : JobState.values()) {
      if (state.isEnd()) {
        for (Unique wanted : new Unique[] {KEEP, REJECT, REPLACE}) {
          assertThat(UniqueRule.of(wanted, state, false)).isEqualTo(UniqueRule.LET_IN);
        }
        assertThat(UniqueRule.of(KEEP, state, true)).isEqualTo(UniqueRule.KEEP);
        assertThat(UniqueRule.of(REJECT, state, true)).isEqualTo(UniqueRule.REJECT);
        assertThat(UniqueRule.of(REPLACE, state, true)).isEqualTo(UniqueRule.LET_IN);
      }
    }
  }

  @Test
  void aTimeThatIsNotOverCountsWhileTheHolderRuns() {
    assertThat(UniqueRule.of(KEEP, JobState.PROCESSING, true)).isEqualTo(UniqueRule.KEEP);
    assertThat(UniqueRule.of(REPLACE, JobState.PROCESSING, true)).isEqualTo(UniqueRule.KEEP);
    assertThat(UniqueRule.of(REPLACE, JobState.QUEUED, true)).isEqualTo(UniqueRule.REPLACE);
  }

  @Test
  void aRetryIsRefusedWheneverAnotherJobKeepsOthersOut() {
    for (Unique wanted : new Unique[] {KEEP, REJECT, REPLACE}) {
      assertThat(UniqueRule.refusesRetry(wanted, JobState.QUEUED, false)).isTrue();
      assertThat(UniqueRule.refusesRetry(wanted, JobState.COMPLETED, true)).isTrue();
      assertThat(UniqueRule.refusesRetry(wanted, JobState.PROCESSING, false)).isFalse();
      assertThat(UniqueRule.refusesRetry(wanted.alsoWhileRunning(), JobState.PROCESSING, false))
          .isTrue();
      assertThat(UniqueRule.refusesRetry(wanted, JobState.FAILED, false)).isFalse();
    }
  }
}
