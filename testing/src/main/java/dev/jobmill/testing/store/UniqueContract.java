package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Admittance.Entry;
import dev.jobmill.store.Admittance.Refused;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.Queues.TypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Unique keys in [dev.jobmill.store.Admission#admit].
abstract class UniqueContract extends ContractPart {
  static final Unique KEEP = Unique.by("k");
  static final Unique REPLACE = KEEP.onDuplicate(OnDuplicate.REPLACE);
  static final Unique REJECT = KEEP.onDuplicate(OnDuplicate.REJECT);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int THREADS = 64;

  private JobSpec.Builder spec(Unique unique) {
    return bench().spec().unique(unique);
  }

  private Job admit(Unique unique) {
    return bench().admit(spec(unique));
  }

  private void assertKeptOut(JobSpec spec, JobId holder) {
    assertThat(bench().admitGroup(spec)).isEqualTo(new Admitted(List.of(new Entry(holder, true))));
    assertThat(bench().store().lookup().find(List.of(spec.id()))).isEmpty();
  }

  private void assertHolds(Job holder) {
    assertKeptOut(spec(KEEP).build(), holder.id());
  }

  @Test
  void duplicateOfAQueuedJobIsRecognised() {
    assertHolds(admit(KEEP));
  }

  @Test
  void duplicateOfAScheduledJobIsRecognised() {
    assertHolds(bench().admit(spec(KEEP).due(new Due.After(HOUR))));
  }

  @Test
  void duplicateOfAJobThatWaitsForItsNextAttemptIsRecognised() {
    Job holder = admit(KEEP);
    bench().report(bench().claimOne(), Bench.retryIn(HOUR));
    assertHolds(holder);
  }

  @Test
  void duplicateMayBeRefusedAndTheHolderIsNamed() {
    Job holder = admit(KEEP);
    Refused refused = bench().refused(bench().spec().build(), spec(REJECT).build());
    assertThat(refused.why()).isEqualTo(Refusal.DUPLICATE);
    assertThat(refused.index()).isEqualTo(1);
    assertThat(refused.message()).contains("k").contains(holder.id().toString());
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(1);
  }

  @Test
  void waitingHolderMayBeReplaced() {
    Job holder = bench().admit(spec(KEEP).due(new Due.After(HOUR)));
    bench().time().advance(Duration.ofSeconds(1));
    Job next = admit(REPLACE);

    Job replaced = bench().find(holder);
    assertThat(replaced.state()).isEqualTo(JobState.CANCELLED);
    assertThat(replaced.reason()).isEmpty();
    assertThat(replaced.endedAt()).contains(bench().time().now());
    assertThat(bench().eventsOf(holder))
        .containsExactly(
            new JobEvent(
                bench().time().now(), "unique", "replace", JobState.PENDING, JobState.CANCELLED));
    assertHolds(next);
    assertThat(bench().claim(10)).extracting(Job::id).containsExactly(next.id());
  }

  @Test
  void holderThatRunsIsNotInTheWayAndLosesItsKey() {
    admit(KEEP);
    Job run = bench().claimOne();
    Job next = admit(REJECT);
    assertHolds(next);
    // The first one has no key any more of which it could let go.
    bench().report(run, new Outcome.Completed(null));
    assertHolds(next);
  }

  @Test
  void holderThatRunsIsInTheWayOfWhoAsksForIt() {
    admit(KEEP);
    Job run = bench().claimOne();
    assertKeptOut(spec(KEEP.alsoWhileRunning()).build(), run.id());
    bench().assertRefused(0, Refusal.DUPLICATE, spec(REJECT.alsoWhileRunning()).build());
    // There is no replacing what runs.
    assertKeptOut(spec(REPLACE.alsoWhileRunning()).build(), run.id());
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
    bench().cancel(run);
    assertKeptOut(spec(KEEP.alsoWhileRunning()).build(), run.id());
  }

  @Test
  void jobThatComesBackToItsQueueDoesNotTakeItsKeyFromAnother() {
    Job first = admit(KEEP);
    Job run = bench().claimOne();
    Job second = admit(KEEP);
    bench().release(run);
    assertHolds(second);
    bench().cancel(second);
    assertThat(bench().stateOf(first)).isEqualTo(JobState.QUEUED);
    assertThat(bench().stateOf(admit(KEEP))).isEqualTo(JobState.QUEUED);
  }

  @Test
  void keyIsFreeAfterEveryKindOfEnd() {
    for (Outcome outcome : List.of(new Outcome.Completed(null), Bench.failed(), Bench.timedOut())) {
      admit(REJECT);
      bench().endNext(outcome);
    }
    bench().cancel(admit(REJECT));
    admit(REJECT);
    Job run = bench().claimOne();
    bench().cancel(run);
    bench().release(run);
    bench().admit(spec(REJECT).deadline(new Due.After(Duration.ofSeconds(1))));
    bench().time().advance(Duration.ofSeconds(1));
    assertThat(bench().expireAll()).isEqualTo(1);
    Job failed = bench().ended(Bench.failed());
    Job atOnce = bench().admit(bench().specAfter(failed).unique(REJECT));
    assertThat(atOnce.state()).isEqualTo(JobState.CANCELLED);
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void keyThatIsTakenForATimeOutlivesItsJob() {
    Job holder = admit(KEEP.during(HOUR));
    bench().time().advance(Duration.ofMinutes(1));
    bench().completeNext();
    bench().time().advance(HOUR.minusMinutes(1).minusMillis(1));
    assertHolds(holder);
    bench().assertRefused(0, Refusal.DUPLICATE, spec(REJECT).build());

    bench().time().advance(Duration.ofMillis(1));
    assertHolds(admit(KEEP));
  }

  @Test
  void keyIsHeldForAsLongAsItsJobWaitsAlsoAfterTheTime() {
    Job holder = admit(KEEP.during(HOUR));
    bench().time().advance(HOUR.plusMillis(1));
    assertHolds(holder);
    bench().completeNext();
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void runningJobIsInTheWayWithinItsTime() {
    admit(KEEP.during(HOUR));
    Job run = bench().claimOne();
    assertHolds(run);
    assertKeptOut(spec(REPLACE).build(), run.id());
    bench().time().advance(HOUR);
    assertThat(admit(KEEP).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void endedJobGivesItsKeyToOneThatReplaces() {
    admit(KEEP.during(HOUR));
    Job done = bench().completeNext();
    Job next = admit(REPLACE);
    assertThat(JobView.of(bench().find(done))).isEqualTo(JobView.of(done));
    assertThat(bench().eventsOf(done)).isEmpty();
    assertHolds(next);
    bench().completeNext();
    // The time was the first one's, and the key is not.
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void replacedJobLosesTheRestOfItsTime() {
    admit(KEEP.during(HOUR));
    Job next = admit(REPLACE);
    bench().cancel(next);
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void keysOfQueuesAreTheirOwnAndTypesShareThem() {
    Job here = admit(KEEP);
    Job there = bench().admit(spec(REJECT).queue("other"));
    assertThat(there.state()).isEqualTo(JobState.QUEUED);
    assertKeptOut(bench().spec("another-type").unique(KEEP).build(), here.id());
    assertThat(bench().admit(bench().spec().unique(Unique.by("K"))).state())
        .isEqualTo(JobState.QUEUED);
  }

  @Test
  void keyCountsWithinAGroup() {
    JobSpec first = spec(KEEP).build();
    assertThat(bench().admitGroup(first, spec(KEEP).build(), first))
        .isEqualTo(
            new Admitted(
                List.of(
                    new Entry(first.id(), false),
                    new Entry(first.id(), true),
                    new Entry(first.id(), true))));
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(1);
  }

  @Test
  void duplicateWithinAGroupRefusesItWhole() {
    bench()
        .assertRefused(
            2, Refusal.DUPLICATE, spec(KEEP).build(), bench().spec().build(), spec(REJECT).build());
    assertThat(bench().store().lookup().count().totals()).isEmpty();
    assertThat(admit(REJECT).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void earlierJobOfAGroupMayBeReplaced() {
    JobSpec first = spec(KEEP).build();
    JobSpec second = spec(REPLACE).build();
    assertThat(bench().admitGroup(first, second))
        .isEqualTo(
            new Admitted(List.of(new Entry(first.id(), false), new Entry(second.id(), false))));
    assertThat(bench().find(first.id()).state()).isEqualTo(JobState.CANCELLED);
    assertHolds(bench().find(second.id()));
  }

  @Test
  void keyCountsBetweenTheGroupsOfACall() {
    JobSpec first = spec(KEEP).build();
    assertThat(
            bench()
                .admitGroups(
                    Bench.group(first),
                    Bench.group(spec(KEEP).build()),
                    Bench.group(spec(REJECT).build())))
        .satisfies(all -> {
          assertThat(all.get(0)).isEqualTo(new Admitted(List.of(new Entry(first.id(), false))));
          assertThat(all.get(1)).isEqualTo(new Admitted(List.of(new Entry(first.id(), true))));
          assertThat(all.get(2)).isInstanceOf(Refused.class);
        });
  }

  @Test
  void jobThatIsSentAgainIsItsOwnDuplicateWhateverItsRule() {
    Job job = admit(REJECT);
    assertKnown(job);
    bench().completeNext();
    assertKnown(job);
    Job replacing = admit(REPLACE);
    assertKnown(replacing);
    assertThat(bench().stateOf(replacing)).isEqualTo(JobState.QUEUED);
  }

  private void assertKnown(Job job) {
    assertThat(bench().admitGroup(job.spec()))
        .isEqualTo(new Admitted(List.of(new Entry(job.id(), true))));
  }

  @Test
  void otherUniqueRuleIsOtherContent() {
    Job job = admit(KEEP);
    for (Unique other : List.of(REJECT, Unique.by("x"), KEEP.during(HOUR))) {
      bench().assertRefused(0, Refusal.CONFLICT, job.spec().toBuilder().unique(other).build());
    }
  }

  @Test
  void refusedGroupReplacesNothing() {
    Job holder = admit(KEEP);
    List<QueueInfo> queues = bench().store().queues().queues();
    List<TypeInfo> types = bench().store().queues().types();
    JobSpec replacing = bench().spec("new-type").unique(REPLACE).build();
    JobSpec free = spec(Unique.by("free")).build();
    JobSpec conflict = holder.spec().toBuilder().maxAttempts(9).build();
    bench().assertRefused(2, Refusal.CONFLICT, replacing, free, conflict);

    assertThat(JobView.of(bench().find(holder))).isEqualTo(JobView.of(holder));
    assertThat(bench().eventsOf(holder)).isEmpty();
    assertHolds(holder);
    assertThat(bench().admit(spec(Unique.by("free"))).state()).isEqualTo(JobState.QUEUED);
    assertThat(bench().store().queues().types()).isEqualTo(types);
    assertThat(bench().store().queues().queues())
        .extracting(QueueInfo::name)
        .isEqualTo(queues.stream().map(QueueInfo::name).toList());
  }

  @Test
  @Timeout(120)
  void ofManySubmittersAtOnceExactlyOneIsLetIn() {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    AtomicInteger letIn = new AtomicInteger();
    ConcurrentHashMap<JobId, Boolean> holders = new ConcurrentHashMap<>();
    List<JobSpec> specs = Stream.generate(() -> spec(KEEP).build()).limit(THREADS).toList();
    List<Callable<Void>> work =
        specs.stream()
            .<Callable<Void>>map(spec ->
                () -> {
                  start.await();
                  Entry entry = ((Admitted) bench().admitGroup(spec)).entries().getFirst();
                  holders.put(entry.id(), true);
                  if (!entry.duplicate()) {
                    letIn.incrementAndGet();
                  }
                  return null;
                })
            .toList();
    Together.run(work);
    assertThat(letIn).hasValue(1);
    assertThat(holders).hasSize(1);
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(1);
  }
}
