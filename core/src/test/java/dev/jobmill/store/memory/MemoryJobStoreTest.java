package dev.jobmill.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Due;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Acted;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.Change;
import dev.jobmill.store.Hint;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.Retention;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MemoryJobStoreTest {
  private final Yard yard = new Yard();

  @Test
  void aLimitIsNeverExceededByManySubmitters() throws Exception {
    Yard limited = new Yard(MemoryJobStore.builder().queueLimit(500L));
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> taken = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (int thread = 0; thread < 64; thread++) {
        taken.add(
            threads.submit(() -> {
              start.await();
              int admitted = 0;
              for (int i = 0; i < 20; i++) {
                List<JobSpec> pair = List.of(limited.spec().build(), limited.spec().build());
                Admittance answer =
                    limited.store.admission().admit(List.of(new AdmitGroup("q", pair))).getFirst();
                admitted += answer instanceof Admittance.Admitted ? 2 : 0;
              }
              return admitted;
            }));
      }
      start.countDown();
    }
    int sum = 0;
    for (Future<Integer> each : taken) {
      sum += each.get();
    }
    assertThat(sum).isEqualTo(500);
    assertThat(limited.waiting()).isEqualTo(500);
    limited.report(limited.claim(1).getFirst(), new Outcome.Snoozed(Duration.ofSeconds(1)));
    assertThat(limited.waiting()).as("whoever comes back is not refused").isEqualTo(500);
  }

  @Test
  void aDeadlineEndsWhatHasNotStarted() {
    Due in9s = new Due.After(Duration.ofSeconds(9));
    JobId started = yard.let(yard.spec().deadline(in9s));
    JobId met = yard.let(yard.spec().deadline(in9s));
    JobId scheduled = yard.let(yard.spec().deadline(in9s).due(new Due.After(Duration.ofHours(1))));
    yard.report(yard.claim(1).getFirst(), new Outcome.Snoozed(Duration.ofSeconds(1)));
    assertThat(yard.store.upkeep().expire(9).next()).isEqualTo(Duration.ofSeconds(9));
    yard.time.advance(Duration.ofSeconds(9));
    yard.store.upkeep().promote(9);
    assertThat(yard.claim(9)).extracting(Job::id).containsExactly(started);
    assertThat(yard.job(met).reason()).contains(Reason.EXPIRED);
    assertThat(yard.store.upkeep().expire(9).done()).isEqualTo(1);
    assertThat(yard.job(scheduled).reason()).contains(Reason.EXPIRED);
    assertThat(yard.job(scheduled).error()).isEmpty();
    yard.store.admission().retry(List.of(Yard.key(met)), "me");
    assertThat(yard.job(met).deadline()).isEmpty();
    assertThat(yard.claim(9)).extracting(Job::id).containsExactly(met);
  }

  @Test
  void expireStopsAtItsLimitAndSaysSo() {
    for (int i = 0; i < 5; i++) {
      yard.let(yard.spec().deadline(new Due.After(Duration.ZERO)));
    }
    assertThat(yard.store.upkeep().expire(3).next()).isZero();
    assertThat(yard.store.upkeep().expire(3).done()).isEqualTo(2);
  }

  @Test
  void whatIsPausedIsNotClaimedAndIsHintedWhenItGoesOn() {
    List<Hint> hints = new ArrayList<>();
    JobId job = yard.let(yard.spec());
    yard.store.queues().pauseQueue("q", true);
    assertThat(yard.claim(9)).isEmpty();
    yard.store.wakeups().listen(hints::add);
    yard.store.queues().pauseQueue("q", false);
    yard.store.queues().pauseType("t", true);
    assertThat(yard.claim(9)).isEmpty();
    yard.store.queues().pauseType("t", false);
    Hint goesOn = new Hint.Changed(Set.of("q"), Set.of(), Set.of(), false);
    assertThat(hints).containsExactly(goesOn, goesOn);
    assertThat(yard.claim(9)).extracting(Job::id).containsExactly(job);
  }

  @Test
  void anotherPriorityKeepsTheTimeForWhichAJobHasWaited() {
    JobId first = yard.let(yard.spec());
    yard.time.advance(Duration.ofSeconds(1));
    JobId second = yard.let(yard.spec());
    yard.time.advance(Duration.ofSeconds(1));
    JobId third = yard.let(yard.spec());
    List<Acted> acted =
        yard.store
            .admission()
            .change(
                List.of(Yard.key(third), Yard.key(second)),
                new Change.Prioritise(Priority.HIGH),
                "me");
    assertThat(acted).containsOnly(Acted.changed(JobState.QUEUED));
    assertThat(yard.store.lookup().count().oldestQueued()).containsEntry("q", Yard.START);
    assertThat(yard.claim(9)).extracting(Job::id).containsExactly(second, third, first);
    assertThat(yard.store.lookup().events(third).getFirst().what()).isEqualTo("priority");
  }

  @Test
  void aJobThatIsPutOffComesBackInItsTimeOrAtOnce() {
    JobId job = yard.let(yard.spec());
    Due later = new Due.After(Duration.ofHours(1));
    yard.store.admission().change(List.of(Yard.key(job)), new Change.Reschedule(later), "me");
    assertThat(yard.claim(1)).isEmpty();
    assertThat(yard.job(job).spec().due())
        .isEqualTo(new Due.At(Yard.START.plus(Duration.ofHours(1))));
    yard.store.admission().change(List.of(Yard.key(job)), new Change.Reschedule(Due.NOW), "me");
    assertThat(yard.claim(1)).hasSize(1);
    assertThat(
            yard.store
                .admission()
                .change(List.of(Yard.key(job)), new Change.Reschedule(Due.NOW), "me"))
        .containsExactly(Acted.tooLate(JobState.PROCESSING));
  }

  @Test
  void aRankingOfItsOwnOrdersClaims() {
    Yard fast = new Yard(MemoryJobStore.builder().ranking(new Ranking(1)));
    JobId low = fast.let(fast.spec().priority(Priority.LOW));
    fast.time.advance(Duration.ofSeconds(1));
    JobId high = fast.let(fast.spec().priority(Priority.HIGH));
    assertThat(fast.claim(9)).extracting(Job::id).containsExactly(low, high);
    Yard strict = new Yard(MemoryJobStore.builder().ranking(Ranking.STRICT));
    low = strict.let(strict.spec().priority(Priority.LOW));
    strict.time.advance(Duration.ofDays(99));
    high = strict.let(strict.spec().priority(Priority.HIGH));
    assertThat(strict.claim(9)).extracting(Job::id).containsExactly(high, low);
  }

  @Test
  void eachKindOfEndIsKeptForItsOwnTime() {
    Yard kept =
        new Yard(
            MemoryJobStore.builder()
                .retention(
                    Retention.of(Duration.ofDays(1))
                        .state(JobState.CANCELLED, Duration.ofDays(3))));
    kept.let(kept.spec());
    kept.report(kept.claim(1).getFirst(), Yard.FINE);
    JobId cancelled = kept.let(kept.spec());
    kept.cancel(cancelled);
    kept.time.advance(Duration.ofDays(1));
    assertThat(kept.store.upkeep().prune(9).done()).isEqualTo(1);
    assertThat(kept.find(cancelled)).isNotNull();
    kept.time.advance(Duration.ofDays(2));
    assertThat(kept.store.upkeep().prune(9).done()).isEqualTo(1);
  }

  @Test
  void attachmentsBelongToTheirRunAndAreCopies() {
    JobId job = yard.let(yard.spec());
    RunKey run = RunKey.of(yard.claim(1).getFirst());
    Attachments attachments = yard.store.attachments();
    byte[] piece = {1, 2};
    attachments.write(run, "b", 0, new byte[] {9}, null);
    attachments.write(run, "a", 0, piece, null);
    piece[0] = 7;
    Attachment a = new Attachment("a", "text/plain", 3, "00");
    assertThat(attachments.write(run, "a", 1, new byte[] {3}, a)).isEqualTo(Applied.APPLIED);
    assertThat(attachments.write(run, "a", 1, new byte[] {3}, a)).isEqualTo(Applied.APPLIED);
    assertThat(yard.job(job).attachments()).containsExactly(a);
    assertThat(attachments.read(job, "a", 0).orElseThrow()).containsExactly(1, 2);
    assertThat(attachments.read(job, "a", 2)).isEmpty();
    assertThat(attachments.read(job, "b", 0)).as("not finished").isEmpty();
    assertThatThrownBy(() -> attachments.write(run, "b", 3, piece, null))
        .hasMessageContaining("piece 3");

    yard.report(yard.job(job), new Outcome.Snoozed(Duration.ZERO));
    assertThat(attachments.write(run, "a", 0, piece, null)).isEqualTo(Applied.SUPERSEDED);
    assertThat(yard.job(job).attachments()).containsExactly(a);
    yard.store.upkeep().promote(1);
    assertThat(yard.claim(1).getFirst().attachments()).isEmpty();
    assertThat(attachments.read(job, "a", 0)).isEmpty();
  }

  @Test
  void aRunHasOnlySoManyAttachments() {
    yard.let(yard.spec());
    RunKey run = RunKey.of(yard.claim(1).getFirst());
    for (int i = 0; i < Attachment.COUNT_MAX; i++) {
      yard.store.attachments().write(run, "a" + i, 0, new byte[0], null);
    }
    yard.store.attachments().write(run, "a0", 0, new byte[0], null);
    assertThatThrownBy(() -> yard.store.attachments().write(run, "b", 0, new byte[0], null))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("at most 32");
  }

  @Test
  void aListOfFewAmongManyFindsThemWhereverTheyAre() {
    JobId oldest = yard.let(yard.spec().tags(Set.of("rare")));
    List<JobSpec> many = new ArrayList<>();
    for (int i = 0; i < 12_000; i++) {
      many.add(yard.spec().build());
    }
    for (int i = 0; i < many.size(); i += 1_000) {
      yard.store.admission().admit(List.of(new AdmitGroup("q", many.subList(i, i + 1_000))));
    }
    JobId running = yard.claim(1).getFirst().id();
    assertThat(running).isEqualTo(oldest);
    assertThat(yard.store.lookup().list(JobFilter.ALL.tag("rare"), null, 9))
        .extracting(Job::id)
        .containsExactly(oldest);
    assertThat(yard.store.lookup().list(JobFilter.ALL.states(Set.of(JobState.PROCESSING)), null, 9))
        .extracting(Job::id)
        .containsExactly(oldest);
    assertThat(
            yard.store.lookup().list(JobFilter.ALL.states(Set.of(JobState.PROCESSING)), oldest, 9))
        .isEmpty();
    assertThat(yard.store.lookup().list(JobFilter.ALL.queue("none"), null, 9)).isEmpty();
    assertThat(yard.store.lookup().list(JobFilter.ALL, many.get(9_000).id(), 2))
        .extracting(Job::id)
        .containsExactly(many.get(8_999).id(), many.get(8_998).id());
  }
}
