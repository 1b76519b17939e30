package dev.jobmill.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import dev.jobmill.store.Admittance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Groups that are taken back after they have changed much.
class RefusedGroupTest {
  private static final JobId UNKNOWN = new JobId(new UUID(-1, -1));
  private static final Dependency IMPOSSIBLE = Yard.on(UNKNOWN, OnFailure.CANCEL);

  @Test
  void aHolderThatWasToBeReplacedStaysWithWhatComesAfterIt() {
    Yard yard = new Yard();
    Unique replace = Unique.by("k").onDuplicate(OnDuplicate.REPLACE);
    JobId holder = yard.let(yard.spec().unique(replace));
    JobId follower = yard.let(yard.spec().after(List.of(Yard.on(holder, OnFailure.FAIL))));
    String before = view(yard);

    Admittance answer =
        yard.admit(yard.spec().unique(replace), yard.spec().after(List.of(IMPOSSIBLE)));
    assertThat(answer)
        .isInstanceOfSatisfying(
            Admittance.Refused.class,
            refused -> {
              assertThat(refused.index()).isEqualTo(1);
              assertThat(refused.why()).isEqualTo(Refusal.UNKNOWN_DEPENDENCY);
            });
    assertThat(view(yard)).isEqualTo(before);

    yard.report(yard.claim(9).getFirst(), Yard.FINE);
    assertThat(yard.state(follower)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void whoeverWasToBeToldLaterOfAnEndThatDidNotComeWaitsOn() {
    Yard yard = new Yard();
    Unique replace = Unique.by("k").onDuplicate(OnDuplicate.REPLACE);
    JobId holder = yard.let(yard.spec().unique(replace));
    for (int i = 0; i < 1_001; i++) {
      yard.let(yard.spec().after(List.of(Yard.on(holder, OnFailure.FAIL))));
    }
    yard.admit(yard.spec().unique(replace), yard.spec().after(List.of(IMPOSSIBLE)));
    assertThat(yard.store.upkeep().release(9).done()).isZero();
    assertThat(yard.waiting()).isEqualTo(1_002);
    yard.cancel(holder);
    yard.store.upkeep().release(9);
    assertThat(yard.waiting()).isZero();
  }

  @Test
  void noQueueAndNoTypeAppears() {
    Yard yard = new Yard();
    yard.admit(yard.spec().queue("other"), yard.spec().queue("other").after(List.of(IMPOSSIBLE)));
    assertThat(yard.store.queues().queues()).isEmpty();
    assertThat(yard.store.queues().types()).isEmpty();
  }

  @Test
  void theFirstJobThatDoesNotFitIsNamedAndTheLimitWithIt() {
    Yard yard = new Yard(MemoryJobStore.builder().queueLimit(3L));
    yard.admit(yard.spec(), yard.spec());
    assertThat(yard.admit(yard.spec(), yard.spec(), yard.spec()))
        .isEqualTo(
            new Admittance.Refused(
                1,
                Refusal.QUEUE_FULL,
                "queue q is full: it has 2 waiting jobs of at most 3: try again later or raise its"
                    + " limit"));
    assertThat(yard.waiting()).isEqualTo(2);
  }

  @Test
  void aJobThatReplacesAnotherOneFitsIntoAFullQueue() {
    Yard yard = new Yard(MemoryJobStore.builder().queueLimit(1L));
    Unique replace = Unique.by("k").onDuplicate(OnDuplicate.REPLACE);
    JobId first = yard.let(yard.spec().unique(replace));
    yard.let(yard.spec().unique(replace));
    assertThat(yard.state(first)).isEqualTo(JobState.CANCELLED);
    assertThat(yard.waiting()).isEqualTo(1);
  }

  /// Replays a failure with `-Djobmill.seed=…`.
  @Test
  void aRefusedGroupLeavesNoTraceWhateverItHadChanged() {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    int refusals = 0;
    for (int round = 0; round < 150; round++) {
      Yard yard = new Yard();
      List<JobId> known = new ArrayList<>();
      for (int step = 0; step < 12; step++) {
        List<JobSpec.Builder> group = group(yard, random, known);
        List<JobSpec.Builder> refused = new ArrayList<>(group);
        refused.add(yard.spec().after(List.of(IMPOSSIBLE)));
        String before = view(yard);
        Admittance answer = yard.admit(refused.toArray(JobSpec.Builder[]::new));
        String told = "seed " + seed + ", round " + round + ", step " + step;
        assertThat(answer).as(told).isInstanceOf(Admittance.Refused.class);
        assertThat(view(yard)).as(told).isEqualTo(before);
        refusals++;
        yard.admit(group.toArray(JobSpec.Builder[]::new));
        group.forEach(job -> known.add(job.build().id()));
        live(yard, random, known);
        assertThat(yard.waiting()).as(told).isEqualTo(recount(yard));
      }
    }
    assertThat(refusals).isEqualTo(1_800);
  }

  private static List<JobSpec.Builder> group(
      Yard yard, SplittableRandom random, List<JobId> known) {
    List<JobSpec.Builder> group = new ArrayList<>();
    List<JobId> earlier = new ArrayList<>(known);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      JobSpec.Builder job = yard.spec().queue("q");
      if (random.nextInt(3) > 0) {
        Unique unique =
            Unique.by("k" + random.nextInt(3)).onDuplicate(one(OnDuplicate.values(), random));
        job.unique(random.nextBoolean() ? unique : unique.during(Duration.ofSeconds(9)));
      }
      List<Dependency> after = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0 && !earlier.isEmpty(); j--) {
        JobId other = earlier.get(random.nextInt(earlier.size()));
        if (yard.find(other) != null) {
          after.add(Yard.on(other, one(OnFailure.values(), random)));
        }
      }
      job.after(after);
      job.due(random.nextInt(4) > 0 ? Due.NOW : new Due.After(Duration.ofSeconds(3)));
      job.deadline(random.nextInt(4) > 0 ? null : new Due.After(Duration.ofSeconds(20)));
      group.add(job);
      earlier.add(job.build().id());
    }
    return group;
  }

