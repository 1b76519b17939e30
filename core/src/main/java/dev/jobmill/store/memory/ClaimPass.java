package dev.jobmill.store.memory;

import dev.jobmill.job.Job;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claimed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the jobs of one claim and gives them to their worker. Looks at the lanes of what the
/// worker handles alone, and never at those of a queue or type that is paused.
final class ClaimPass {
  /// The most jobs that one claim ends because their deadline has passed.
  private static final int EXPIRED_MAX = ClaimRequest.LIMIT_MAX;

  private final Shelves shelves;
  private final ClaimRequest request;
  private final MemoryWorker worker;
  private final Instant now;
  private final List<Job> claimed = new ArrayList<>();
  private int expired;

  ClaimPass(Shelves shelves, ClaimRequest request, MemoryWorker worker, Instant now) {
    this.shelves = shelves;
    this.request = request;
    this.worker = worker;
    this.now = now;
  }

  Claimed claim() {
    if (request.suspects() && worker.runs.isEmpty()) {
      claimSuspect();
    }
    if (!worker.isAlone()) {
      for (ClaimRequest.Demand demand : request.demands()) {
        claim(
            demand.queue(),
            lanesFor(demand, false),
            Math.min(demand.max(), request.limit() - claimed.size()));
      }
    }
    return answer();
  }

  /// The jobs of the worker's latest claim that still run.
  Claimed repeat() {
    worker.runs.stream()
        .filter(entry -> entry.claimId == request.claimId())
        .map(Entry::snapshot)
        .forEach(claimed::add);
    return answer();
  }

  private Claimed answer() {
    boolean suspectsWait =
        request.demands().stream().anyMatch(demand -> first(lanesFor(demand, true)) != null);
    return new Claimed(claimed, worker.isAlone(), suspectsWait);
  }

  private void claimSuspect() {
    for (ClaimRequest.Demand demand : request.demands()) {
      Entry suspect = demand.max() > 0 ? first(lanesFor(demand, true)) : null;
      if (suspect != null) {
        shelves.runs.claim(suspect, worker, request.claimId(), now);
        claimed.add(suspect.snapshot());
        return;
      }
    }
  }

  private void claim(String queue, List<Lane> lanes, int most) {
    int room = most;
    while (room > 0) {
      Entry first = first(lanes);
      if (first == null) {
        return;
      }
      if (!first.hasExpired(now)) {
        shelves.runs.claim(first, worker, request.claimId(), now);
        claimed.add(first.snapshot());
        room--;
      } else if (expired < EXPIRED_MAX) {
        shelves.endings.expire(first, now);
        expired++;
      } else {
        // There may be jobs behind these: the worker is to come again.
        shelves.news.queued(queue);
        return;
      }
    }
  }

  private List<Lane> lanesFor(ClaimRequest.Demand demand, boolean suspect) {
    if (shelves.book.isPaused(demand.queue())) {
      return List.of();
    }
    List<Lane> lanes = new ArrayList<>();
    for (ClaimRequest.HandledType type : demand.types()) {
      for (Lane lane : shelves.book.lanes(demand.queue(), type.name())) {
        if (lane.key.suspect() == suspect
            && lane.key.version() <= type.newestVersion()
            && !lane.type.paused) {
          lanes.add(lane);
        }
      }
    }
    return lanes;
  }

  private static @Nullable Entry first(List<Lane> lanes) {
    Entry first = null;
    for (Lane lane : lanes) {
      Entry candidate = lane.first();
      if (first == null || (candidate != null && Lane.BY_RANK.compare(candidate, first) < 0)) {
        first = candidate;
      }
    }
    return first;
  }
}
