package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Due;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.job.Unique;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Change;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Suspects: jobs that were in flight when a worker died. They run alone, and one that is alone
/// when its worker dies three times is not run again.
abstract class SuspectContract extends ContractPart {
  private static final String DYING = "w-dying";
  private static final Duration LONGEST_CRASH_WAIT = Duration.ofMinutes(1);

  /// Jobs that were in flight together when their worker died.
  private List<Job> suspects(int count) {
    List<Job> jobs = bench().admit(count);
    assertThat(bench().claim(DYING, count)).hasSize(count);
    bench().die(DYING);
    return jobs.stream().map(bench()::find).toList();
  }

  private Job claimAlone(String worker) {
    Claimed claimed = bench().claimed(worker, 10, true);
    assertThat(claimed.alone()).isTrue();
    assertThat(claimed.jobs()).hasSize(1);
    return claimed.jobs().getFirst();
  }

  /// The worker of a suspect dies with nothing but it, and its wait passes.
  private Job dieAlone(Job suspect) {
    Job run = claimAlone(DYING);
    assertThat(run.id()).isEqualTo(suspect.id());
    bench().die(DYING);
    bench().time().advance(LONGEST_CRASH_WAIT);
    bench().promoteAll();
    return bench().find(suspect);
  }

  @Test
  void runsThatGoDownTogetherBecomeSuspects() {
    assertThat(suspects(3))
        .allSatisfy(job -> {
          assertThat(job.isSuspect()).isTrue();
          assertThat(job.state()).isEqualTo(JobState.QUEUED);
          assertThat(job.crashes()).isEqualTo(1);
        });
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(3);
    assertThat(bench().queue(Bench.QUEUE).waiting()).isEqualTo(3);
  }

