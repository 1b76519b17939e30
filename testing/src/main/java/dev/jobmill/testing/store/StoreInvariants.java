package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Unique;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Counts.Total;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.Queues.TypeInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is true of every store at any moment when nobody is writing to it.
final class StoreInvariants {
  /// Attempts are looked at for this many jobs of a store: each costs a call.
  private static final int LOOKED_AT_CLOSELY = 200;

  private StoreInvariants() {}

  static void check(JobStore store) {
    List<Job> jobs = listAll(store.lookup());
    checkOrder(jobs);
    jobs.forEach(StoreInvariants::checkJob);
    checkAlone(jobs);
    jobs.stream()
        .limit(LOOKED_AT_CLOSELY)
        .forEach(job -> checkAttempts(job, store.lookup().attempts(job.id())));
    checkTotals(jobs, store.lookup().count());
    checkQueues(jobs, store.queues());
  }

  private static void checkQueues(List<Job> jobs, Queues queues) {
    Map<String, Long> waiting =
        jobs.stream()
            .filter(job -> job.state().isWaiting())
            .collect(Collectors.groupingBy(Job::queue, Collectors.counting()));
    List<QueueInfo> all = queues.queues();
    for (QueueInfo queue : all) {
      assertThat(queue.waiting())
          .describedAs("waiting jobs of queue %s, against a recount", queue.name())
          .isEqualTo(waiting.getOrDefault(queue.name(), 0L));
    }
    assertThat(all.stream().map(QueueInfo::name).toList())
        .describedAs("queues")
        .isSorted()
        .doesNotHaveDuplicates()
        .containsAll(jobs.stream().map(Job::queue).toList());
    assertThat(queues.types().stream().map(TypeInfo::name).toList())
        .describedAs("types")
        .isSorted()
        .doesNotHaveDuplicates()
        .containsAll(jobs.stream().map(Job::type).toList());
  }

  private static void checkAlone(List<Job> jobs) {
    Map<String, List<Job>> running =
        jobs.stream()
            .filter(job -> job.state().isRunning())
            .collect(Collectors.groupingBy(job -> job.worker().orElseThrow()));
    running.forEach((worker, runs) -> {
      if (runs.stream().anyMatch(Job::isSuspect)) {
        assertThat(runs).describedAs("runs of %s, a suspect among them", worker).hasSize(1);
      }
    });
  }

  /// What is true when nothing is left to be released either.
  static void checkSettled(JobStore store) {
    Passes.untilDone(store.upkeep()::release, Bench.ALL);
    Map<JobId, Job> jobs =
        listAll(store.lookup()).stream().collect(Collectors.toMap(Job::id, job -> job));
    jobs.values().stream()
        .filter(job -> !job.after().isEmpty())
        .limit(LOOKED_AT_CLOSELY)
        .forEach(job -> checkDependent(job, jobs, store.lookup()));
    checkKeys(jobs.values(), store.lookup());
    check(store);
  }

  /// What a person has retried may wait again although others have gone on.
  private static void checkDependent(Job job, Map<JobId, Job> jobs, Lookup lookup) {
    List<Job> open =
        job.after().stream()
            .map(edge -> jobs.get(edge.job()))
            .filter(other -> other != null && !other.state().isEnd())
            .toList();
    if (job.reason().filter(reason -> reason == Reason.DEPENDENCIES).isPresent()) {
      assertThat(open).describedAs("what %s waits for", job).isNotEmpty();
    } else if (!job.state().isEnd() && !wasRetried(job, lookup)) {
      assertThat(open)
          .describedAs("what has not ended although %s has gone on", job)
          .allMatch(other -> wasRetried(other, lookup));
    }
  }

  private static boolean wasRetried(Job job, Lookup lookup) {
    return lookup.events(job.id()).stream().anyMatch(event -> event.what().equals("retry"));
  }

  /// Of jobs that have waited from the first, at most one has a key.
  private static void checkKeys(Collection<Job> jobs, Lookup lookup) {
    Map<List<String>, Job> holders = new HashMap<>();
    for (Job job : jobs) {
      Optional<String> key = job.spec().unique().flatMap(Unique::key);
      if (key.isPresent()
          && job.state().isWaiting()
          && job.run() == 0
          && !wasRetried(job, lookup)) {
        Job other = holders.put(List.of(job.queue(), key.get()), job);
        assertThat(other).describedAs("another job with the key of %s", job).isNull();
      }
    }
  }

  /// Every job of the store, newest first, page by page.
  static List<Job> listAll(Lookup lookup) {
    List<Job> jobs = new ArrayList<>();
    List<Job> page;
    @Nullable JobId before = null;
    do {
      page = lookup.list(JobFilter.ALL, before, Lookup.PAGE_SIZE_MAX);
      jobs.addAll(page);
      before = page.isEmpty() ? null : page.getLast().id();
    } while (!page.isEmpty());
    return jobs;
  }

