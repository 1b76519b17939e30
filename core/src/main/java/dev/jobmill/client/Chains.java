package dev.jobmill.client;

import static dev.jobmill.client.Repeats.repeatUnknown;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobType;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Submits requests that come one after the other. The ids are made here, so that a job can name
/// the one before it while neither is in the store. Thread-safe.
final class Chains {
  /// How many ids a message names.
  private static final int NAMED_MAX = 10;

  private final StoreClient client;
  private final Admission admission;
  private final PayloadCodec codec;
  private final JobIds ids;

  Chains(StoreClient client, Admission admission, PayloadCodec codec, JobIds ids) {
    this.client = client;
    this.admission = admission;
    this.codec = codec;
    this.ids = ids;
  }

  List<JobHandle<?>> submit(List<JobRequest<?, ?>> requests) {
    if (requests.isEmpty() || requests.size() > Admission.GROUP_SIZE_MAX) {
      throw new InvalidRequest(
          "a chain of "
              + requests.size()
              + " requests is out of range: use 1 to "
              + Admission.GROUP_SIZE_MAX);
    }
    List<Link> links = new ArrayList<>();
    for (JobRequest<?, ?> request : requests) {
      links.add(link(request, links.isEmpty() ? null : links.getLast().spec()));
    }
    String queue = links.getFirst().spec().queue();
    return links.stream().allMatch(link -> link.spec().queue().equals(queue))
        ? together(queue, links)
        : oneByOne(links);
  }

  private <P, R> Link link(JobRequest<P, R> request, @Nullable JobSpec before) {
    client.use(request.type());
    JobRequest<P, R> linked = request;
    // One that names the job before it by itself has a rule of its own for it.
    if (before != null
        && request.after().stream().noneMatch(named -> named.job().equals(before.id()))) {
      linked = request.after(new Dependency(before.queue(), before.id(), OnFailure.CANCEL));
    }
    return new Link(request.type(), linked.toSpec(ids.next(), codec));
  }

  private List<JobHandle<?>> together(String queue, List<Link> links) {
    AdmitGroup group = new AdmitGroup(queue, links.stream().map(Link::spec).toList());
    Admittance answer;
    try {
      answer = repeatUnknown(() -> admission.admit(List.of(group))).getFirst();
    } catch (OutcomeUnknown unknown) {
      throw Submissions.unknown(unknown, idsOf(links));
    }
    return switch (answer) {
      case Admittance.Admitted(List<Admittance.Entry> entries) -> {
        List<JobHandle<?>> handles = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
          handles.add(client.handle(entries.get(i).id(), links.get(i).type()));
        }
        yield handles;
      }
      case Admittance.Refused(int index, Refusal why, String message) ->
          throw refusedTogether(links, index, why, message);
    };
  }

  private static JobRejected refusedTogether(
      List<Link> links, int index, Refusal why, String message) {
    // The store cannot know that the job which it does not know was a duplicate just now.
    if (why == Refusal.UNKNOWN_DEPENDENCY
        && index > 0
        && links.get(index - 1).spec().unique().isPresent()) {
      return JobRejected.of(
          Refusal.DUPLICATE,
          "request "
              + index
              + " of the chain is a duplicate of a job that holds its unique key, so nothing can"
              + " come after it: nothing was taken in; wait for that job, or leave the key out");
    }
    return JobRejected.of(why, message);
  }

  private List<JobHandle<?>> oneByOne(List<Link> links) {
    List<JobHandle<?>> handles = new ArrayList<>();
    List<JobId> taken = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      JobSpec spec = i == 0 ? links.get(i).spec() : after(links, i, taken.getLast());
      AdmitGroup group = new AdmitGroup(spec.queue(), List.of(spec));
      Admittance answer;
      try {
        answer = repeatUnknown(() -> admission.admit(List.of(group))).getFirst();
      } catch (StoreUnavailable away) {
        if (taken.isEmpty() && !(away instanceof OutcomeUnknown)) {
          throw away;
        }
        throw Submissions.unknown(away, idsOf(links));
      }
      switch (answer) {
        case Admittance.Admitted(List<Admittance.Entry> entries) -> {
          taken.add(entries.getFirst().id());
          handles.add(client.handle(entries.getFirst().id(), links.get(i).type()));
        }
        case Admittance.Refused(int index, Refusal why, String message) ->
            throw JobRejected.of(why, message + "; " + told(taken));
      }
    }
    return handles;
  }

  /// The spec with its edge at the job that was really taken in: a duplicate has another id.
  private static JobSpec after(List<Link> links, int index, JobId taken) {
    JobId asked = links.get(index - 1).spec().id();
    JobSpec spec = links.get(index).spec();
    if (asked.equals(taken)) {
      return spec;
    }
    List<Dependency> after =
        spec.after().stream()
            .map(edge ->
                edge.job().equals(asked)
                    ? new Dependency(edge.queue(), taken, edge.onFailure())
                    : edge)
            .toList();
    Map<JobId, Dependency> once = new LinkedHashMap<>();
    after.forEach(edge -> once.putIfAbsent(edge.job(), edge));
    return spec.toBuilder().after(List.copyOf(once.values())).build();
  }

  private static String told(List<JobId> taken) {
    if (taken.isEmpty()) {
      return "nothing of the chain was taken in";
    }
    String named = String.join(", ", taken.stream().limit(NAMED_MAX).map(JobId::toString).toList());
    int more = taken.size() - NAMED_MAX;
    return "taken in of the chain before it: " + named + (more > 0 ? " and " + more + " more" : "");
  }

  private static List<JobId> idsOf(List<Link> links) {
    return links.stream().map(link -> link.spec().id()).toList();
  }

  private record Link(JobType<?, ?> type, JobSpec spec) {}
}
