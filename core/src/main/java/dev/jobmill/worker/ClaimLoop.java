package dev.jobmill.worker;

import dev.jobmill.job.JobmillException;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.Claimed;
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
  private SuspectTurn turn = SuspectTurn.NONE;
  private long answeredNanos;
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
      List<RunKey> taken = claims.claim(request).jobs().stream().map(RunKey::of).toList();
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
      return pause();
    }
    boolean repeated = unanswered != null;
    // Kept until it is answered: asking again with the same id cannot take jobs twice.
    unanswered = request;
    Claimed answer = claims.claim(request);
    unanswered = null;
    answer.jobs().forEach(runner::start);
    boolean idle = answer.jobs().isEmpty() && runs.isEmpty();
    answeredNanos = settings.time().nanoTime();
    turn = turn.after(answer, idle, answeredNanos);
    boolean suspectMayCome = idle && answer.suspectsWait() && !request.suspects();
    // What a repeated request did not get may be there by now.
    return repeated || suspectMayCome || answer.jobs().size() == request.limit()
        ? Duration.ZERO
        : POLL;
  }

  /// Until it is time to ask again.
  private Duration pause() {
    Duration since = Duration.ofNanos(settings.time().nanoTime() - answeredNanos);
    return turn.phase() == SuspectTurn.Phase.DRAINING && since.compareTo(POLL) < 0
        ? POLL.minus(since)
        : POLL;
  }

  private SuspectTurn.Ask whatToAsk() {
    boolean idle = runs.isEmpty();
    long now = settings.time().nanoTime();
    turn = turn.at(idle, now);
    SuspectTurn.Ask ask = turn.ask(idle);
    return ask == SuspectTurn.Ask.LOOK && now - answeredNanos < POLL.toNanos()
        ? SuspectTurn.Ask.NOTHING
        : ask;
  }

  private @Nullable ClaimRequest nextRequest() {
    // Runs whose outcome the store has not taken are counted as well: they must not heap up.
    int unreportedRoom = slots.size() + UNREPORTED_MAX - runs.size();
    int room = Math.min(Math.min(slots.free(), unreportedRoom), ClaimRequest.LIMIT_MAX);
    if (room <= 0 || !open) {
      return null;
    }
    SuspectTurn.Ask ask = whatToAsk();
    if (ask == SuspectTurn.Ask.NOTHING) {
      return null;
    }
    List<String> served = servedQueues();
    if (served.isEmpty()) {
      return null;
    }
    lastClaim++;
    // Each queue is the first in turn, so that a busy one cannot starve the others.
    Collections.rotate(served, (int) -(lastClaim % served.size()));
    int most = ask == SuspectTurn.Ask.LOOK ? 0 : room;
    List<Demand> demands =
        served.stream().map(queue -> new Demand(queue, handlers.types(), most)).toList();
    boolean suspects = ask == SuspectTurn.Ask.ANY;
    return new ClaimRequest(settings.id(), lastClaim, settings.lease(), room, demands, suspects);
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
