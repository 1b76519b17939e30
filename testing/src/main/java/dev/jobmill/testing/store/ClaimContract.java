package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Due;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Progress;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Claims#claim].
abstract class ClaimContract extends ContractPart {
  private static List<JobId> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  private static Demand demand(String queue, int max, HandledType... types) {
    return new Demand(queue, List.of(types), max);
  }

  @Test
  void claimedJobIsProcessing() {
    Job admitted = bench().admit();
    bench().time().advance(Duration.ofSeconds(2));

    Job claimed = bench().claimOne();

    assertThat(claimed.state()).isEqualTo(JobState.PROCESSING);
    assertThat(claimed.run()).isEqualTo(1);
    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.worker()).contains(Bench.WORKER);
    assertThat(claimed.startedAt()).contains(bench().time().now());
    assertThat(claimed.submittedAt()).isEqualTo(admitted.submittedAt());
    assertThat(claimed.payload()).isEqualTo(admitted.payload());
    assertThat(JobView.of(bench().find(admitted))).isEqualTo(JobView.of(claimed));
    assertThat(bench().store().lookup().attempts(admitted.id()))
        .singleElement()
        .satisfies(attempt -> {
          assertThat(attempt.run()).isEqualTo(1);
          assertThat(attempt.attempt()).isEqualTo(1);
          assertThat(attempt.worker()).isEqualTo(Bench.WORKER);
          assertThat(attempt.startedAt()).isEqualTo(bench().time().now());
          assertThat(attempt.endedAt()).isEmpty();
          assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.RUNNING);
        });
  }

  @Test
  void nothingIsClaimedFromAnEmptyStore() {
    assertThat(bench().claim(10)).isEmpty();
    assertThat(bench().claim(Bench.WORKER, 10, demand("never-heard-of", 10, Bench.HANDLED)))
        .isEmpty();
  }

  @Test
  void jobIsClaimedOnlyOnce() {
    bench().admit(3);
    assertThat(bench().claim(2)).hasSize(2);
    assertThat(bench().claim("w-2", 2)).hasSize(1);
    assertThat(bench().claim("w-2", 2)).isEmpty();
  }

  @Test
  void lowerLevelsComeFirst() {
    IntStream.of(128, 255, 0, 64, 127, 129)
        .forEach(level -> bench().admit(bench().spec().priority(new Priority(level))));
    assertThat(bench().claim(10))
        .extracting(Job::priority)
        .extracting(Priority::level)
        .containsExactly(0, 64, 127, 128, 129, 255);
  }

  @Test
  void withinALevelTheOneThatWasReadyFirstComesFirst() {
    Job snoozed = bench().admit(bench().spec().due(new Due.After(Duration.ofSeconds(5))));
    bench().time().advance(Duration.ofSeconds(3));
    Job early = bench().admit();
    bench().time().advance(Duration.ofSeconds(4));
    Job late = bench().admit();
    assertThat(bench().promoteAll()).isEqualTo(1);
    assertThat(ids(bench().claim(10))).containsExactly(early.id(), snoozed.id(), late.id());
  }

  @Test
  void jobsThatAreReadyTogetherComeInTheOrderOfAdmissionAndNotOfTheirIds() {
    List<JobId> made = List.of(bench().nextId(), bench().nextId(), bench().nextId());
    List<JobId> admitted = List.of(made.get(1), made.get(2), made.get(0));
    admitted.forEach(id -> bench().admit(JobSpec.builder(id, "t", Content.json("{}")).queue("q")));
    assertThat(ids(bench().claim(10))).isEqualTo(admitted);
  }

  @Test
  void dueTimeInThePastGivesNoPrecedence() {
    Job first = bench().admit();
    bench().time().advance(Duration.ofSeconds(1));
    Job pushy =
        bench()
            .admit(bench().spec().due(new Due.At(bench().time().now().minus(Duration.ofHours(1)))));
    assertThat(ids(bench().claim(10))).containsExactly(first.id(), pushy.id());
  }

  @Test
  void jobsOfManyTypesShareOneOrder() {
    List<Job> admitted =
        IntStream.range(0, 12).mapToObj(i -> bench().admit(bench().spec("t" + i % 3))).toList();
    Demand all =
        demand(
            Bench.QUEUE,
            100,
            new HandledType("t2", 1),
            new HandledType("t0", 1),
            new HandledType("t1", 1));
    assertThat(ids(bench().claim(Bench.WORKER, 100, all))).isEqualTo(ids(admitted));
  }

  @Test
  void onlyDemandedTypesAreGiven() {
    Job other = bench().admit(bench().spec("other"));
    Job longer = bench().admit(bench().spec("tt"));
    Job wanted = bench().admit();
    assertThat(ids(bench().claim(10))).containsExactly(wanted.id());
    assertThat(bench().stateOf(other)).isEqualTo(JobState.QUEUED);
    assertThat(bench().stateOf(longer)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void onlyDemandedQueuesAreGiven() {
    Job other = bench().admit(bench().spec().queue("other"));
    Job wanted = bench().admit();
    assertThat(ids(bench().claim(10))).containsExactly(wanted.id());
    assertThat(bench().stateOf(other)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void newerVersionsWaitForANewerWorker() {
    Job newer = bench().admit(bench().spec().typeVersion(3));
    Job current = bench().admit(bench().spec().typeVersion(2));
    Job older = bench().admit(bench().spec().typeVersion(1));
    assertThat(ids(bench().claim("w-1", 10, demand("q", 10, new HandledType("t", 2)))))
        .containsExactly(current.id(), older.id());
    assertThat(bench().stateOf(newer)).isEqualTo(JobState.QUEUED);
    assertThat(ids(bench().claim("w-2", 10, demand("q", 10, new HandledType("t", 9)))))
        .containsExactly(newer.id());
  }

  @Test
  void typesAndVersionsBelongTogether() {
    Job a = bench().admit(bench().spec("a").typeVersion(2));
    Job b = bench().admit(bench().spec("b").typeVersion(2));
    Demand demand = demand("q", 10, new HandledType("a", 1), new HandledType("b", 2));
    assertThat(ids(bench().claim("w-1", 10, demand))).containsExactly(b.id());
    assertThat(bench().stateOf(a)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void limitHoldsOverAllDemands() {
    bench().admit(5);
    IntStream.range(0, 5).forEach(i -> bench().admit(bench().spec().queue("other")));
    List<Job> claimed =
        bench()
            .claim("w-1", 7, demand("other", 100, Bench.HANDLED), demand("q", 100, Bench.HANDLED));
    assertThat(claimed)
        .extracting(Job::queue)
        .containsExactly("other", "other", "other", "other", "other", "q", "q");
  }

  @Test
  void eachDemandHasItsOwnLimit() {
    bench().admit(5);
    IntStream.range(0, 5).forEach(i -> bench().admit(bench().spec().queue("other")));
    List<Job> claimed =
        bench()
            .claim(
                "w-1",
                100,
                demand("q", 2, Bench.HANDLED),
                demand("other", 1, Bench.HANDLED),
                demand("empty", 9, Bench.HANDLED));
    assertThat(claimed).extracting(Job::queue).containsExactly("q", "q", "other");
  }

  @Test
  void queueThatIsDemandedTwiceGivesMoreTheSecondTimeAndNoJobTwice() {
    bench().admit(5);
    bench().admit(bench().spec().queue("other"));
    List<Job> claimed =
        bench()
            .claim(
                "w-1",
                4,
                demand("q", 1, Bench.HANDLED),
                demand("other", 3, Bench.HANDLED),
                demand("q", 4, Bench.HANDLED));
    assertThat(claimed).extracting(Job::queue).containsExactlyInAnyOrder("q", "other", "q", "q");
    assertThat(claimed).extracting(Job::id).doesNotHaveDuplicates();
  }

  @Test
  void demandOfNothingIsGivenNothing() {
    bench().admit();
    assertThat(bench().claim("w-1", 10, demand("q", 0, Bench.HANDLED))).isEmpty();
    assertThat(bench().claim("w-1", 10, demand("q", 10))).isEmpty();
    assertThat(bench().claim(10)).hasSize(1);
  }

  @Test
  void unhandledTypesInFrontDoNotBlock() {
    for (int i = 0; i < 3_000; i += 100) {
      bench()
          .admitGroup(
              IntStream.range(0, 100)
                  .mapToObj(n -> bench().spec("other").priority(Priority.HIGH).build())
                  .toArray(JobSpec[]::new));
    }
    Job wanted = bench().admit(bench().spec().priority(Priority.LOW));
    assertThat(ids(bench().claim(1))).containsExactly(wanted.id());
  }

  @Test
  void repeatedClaimGivesTheSameJobsAndNoOthers() {
    List<Job> admitted = bench().admit(5);
    Demand demand = demand("q", 3, Bench.HANDLED);
    bench().announce("w-1");
    List<Job> first = bench().claimAs("w-1", 1, 3, demand);
    bench().time().advance(Duration.ofSeconds(1));
    List<Job> again = bench().claimAs("w-1", 1, 3, demand);

    assertThat(ids(first)).isEqualTo(ids(admitted).subList(0, 3));
    assertThat(again.stream().map(JobView::of))
        .containsExactlyInAnyOrderElementsOf(first.stream().map(JobView::of).toList());
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(2);
    assertThat(ids(bench().claimAs("w-1", 2, 3, demand)))
        .containsExactlyElementsOf(ids(admitted).subList(3, 5));
  }

  @Test
  void repeatedClaimLeavesOutWhatNoLongerRunsInThatRun() {
    List<Job> admitted = bench().admit(4);
    Demand demand = demand("q", 4, Bench.HANDLED);
    bench().announce("w-1");
    List<Job> first = bench().claimAs("w-1", 1, 4, demand);
    bench().report(first.get(0), new Outcome.Completed(null));
    bench().release(first.get(1));
    bench().cancel(first.get(2));
    Job elsewhere = bench().claim("w-2", 1).getFirst();
    assertThat(elsewhere.id()).isEqualTo(first.get(1).id());

    assertThat(ids(bench().claimAs("w-1", 1, 4, demand)))
        .containsExactlyInAnyOrder(admitted.get(2).id(), admitted.get(3).id());
  }

  @Test
  void repeatedClaimThatGotNothingGetsNothing() {
    Demand demand = demand("q", 4, Bench.HANDLED);
    bench().announce("w-1");
    assertThat(bench().claimAs("w-1", 1, 4, demand)).isEmpty();
    bench().admit();
    assertThat(bench().claimAs("w-1", 1, 4, demand)).isEmpty();
    assertThat(bench().claimAs("w-1", 2, 4, demand)).hasSize(1);
  }

  @Test
  void claimIdsOfWorkersAreTheirOwn() {
    bench().admit(2);
    Demand demand = demand("q", 1, Bench.HANDLED);
    bench().announce("w-1");
    bench().announce("w-2");
    Job one = bench().claimAs("w-1", 1, 1, demand).getFirst();
    Job two = bench().claimAs("w-2", 1, 1, demand).getFirst();
    assertThat(one.id()).isNotEqualTo(two.id());
    assertThat(ids(bench().claimAs("w-1", 1, 1, demand))).containsExactly(one.id());
  }

  @Test
  void everyClaimCountsARunAndAnAttempt() {
    bench().admit();
    Job first = bench().claimOne();
    bench().report(first, Bench.retryIn(Duration.ofSeconds(1)));
    bench().time().advance(Duration.ofSeconds(1));
    bench().promoteAll();
    Job second = bench().claimOne();
    assertThat(List.of(second.run(), second.attempt())).containsExactly(2, 2);
    assertThat(second.reason()).isEmpty();
    // The error of the attempt before is shown while the job waits or runs again.
    assertThat(second.error()).isPresent();
    bench().release(second);
    Job third = bench().claimOne();
    assertThat(List.of(third.run(), third.attempt())).containsExactly(3, 2);
  }

  @Test
  void newRunBeginsWithoutTheProgressOfTheOldOne() {
    Job run = bench().running();
    bench().note(new Note(RunKey.of(run), new Progress(0.5, "half"), 1, List.of()));
    bench().release(run);
    assertThat(bench().claimOne().progress()).isEmpty();
  }

  @Test
  void claimProlongsTheLease() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    bench().passTime(Duration.ofSeconds(20));
    bench().claim(1);
    assertThat(bench().passTime(Duration.ofSeconds(20))).isZero();
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void workerThatHasNotAnnouncedItselfIsTurnedAway() {
    bench().admit();
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> bench().claimAs("stranger", 1, 1, demand("q", 1, Bench.HANDLED)))
        .withMessageContaining("stranger");
    assertThat(bench().claim(1)).hasSize(1);
  }

  @Test
  void queuedJobsAreClaimedInOrderAcrossManyClaims() {
    List<Job> admitted = bench().admit(30);
    List<JobId> claimed =
        IntStream.range(0, 10).boxed().flatMap(i -> ids(bench().claim(3)).stream()).toList();
    assertThat(claimed).isEqualTo(ids(admitted));
  }
}
