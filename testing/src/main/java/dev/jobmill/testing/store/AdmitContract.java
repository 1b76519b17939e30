package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Content;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Admittance.Entry;
import dev.jobmill.store.Admittance.Refused;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Admission#admit].
abstract class AdmitContract extends ContractPart {
  @Test
  void admittedJobIsFoundAtOnce() {
    JobSpec spec = bench().spec().build();

    assertThat(bench().admitGroup(spec))
        .isEqualTo(new Admitted(List.of(new Entry(spec.id(), false))));

    Job job = bench().find(spec.id());
    assertThat(job.spec().sameContent(spec)).isTrue();
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.reason()).isEmpty();
    assertThat(job.submittedAt()).isEqualTo(bench().time().now());
    assertThat(job.dueAt()).isEqualTo(bench().time().now());
    assertThat(List.of(job.attempt(), job.run(), job.crashes())).containsOnly(0);
    assertThat(job.startedAt()).isEmpty();
    assertThat(job.endedAt()).isEmpty();
    assertThat(job.worker()).isEmpty();
    assertThat(job.progress()).isEmpty();
    assertThat(job.result()).isEmpty();
    assertThat(job.error()).isEmpty();
  }

  @Test
  void jobThatIsDueLaterIsPendingAndScheduled() {
    Job delayed = bench().admitLater(Duration.ofSeconds(1));
    assertThat(delayed.state()).isEqualTo(JobState.PENDING);
    assertThat(delayed.reason()).contains(Reason.SCHEDULED);
    assertThat(delayed.dueAt()).isEqualTo(bench().time().now().plusSeconds(1));

    Due at = new Due.At(bench().time().now().plus(Duration.ofDays(4_000)));
    Job dated = bench().admit(bench().spec().due(at));
    assertThat(dated.state()).isEqualTo(JobState.PENDING);
    assertThat(dated.reason()).contains(Reason.SCHEDULED);
    assertThat(dated.dueAt()).isEqualTo(bench().time().now().plus(Duration.ofDays(4_000)));
  }

  @Test
  void jobThatIsDueAtThisInstantIsQueued() {
    Job job = bench().admit(bench().spec().due(new Due.At(bench().time().now())));
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void jobThatWasDueInThePastIsQueuedAndKeepsItsInstant() {
    Due past = new Due.At(bench().time().now().minus(Duration.ofDays(20_000)));
    Job job = bench().admit(bench().spec().due(past));
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.dueAt()).isEqualTo(bench().time().now().minus(Duration.ofDays(20_000)));
    assertThat(bench().claimOne().id()).isEqualTo(job.id());
  }

  @Test
  void sameIdWithSameContentIsADuplicateAndChangesNothing() {
    JobSpec spec = bench().spec().build();
    bench().admitGroup(spec);
    bench().time().advance(Duration.ofSeconds(5));

    // The due time and the trace are no part of the content: they differ when a request is resent.
    JobSpec again =
        spec.toBuilder()
            .due(new Due.After(Duration.ofHours(1)))
            .requestId("another")
            .traceparent("00-other")
            .build();
    assertThat(bench().admitGroup(again))
        .isEqualTo(new Admitted(List.of(new Entry(spec.id(), true))));

    Job job = bench().find(spec.id());
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.submittedAt()).isEqualTo(bench().time().now().minusSeconds(5));
    assertThat(job.spec().requestId()).isEqualTo(spec.requestId());
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(1);
    assertThat(bench().claim(10)).hasSize(1);
  }

  @Test
  void duplicateIsRecognisedWhateverHasBecomeOfTheJob() {
    Job done = bench().completed();
    Job running = bench().running();
    Job waiting = bench().admitLater(Duration.ofHours(1));
    for (Job job : List.of(done, running, waiting)) {
      JobState before = bench().stateOf(job);
      assertThat(bench().admitGroup(job.spec()))
          .isEqualTo(new Admitted(List.of(new Entry(job.id(), true))));
      assertThat(bench().stateOf(job)).isEqualTo(before);
    }
  }

  @Test
  void sameIdWithOtherContentIsAConflict() {
    JobSpec spec = bench().spec().tags(Set.of("a")).metadata(Map.of("k", "v")).build();
    bench().admitGroup(spec);
    List<JobSpec> others =
        List.of(
            JobSpec.builder(spec.id(), spec.type(), Content.json("{\"n\":2}"))
                .queue(spec.queue())
                .tags(spec.tags())
                .metadata(spec.metadata())
                .build(),
            spec.toBuilder().typeVersion(2).build(),
            spec.toBuilder().maxAttempts(7).build(),
            spec.toBuilder().timeout(Duration.ofSeconds(1)).build(),
            spec.toBuilder().tags(Set.of("b")).build(),
            spec.toBuilder().metadata(Map.of("k", "w")).build());
    for (JobSpec other : others) {
      Admittance answer = bench().admitGroup(other);
      assertThat(answer).isInstanceOf(Refused.class);
      Refused refused = (Refused) answer;
      assertThat(refused.index()).isZero();
      assertThat(refused.why()).isEqualTo(Refusal.CONFLICT);
      assertThat(refused.message()).contains(spec.id().toString());
    }
    assertThat(bench().find(spec.id()).spec().sameContent(spec)).isTrue();
  }

  @Test
  void sameIdWithAnotherPriorityIsTheSameSinceAPersonMayHaveChangedIt() {
    JobSpec spec = bench().spec().build();
    bench().admitGroup(spec);
    Admittance answer = bench().admitGroup(spec.toBuilder().priority(Priority.HIGH).build());
    assertThat(((Admitted) answer).entries().getFirst().duplicate()).isTrue();
    assertThat(bench().find(spec.id()).priority()).isEqualTo(Priority.NORMAL);
  }

  @Test
  void conflictIsRecognisedWhenTheJobHasEnded() {
    Job done = bench().completed();
    JobSpec other = done.spec().toBuilder().maxAttempts(9).build();
    assertThat(bench().admitGroup(other)).isInstanceOf(Refused.class);
    assertThat(bench().stateOf(done)).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void conflictRefusesItsWholeGroup() {
    Job there = bench().admit();
    JobSpec first = bench().spec().build();
    JobSpec conflict = there.spec().toBuilder().maxAttempts(9).build();
    JobSpec last = bench().spec().build();

    Admittance answer = bench().admitGroup(first, conflict, last);

    assertThat(answer).isInstanceOf(Refused.class);
    assertThat(((Refused) answer).index()).isEqualTo(1);
    assertThat(bench().store().lookup().find(List.of(first.id(), last.id()))).isEmpty();
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(1);
  }

  @Test
  void groupMayHaveDuplicatesAmongNewJobs() {
    Job there = bench().admit();
    JobSpec fresh = bench().spec().build();
    assertThat(bench().admitGroup(fresh, there.spec(), fresh))
        .isEqualTo(
            new Admitted(
                List.of(
                    new Entry(fresh.id(), false),
                    new Entry(there.id(), true),
                    new Entry(fresh.id(), true))));
    assertThat(bench().claim(10)).hasSize(2);
  }

  @Test
  void jobsOfOneGroupThatShareAnIdConflictWithEachOther() {
    JobSpec one = bench().spec().build();
    JobSpec other = one.toBuilder().maxAttempts(9).build();

    Admittance answer = bench().admitGroup(one, other);

    assertThat(answer).isInstanceOf(Refused.class);
    assertThat(((Refused) answer).index()).isEqualTo(1);
    assertThat(bench().store().lookup().find(List.of(one.id()))).isEmpty();
  }

  @Test
  void groupsOfOneCallShareNoFate() {
    Job there = bench().admit();
    JobSpec before = bench().spec().build();
    JobSpec conflict = there.spec().toBuilder().maxAttempts(9).build();
    JobSpec besides = bench().spec().build();
    JobSpec after = bench().spec().queue("other").build();

    List<Admittance> answers =
        bench()
            .admitGroups(Bench.group(before), Bench.group(besides, conflict), Bench.group(after));

    assertThat(answers)
        .hasSize(3)
        .satisfies(all -> {
          assertThat(all.get(0)).isInstanceOf(Admitted.class);
          assertThat(all.get(1)).isInstanceOf(Refused.class);
          assertThat(all.get(2)).isInstanceOf(Admitted.class);
        });
    assertThat(bench().store().lookup().find(List.of(before.id(), besides.id(), after.id())))
        .containsOnlyKeys(before.id(), after.id());
  }

  @Test
  void laterGroupOfACallSeesTheJobsOfAnEarlierOne() {
    JobSpec spec = bench().spec().build();
    JobSpec other = spec.toBuilder().maxAttempts(9).build();
    assertThat(bench().admitGroups(Bench.group(spec), Bench.group(spec), Bench.group(other)))
        .satisfies(all -> {
          assertThat(all.get(0)).isEqualTo(new Admitted(List.of(new Entry(spec.id(), false))));
          assertThat(all.get(1)).isEqualTo(new Admitted(List.of(new Entry(spec.id(), true))));
          assertThat(all.get(2)).isInstanceOf(Refused.class);
        });
  }

  @Test
  void noGroupsHaveNoAnswers() {
    assertThat(bench().store().admission().admit(List.of())).isEmpty();
  }

  @Test
  void groupOfTheGreatestSizeIsTakenInWhole() {
    List<JobSpec> specs = specs(Admission.GROUP_SIZE_MAX);
    Admittance answer = bench().admitGroups(new AdmitGroup(Bench.QUEUE, specs)).getFirst();
    assertThat(answer).isInstanceOf(Admitted.class);
    assertThat(((Admitted) answer).entries().stream().map(Entry::id).toList())
        .isEqualTo(specs.stream().map(JobSpec::id).toList());
    assertThat(bench().store().lookup().list(JobFilter.ALL, null, 1_000)).hasSize(1_000);
  }

  @Test
  void fiveThousandJobsGoThrough() {
    JobStore store = bench().store();
    List<AdmitGroup> groups =
        IntStream.range(0, 5)
            .mapToObj(i -> new AdmitGroup(Bench.QUEUE, specs(Admission.GROUP_SIZE_MAX)))
            .toList();
    assertThat(store.admission().admit(groups)).hasOnlyElementsOfType(Admitted.class);

    List<Job> claimed = bench().claim(5_000);
    assertThat(claimed.stream().map(Job::id).toList())
        .isEqualTo(
            groups.stream().flatMap(group -> group.jobs().stream()).map(JobSpec::id).toList());

    assertThat(store.claims().release(claimed.stream().limit(1).map(RunKey::of).toList()))
        .hasSize(1);
    assertThat(
            store
                .claims()
                .report(claimed.stream().map(ReportContract::completion).toList())
                .stream()
                .filter(applied -> applied == Applied.APPLIED))
        .hasSize(4_999);
    assertThat(store.lookup().count().of(JobState.COMPLETED)).isEqualTo(4_999);
    assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(1);
  }

  private List<JobSpec> specs(int count) {
    return IntStream.range(0, count).mapToObj(i -> bench().spec().build()).toList();
  }
}
