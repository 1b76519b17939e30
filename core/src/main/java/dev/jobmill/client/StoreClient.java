package dev.jobmill.client;

import dev.jobmill.job.BulkResult;
import dev.jobmill.job.Due;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.Priority;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.job.Submission;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A client that speaks to a store directly. Thread-safe.
public final class StoreClient implements JobClient, AutoCloseable {
  /// Every operation of a store may be repeated, so an unknown outcome is cleared up by asking
  /// again.
  private static final int TRIES = 3;

  private final JobStore store;
  private final PayloadCodec codec;
  private final JobIds ids;
  private final TimeSource time;
  private final Endings endings;

  /// Does not take the store over: whoever opened it closes it.
  public StoreClient(JobStore store, PayloadCodec codec, JobIds ids, TimeSource time) {
    this.store = store;
    this.codec = codec;
    this.ids = ids;
    this.time = time;
    this.endings = new Endings(store.wakeups());
  }

  @Override
  public <P, R> JobHandle<R> submit(JobRequest<P, R> request) {
    return switch (submitAll(List.of(request)).getFirst()) {
      case Submission.Admitted<R>(JobHandle<R> handle) -> handle;
      case Submission.Duplicate<R>(JobHandle<R> handle) -> handle;
      case Submission.Rejected<R>(Submission.Refusal why, String message) ->
          throw JobRejected.of(why, message);
    };
  }

  @Override
  public <P, R> List<Submission<R>> submitAll(Collection<JobRequest<P, R>> requests) {
    Map<String, List<Numbered<R>>> byQueue = new LinkedHashMap<>();
    int number = 0;
    for (JobRequest<P, R> request : requests) {
      byQueue
          .computeIfAbsent(request.queue(), queue -> new ArrayList<>())
          .add(new Numbered<>(number++, request.type(), request.toSpec(ids.next(), codec)));
    }
    List<List<Numbered<R>>> slices = new ArrayList<>();
    for (List<Numbered<R>> jobs : byQueue.values()) {
      for (int from = 0; from < jobs.size(); from += Admission.GROUP_SIZE_MAX) {
        slices.add(jobs.subList(from, Math.min(jobs.size(), from + Admission.GROUP_SIZE_MAX)));
      }
    }
    List<@Nullable Submission<R>> answers = new ArrayList<>(Collections.nCopies(number, null));
    for (int i = 0; i < slices.size(); i++) {
      try {
        admit(slices.get(i), answers);
      } catch (StoreUnavailable away) {
        if (i == 0) {
          throw away;
        }
        throw new OutcomeUnknown(
            "the store went away after a part of the jobs had been taken in: submit them again with the same ids",
            away);
      }
    }
    return answers.stream().map(answer -> Objects.requireNonNull(answer)).toList();
  }

  private <R> void admit(List<Numbered<R>> slice, List<@Nullable Submission<R>> answers) {
    List<JobSpec> specs = slice.stream().map(Numbered::spec).toList();
    AdmitGroup group = new AdmitGroup(specs.getFirst().queue(), specs);
    Admittance admittance = repeatUnknown(() -> store.admission().admit(List.of(group))).getFirst();
    for (int i = 0; i < slice.size(); i++) {
      Numbered<R> job = slice.get(i);
      Submission<R> answer =
          switch (admittance) {
            case Admittance.Admitted(List<Admittance.Entry> entries) -> {
              JobHandle<R> handle = handle(entries.get(i).id(), job.type());
              yield entries.get(i).duplicate()
                  ? new Submission.Duplicate<>(handle)
                  : new Submission.Admitted<>(handle);
            }
            case Admittance.Refused(int index, Submission.Refusal why, String message) ->
                new Submission.Rejected<>(why, message);
          };
      answers.set(job.number(), answer);
    }
  }

  @Override
  public Optional<Job> find(JobId id) {
    return Optional.ofNullable(store.lookup().find(Set.of(id)).get(id));
  }

  @Override
  public <R> JobHandle<R> handle(JobId id, JobType<?, R> type) {
    return new StoreHandle<>(this, id, type.resultType());
  }

  @Override
  public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
    return store.lookup().list(filter, before, limit);
  }

  @Override
  public Optional<JobState> cancel(JobId id, String by) {
    return act(id, key -> repeatUnknown(() -> store.admission().cancel(List.of(key), by)));
  }

  @Override
  public Optional<JobState> retry(JobId id, String by) {
    // Not repeated by itself: the job may have ended again meanwhile.
    return act(id, key -> store.admission().retry(List.of(key), by));
  }

  @Override
  public List<JobHandle<?>> chain(List<JobRequest<?, ?>> requests) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<JobState> delete(JobId id, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<JobState> prioritise(JobId id, Priority priority, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<JobState> reschedule(JobId id, Due due, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long count(JobFilter filter) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BulkResult cancelAll(JobFilter filter, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BulkResult retryAll(JobFilter filter, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BulkResult deleteAll(JobFilter filter, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<InputStream> attachment(JobId id, String name) {
    throw new UnsupportedOperationException();
  }

  private Optional<JobState> act(JobId id, Function<JobKey, List<Acted>> action) {
    Optional<Job> job = find(id);
    if (job.isEmpty()) {
      return Optional.empty();
    }
    JobKey key = JobKey.of(job.get());
    return Optional.ofNullable(action.apply(key).getFirst().state());
  }

  Job known(JobId id) {
    return find(id)
        .orElseThrow(() ->
            new InvalidRequest(
                "job " + id + " is unknown: it was never submitted, or its history is over"));
  }

  PayloadCodec codec() {
    return codec;
  }

  TimeSource time() {
    return time;
  }

  Endings endings() {
    return endings;
  }

  private static <T> T repeatUnknown(Supplier<T> operation) {
    OutcomeUnknown unknown = null;
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        return operation.get();
      } catch (OutcomeUnknown again) {
        unknown = again;
      } catch (StoreUnavailable away) {
        // Nothing was changed by this try; what the one before did stays unknown.
        throw unknown == null ? away : unknown;
      }
    }
    throw Objects.requireNonNull(unknown);
  }

  /// Stops listening to the store, which stays open.
  @Override
  public void close() {
    endings.close();
  }

  private record Numbered<R>(int number, JobType<?, R> type, JobSpec spec) {}
}
