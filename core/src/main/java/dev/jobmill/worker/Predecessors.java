package dev.jobmill.worker;

import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.store.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The jobs that a job came after, with their results: looked up once, when somebody asks.
/// Thread-safe.
final class Predecessors {
  /// How many are looked up at once: whole jobs are read, and only their results are kept.
  private static final int SLICE = 100;

  private final Job job;
  private final Lookup lookup;
  private final StoreCalls calls;
  private final PayloadCodec codec;
  private @Nullable List<Ended> known;

  Predecessors(Job job, Lookup lookup, StoreCalls calls, PayloadCodec codec) {
    this.job = job;
    this.lookup = lookup;
    this.calls = calls;
    this.codec = codec;
  }

  List<JobId> ids() {
    return job.after().stream().map(Dependency::job).toList();
  }

  <R> @Nullable R resultOf(JobType<?, R> type) {
    List<Ended> ofType = of(type);
    if (ofType.size() != 1) {
      throw new InvalidRequest(
          "job "
              + job.id()
              + " came after "
              + ofType.size()
              + " jobs of type "
              + type.name()
              + " that the store knows: "
              + (ofType.isEmpty() ? "name the type of one of them" : "ask for resultsOf"));
    }
    return result(ofType.getFirst(), type);
  }

  <R> List<R> resultsOf(JobType<?, R> type) {
    return of(type).stream()
        .map(one -> this.<R>result(one, type))
        .filter(Objects::nonNull)
        .map(result -> Objects.requireNonNull(result))
        .toList();
  }

  @SuppressWarnings("unchecked") // the type was checked when the JobType was made
  private <R> @Nullable R result(Ended one, JobType<?, R> type) {
    return one.result() == null ? null : (R) codec.decode(one.result(), type.resultType());
  }

  private List<Ended> of(JobType<?, ?> type) {
    return known().stream()
        .filter(one -> one.type().equals(type.name()) || type.aliases().contains(one.type()))
        .toList();
  }

  private synchronized List<Ended> known() {
    List<Ended> all = known;
    if (all == null) {
      all = job.after().isEmpty() ? List.of() : lookUp(ids());
      known = all;
    }
    return all;
  }

  private List<Ended> lookUp(List<JobId> ids) {
    List<Ended> all = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += SLICE) {
      List<JobId> slice = ids.subList(from, Math.min(ids.size(), from + SLICE));
      Map<JobId, Job> found = calls.call(() -> lookup.find(slice));
      for (JobId id : slice) {
        Job one = found.get(id);
        if (one != null) {
          boolean completed = one.state() == JobState.COMPLETED;
          all.add(new Ended(one.type(), completed ? one.result().orElse(null) : null));
        }
      }
    }
    return all;
  }

  /// @param result what it gave when it completed; null for nothing
  private record Ended(String type, @Nullable Content result) {}
}
