package dev.jobmill.testing.store;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Note;
import dev.jobmill.store.Queues;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Claims of a split store.
record SplitClaims(Halves halves) implements Claims {
  /// Both halves are asked each time, if for nothing: a claim prolongs the worker's lease, and a
  /// repeated one must find what the first was given. The limit is shared out beforehand, because
  /// each half can be asked only once with one claim id.
  @Override
  public Claimed claim(ClaimRequest request) {
    List<Job> running = runningOf(request.worker());
    boolean suspect =
        request.suspects()
            && running.isEmpty()
            && request.demands().stream()
                .anyMatch(demand -> queued(demand, Math.min(1, demand.max()), true) > 0);
    List<Demand> shares =
        suspect
            ? shareOfSuspect(request)
            : shares(request, running.stream().anyMatch(Job::isSuspect));
    List<Job> claimed = new ArrayList<>();
    boolean alone = false;
    boolean suspectsWait = false;
    for (JobStore half : halves.both()) {
      List<Demand> own =
          shares.stream().filter(demand -> halves.of(demand.queue()).equals(half)).toList();
      Claimed part =
          half.claims()
              .claim(
                  new ClaimRequest(
                      request.worker(),
                      request.claimId(),
                      request.lease(),
                      request.limit(),
                      own,
                      suspect));
      claimed.addAll(part.jobs());
      alone |= part.alone();
      suspectsWait |= part.suspectsWait();
    }
    List<String> order = request.demands().stream().map(Demand::queue).toList();
    claimed.sort(Comparator.comparingInt(job -> order.indexOf(job.queue())));
    return new Claimed(claimed, alone, suspectsWait);
  }

  /// The worker runs nothing in either half, and takes one suspect from one of them.
  private List<Demand> shareOfSuspect(ClaimRequest request) {
    List<Demand> shares = new ArrayList<>();
    int left = 1;
    for (Demand demand : request.demands()) {
      int share = queued(demand, Math.min(left, demand.max()), true);
      shares.add(new Demand(demand.queue(), demand.types(), share));
      left -= share;
    }
    return shares;
  }

  private List<Job> runningOf(String worker) {
    JobFilter filter = JobFilter.ALL.states(EnumSet.of(JobState.PROCESSING, JobState.CANCELLING));
    List<Job> running = new ArrayList<>();
    for (JobStore half : halves.both()) {
      half.lookup().list(filter, null, Lookup.PAGE_SIZE_MAX).stream()
          .filter(job -> job.worker().filter(worker::equals).isPresent())
          .forEach(running::add);
    }
    return running;
  }

  private List<Demand> shares(ClaimRequest request, boolean none) {
    List<Demand> shares = new ArrayList<>();
    Map<String, Integer> taken = new HashMap<>();
    int left = none ? 0 : request.limit();
    for (Demand demand : request.demands()) {
      // Jobs that an earlier demand takes from the same queue are not there for this one.
      int before = taken.getOrDefault(demand.queue(), 0);
      int most = Math.max(0, Math.min(left, demand.max()));
      int share = Math.max(0, queued(demand, before + most, false) - before);
      shares.add(new Demand(demand.queue(), demand.types(), share));
      taken.merge(demand.queue(), share, Integer::sum);
      left -= share;
    }
    return shares;
  }

  /// How many queued jobs there are for a demand, as far as it matters. Those whose deadline has
  /// passed are counted too, since the clock is the stores': a claim from several queues that meets
  /// some of them may give fewer jobs than there are.
  private int queued(Demand demand, int most, boolean suspects) {
    Queues queues = halves.of(demand.queue()).queues();
    if (queues.queues().stream()
        .anyMatch(queue -> queue.paused() && queue.name().equals(demand.queue()))) {
      return 0;
    }
    Set<String> pausedTypes =
        queues.types().stream()
            .filter(Queues.TypeInfo::paused)
            .map(Queues.TypeInfo::name)
            .collect(Collectors.toSet());
    JobFilter filter = JobFilter.ALL.states(EnumSet.of(JobState.QUEUED)).queue(demand.queue());
    int found = 0;
    @Nullable JobId before = null;
    while (found < most) {
      List<Job> page =
          halves.of(demand.queue()).lookup().list(filter, before, Lookup.PAGE_SIZE_MAX);
      if (page.isEmpty()) {
        return found;
      }
      found +=
          (int)
              page.stream()
                  .filter(job -> !pausedTypes.contains(job.type()) && isDemanded(job, demand))
                  .filter(job -> job.isSuspect() == suspects)
                  .count();
      before = page.getLast().id();
    }
    return Math.max(0, most);
  }

  private static boolean isDemanded(Job job, Demand demand) {
    return demand.types().stream()
        .anyMatch(type ->
            type.name().equals(job.type()) && job.spec().typeVersion() <= type.newestVersion());
  }

  @Override
  public Renewal renew(RenewRequest request) {
    Set<RunKey> cancel = new HashSet<>();
    Set<RunKey> lost = new HashSet<>();
    Set<RunKey> sample = new HashSet<>();
    for (JobStore half : halves.both()) {
      List<RunKey> own =
          request.runs().stream().filter(run -> halves.of(run.queue()).equals(half)).toList();
      Renewal renewal =
          half.claims()
              .renew(new RenewRequest(request.worker(), request.lease(), own, request.status()));
      cancel.addAll(renewal.cancel());
      lost.addAll(renewal.lost());
      sample.addAll(renewal.sample());
    }
    return new Renewal(cancel, lost, sample);
  }

  @Override
  public List<Applied> note(List<Note> notes) {
    return halves.route(notes, note -> note.run().queue(), (half, own) -> half.claims().note(own));
  }

  @Override
  public List<Applied> report(List<Report> reports) {
    return halves.route(
        reports, report -> report.run().queue(), (half, own) -> half.claims().report(own));
  }

  @Override
  public List<Applied> release(List<RunKey> runs) {
    return halves.route(runs, RunKey::queue, (half, own) -> half.claims().release(own));
  }
}
