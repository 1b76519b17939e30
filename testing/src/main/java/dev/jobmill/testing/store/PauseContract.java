package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.Queues.TypeInfo;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [Queues]: what is known of queues and types, and their pauses.
abstract class PauseContract extends ContractPart {
  private static final HandledType OTHER = new HandledType("u", 1);

  private Queues queues() {
    return bench().store().queues();
  }

  private List<String> queueNames() {
    return queues().queues().stream().map(QueueInfo::name).toList();
  }

  private List<Job> claimBothTypes(String queue) {
    return bench().claim("w-1", 10, new Demand(queue, List.of(Bench.HANDLED, OTHER), 10));
  }

  @Test
  void queuesAreNamedInOrderOnceTheyHoldAJob() {
    assertThat(queues().queues()).isEmpty();
    for (String queue : List.of("b", "a", "B", "b", "a.b", "Z", "10", "9")) {
      bench().admit(bench().spec().queue(queue));
    }
    assertThat(queueNames()).containsExactly("10", "9", "B", "Z", "a", "a.b", "b");
    assertThat(bench().queue("b")).isEqualTo(new QueueInfo("b", false, Queues.LIMIT_STANDARD, 2));
  }

  @Test
  void typesAreNamedInOrderOnceTheyHaveAJob() {
    assertThat(queues().types()).isEmpty();
    for (String type : List.of("b", "a", "B", "b", "a.b", "Z")) {
      bench().admit(bench().spec(type).queue("q-" + type));
    }
    assertThat(queues().types())
        .extracting(TypeInfo::name)
        .containsExactly("B", "Z", "a", "a.b", "b");
    assertThat(queues().types()).noneMatch(TypeInfo::paused);
  }

  @Test
  void queueAndTypeStayWhenTheirJobsAreForgotten() {
    Job job = bench().completed();
    bench().time().advance(bench().retention().plusSeconds(1));
    bench().pruneAll();
    assertThat(bench().knows(job)).isFalse();
    assertThat(queueNames()).containsExactly(Bench.QUEUE);
    assertThat(queues().types()).containsExactly(new TypeInfo(Bench.TYPE, false));
  }

  @Test
  void refusedGroupMakesNoQueueAndNoType() {
    var spec = bench().spec().queue("refused").build();
    bench().refused(spec, spec.toBuilder().maxAttempts(9).build());
    assertThat(queues().queues()).isEmpty();
    assertThat(queues().types()).isEmpty();
  }

  @Test
  void queueAndTypeThatArePausedBeforeTheyHaveAJobExist() {
    queues().pauseQueue("z", true);
    queues().pauseQueue("y", false);
    queues().pauseType("v", true);
    queues().pauseType("u", false);
    assertThat(queues().queues())
        .containsExactly(
            new QueueInfo("y", false, Queues.LIMIT_STANDARD, 0),
            new QueueInfo("z", true, Queues.LIMIT_STANDARD, 0));
    assertThat(queues().types()).containsExactly(new TypeInfo("u", false), new TypeInfo("v", true));
    bench().admit(bench().spec("v").queue("z"));
    assertThat(bench().queue("z").paused()).isTrue();
    assertThat(queues().types()).contains(new TypeInfo("v", true));
  }

  @Test
  void pausedQueueGivesNoJobsAndChangesNone() {
    Job job = bench().admit();
    Job other = bench().admit(bench().spec().queue("other"));
    queues().pauseQueue(Bench.QUEUE, true);
    queues().pauseQueue(Bench.QUEUE, true);
    assertThat(bench().claim(10)).isEmpty();
    assertThat(
            bench()
                .claim(
                    "w-1",
                    10,
                    new Demand(Bench.QUEUE, List.of(Bench.HANDLED), 10),
                    new Demand("other", List.of(Bench.HANDLED), 10)))
        .extracting(Job::id)
        .containsExactly(other.id());
    assertThat(JobView.of(bench().find(job))).isEqualTo(JobView.of(job));
    assertThat(bench().queue(Bench.QUEUE).paused()).isTrue();
    assertThat(bench().queue(Bench.QUEUE).waiting()).isEqualTo(1);

    queues().pauseQueue(Bench.QUEUE, false);
    assertThat(bench().queue(Bench.QUEUE).paused()).isFalse();
    assertThat(bench().claimOne().id()).isEqualTo(job.id());
  }

