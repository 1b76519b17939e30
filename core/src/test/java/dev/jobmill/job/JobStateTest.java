package dev.jobmill.job;

import static dev.jobmill.job.JobState.CANCELLED;
import static dev.jobmill.job.JobState.CANCELLING;
import static dev.jobmill.job.JobState.COMPLETED;
import static dev.jobmill.job.JobState.FAILED;
import static dev.jobmill.job.JobState.PENDING;
import static dev.jobmill.job.JobState.PROCESSING;
import static dev.jobmill.job.JobState.QUEUED;
import static dev.jobmill.job.JobState.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobStateTest {
  private record Move(JobState from, JobState to) {}

  /// The life of a job, written down once more, by hand.
  private static final Set<Move> LEGAL =
      Set.of(
          new Move(PENDING, QUEUED),
          new Move(PENDING, CANCELLED),
          new Move(PENDING, FAILED),
          new Move(QUEUED, PENDING),
          new Move(QUEUED, PROCESSING),
          new Move(QUEUED, CANCELLED),
          new Move(QUEUED, FAILED),
          new Move(PROCESSING, PENDING),
          new Move(PROCESSING, QUEUED),
          new Move(PROCESSING, CANCELLING),
          new Move(PROCESSING, COMPLETED),
          new Move(PROCESSING, FAILED),
          new Move(PROCESSING, TIMEOUT),
          new Move(CANCELLING, CANCELLED),
          new Move(CANCELLING, COMPLETED),
          new Move(CANCELLED, QUEUED),
          new Move(COMPLETED, QUEUED),
          new Move(FAILED, QUEUED),
          new Move(TIMEOUT, QUEUED));

  @Test
  void theTableHoldsExactlyTheLegalMovesOfAllSixtyFour() {
    Set<Move> found = new HashSet<>();
    int pairs = 0;
    for (JobState from : JobState.values()) {
      for (JobState to : JobState.values()) {
        pairs++;
        if (from.canBecome(to)) {
          found.add(new Move(from, to));
        }
      }
    }
    assertThat(pairs).isEqualTo(64);
    assertThat(found).isEqualTo(LEGAL);
  }

  @Test
  void anIllegalMoveIsReportedAsABug() {
    assertThatThrownBy(() -> CANCELLED.to(PROCESSING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bug: a job cannot go from CANCELLED to PROCESSING");
  }

  @Test
  void wireNamesAreReadBack() {
    for (JobState state : JobState.values()) {
      assertThat(JobState.parse(state.wireName())).isEqualTo(state);
    }
    assertThatThrownBy(() -> JobState.parse("Pending")).hasMessageContaining("use one of pending");
  }
}
