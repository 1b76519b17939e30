package dev.jobmill.testing.store;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Recurrence;
import dev.jobmill.store.Counts;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Schedules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything that can be seen of a store, by the name of what is seen.
final class StoreView {
  private static final int LINES = 100_000;

  private StoreView() {}

  static Map<String, Object> of(JobStore store) {
    Lookup lookup = store.lookup();
    List<Job> jobs = StoreInvariants.listAll(lookup);
    List<JobId> ids = jobs.stream().map(Job::id).toList();
    Map<JobId, Job> found = lookup.find(ids.subList(0, Math.min(ids.size(), 1_000)));
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("ids", ids);
    for (Job job : jobs) {
      seen.put("listed " + job.id(), JobView.of(job));
      Job same = found.get(job.id());
      seen.put("found " + job.id(), same == null ? "nothing" : JobView.of(same));
      seen.put("attempts of " + job.id(), attempts(lookup.attempts(job.id())));
      seen.put("log of " + job.id(), lookup.log(job.id(), LINES));
      seen.put("events of " + job.id(), lookup.events(job.id()));
      seen.put("stack of " + job.id(), store.stacks().read(job.id()));
      seen.put("steps of " + job.id(), List.copyOf(store.steps().of(job.id()).entrySet()));
      for (Attachment attachment : job.attachments()) {
        seen.put(
            "pieces of " + attachment.name() + " of " + job.id(), pieces(store, job, attachment));
      }
    }
    Counts counts = lookup.count();
    seen.put("totals", Set.copyOf(counts.totals()));
    seen.put("oldest queued", counts.oldestQueued());
    seen.put("queues", store.queues().queues());
    seen.put("types", store.queues().types());
    seen.put("schedules", schedules(store.schedules().list(null, Schedules.ITEMS_MAX)));
    // Their order is left to the tests of the registries: where commands are left out, workers may
    // announce themselves in another order than they were started in.
    seen.put("workers", Set.copyOf(store.registries().workers()));
    return seen;
  }

  /// In which words a refusal is told is left open.
  static List<Object> schedules(List<Recurrence> all) {
    return all.stream().map(StoreView::schedule).toList();
  }

  private static Object schedule(Recurrence one) {
    Recurrence.State state = one.state();
    Recurrence.Skip skip = state.lastSkip();
    Job job = Job.builder(one.template(), JobState.PENDING, Instant.EPOCH).build();
    return List.of(
        one.name(),
        one.rules(),
        new Recurrence.State(
            state.paused(),
            state.next(),
            state.lastFired(),
            state.definedBy(),
            state.codeText(),
            skip == null ? null : new Recurrence.Skip(skip.at(), "in some words")),
        JobView.of(job));
  }

  private static List<String> pieces(JobStore store, Job job, Attachment attachment) {
    List<String> pieces = new ArrayList<>();
    Optional<byte[]> piece = store.attachments().read(job.id(), attachment.name(), 0);
    while (piece.isPresent()) {
      pieces.add(HexFormat.of().formatHex(piece.get()));
      piece = store.attachments().read(job.id(), attachment.name(), pieces.size());
    }
    return pieces;
  }

  private static Object attempts(List<Attempt> attempts) {
    return attempts.stream()
        .map(attempt ->
            List.of(
                attempt.run(),
                attempt.attempt(),
                attempt.worker(),
                attempt.startedAt(),
                attempt.endedAt(),
                attempt.outcome(),
                attempt.error()))
        .toList();
  }

  /// The first thing that differs, told in words; null where nothing does.
  static @Nullable String difference(JobStore expected, JobStore actual) {
    return difference(of(expected), of(actual));
  }

  static @Nullable String difference(Map<String, Object> expected, Map<String, Object> actual) {
    String differing =
        expected.keySet().stream()
            .filter(name -> !Objects.equals(expected.get(name), actual.get(name)))
            .map(name ->
                "%s%n  expected %s%n  but was  %s"
                    .formatted(name, expected.get(name), actual.get(name)))
            .limit(3)
            .collect(Collectors.joining("\n"));
    return differing.isEmpty() ? null : differing;
  }
}