  private static <T> T one(T[] values, SplittableRandom random) {
    return values[random.nextInt(values.length)];
  }

  private static void live(Yard yard, SplittableRandom random, List<JobId> known) {
    switch (random.nextInt(5)) {
      case 0 -> yard.claim(random.nextInt(1, 4)).forEach(run -> yard.report(run, Yard.FINE));
      case 1 -> yard.cancel(known.get(random.nextInt(known.size())));
      case 2 ->
          yard.store
              .admission()
              .retry(List.of(Yard.key(known.get(random.nextInt(known.size())))), "me");
      case 3 -> yard.claim(1);
      default -> {
        yard.time.advance(Duration.ofSeconds(4));
        yard.store.upkeep().promote(100);
        yard.store.upkeep().expire(100);
      }
    }
  }

  private static long recount(Yard yard) {
    return yard.store.lookup().list(JobFilter.ALL, null, 1_000).stream()
        .filter(job -> job.state().isWaiting())
        .count();
  }

  /// Everything that can be seen from outside, and what can only be felt later: keys and edges.
  private static String view(Yard yard) {
    StringBuilder view = new StringBuilder();
    for (Job job : yard.store.lookup().list(JobFilter.ALL, null, 1_000)) {
      view.append(job)
          .append(job.reason())
          .append(job.error())
          .append(job.dueAt())
          .append(job.endedAt())
          .append(yard.store.lookup().events(job.id()))
          .append(inside(yard.store.shelves, job.id()))
          .append('\n');
    }
    Lines lines = yard.store.shelves.lines;
    return view
        + "lines of %d, %d, %d\n"
            .formatted(lines.due.size(), lines.deadlines.size(), lines.prunable.size())
        + yard.store.lookup().count()
        + yard.store.queues().queues()
        + yard.store.queues().types();
  }

  private static String inside(Shelves shelves, JobId id) {
    Entry entry = Objects.requireNonNull(shelves.jobs.get(id));
    Unique unique = entry.spec.unique().orElse(null);
    UniqueKeys.Hold hold = unique == null ? null : shelves.keys.of(entry.spec, unique);
    Followers followers = entry.followers;
    return " unmet %d of %s; followers %s; prune %s, start by %s; key of %s until %s"
        .formatted(
            entry.unmet,
            entry.edges.stream().map(edge -> edge.decided).toList(),
            followers == null ? "none" : waiting(followers) + "/" + followers.unended,
            entry.pruneAt,
            entry.startBy,
            hold == null ? "nobody" : hold.holder().spec.id(),
            hold == null ? "" : hold.until());
  }

  private static int waiting(Followers followers) {
    return followers.waiting == null ? 0 : followers.waiting.edges.size();
  }
}
