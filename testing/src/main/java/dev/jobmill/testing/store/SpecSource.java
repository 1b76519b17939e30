package dev.jobmill.testing.store;

import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.time.Chance;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Makes random jobs to submit: from few ids, few keys and after jobs that are mostly there, so
/// that they get in each other's way.
final class SpecSource {
  static final int IDS = 48;
  static final List<String> QUEUES = List.of("q0", "q1", "q2");
  static final List<String> TYPES = List.of("t", "u");
  private static final List<String> KEYS = List.of("k0", "k1", "k2");

  private final SplittableRandom random;
  private final ManualTime time;
  private final JobStore model;
  private final BiPredicate<String, String> placesTogether;
  private final List<JobId> ids;
  private final Map<JobId, JobSpec> made = new HashMap<>();

  SpecSource(
      SplittableRandom random,
      ManualTime time,
      JobStore model,
      BiPredicate<String, String> placesTogether) {
    this.random = random;
    this.time = time;
    this.model = model;
    this.placesTogether = placesTogether;
    JobIds fresh = new JobIds(time, Chance.from(random.split()));
    this.ids = IntStream.range(0, IDS).mapToObj(i -> fresh.next()).toList();
  }

  JobId anyId() {
    return any(ids);
  }

  /// Whether one id may be used in two queues is left open, so each has its own.
  String queueOf(JobId id) {
    return QUEUES.get(ids.indexOf(id) % QUEUES.size());
  }

  /// One or more groups. A job that replaces another one comes alone: what its coming sets free for
  /// others of the same call is left open.
  List<AdmitGroup> groups() {
    List<AdmitGroup> groups = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      AdmitGroup group = group(any(QUEUES));
      if (group.jobs().stream().anyMatch(SpecSource::replaces)) {
        return List.of(group);
      }
      groups.add(group);
    }
    return groups;
  }

  private static boolean replaces(JobSpec spec) {
    return spec.unique().map(Unique::onDuplicate).filter(OnDuplicate.REPLACE::equals).isPresent();
  }

  private AdmitGroup group(String queue) {
    List<JobId> usable = usable(queue);
    Map<JobId, JobSpec> own = new HashMap<>();
    List<JobSpec> group = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      JobId chosen = any(usable);
      // Most of the ids are soon taken: look once more for a free one.
      JobId id = isKnown(chosen) ? any(usable) : chosen;
      JobSpec spec = own.computeIfAbsent(id, one -> spec(one, group));
      if (replaces(spec)) {
        return new AdmitGroup(queue, List.of(spec));
      }
      group.add(spec);
    }
    return new AdmitGroup(queue, group);
  }

  /// Two things are left open: whether a job whose priority a person has changed is the same when
  /// it is sent again, and whether a job that comes with the id of a forgotten one is awaited by
  /// those that came after that. Where nothing else is left, the open things are tried with the
  /// first id, which is never waited for.
  private List<JobId> usable(String queue) {
    List<Job> known = model.lookup().list(JobFilter.ALL, null, Lookup.PAGE_SIZE_MAX);
    Set<JobId> open = new HashSet<>();
    Set<JobId> there = new HashSet<>();
    for (Job job : known) {
      there.add(job.id());
      job.after().forEach(edge -> open.add(edge.job()));
    }
    open.removeAll(there);
    for (Job job : known) {
      if (model.lookup().events(job.id()).stream()
          .anyMatch(event -> event.what().equals("priority"))) {
        open.add(job.id());
      }
    }
    List<JobId> usable =
        ids.stream().filter(id -> queueOf(id).equals(queue) && !open.contains(id)).toList();
    return usable.isEmpty() ? List.of(ids.get(QUEUES.indexOf(queue))) : usable;
  }

  private JobSpec spec(JobId id, List<JobSpec> earlier) {
    JobSpec before = made.get(id);
    JobSpec spec =
        before == null || oneIn(isKnown(id) ? 25 : 2) ? fresh(id, earlier) : again(before);
    made.put(id, spec);
    return spec;
  }

  private boolean isKnown(JobId id) {
    return model.lookup().find(List.of(id)).containsKey(id);
  }

  private JobSpec again(JobSpec before) {
    Due deadline = before.after().isEmpty() ? deadline() : null;
    return before.toBuilder().due(due()).deadline(deadline).build();
  }

  private JobSpec fresh(JobId id, List<JobSpec> earlier) {
    int index = ids.indexOf(id);
    boolean once = oneIn(4);
    List<Dependency> after = oneIn(3) ? after(id, earlier) : List.of();
    return JobSpec.builder(id, TYPES.get(index / 3 % 2), Content.json("{\"index\":" + index + "}"))
        .queue(queueOf(id))
        .typeVersion(index % 5 == 0 ? 2 : 1)
        .priority(new Priority(64 * (index % 4)))
        .maxAttempts(once ? 1 : oneIn(25) ? 4 : 3)
        .atMostOnce(once)
        .due(due())
        .deadline(after.isEmpty() ? deadline() : null)
        .unique(oneIn(3) ? unique() : null)
        .after(after)
        .build();
  }

  private Unique unique() {
    Unique unique = Unique.by(any(KEYS)).onDuplicate(any(List.of(OnDuplicate.values())));
    if (oneIn(2)) {
      unique = unique.during(evenMillis(600_000).plusMillis(2));
    }
    return oneIn(3) ? unique.alsoWhileRunning() : unique;
  }

  /// Only one of the two rules that end a job, for each job: of predecessors that fail together, it
  /// is left open which ends it. The tests by example mix them.
  private List<Dependency> after(JobId id, List<JobSpec> earlier) {
    List<JobId> others = new ArrayList<>(earlier.stream().map(JobSpec::id).toList());
    model
        .lookup()
        .list(JobFilter.ALL, null, Lookup.PAGE_SIZE_MAX)
        .forEach(job -> others.add(job.id()));
    // Those of schedules have other ids.
    others.retainAll(ids);
    others.removeIf(other -> !placesTogether.test(queueOf(other), queueOf(id)));
    if (others.isEmpty() || oneIn(10)) {
      others.add(anyId());
    }
    OnFailure ending = any(List.of(OnFailure.CANCEL, OnFailure.FAIL));
    Map<JobId, Dependency> after = new HashMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      JobId other = any(others);
      OnFailure rule = oneIn(3) ? OnFailure.RUN : ending;
      if (placesTogether.test(queueOf(other), queueOf(id)) && mayBeWaitedFor(other)) {
        after.put(other, new Dependency(oneIn(30) ? "elsewhere" : queueOf(other), other, rule));
      }
    }
    return after.values().stream().sorted(Comparator.comparing(Dependency::job)).toList();
  }

  private boolean mayBeWaitedFor(JobId other) {
    return ids.indexOf(other) >= QUEUES.size();
  }

  Due due() {
    return switch (random.nextInt(6)) {
      case 0 -> new Due.After(evenMillis(20_000));
      case 1 -> new Due.At(time.now().plus(evenMillis(20_000)).minus(evenMillis(20_000)));
      default -> Due.NOW;
    };
  }

  /// Only for a job that waits for no other: of two that expire together, whether the one ends by
  /// its own deadline or by that of the other is left open.
  private @Nullable Due deadline() {
    return switch (random.nextInt(12)) {
      case 0 -> new Due.After(evenMillis(60_000));
      case 1 -> new Due.At(time.now().plus(evenMillis(40_000)).minus(evenMillis(5_000)));
      default -> null;
    };
  }

  private Duration evenMillis(int bound) {
    return Duration.ofMillis(random.nextInt(bound / 2) * 2L);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }
}