  @Test
  void pausedTypeGivesNoJobsInAnyQueue() {
    for (String queue : List.of("a", "b", "c", "d")) {
      Job paused = bench().admit(bench().spec().queue(queue));
      Job other = bench().admit(bench().spec("u").queue(queue));
      queues().pauseType(Bench.TYPE, true);
      assertThat(claimBothTypes(queue)).extracting(Job::id).containsExactly(other.id());
      assertThat(JobView.of(bench().find(paused))).isEqualTo(JobView.of(paused));
      queues().pauseType(Bench.TYPE, false);
      assertThat(claimBothTypes(queue)).extracting(Job::id).containsExactly(paused.id());
    }
  }

  @Test
  void pausesOfQueueAndTypeAreIndependent() {
    bench().admit();
    queues().pauseQueue(Bench.QUEUE, true);
    queues().pauseType(Bench.TYPE, true);
    queues().pauseType(Bench.TYPE, false);
    assertThat(bench().claim(10)).isEmpty();
    queues().pauseType(Bench.TYPE, true);
    queues().pauseQueue(Bench.QUEUE, false);
    assertThat(bench().claim(10)).isEmpty();
    queues().pauseType(Bench.TYPE, false);
    assertThat(bench().claim(10)).hasSize(1);
  }

  @Test
  void pauseHoldsForJobsThatComeLater() {
    queues().pauseQueue(Bench.QUEUE, true);
    queues().pauseType("u", true);
    bench().admit();
    bench().admitLater(Duration.ofSeconds(1));
    bench().admit(bench().spec("u").queue("other").due(new Due.After(Duration.ofSeconds(1))));
    bench().time().advance(Duration.ofSeconds(1));
    assertThat(bench().promoteAll()).isEqualTo(2);
    assertThat(bench().claim(10)).isEmpty();
    assertThat(claimBothTypes("other")).isEmpty();
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(3);
  }

  @Test
  void jobsThatRunGoOn() {
    Job completing = bench().running();
    Job releasing = bench().running();
    Job retrying = bench().running();
    queues().pauseQueue(Bench.QUEUE, true);
    queues().pauseType(Bench.TYPE, true);
    assertThat(bench().renew(Bench.WORKER, completing, releasing, retrying).lost()).isEmpty();
    assertThat(bench().note(new Note(RunKey.of(completing), null, 1, List.of())))
        .isEqualTo(Applied.APPLIED);
    assertThat(bench().report(completing, new Outcome.Completed(null))).isEqualTo(Applied.APPLIED);
    assertThat(bench().release(releasing)).isEqualTo(Applied.APPLIED);
    assertThat(bench().report(retrying, Bench.retryIn(Duration.ZERO))).isEqualTo(Applied.APPLIED);
    assertThat(bench().promoteAll()).isEqualTo(1);
    assertThat(bench().stateOf(completing)).isEqualTo(JobState.COMPLETED);
    assertThat(bench().stateOf(releasing)).isEqualTo(JobState.QUEUED);
    assertThat(bench().claim(10)).isEmpty();
  }

  @Test
  void repeatedClaimGivesItsJobsAlsoWhenTheyArePaused() {
    bench().announce("w-9");
    Job job = bench().admit();
    Demand demand = new Demand(Bench.QUEUE, List.of(Bench.HANDLED), 10);
    assertThat(bench().claimAs("w-9", 1, 10, demand)).hasSize(1);
    queues().pauseQueue(Bench.QUEUE, true);
    queues().pauseType(Bench.TYPE, true);
    assertThat(bench().claimAs("w-9", 1, 10, demand)).extracting(Job::id).containsExactly(job.id());
  }

  @Test
  void waitingTimeCountsThroughAPause() {
    Job first = bench().admit();
    queues().pauseQueue(Bench.QUEUE, true);
    bench().time().advance(Duration.ofHours(1));
    Job second = bench().admit();
    assertThat(bench().store().lookup().count().oldestQueued())
        .containsEntry(Bench.QUEUE, first.submittedAt());
    queues().pauseQueue(Bench.QUEUE, false);
    assertThat(bench().claim(10)).extracting(Job::id).containsExactly(first.id(), second.id());
  }

  @Test
  void queueThatGoesOnIsHinted() {
    bench().admit();
    queues().pauseQueue(Bench.QUEUE, true);
    Hints.assertHinted(
        bench().store(),
        hint -> hint.queued().contains(Bench.QUEUE),
        () -> queues().pauseQueue(Bench.QUEUE, false));
  }

  @Test
  void queuesOfATypeThatGoesOnAreHinted() {
    bench().admit();
    queues().pauseType(Bench.TYPE, true);
    Hints.assertHinted(
        bench().store(),
        hint -> hint.queued().contains(Bench.QUEUE),
        () -> queues().pauseType(Bench.TYPE, false));
  }
}
