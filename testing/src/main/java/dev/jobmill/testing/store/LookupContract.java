package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Content;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Lookup], but for its counts.
abstract class LookupContract extends ContractPart {
  private Lookup lookup() {
    return bench().store().lookup();
  }

  private List<JobId> list(JobFilter filter, @Nullable JobId before, int limit) {
    return lookup().list(filter, before, limit).stream().map(Job::id).toList();
  }

  private List<JobId> list(JobFilter filter) {
    return list(filter, null, Lookup.PAGE_SIZE_MAX);
  }

  private static List<JobId> newestFirst(List<Job> oldestFirst) {
    List<JobId> ids = new ArrayList<>(oldestFirst.stream().map(Job::id).toList());
    Collections.reverse(ids);
    return ids;
  }

  /// A job in each of the eight states, made in this order of their ids.
  private List<Job> oneOfEachState() {
    Job cancelling = bench().cancelling();
    Job processing = bench().running();
    Job completed = bench().completed();
    Job failed = bench().ended(Bench.failed());
    Job timeout = bench().ended(Bench.timedOut());
    Job cancelled = bench().admit();
    bench().cancel(cancelled);
    Job queued = bench().admit();
    Job pending = bench().admitLater(Duration.ofHours(1));
    return List.of(cancelling, processing, completed, failed, timeout, cancelled, queued, pending);
  }

  @Test
  void knownJobsAreFoundAndUnknownOnesLeftOut() {
    List<Job> jobs = oneOfEachState();
    List<JobId> ids = new ArrayList<>(newestFirst(jobs));
    ids.add(3, bench().nextId());
    ids.add(ids.getFirst());
    assertThat(lookup().find(ids).keySet()).hasSize(8).containsAll(newestFirst(jobs));
    assertThat(lookup().find(List.of())).isEmpty();
    assertThat(lookup().find(List.of(bench().nextId()))).isEmpty();
  }

  @Test
  void thousandJobsAreFoundInOneLook() {
    List<Job> jobs = bench().admit(Lookup.PAGE_SIZE_MAX);
    assertThat(lookup().find(newestFirst(jobs))).hasSize(Lookup.PAGE_SIZE_MAX);
    assertThat(list(JobFilter.ALL)).isEqualTo(newestFirst(jobs));
  }

  @Test
  void liveJobsAndHistoryAreListedTogetherNewestFirst() {
    assertThat(list(JobFilter.ALL)).isEmpty();
    List<Job> jobs = oneOfEachState();
    assertThat(list(JobFilter.ALL)).isEqualTo(newestFirst(jobs));
  }

  @Test
  void listedJobIsTheSameAsTheFoundOne() {
    oneOfEachState();
    for (Job listed : lookup().list(JobFilter.ALL, null, 10)) {
      assertThat(JobView.of(listed)).isEqualTo(JobView.of(bench().find(listed)));
      assertThat(listed.spec().sameContent(bench().find(listed).spec())).isTrue();
    }
  }

  @Test
  void pagesGoOnWhereTheOneBeforeEnded() {
    List<Job> jobs =
        IntStream.range(0, 5).boxed().flatMap(i -> oneOfEachStateOnce(i).stream()).toList();
    List<JobId> expected = newestFirst(jobs);
    for (int size : List.of(1, 7, 10, 39, 40)) {
      List<JobId> paged = new ArrayList<>();
      @Nullable JobId before = null;
      List<JobId> page;
      do {
        page = list(JobFilter.ALL, before, size);
        assertThat(page).hasSizeLessThanOrEqualTo(size);
        paged.addAll(page);
        before = page.isEmpty() ? null : page.getLast();
      } while (!page.isEmpty());
      assertThat(paged).describedAs("pages of %s", size).isEqualTo(expected);
    }
  }

  private List<Job> oneOfEachStateOnce(int round) {
    Job running = bench().running();
    Job done = bench().completed();
    Job failed = bench().ended(Bench.failed());
    Job pending = bench().admitLater(Duration.ofSeconds(round + 1));
    Job cancelled = bench().admit();
    bench().cancel(cancelled);
    bench().time().advance(Duration.ofMillis(3));
    List<Job> more =
        IntStream.range(0, 3).mapToObj(i -> bench().admit(bench().spec("later"))).toList();
    List<Job> all = new ArrayList<>(List.of(running, done, failed, pending, cancelled));
    all.addAll(more);
    return all;
  }

  @Test
  void pageMayBeginAtAnIdThatIsNotThere() {
    Job old = bench().admit();
    JobId between = bench().nextId();
    bench().admit();
    assertThat(list(JobFilter.ALL, between, 10)).containsExactly(old.id());
    assertThat(list(JobFilter.ALL, old.id(), 10)).isEmpty();
  }