  private static void checkOrder(List<Job> jobs) {
    for (int i = 1; i < jobs.size(); i++) {
      assertThat(jobs.get(i).id())
          .describedAs("the id listed after %s", jobs.get(i - 1).id())
          .isLessThan(jobs.get(i - 1).id());
    }
  }

  private static void checkJob(Job job) {
    String what = job + " attempt " + job.attempt() + " run " + job.run();
    assertThat(job.endedAt().isPresent())
        .describedAs("%s has an end", what)
        .isEqualTo(job.state().isEnd());
    assertThat(legalReasons(job.state()))
        .describedAs("reasons of %s", what)
        .contains(job.reason().map(Reason::wireName).orElse("none"));
    assertThat(job.attempt()).describedAs(what).isBetween(0, job.run());
    assertThat(job.crashes()).describedAs(what).isBetween(0, job.run());
    if (job.isSuspect()) {
      assertThat(job.state().isEnd()).describedAs("the suspect %s has ended", what).isFalse();
      assertThat(job.crashes()).describedAs("crashes of the suspect %s", what).isPositive();
    }
    assertThat(job.startedAt().isPresent())
        .describedAs("%s has a start", what)
        .isEqualTo(job.run() > 0);
    assertThat(job.worker().isPresent())
        .describedAs("%s has a worker", what)
        .isEqualTo(job.run() > 0);
    if (job.state().isRunning() || job.state() == JobState.COMPLETED) {
      assertThat(job.attempt()).describedAs(what).isPositive();
    }
    if (job.state() != JobState.COMPLETED) {
      assertThat(job.result()).describedAs("result of %s", what).isEmpty();
    } else {
      assertThat(job.error()).describedAs("error of %s", what).isEmpty();
    }
  }

  private static Set<String> legalReasons(JobState state) {
    return switch (state) {
      case PENDING -> wireNames(EnumSet.range(Reason.SCHEDULED, Reason.LIMIT));
      case QUEUED, PROCESSING, CANCELLING, COMPLETED, TIMEOUT -> Set.of("none");
      case CANCELLED -> withNone(EnumSet.of(Reason.EXPIRED, Reason.DEPENDENCY_FAILED));
      case FAILED -> withNone(EnumSet.range(Reason.DEPENDENCY_FAILED, Reason.RESULT_TOO_LARGE));
    };
  }

  private static Set<String> withNone(Set<Reason> reasons) {
    Set<String> names = wireNames(reasons);
    names.add("none");
    return names;
  }

  private static Set<String> wireNames(Set<Reason> reasons) {
    Set<String> names = new HashSet<>();
    reasons.forEach(reason -> names.add(reason.wireName()));
    return names;
  }

  private static void checkAttempts(Job job, List<Attempt> attempts) {
    assertThat(attempts.stream().map(Attempt::run).toList())
        .describedAs("runs of %s", job)
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(run -> run >= 1 && run <= job.run());
    for (Attempt attempt : attempts) {
      boolean current = job.state().isRunning() && attempt.run() == job.run();
      assertThat(attempt.outcome() == Attempt.Outcome.RUNNING)
          .describedAs("run %s of %s goes on", attempt.run(), job)
          .isEqualTo(current);
      assertThat(attempt.endedAt().isEmpty())
          .describedAs("run %s of %s has no end", attempt.run(), job)
          .isEqualTo(current);
    }
    if (job.run() > 0) {
      assertThat(attempts).describedAs("attempts of %s", job).isNotEmpty();
      assertThat(attempts.getLast().run()).describedAs("last run of %s", job).isEqualTo(job.run());
    }
  }

  private static void checkTotals(List<Job> jobs, Counts counts) {
    Map<Total, Long> recount = new HashMap<>();
    jobs.forEach(
        job -> recount.merge(new Total(job.queue(), job.type(), job.state(), 0), 1L, Long::sum));
    List<Total> expected =
        recount.entrySet().stream()
            .map(entry -> withJobs(entry.getKey(), entry.getValue()))
            .toList();
    assertThat(counts.totals())
        .describedAs("totals, against a recount")
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(counts.oldestQueued().keySet())
        .describedAs("queues with a queued job")
        .containsExactlyInAnyOrderElementsOf(
            jobs.stream()
                .filter(job -> job.state() == JobState.QUEUED)
                .map(Job::queue)
                .distinct()
                .toList());
  }

  private static Total withJobs(Total kind, long jobs) {
    return new Total(kind.queue(), kind.type(), kind.state(), jobs);
  }
}