  @Test
  void runOfASilentWorkerBecomesASuspect() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    bench().passTime(Bench.LEASE.plusSeconds(1));
    assertThat(bench().find(run).isSuspect()).isTrue();
  }

  @Test
  void idleWorkerIsGivenOneSuspectAndNothingBesideIt() {
    List<Job> suspects = suspects(2);
    Job ordinary = bench().admit();
    Claimed claimed = bench().claimed("w-2", 10, true);
    assertThat(claimed.jobs()).extracting(Job::id).containsExactly(suspects.getFirst().id());
    assertThat(claimed.jobs().getFirst().isSuspect()).isTrue();
    assertThat(claimed.alone()).isTrue();
    assertThat(claimed.suspectsWait()).isTrue();

    Claimed beside = bench().claimed("w-2", 10, true);
    assertThat(beside).isEqualTo(new Claimed(List.of(), true, true));
    assertThat(bench().claimed("w-2", 10, false)).isEqualTo(new Claimed(List.of(), true, true));

    assertThat(bench().report(claimed.jobs().getFirst(), new Outcome.Completed(null)))
        .isEqualTo(Applied.APPLIED);
    assertThat(claimAlone("w-2").id()).isEqualTo(suspects.getLast().id());
    assertThat(bench().claimed("w-3", 10, true).jobs())
        .extracting(Job::id)
        .containsExactly(ordinary.id());
  }

  @Test
  void severalWorkersRunOneSuspectEachAtTheSameTime() {
    List<Job> suspects = suspects(3);
    List<Job> runs = IntStream.range(0, 3).mapToObj(i -> claimAlone("w-" + i)).toList();
    assertThat(runs)
        .extracting(Job::id)
        .containsExactlyElementsOf(suspects.stream().map(Job::id).toList());
    assertThat(bench().claimed("w-4", 10, true)).isEqualTo(new Claimed(List.of(), false, false));
  }

  @Test
  void busyWorkerIsGivenOrdinaryJobsAndHearsThatSuspectsWait() {
    Job first = bench().admit();
    bench().claim("w-2", 1);
    suspects(2);
    Job ordinary = bench().admit();
    Claimed claimed = bench().claimed("w-2", 10, true);
    assertThat(claimed.jobs()).extracting(Job::id).containsExactly(ordinary.id());
    assertThat(claimed.alone()).isFalse();
    assertThat(claimed.suspectsWait()).isTrue();
    assertThat(bench().stateOf(first)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void workerThatTakesNoSuspectsIsGivenOrdinaryJobsAndHearsThatSuspectsWait() {
    Job suspect = suspects(2).getFirst();
    Job ordinary = bench().admit();
    Claimed claimed = bench().claimed("w-2", 1, false);
    assertThat(claimed.jobs()).extracting(Job::id).containsExactly(ordinary.id());
    assertThat(claimed.alone()).isFalse();
    assertThat(claimed.suspectsWait()).isTrue();
    assertThat(bench().stateOf(suspect)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void workerThatAsksForNothingHearsWhetherSuspectsWait() {
    bench().admit();
    assertThat(bench().claimed("w-2", 0, false)).isEqualTo(new Claimed(List.of(), false, false));
    bench().claim(1);
    suspects(1);
    assertThat(bench().claimed("w-2", 0, true)).isEqualTo(new Claimed(List.of(), false, true));
  }

  @Test
  void suspectsThatAWorkerCannotRunAreNotSpokenOf() {
    Job suspect = suspects(1).getFirst();
    Demand other = new Demand(Bench.QUEUE, List.of(new ClaimRequest.HandledType("u", 1)), 5);
    bench().announce("w-2");
    assertThat(claim("w-2", 1, other)).isEqualTo(new Claimed(List.of(), false, false));
    bench().store().queues().pauseQueue(Bench.QUEUE, true);
    assertThat(bench().claimed("w-3", 5, true)).isEqualTo(new Claimed(List.of(), false, false));
    bench().store().queues().pauseQueue(Bench.QUEUE, false);
    bench().store().queues().pauseType(Bench.TYPE, true);
    assertThat(bench().claimed("w-3", 5, true)).isEqualTo(new Claimed(List.of(), false, false));
    bench().store().queues().pauseType(Bench.TYPE, false);
    assertThat(claimAlone("w-3").id()).isEqualTo(suspect.id());
  }

  private Claimed claim(String worker, long claimId, Demand demand) {
    return bench()
        .store()
        .claims()
        .claim(new ClaimRequest(worker, claimId, Bench.LEASE, 10, List.of(demand)));
  }

  @Test
  void repeatedClaimGivesTheSuspectAgain() {
    Job suspect = suspects(2).getFirst();
    Demand demand = new Demand(Bench.QUEUE, List.of(Bench.HANDLED), 10);
    bench().announce("w-2");
    Claimed first = claim("w-2", 1, demand);
    Claimed again = claim("w-2", 1, demand);
    assertThat(again.jobs()).extracting(Job::id).containsExactly(suspect.id());
    assertThat(again.jobs()).extracting(Job::run).containsExactly(2);
    assertThat(again.alone()).isTrue();
    assertThat(again.suspectsWait()).isEqualTo(first.suspectsWait()).isTrue();
  }

  @Test
  void thirdCrashWhileAloneEndsTheJobQuarantined() {
    Job suspect = suspects(1).getFirst();
    assertThat(dieAlone(suspect).state()).isEqualTo(JobState.QUEUED);
    Job run = claimAlone(DYING);
    bench().die(DYING);

    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.reason()).contains(Reason.QUARANTINED);
    assertThat(job.isSuspect()).isFalse();
    assertThat(job.crashes()).isEqualTo(3);
    assertThat(job.endedAt()).contains(bench().time().now());
    assertThat(job.error()).map(Failure::kind).contains("Quarantined");
    assertThat(job.error()).map(Failure::message).get().asString().contains("retry");
    assertThat(bench().store().lookup().attempts(job.id()))
        .extracting(Attempt::outcome)
        .containsOnly(Attempt.Outcome.CRASHED)
        .hasSize(3);
    assertThat(bench().claimed("w-2", 10, true)).isEqualTo(new Claimed(List.of(), false, false));
  }

  @Test
  void crashesBesideOthersDoNotCountTowardsTheQuarantine() {
    Job guilty = suspects(2).getLast();
    bench().report(claimAlone("w-2"), new Outcome.Completed(null));
    assertThat(dieAlone(guilty).state()).isEqualTo(JobState.QUEUED);
    assertThat(dieAlone(guilty).state()).isEqualTo(JobState.QUEUED);
    assertThat(dieAlone(guilty).reason()).contains(Reason.QUARANTINED);
  }

  @Test
  void runsThatAreReapedInSeveralPassesWentDownTogether() {
    bench().outlastLeaseGrace();
    List<Job> jobs = bench().admit(3);
    bench().claim(DYING, 3);
    bench().passTime(Duration.ofSeconds(25));
    bench().time().advance(Duration.ofSeconds(6));
    Passes.assertBounded(bench().store().upkeep()::reap, 1, 3);
    // Each has waited after its crash, and so comes behind the others: all take their turns.
    for (int i = 0; i < 2 * jobs.size(); i++) {
      dieAlone(jobs.get(i % jobs.size()));
    }
    assertThat(jobs.stream().map(bench()::stateOf)).containsOnly(JobState.QUEUED);
  }

  @Test
  void anyOwnReportLiftsTheSuspicion() {
    List<Outcome> outcomes =
        List.of(
            Bench.retryIn(Duration.ZERO),
            new Outcome.Snoozed(Duration.ZERO),
            new Outcome.Retry(
                Failure.of("TimedOut", "late"), Outcome.Cause.TIMEOUT, Duration.ZERO));
    Job suspect = suspects(1).getFirst();
    for (Outcome outcome : outcomes) {
      assertThat(dieAlone(suspect).isSuspect()).isTrue();
      Job run = claimAlone("w-2");
      assertThat(bench().report(run, outcome)).isEqualTo(Applied.APPLIED);
      assertThat(bench().find(suspect).isSuspect()).isFalse();
      bench().promoteAll();
      // As ordinary as the other, and its crashes while alone are forgotten.
      Job other = bench().admit();
      Claimed together = bench().claimed(DYING, 10, true);
      assertThat(together.jobs()).extracting(Job::id).contains(suspect.id(), other.id());
      assertThat(together.alone()).isFalse();
      bench().report(together.jobs().getLast(), new Outcome.Completed(null));
      bench().die(DYING);
      bench().time().advance(LONGEST_CRASH_WAIT);
      bench().promoteAll();
    }
  }

  @Test
  void endedRunsOfSuspectsEndAsOthersDo() {
    List<Job> suspects = suspects(3);
    Content result = Content.json("42");
    for (Outcome outcome :
        List.of(new Outcome.Completed(result), Bench.failed(), Bench.timedOut())) {
      assertThat(bench().report(claimAlone("w-2"), outcome)).isEqualTo(Applied.APPLIED);
    }
    assertThat(suspects.stream().map(bench()::find))
        .extracting(Job::state, Job::isSuspect)
        .containsExactly(
            tuple(JobState.COMPLETED, false),
            tuple(JobState.FAILED, false),
            tuple(JobState.TIMEOUT, false));
    assertThat(bench().find(suspects.getFirst()).result()).contains(result);
  }

  @Test
  void releaseLeavesTheSuspicionAsItIs() {
    Job suspect = suspects(1).getFirst();
    dieAlone(suspect);
    assertThat(bench().release(claimAlone("w-2"))).isEqualTo(Applied.APPLIED);
    assertThat(bench().find(suspect).isSuspect()).isTrue();
    assertThat(dieAlone(suspect).reason()).contains(Reason.QUARANTINED);
  }

  @Test
  void retryByHandForgetsEverything() {
    Job suspect = suspects(1).getFirst();
    dieAlone(suspect);
    assertThat(dieAlone(suspect).reason()).contains(Reason.QUARANTINED);
    assertThat(bench().retry(suspect)).isEqualTo(Acted.changed(JobState.QUEUED));
    Job back = bench().find(suspect);
    assertThat(back.isSuspect()).isFalse();
    assertThat(back.crashes()).isZero();
    assertThat(back.reason()).isEmpty();
    assertThat(back.error()).isEmpty();
    Job other = bench().admit();
    assertThat(bench().claim(DYING, 10)).extracting(Job::id).contains(suspect.id(), other.id());
    bench().die(DYING);
    assertThat(bench().find(suspect).crashes()).isEqualTo(1);
    bench().cancel(other);
    assertThat(dieAlone(suspect).state()).isEqualTo(JobState.QUEUED);
    assertThat(dieAlone(suspect).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void waitingSuspectCanBeCancelled() {
    List<Job> suspects = suspects(2);
    assertThat(bench().cancel(suspects.getFirst())).isEqualTo(Acted.changed(JobState.CANCELLED));
    assertThat(bench().find(suspects.getFirst()).isSuspect()).isFalse();
    assertThat(bench().delete(suspects.getFirst()).changed()).isTrue();
    assertThat(claimAlone("w-2").id()).isEqualTo(suspects.getLast().id());
    assertThat(bench().queue(Bench.QUEUE).waiting()).isZero();
  }

  @Test
  void runningSuspectThatIsToBeCancelledEndsCancelledWithItsWorker() {
    Job suspect = suspects(1).getFirst();
    Job run = claimAlone(DYING);
    assertThat(bench().cancel(run)).isEqualTo(Acted.changed(JobState.CANCELLING));
    bench().die(DYING);
    assertThat(bench().stateOf(suspect)).isEqualTo(JobState.CANCELLED);
    assertThat(bench().find(suspect).isSuspect()).isFalse();
  }

  @Test
  void suspectStaysOneWhereverItIsMovedTo() {
    Job suspect = suspects(1).getFirst();
    bench().change(suspect, new Change.Prioritise(Priority.HIGH));
    bench().change(suspect, new Change.Reschedule(new Due.After(Duration.ofHours(1))));
    assertThat(bench().find(suspect).isSuspect()).isTrue();
    assertThat(bench().claimed("w-2", 1, true)).isEqualTo(new Claimed(List.of(), false, false));
    bench().time().advance(Duration.ofHours(1));
    assertThat(bench().promoteAll()).isEqualTo(1);
    assertThat(claimAlone("w-2").priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void suspectsAreGivenInTheOrderOfTheirRank() {
    List<Job> suspects = suspects(3);
    bench().change(suspects.getLast(), new Change.Prioritise(Priority.HIGH));
    assertThat(IntStream.range(0, 3).mapToObj(i -> claimAlone("w-" + i).id()))
        .containsExactly(suspects.get(2).id(), suspects.getFirst().id(), suspects.get(1).id());
  }

  @Test
  void jobThatMustNotRunTwiceIsNoSuspect() {
    bench().admit(bench().spec().atMostOnce(true));
    Job run = bench().claim(DYING, 1).getFirst();
    bench().die(DYING);
    assertThat(bench().find(run).reason()).contains(Reason.LOST);
    assertThat(bench().find(run).isSuspect()).isFalse();
  }

  @Test
  void suspectIsReplacedByItsKeyOrLeftAsItWas() {
    Unique key = Unique.by("k").onDuplicate(Unique.OnDuplicate.REPLACE);
    bench().admit(bench().spec().unique(key));
    Job suspect = bench().claim(DYING, 1).getFirst();
    bench().die(DYING);
    Job there = bench().admit();
    bench()
        .assertRefused(
            1,
            Refusal.CONFLICT,
            bench().spec().unique(key).build(),
            JobSpec.builder(there.id(), Bench.TYPE, Content.json("0")).queue(Bench.QUEUE).build());
    assertThat(bench().find(suspect).isSuspect()).isTrue();
    assertThat(bench().stateOf(suspect)).isEqualTo(JobState.QUEUED);
    // What it had crashed counts on.
    dieAlone(suspect);
    bench().admit(bench().spec().unique(key));
    assertThat(bench().stateOf(suspect)).isEqualTo(JobState.CANCELLED);
    assertThat(bench().find(suspect).isSuspect()).isFalse();
  }
}