  @Test
  void idsAreOrderedAsUnsignedNumbers() {
    List<JobId> ascending =
        List.of(
            id("00000000-0000-7000-8000-000000000001"),
            id("7fffffff-ffff-7fff-8000-000000000000"),
            id("7fffffff-ffff-7fff-bfff-ffffffffffff"),
            id("80000000-0000-7000-8000-000000000000"),
            id("ffffffff-ffff-7fff-bfff-fffffffffffe"));
    for (int i : List.of(3, 0, 4, 2, 1)) {
      bench().admit(JobSpec.builder(ascending.get(i), "t", Content.json("1")).queue("q"));
    }
    List<JobId> descending = new ArrayList<>(ascending);
    Collections.reverse(descending);
    assertThat(list(JobFilter.ALL)).isEqualTo(descending);
    assertThat(list(JobFilter.ALL, ascending.get(3), 2))
        .containsExactly(ascending.get(2), ascending.get(1));
  }

  private static JobId id(String text) {
    return new JobId(UUID.fromString(text));
  }

  @Test
  void eachStateIsListedAlone() {
    List<Job> jobs = oneOfEachState();
    for (Job job : jobs) {
      JobState state = bench().stateOf(job);
      assertThat(list(JobFilter.ALL.states(EnumSet.of(state))))
          .describedAs("%s", state)
          .containsExactly(job.id());
    }
    assertThat(list(JobFilter.ALL.states(Set.of()))).isEmpty();
    assertThat(list(JobFilter.ALL.states(EnumSet.of(JobState.QUEUED, JobState.COMPLETED))))
        .containsExactly(jobs.get(6).id(), jobs.get(2).id());
  }

  @Test
  void filtersNarrowTogether() {
    Instant start = bench().time().now();
    for (int i = 0; i < 48; i++) {
      JobSpec.Builder spec =
          bench()
              .spec(i % 2 == 0 ? "even" : "odd")
              .queue(i % 3 == 0 ? "a" : "b")
              .tags(i % 4 == 0 ? Set.of("x", "four") : i % 4 == 1 ? Set.of("xx") : Set.of())
              .due(i % 5 == 0 ? new Due.After(Duration.ofHours(1)) : Due.NOW);
      Job job = bench().admit(spec);
      if (i % 7 == 0) {
        bench().cancel(job);
      }
      bench().time().advance(Duration.ofMillis(100));
    }
    List<Job> all = lookup().list(JobFilter.ALL, null, 100);
    JobFilter waiting = JobFilter.ALL.states(EnumSet.of(JobState.QUEUED, JobState.PENDING));
    for (JobFilter filter :
        List.of(
            JobFilter.ALL.type("even"),
            JobFilter.ALL.queue("a"),
            JobFilter.ALL.tag("x"),
            JobFilter.ALL.tag("X"),
            JobFilter.ALL.tag("nothing"),
            JobFilter.ALL.type("none").queue("a"),
            JobFilter.ALL.since(start.plusMillis(2_000)),
            JobFilter.ALL.since(start.plusMillis(2_001)),
            JobFilter.ALL.since(start.plus(Duration.ofDays(1))),
            waiting.type("odd").queue("b"),
            waiting.tag("four").since(start.plusMillis(1_000)),
            JobFilter.ALL.states(EnumSet.of(JobState.CANCELLED)).tag("xx").queue("b"),
            waiting.type("even").queue("b").tag("x").since(start.plusMillis(300)))) {
      List<JobId> expected = all.stream().filter(filter::matches).map(Job::id).toList();
      assertThat(list(filter)).isEqualTo(expected);
      if (expected.size() > 2) {
        assertThat(list(filter, expected.get(1), 1)).containsExactly(expected.get(2));
      }
    }
  }

  @Test
  void filterFindsWhatStandsBehindManyOthers() {
    Job wanted = bench().admit(bench().spec().tags(Set.of("needle")));
    for (int i = 0; i < 3; i++) {
      bench()
          .admitGroup(
              IntStream.range(0, 1_000)
                  .mapToObj(n -> bench().spec("hay").build())
                  .toArray(JobSpec[]::new));
    }
    assertThat(list(JobFilter.ALL.tag("needle"), null, 5)).containsExactly(wanted.id());
    assertThat(list(JobFilter.ALL.type(Bench.TYPE), null, 5)).containsExactly(wanted.id());
  }

  @Test
  void nothingIsKnownOfAnUnknownJob() {
    JobId unknown = bench().nextId();
    assertThat(lookup().attempts(unknown)).isEmpty();
    assertThat(lookup().log(unknown, 10)).isEmpty();
    assertThat(lookup().events(unknown)).isEmpty();
  }

  @Test
  void jobThatNeverRanHasNoAttempts() {
    Job job = bench().admit();
    assertThat(lookup().attempts(job.id())).isEmpty();
    assertThat(lookup().log(job.id(), 10)).isEmpty();
    assertThat(lookup().events(job.id())).isEmpty();
  }

  @Test
  void jobThatWasLookedAtDoesNotChange() {
    Job queued = bench().admit();
    Job run = bench().claimOne();
    bench().report(run, new Outcome.Completed(null));
    assertThat(queued.state()).isEqualTo(JobState.QUEUED);
    assertThat(run.state()).isEqualTo(JobState.PROCESSING);
  }
}
