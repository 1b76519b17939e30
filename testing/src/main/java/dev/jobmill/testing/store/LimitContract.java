package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Admittance.Refused;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Queues.QueueInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Limits of waiting jobs: [Queues#limitQueue].
abstract class LimitContract extends SettingsPart {
  private static final int THREADS = 64;
  private static final Unique KEY = Unique.by("k");

  private void limit(long limit) {
    bench().store().queues().limitQueue(Bench.QUEUE, limit);
  }

  private void assertFull() {
    bench().assertRefused(0, Refusal.QUEUE_FULL, bench().spec().build());
  }

  private long waiting() {
    return bench().queue(Bench.QUEUE).waiting();
  }

  @Test
  void queueTakesInAsManyAsItsLimitAndNoMore() {
    limit(3);
    bench().admit(3);
    Refused refused = bench().refused(bench().spec().build());
    assertThat(refused.why()).isEqualTo(Refusal.QUEUE_FULL);
    assertThat(refused.message()).contains(Bench.QUEUE).contains("3");
    assertThat(waiting()).isEqualTo(3);
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(3);
  }

  @Test
  void groupThatDoesNotFitIsRefusedWholeAndNamesTheFirstThatDoesNot() {
    limit(3);
    bench().admit();
    JobSpec[] group = {
      bench().spec().build(), bench().spec().build(), bench().spec().build(), bench().spec().build()
    };
    bench().assertRefused(2, Refusal.QUEUE_FULL, group);
    assertThat(waiting()).isEqualTo(1);
    assertThat(bench().admitGroup(group[0], group[1])).isInstanceOf(Admitted.class);
    assertFull();
  }

  @Test
  void everyKindOfWaitingCounts() {
    limit(3);
    Job first = bench().admit();
    bench().admitLater(Duration.ofHours(1));
    bench().admit(bench().specAfter(first));
    assertFull();
  }

  @Test
  void jobsThatRunOrHaveEndedDoNotCount() {
    limit(1);
    bench().running();
    Job second = bench().running();
    bench().cancel(second);
    bench().completed();
    bench().cancel(bench().admit());
    bench().admit();
    assertFull();
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void jobsThatComeBackAreNeverRefused() {
    limit(1);
    Job released = bench().running();
    Job retrying = bench().running();
    Job crashing = bench().admit();
    bench().claim("w-2", 1);
    Job failed = bench().ended(Bench.failed());
    bench().admit();
    bench().release(released);
    bench().report(retrying, Bench.retryIn(Duration.ZERO));
    bench().promoteAll();
    bench().store().registries().withdraw("w-2");
    bench().retry(failed);
    assertThat(List.of(released, retrying, crashing, failed))
        .allMatch(job -> bench().stateOf(job) == JobState.QUEUED);
    assertThat(waiting()).isEqualTo(5);
    assertFull();
  }

  @Test
  void duplicatesNeedNoRoom() {
    limit(1);
    Job there = bench().admit(bench().spec().unique(KEY));
    assertFull();
    assertThat(bench().admitGroup(there.spec())).isInstanceOf(Admitted.class);
    assertThat(bench().admitGroup(bench().spec().unique(KEY).build())).isInstanceOf(Admitted.class);
    // Also when there is less than no room.
    limit(0);
    assertThat(bench().admitGroup(there.spec())).isInstanceOf(Admitted.class);
  }

  @Test
  void replacedJobMakesRoomForTheOneThatReplacesIt() {
    limit(1);
    bench().admit(bench().spec().unique(KEY));
    Unique replacing = KEY.onDuplicate(OnDuplicate.REPLACE);
    Job next = bench().admit(bench().spec().unique(replacing));
    assertThat(next.state()).isEqualTo(JobState.QUEUED);
    assertThat(waiting()).isEqualTo(1);
    bench()
        .assertRefused(
            1,
            Refusal.QUEUE_FULL,
            bench().spec().unique(replacing).build(),
            bench().spec().build());
    assertThat(bench().stateOf(next)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void jobThatEndsWhenItComesNeedsNoRoom() {
    Job failed = bench().ended(Bench.failed());
    limit(0);
    assertThat(bench().admit(bench().specAfter(failed)).state()).isEqualTo(JobState.CANCELLED);
    assertFull();
  }

  @Test
  void limitMayBeChangedAtAnyTime() {
    limit(2);
    bench().admit(2);
    limit(3);
    bench().admit();
    limit(1);
    assertFull();
    assertThat(waiting()).isEqualTo(3);
    bench().claim(2);
    assertFull();
    bench().claim(1);
    bench().admit();
    assertFull();
    bench().store().queues().limitQueue(Bench.QUEUE, null);
    bench().admit(5);
    assertThat(bench().queue(Bench.QUEUE).limit()).isNull();
  }

  @Test
  void limitsOfQueuesAreTheirOwn() {
    limit(0);
    assertFull();
    bench().admit(bench().spec().queue("other"));
    assertThat(bench().queue("other").limit()).isEqualTo(Queues.LIMIT_STANDARD);
  }

  @Test
  void queueThatIsLimitedBeforeItHasAJobExists() {
    bench().store().queues().limitQueue("new", 7L);
    assertThat(bench().queue("new")).isEqualTo(new QueueInfo("new", false, 7L, 0));
  }

  @Test
  void limitOfTheStoreHoldsForQueuesOfWhichNothingElseWasSaid() {
    Bench small = bench(time -> StoreOptions.standard(time).withQueueLimit(2L));
    small.admit(2);
    small.assertRefused(0, Refusal.QUEUE_FULL, small.spec().build());
    assertThat(small.queue(Bench.QUEUE).limit()).isEqualTo(2);
    small.store().queues().pauseQueue(Bench.QUEUE, true);
    small.assertRefused(0, Refusal.QUEUE_FULL, small.spec().build());
    small.store().queues().limitQueue(Bench.QUEUE, 3L);
    small.admit();
    small.assertRefused(0, Refusal.QUEUE_FULL, small.spec().build());
    small.store().queues().limitQueue(Bench.QUEUE, null);
    small.admit(4);
    assertThat(small.queue(Bench.QUEUE).limit()).isNull();
  }

  @Test
  void storeMayHaveNoLimit() {
    Bench open = bench(time -> StoreOptions.standard(time).withQueueLimit(null));
    open.admit();
    assertThat(open.queue(Bench.QUEUE).limit()).isNull();
  }

  @Test
  void otherRefusalsComeFirst() {
    Job there = bench().admit(bench().spec().unique(KEY));
    limit(1);
    JobSpec fresh = bench().spec().build();
    bench()
        .assertRefused(1, Refusal.CONFLICT, fresh, there.spec().toBuilder().maxAttempts(9).build());
    bench()
        .assertRefused(
            1,
            Refusal.DUPLICATE,
            fresh,
            bench().spec().unique(KEY.onDuplicate(OnDuplicate.REJECT)).build());
  }

  @Test
  void refusedGroupLeavesNoTrace() {
    bench().store().queues().limitQueue("full", 0L);
    bench()
        .assertRefused(
            0, Refusal.QUEUE_FULL, bench().spec("new-type").queue("full").unique(KEY).build());
    assertThat(bench().store().queues().types()).isEmpty();
    bench().store().queues().limitQueue("full", 1L);
    Unique reject = KEY.onDuplicate(OnDuplicate.REJECT);
    assertThat(bench().admit(bench().spec().queue("full").unique(reject)).state())
        .isEqualTo(JobState.QUEUED);
  }

  @Test
  void waitingJobsAreCountedThroughoutTheirLife() {
    Job job = bench().admit(bench().spec().due(new Due.After(Duration.ofSeconds(1))));
    assertThat(waiting()).isEqualTo(1);
    bench().time().advance(Duration.ofSeconds(1));
    bench().promoteAll();
    assertThat(waiting()).isEqualTo(1);
    Job run = bench().claimOne();
    assertThat(waiting()).isZero();
    bench().release(run);
    assertThat(waiting()).isEqualTo(1);
    bench().completeNext();
    assertThat(waiting()).isZero();
    bench().retry(job);
    assertThat(waiting()).isEqualTo(1);
    bench().cancel(job);
    assertThat(waiting()).isZero();
  }

  @Test
  @Timeout(120)
  void limitIsExactWhenManySubmitAtOnce() {
    limit(100);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    AtomicInteger letIn = new AtomicInteger();
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      work.add(() -> {
        start.await();
        for (int n = 0; n < 4; n++) {
          if (bench().admitGroup(bench().spec().build()) instanceof Admitted) {
            letIn.incrementAndGet();
          }
        }
        return null;
      });
    }
    Together.run(work);
    assertThat(letIn).hasValue(100);
    assertThat(waiting()).isEqualTo(100);
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(100);
  }
}
