package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import dev.jobmill.store.Acted;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Upkeep.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Jobs that come after others: many at once, and what people do to them.
abstract class DependentsContract extends ContractPart {
  private static final int AT_ONCE = 1_000;

  private long jobs(JobState state) {
    return bench().store().lookup().count().of(state);
  }

  private void admitAll(List<JobSpec> specs) {
    for (int from = 0; from < specs.size(); from += AT_ONCE) {
      List<JobSpec> group = specs.subList(from, Math.min(specs.size(), from + AT_ONCE));
      assertThat(bench().admitGroups(new AdmitGroup(Bench.QUEUE, group)))
          .hasOnlyElementsOfType(Admitted.class);
    }
  }

  @Test
  void manyDependentsAreReleasedInBoundedStepsAndOnceEach() {
    int many = 2_500;
    Job first = bench().running();
    List<JobSpec> specs = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      specs.add(bench().specAfter(first).build());
    }
    admitAll(specs);
    assertThat(jobs(JobState.PENDING)).isEqualTo(many);
    bench().report(first, new Outcome.Completed(null));
    assertThat(jobs(JobState.QUEUED)).describedAs("released at once").isEqualTo(AT_ONCE);

    long before = jobs(JobState.QUEUED);
    for (int passes = 0; jobs(JobState.PENDING) > 0; passes++) {
      assertThat(passes).describedAs("passes").isLessThan(100);
      Pass pass = bench().store().upkeep().release(100);
      long now = jobs(JobState.QUEUED);
      assertThat(now - before).describedAs("released by a pass").isBetween(0L, 100L);
      before = now;
      if (jobs(JobState.PENDING) > 0) {
        assertThat(pass.next()).describedAs("wait when there is more to do").isZero();
      }
    }
    assertThat(bench().releaseAll()).isZero();
    List<Job> claimed = bench().claim(many + 10);
    assertThat(claimed).hasSize(many).allMatch(job -> job.run() == 1);
    assertThat(claimed.stream().map(Job::id).distinct()).hasSize(many);
  }

  @Test
  void longChainWhoseFirstJobFailsEndsInBoundedSteps() {
    int length = 3_000;
    Job first = bench().running();
    List<JobSpec> specs = new ArrayList<>();
    JobId before = first.id();
    for (int i = 1; i < length; i++) {
      specs.add(
          bench()
              .spec()
              .after(List.of(new Dependency(Bench.QUEUE, before, OnFailure.CANCEL)))
              .build());
      before = specs.getLast().id();
    }
    admitAll(specs);
    bench().report(first, Bench.failed());
    assertThat(jobs(JobState.CANCELLED)).describedAs("ended at once").isEqualTo(AT_ONCE);

    Passes.untilDone(bench().store().upkeep()::release, 300);
    assertThat(jobs(JobState.CANCELLED)).isEqualTo(length - 1L);
    assertThat(jobs(JobState.PENDING)).isZero();
    Job last = bench().find(before);
    assertThat(last.reason()).contains(Reason.DEPENDENCY_FAILED);
    assertThat(bench().store().lookup().count().lastMinute().ended()).isEqualTo(length);
    assertThat(bench().releaseAll()).isZero();
    assertThat(bench().store().upkeep().release(Bench.ALL).next()).isPositive();
  }

  /// Whether an old dependent that was still to be released when the other was put back is released
  /// or waits for it once more is left open.
  @Test
  void newJobWaitsForOneThatWasPutBackThoughOldDependentsAreStillToBeReleased() {
    Job first = bench().running();
    List<JobSpec> specs = new ArrayList<>();
    for (int i = 0; i < AT_ONCE + 1; i++) {
      specs.add(bench().specAfter(first).build());
    }
    admitAll(specs);
    bench().report(first, new Outcome.Completed(null));
    bench().retry(first);
    Job late = bench().admit(bench().specAfter(first));
    bench().releaseAll();
    assertThat(bench().find(late).reason()).contains(Reason.DEPENDENCIES);
    List<Job> runs = new ArrayList<>(bench().claim(2 * AT_ONCE));
    bench().store().claims().report(runs.stream().map(ReportContract::completion).toList());
    bench().releaseAll();
    runs.addAll(bench().claim(2 * AT_ONCE));
    assertThat(jobs(JobState.PENDING)).isZero();
    assertThat(runs.stream().map(Job::id).distinct()).hasSize(AT_ONCE + 3).hasSize(runs.size());
  }

  @Test
  void jobThatWasCancelledBeforeItsReleaseStaysCancelled() {
    Job first = bench().running();
    List<JobSpec> specs = new ArrayList<>();
    for (int i = 0; i < AT_ONCE + 5; i++) {
      specs.add(bench().specAfter(first).build());
    }
    admitAll(specs);
    bench().report(first, new Outcome.Completed(null));
    for (JobSpec spec : specs) {
      if (bench().find(spec.id()).state() == JobState.PENDING) {
        bench().cancel(bench().find(spec.id()));
      }
    }
    assertThat(jobs(JobState.CANCELLED)).isEqualTo(5);
    bench().releaseAll();
    assertThat(jobs(JobState.CANCELLED)).isEqualTo(5);
    assertThat(jobs(JobState.QUEUED)).isEqualTo(AT_ONCE);
  }

  @Test
  void cancelledDependentIsAnEndLikeAnyOther() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    Job third = bench().admit(bench().specAfter(second));
    assertThat(bench().cancel(second)).isEqualTo(Acted.changed(JobState.CANCELLED));
    assertThat(bench().find(second).reason()).isEmpty();
    assertThat(bench().find(third).reason()).contains(Reason.DEPENDENCY_FAILED);
    assertThat(bench().stateOf(first)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void retriedDependentWaitsForNobodyAnyMore() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    bench().cancel(second);
    assertThat(bench().retry(second)).isEqualTo(Acted.changed(JobState.QUEUED));
    bench().endNext(Bench.failed());
    assertThat(bench().stateOf(second)).isEqualTo(JobState.QUEUED);
    assertThat(bench().completeNext().id()).isEqualTo(second.id());
  }

  @Test
  void jobThatEndedByItsDependencyMayBeRetried() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    bench().endNext(Bench.failed());
    assertThat(bench().retry(second)).isEqualTo(Acted.changed(JobState.QUEUED));
    assertThat(bench().find(second).error()).isEmpty();
    assertThat(bench().find(second).reason()).isEmpty();
    assertThat(bench().completeNext().id()).isEqualTo(second.id());
    assertThat(bench().stateOf(first)).isEqualTo(JobState.FAILED);
  }

  @Test
  void jobsThatWereDecidedStayAsTheyAreWhenTheOtherIsPutBack() {
    Job first = bench().admit();
    Job cancelled = bench().admit(bench().specAfter(first));
    Job free =
        bench().admit(bench().spec().after(List.of(Dependency.on(first).onFailure(OnFailure.RUN))));
    bench().endNext(Bench.failed());
    bench().time().advance(Duration.ofSeconds(1));
    bench().retry(first);
    assertThat(bench().stateOf(cancelled)).isEqualTo(JobState.CANCELLED);
    assertThat(bench().stateOf(free)).isEqualTo(JobState.QUEUED);
    Job late = bench().admit(bench().specAfter(first));
    assertThat(late.reason()).contains(Reason.DEPENDENCIES);
    bench().completeNext();
    assertThat(bench().completeNext().id()).isEqualTo(first.id());
    assertThat(bench().stateOf(late)).isEqualTo(JobState.QUEUED);
    assertThat(bench().stateOf(cancelled)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void dependentsOfAReplacedJobSeeACancelledOne() {
    Unique key = Unique.by("k");
    Job holder = bench().admit(bench().spec().unique(key));
    Job dependent = bench().admit(bench().specAfter(holder));
    Job anyway =
        bench()
            .admit(bench().spec().after(List.of(Dependency.on(holder).onFailure(OnFailure.RUN))));
    bench().admit(bench().spec().unique(key.onDuplicate(OnDuplicate.REPLACE)));
    assertThat(bench().stateOf(holder)).isEqualTo(JobState.CANCELLED);
    assertThat(bench().stateOf(dependent)).isEqualTo(JobState.CANCELLED);
    assertThat(bench().find(dependent).reason()).contains(Reason.DEPENDENCY_FAILED);
    assertThat(bench().stateOf(anyway)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void jobMayComeAfterTheGreatestNumberOfOthers() {
    List<Job> others = bench().admit(Dependency.COUNT_MAX);
    Job last = bench().admit(bench().spec().after(others.stream().map(Dependency::on).toList()));
    List<Job> runs = bench().claim(Dependency.COUNT_MAX);
    bench().store().claims().report(runs.stream().skip(1).map(ReportContract::completion).toList());
    assertThat(bench().stateOf(last)).isEqualTo(JobState.PENDING);
    bench().report(runs.getFirst(), new Outcome.Completed(null));
    bench().releaseAll();
    assertThat(bench().stateOf(last)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void releasedDependentIsHinted() {
    Job first = bench().running();
    bench().admit(bench().specAfter(first));
    Hints.assertHinted(
        bench().store(),
        hint -> hint.queued().contains(Bench.QUEUE),
        () -> bench().report(first, new Outcome.Completed(null)));
  }

  @Test
  void dependentThatEndsIsHinted() {
    Job first = bench().running();
    Job second = bench().admit(bench().specAfter(first));
    Hints.assertHinted(
        bench().store(),
        hint -> hint.ended().contains(second.id()),
        () -> bench().report(first, Bench.failed()));
  }

  @Test
  void dependentsThatAreLeftToBeReleasedAreHintedTwice() {
    Job first = bench().running();
    List<JobSpec> specs = new ArrayList<>();
    for (int i = 0; i < AT_ONCE + 1; i++) {
      specs.add(bench().specAfter(first).build());
    }
    admitAll(specs);
    Hints.assertHinted(
        bench().store(),
        hint -> hint.pending(),
        () -> bench().report(first, new Outcome.Completed(null)));
    Hints.assertHinted(
        bench().store(), hint -> hint.queued().contains(Bench.QUEUE), () -> bench().releaseAll());
  }
}
