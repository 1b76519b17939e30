package dev.jobmill.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Upkeep.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DependenciesTest {
  private final Yard yard = new Yard();

  private JobId after(JobId job, OnFailure rule) {
    return yard.let(yard.spec().after(List.of(Yard.on(job, rule))));
  }

  @Test
  void anEndTellsAThousandFollowersAtOnceAndTheReleaseTheRest() {
    JobId first = yard.let(yard.spec());
    List<JobId> followers = new ArrayList<>();
    for (int i = 0; i < 1_300; i++) {
      followers.add(after(first, OnFailure.CANCEL));
    }
    yard.report(yard.claim(1).getFirst(), Yard.FINE);
    assertThat(queued(followers)).isEqualTo(1_000);
    assertThat(yard.store.upkeep().release(200)).isEqualTo(new Pass(200, Duration.ZERO));
    assertThat(yard.store.upkeep().release(200)).isEqualTo(new Pass(100, Duration.ofMinutes(1)));
    assertThat(queued(followers)).isEqualTo(1_300);
    assertThat(yard.store.upkeep().release(200)).isEqualTo(new Pass(0, Duration.ofMinutes(1)));
  }

  private long queued(List<JobId> jobs) {
    return jobs.stream().filter(job -> yard.state(job) == JobState.QUEUED).count();
  }

  @Test
  void aLongChainThatFailsIsFollowedStepByStep() {
    JobId first = yard.let(yard.spec());
    JobId last = first;
    for (int i = 0; i < 2_500; i++) {
      last = after(last, OnFailure.CANCEL);
    }
    yard.cancel(first);
    assertThat(yard.state(last)).isEqualTo(JobState.PENDING);
    assertThat(yard.store.upkeep().release(1_000).next()).isZero();
    assertThat(yard.store.upkeep().release(1_000).done()).isEqualTo(500);
    assertThat(yard.job(last).reason()).contains(Reason.DEPENDENCY_FAILED);
    assertThat(yard.waiting()).isZero();
  }

  @Test
  void whoHasNotBeenToldIsToldOfTheEndThatItWaitedForThoughTheJobComesBack() {
    JobId first = yard.let(yard.spec());
    List<JobId> followers = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      followers.add(after(first, OnFailure.CANCEL));
    }
    yard.cancel(first);
    yard.store.admission().retry(List.of(Yard.key(first)), "me");
    JobId late = after(first, OnFailure.CANCEL);
    assertThat(yard.store.upkeep().release(9).done()).isEqualTo(1);
    assertThat(yard.state(followers.getLast())).isEqualTo(JobState.CANCELLED);
    assertThat(yard.state(late)).isEqualTo(JobState.PENDING);
    yard.report(yard.claim(1).getFirst(), Yard.FINE);
    assertThat(yard.state(late)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aFollowerThatIsReleasedBeforeItIsDueWaitsForItsTime() {
    JobId first = yard.let(yard.spec());
    JobId later =
        yard.let(
            yard.spec()
                .after(List.of(Yard.on(first, OnFailure.RUN)))
                .due(new Due.After(Duration.ofMinutes(5))));
    yard.time.advance(Duration.ofMinutes(9));
    assertThat(yard.store.upkeep().promote(9).done()).as("it waits for the other").isZero();
    JobId second = yard.let(yard.spec());
    JobId still =
        yard.let(
            yard.spec()
                .after(List.of(Yard.on(second, OnFailure.RUN)))
                .due(new Due.After(Duration.ofMinutes(5))));
    yard.cancel(first);
    yard.cancel(second);
    assertThat(yard.state(later)).isEqualTo(JobState.QUEUED);
    assertThat(yard.job(still).reason()).contains(Reason.SCHEDULED);
    yard.time.advance(Duration.ofMinutes(5));
    assertThat(yard.store.upkeep().promote(9).done()).isEqualTo(1);
  }

  @Test
  void whatIsAwaitedIsNeitherDeletedNorPruned() {
    JobId first = yard.let(yard.spec());
    JobId follower = after(first, OnFailure.RUN);
    yard.report(yard.claim(1).getFirst(), Yard.FINE);
    Job run = yard.claim(1).getFirst();
    assertThat(run.id()).isEqualTo(follower);
    assertThat(yard.store.admission().delete(List.of(Yard.key(first))))
        .containsExactly(Acted.refused(JobState.COMPLETED, Refusal.AWAITED));
    yard.time.advance(Duration.ofDays(9));
    assertThat(yard.store.upkeep().prune(9).done()).isZero();
    yard.report(run, Yard.FINE);
    assertThat(yard.store.upkeep().prune(9).done()).isEqualTo(1);
    assertThat(yard.find(first)).isNull();
    assertThat(yard.store.admission().delete(List.of(Yard.key(follower))))
        .containsExactly(Acted.changed(JobState.COMPLETED));
    assertThat(yard.store.shelves.jobs).isEmpty();
  }

  @Test
  void aFollowerThatIsCancelledLeavesNothingBehind() {
    JobId first = yard.let(yard.spec());
    yard.cancel(after(first, OnFailure.RUN));
    assertThat(yard.store.shelves.jobs.get(first).followers).isNull();
  }

  @Test
  void aJobThatComesBackWaitsForNobody() {
    JobId first = yard.let(yard.spec());
    JobId follower = after(first, OnFailure.CANCEL);
    yard.cancel(follower);
    assertThat(yard.store.admission().retry(List.of(Yard.key(follower)), "me"))
        .containsExactly(Acted.changed(JobState.QUEUED));
    yard.cancel(first);
    assertThat(yard.state(follower)).isEqualTo(JobState.QUEUED);
  }

  /// Replays a failure with `-Djobmill.seed=…`.
  @Test
  void everyJobOfALargeGraphRunsOnceAndAfterThoseThatItComesAfter() {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    List<JobId> all = new ArrayList<>();
    Map<JobId, Integer> place = new HashMap<>();
    Map<JobId, List<Dependency>> edges = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      List<Dependency> after = new ArrayList<>();
      for (int j = random.nextInt(4); j > 0 && i > 0; j--) {
        after.add(Yard.on(all.get(random.nextInt(i)), OnFailure.CANCEL));
      }
      JobSpec.Builder job = yard.spec().after(after);
      JobId id = yard.let(job);
      all.add(id);
      edges.put(id, after);
    }
    List<Job> running = new ArrayList<>();
    while (place.size() < all.size()) {
      running.addAll(yard.claim(random.nextInt(1, 9)));
      assertThat(running).as("seed %d: nobody can go on", seed).isNotEmpty();
      Job ended = running.remove(random.nextInt(running.size()));
      for (Dependency edge : edges.get(ended.id())) {
        assertThat(place).as("seed %d", seed).containsKey(edge.job());
      }
      assertThat(place.put(ended.id(), place.size())).as("seed %d", seed).isNull();
      yard.report(ended, Yard.FINE);
    }
    assertThat(yard.store.shelves.edges.hasUndecided()).isFalse();
    assertThat(yard.store.shelves.lines.prunable).hasSize(1_000);
  }
}
