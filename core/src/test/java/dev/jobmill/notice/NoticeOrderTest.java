package dev.jobmill.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Failure;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobNotice;
import dev.jobmill.job.JobNotice.Subject;
import dev.jobmill.notice.NoticeOrder.Expected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NoticeOrderTest {
  private static final Instant AT = Instant.EPOCH;
  private static final Failure ERROR = Failure.of("Kind", "on purpose");
  private static final Subject JOB = subject(1, 1);
  private static final JobNotice SUBMITTED = new JobNotice.Submitted(subject(1, 0), AT);
  private static final JobNotice STARTED = new JobNotice.Started(JOB, AT);
  private static final JobNotice RETRYING =
      new JobNotice.Retrying(JOB, AT, ERROR, false, Duration.ZERO);
  private static final JobNotice COMPLETED = new JobNotice.Completed(JOB, AT);
  private static final JobNotice REQUEUED = new JobNotice.Requeued(JOB, AT);
  private static final JobNotice CANCELLING = new JobNotice.Cancelling(JOB, AT);
  private static final JobNotice CANCELLED = new JobNotice.Cancelled(JOB, AT);
  private static final JobNotice DELETED = new JobNotice.Deleted(JOB, AT);

  private final List<JobNotice> told = new ArrayList<>();
  private final NoticeOrder order = new NoticeOrder(told::add);

  private static Subject subject(int number, int run) {
    return new Subject(
        new JobId(UUID.fromString("01900000-0000-7000-8000-00000000000" + number)),
        "t",
        "q",
        run,
        run);
  }

  @Test
  void aStartProvesASubmissionWhoseAnswerIsStillOnItsWay() {
    Expected submitted = order.expect(SUBMITTED);
    order.tell(STARTED);
    order.settle(submitted, SUBMITTED);
    assertThat(told).containsExactly(SUBMITTED, STARTED);
  }

  @Test
  void whatWasRefusedIsNotTold() {
    order.settle(order.expect(SUBMITTED), null);
    order.tell(STARTED);
    assertThat(told).containsExactly(STARTED);
  }

  @Test
  void theSameJobSubmittedTwiceAtOnceIsToldOnce() {
    Expected first = order.expect(SUBMITTED);
    Expected second = order.expect(SUBMITTED);
    order.settle(first, SUBMITTED);
    order.settle(second, null);
    assertThat(told).containsExactly(SUBMITTED);
  }

  @Test
  void theNextStartProvesAnEndThatAnotherRunMayFollow() {
    Expected end = order.expect(RETRYING);
    JobNotice next = new JobNotice.Started(subject(1, 2), AT);
    order.tell(next);
    order.settle(end, RETRYING);
    assertThat(told).containsExactly(RETRYING, next);
  }

  @Test
  void whoPutsAJobBackHasSeenItEnd() {
    Expected end = order.expect(COMPLETED);
    Expected back = order.expect(REQUEUED);
    JobNotice next = new JobNotice.Started(subject(1, 2), AT);
    order.tell(next);
    order.settle(back, REQUEUED);
    order.settle(end, COMPLETED);
    assertThat(told).containsExactly(COMPLETED, REQUEUED, next);
  }

  @Test
  void whoForgetsAJobHasSeenItEnd() {
    Expected end = order.expect(COMPLETED);
    Expected gone = order.expect(DELETED);
    order.settle(gone, DELETED);
    order.settle(end, COMPLETED);
    assertThat(told).containsExactly(COMPLETED, DELETED);
  }

  @Test
  void theEndProvesACancelAndOutrunsItWhenItWasAnother() {
    Expected first = order.expect(CANCELLING);
    order.tell(CANCELLED);
    order.settle(first, CANCELLING);
    Expected second = order.expect(CANCELLING);
    order.tell(COMPLETED);
    order.settle(second, CANCELLING);
    assertThat(told).containsExactly(CANCELLING, CANCELLED, COMPLETED);
  }

  @Test
  void aRunThatTellsOfItsCancelLeavesNothingForTheOneWhoCancelled() {
    Expected cancel = order.expect(CANCELLING);
    order.tell(CANCELLING);
    order.settle(cancel, CANCELLING);
    assertThat(told).containsExactly(CANCELLING);
  }

  @Test
  void aCancelThatTwoAreAboutToTellIsToldOnce() {
    Expected byPerson = order.expect(CANCELLING);
    Expected byRun = order.expect(CANCELLING);
    order.tell(CANCELLED);
    order.settle(byRun, CANCELLING);
    order.settle(byPerson, CANCELLING);
    assertThat(told).containsExactly(CANCELLING, CANCELLED);
  }

  @Test
  void anUnansweredEndStaysOpenWhenARunBeginsAfterIt() {
    Expected end = order.expect(COMPLETED);
    JobNotice next = new JobNotice.Started(subject(1, 2), AT);
    order.tell(next);
    JobNotice lost = new JobNotice.Lost(JOB, AT);
    order.settle(end, lost);
    assertThat(told).containsExactly(next, lost);
  }

  @Test
  void jobsHaveNothingToDoWithOneAnother() {
    Expected submitted = order.expect(SUBMITTED);
    JobNotice other = new JobNotice.Started(subject(2, 1), AT);
    order.tell(other);
    order.settle(submitted, SUBMITTED);
    assertThat(told).containsExactly(other, SUBMITTED);
  }
}
