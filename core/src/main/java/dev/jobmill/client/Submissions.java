package dev.jobmill.client;

import static dev.jobmill.client.Repeats.repeatUnknown;

import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobType;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.job.Submission;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Submits requests that have nothing to do with one another: slices of one queue each.
/// Thread-safe.
final class Submissions {
  private final StoreClient client;
  private final Admission admission;
  private final PayloadCodec codec;
  private final JobIds ids;

  Submissions(StoreClient client, Admission admission, PayloadCodec codec, JobIds ids) {
    this.client = client;
    this.admission = admission;
    this.codec = codec;
    this.ids = ids;
  }

  <P, R> List<Submission<R>> submitAll(Collection<JobRequest<P, R>> requests) {
    List<Numbered<R>> jobs = new ArrayList<>(requests.size());
    for (JobRequest<P, R> request : requests) {
      client.use(request.type());
      jobs.add(new Numbered<>(jobs.size(), request.type(), request.toSpec(ids.next(), codec)));
    }
    List<@Nullable Submission<R>> answers = new ArrayList<>(Collections.nCopies(jobs.size(), null));
    boolean some = false;
    for (List<Numbered<R>> slice : slices(jobs)) {
      try {
        admit(slice, answers);
        some = true;
      } catch (StoreUnavailable away) {
        if (!some && !(away instanceof OutcomeUnknown)) {
          throw away;
        }
        throw unknown(away, jobs.stream().map(job -> job.spec().id()).toList());
      }
    }
    return answers.stream().map(answer -> Objects.requireNonNull(answer)).toList();
  }

  /// What to throw when it is not known which of these were taken in.
  static OutcomeUnknown unknown(StoreUnavailable away, List<JobId> jobs) {
    return new OutcomeUnknown(
        "the store went away while it took in "
            + (jobs.size() == 1 ? "job " + jobs.getFirst() : jobs.size() + " jobs")
            + ": submit again what is missing, each with the id that this exception names",
        away,
        jobs);
  }

  private static <R> List<List<Numbered<R>>> slices(List<Numbered<R>> jobs) {
    Map<String, List<Numbered<R>>> byQueue = new LinkedHashMap<>();
    for (Numbered<R> job : jobs) {
      byQueue.computeIfAbsent(job.spec().queue(), queue -> new ArrayList<>()).add(job);
    }
    List<List<Numbered<R>>> slices = new ArrayList<>();
    for (List<Numbered<R>> of : byQueue.values()) {
      for (int from = 0; from < of.size(); from += Admission.GROUP_SIZE_MAX) {
        slices.add(of.subList(from, Math.min(of.size(), from + Admission.GROUP_SIZE_MAX)));
      }
    }
    return slices;
  }

  private <R> void admit(List<Numbered<R>> slice, List<@Nullable Submission<R>> answers) {
    List<JobSpec> specs = slice.stream().map(Numbered::spec).toList();
    AdmitGroup group = new AdmitGroup(specs.getFirst().queue(), specs);
    Admittance admittance = repeatUnknown(() -> admission.admit(List.of(group))).getFirst();
    for (int i = 0; i < slice.size(); i++) {
      Numbered<R> job = slice.get(i);
      Submission<R> answer =
          switch (admittance) {
            case Admittance.Admitted(List<Admittance.Entry> entries) -> {
              JobHandle<R> handle = client.handle(entries.get(i).id(), job.type());
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

  private record Numbered<R>(int number, JobType<?, R> type, JobSpec spec) {}
}
