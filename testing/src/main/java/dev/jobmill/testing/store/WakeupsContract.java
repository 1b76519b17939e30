package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.store.Hint;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Wakeups;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Wakeups]. A hint may be lost when a network or another process is in the way;
/// within one process and in good order it comes, in whatever form.
abstract class WakeupsContract extends ContractPart {
  private void assertHinted(Predicate<Hint.Changed> expected, Runnable change) {
    Hints.assertHinted(bench().store(), expected, change);
  }

  @Test
  void admittedJobIsHinted() {
    assertHinted(hint -> hint.queued().contains(Bench.QUEUE), () -> bench().admit());
  }

  @Test
  void jobThatIsPendingIsHinted() {
    assertHinted(Hint.Changed::pending, () -> bench().admitLater(Duration.ofHours(1)));
  }

  @Test
  void promotedJobIsHinted() {
    bench().admitLater(Duration.ofSeconds(1));
    bench().time().advance(Duration.ofSeconds(1));
    assertHinted(hint -> hint.queued().contains(Bench.QUEUE), () -> bench().promoteAll());
  }

  @Test
  void releasedJobIsHinted() {
    Job run = bench().running();
    assertHinted(hint -> hint.queued().contains(Bench.QUEUE), () -> bench().release(run));
  }

  @Test
  void jobThatWaitsForItsNextAttemptIsHinted() {
    Job run = bench().running();
    assertHinted(
        Hint.Changed::pending, () -> bench().report(run, Bench.retryIn(Duration.ofSeconds(1))));
  }

  @Test
  void endedJobIsHinted() {
    Job run = bench().running();
    assertHinted(
        hint -> hint.ended().contains(run.id()),
        () -> bench().report(run, new Outcome.Completed(null)));
  }

  @Test
  void cancelledJobIsHinted() {
    Job job = bench().admit();
    assertHinted(hint -> hint.ended().contains(job.id()), () -> bench().cancel(job));
  }

  @Test
  void jobThatIsToBeCancelledIsHintedToItsWorker() {
    Job run = bench().running();
    assertHinted(hint -> hint.cancelling().contains(Bench.WORKER), () -> bench().cancel(run));
  }

  @Test
  void retriedJobIsHinted() {
    Job job = bench().completed();
    assertHinted(hint -> hint.queued().contains(Bench.QUEUE), () -> bench().retry(job));
  }

  @Test
  void crashedJobIsHinted() {
    bench().running();
    assertHinted(
        hint -> hint.queued().contains(Bench.QUEUE),
        () -> bench().store().registries().withdraw(Bench.WORKER));
  }

  @Test
  void everyListenerIsToldAndAClosedOneIsNot() {
    AtomicInteger closed = new AtomicInteger();
    Wakeups.Subscription subscription =
        bench().store().wakeups().listen(hint -> closed.incrementAndGet());
    subscription.close();
    subscription.close();
    CountDownLatch other = new CountDownLatch(1);
    try (Wakeups.Subscription open = bench().store().wakeups().listen(hint -> other.countDown())) {
      assertThat(open).isNotNull();
      assertHinted(hint -> hint.queued().contains(Bench.QUEUE), () -> bench().admit());
      Hints.await(other);
    }
    assertThat(closed).hasValue(0);
  }

  @Test
  void sameListenerMayListenTwiceAndStopOnce() {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch came = new CountDownLatch(1);
    Consumer<Hint> listener =
        hint -> {
          calls.incrementAndGet();
          came.countDown();
        };
    Wakeups.Subscription first = bench().store().wakeups().listen(listener);
    try (Wakeups.Subscription second = bench().store().wakeups().listen(listener)) {
      assertThat(second).isNotNull();
      first.close();
      bench().admit();
      Hints.await(came);
    }
    assertThat(calls).hasPositiveValue();
  }
}
