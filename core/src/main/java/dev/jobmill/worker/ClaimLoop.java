package dev.jobmill.worker;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobmillException;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Hint;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the store for as many jobs as there are free slots. Stepped by a loop; [#hear] may be
/// called by any thread.
final class ClaimLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimLoop.class);

  /// How often it asks without having been hinted: hints may be lost.
  private static final Duration POLL = Duration.ofSeconds(5);

  /// How many outcomes may wait for the store before no more jobs are taken.
  private static final int UNREPORTED_MAX = 10_000;

  private final Claims claims;
  private final Queues registry;
  private final WorkerSettings settings;
  private final Handlers handlers;
  private final Slots slots;
  private final JobRunner runner;
  private final Map<RunKey, ActiveRun> runs;

  private volatile boolean queuesMayBeNew = true;
  private volatile List<String> queues = List.of();
  private volatile boolean open = true;
  private @Nullable ClaimRequest unanswered;
  private long lastClaim;
  private long queuesReadNanos;

  ClaimLoop(
      Claims claims,
      Queues registry,
      WorkerSettings settings,
      Handlers handlers,
      Slots slots,
      JobRunner runner,
      Map<RunKey, ActiveRun> runs) {
    this.claims = claims;
    this.registry = registry;
    this.settings = settings;
    this.handlers = handlers;
    this.slots = slots;
    this.runner = runner;
    this.runs = runs;
  }

  /// Whether the hint is a reason to ask.
  boolean hear(Hint hint) {
    return switch (hint) {
      case Hint.Anything anything -> {
        queuesMayBeNew = true;
        yield true;
      }
      case Hint.Changed changed -> {
        if (!queues.containsAll(changed.queued())) {
          queuesMayBeNew = true;
        }
        yield !changed.queued().isEmpty();
      }
    };
  }

  /// No more jobs are asked for.
  void close() {
    open = false;
  }

  /// Gives back what a claim took whose answer was lost, once the loop has ended: nobody began it.
  void giveBackUnanswered() {
    ClaimRequest request = unanswered;
    if (request == null) {
      return;
    }
    try {
      List<RunKey> taken = claims.claim(request).stream().map(RunKey::of).toList();
      if (!taken.isEmpty()) {
        claims.release(taken);
      }
    } catch (JobmillException away) {
      LOG.debug("what the last claim took is found by others: {}", away.getMessage());
    }
  }

  Duration step() {
    ClaimRequest request = unanswered != null ? unanswered : nextRequest();
    if (request == null) {
      return POLL;
    }
    boolean repeated = unanswered != null;
    // Kept until it is answered: asking again with the same id cannot take jobs twice.
    unanswered = request;
    List<Job> jobs = claims.claim(request);
    unanswered = null;
    jobs.forEach(runner::start);
    // What a repeated request did not get may be there by now.
    return repeated || jobs.size() == request.limit() ? Duration.ZERO : POLL;
  }

  private @Nullable ClaimRequest nextRequest() {
    // Runs whose outcome the store has not taken are counted as well: they must not heap up.
    int unreportedRoom = slots.size() + UNREPORTED_MAX - runs.size();
    int room = Math.min(Math.min(slots.free(), unreportedRoom), ClaimRequest.LIMIT_MAX);
    if (room <= 0 || !open) {
      return null;
    }
    List<String> served = servedQueues();
    if (served.isEmpty()) {
      return null;
    }
    lastClaim++;
    // Each queue is the first in turn, so that a busy one cannot starve the others.
    Collections.rotate(served, (int) -(lastClaim % served.size()));
    List<Demand> demands =
        served.stream().map(queue -> new Demand(queue, handlers.types(), room)).toList();
    return new ClaimRequest(settings.id(), lastClaim, settings.lease(), room, demands);
  }

  private List<String> servedQueues() {
    if (!settings.queues().isEmpty()) {
      queues = settings.queues();
    } else {
      readQueues(settings.time().nanoTime());
    }
    return new ArrayList<>(queues);
  }

  /// Reads them when there may be a new one, and now and then without a hint: hints may be lost.
  private void readQueues(long now) {
    if (!queuesMayBeNew && now - queuesReadNanos < POLL.toNanos()) {
      return;
    }
    queuesMayBeNew = false;
    try {
      queues = registry.queues().stream().map(QueueInfo::name).toList();
    } catch (StoreUnavailable away) {
      queuesMayBeNew = true;
      throw away;
    }
    queuesReadNanos = now;
  }
}
