package dev.jobmill.worker;

import dev.jobmill.job.JobmillException;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Hint;
import dev.jobmill.store.Queues;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the store for as many jobs as there are free slots, one pool after the other, all in the
/// name of one worker and with claim ids of one row. Stepped by a loop; [#hear] may be called by
/// any thread.
final class ClaimLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimLoop.class);

  /// How often it asks without having been hinted: hints may be lost.
  private static final Duration POLL = Duration.ofSeconds(5);

  /// How many outcomes may wait for the store before no more jobs are taken.
  private static final int UNREPORTED_MAX = 10_000;

  private final Claims claims;
  private final QueueNames queues;
  private final WorkerSettings settings;
  private final Handlers handlers;
  private final Pools pools;
  private final JobRunner runner;
  private final Map<RunKey, ActiveRun> runs;

  private volatile boolean open = true;
  private @Nullable Asked unanswered;
  private SuspectTurn turn = SuspectTurn.NONE;

  /// The pool that runs suspects, or waits to.
  private @Nullable Pool lonely;

  private long answeredNanos;
  private long lastClaim;

  ClaimLoop(
      Claims claims,
      Queues registry,
      WorkerSettings settings,
      Handlers handlers,
      Pools pools,
      JobRunner runner,
      Map<RunKey, ActiveRun> runs) {
    this.claims = claims;
    this.queues = new QueueNames(registry, POLL);
    this.settings = settings;
    this.handlers = handlers;
    this.pools = pools;
    this.runner = runner;
    this.runs = runs;
  }

  /// Whether the hint is a reason to ask.
  boolean hear(Hint hint) {
    queues.hear(hint);
    pools.hear(hint);
    return switch (hint) {
      case Hint.Anything anything -> true;
      case Hint.Changed changed -> !changed.queued().isEmpty();
    };
  }

  /// No more jobs are asked for.
  void close() {
    open = false;
  }

  /// Gives back what a claim took whose answer was lost, once the loop has ended: nobody began it.
  void giveBackUnanswered() {
    Asked asked = unanswered;
    if (asked == null) {
      return;
    }
    try {
      List<RunKey> taken = claims.claim(asked.request()).jobs().stream().map(RunKey::of).toList();
      if (!taken.isEmpty()) {
        claims.release(taken);
      }
    } catch (JobmillException away) {
      LOG.debug("what the last claim took is found by others: {}", away.getMessage());
    }
  }

  Duration step() {
    Asked asked = unanswered != null ? unanswered : nextRequest();
    if (asked == null) {
      return pause();
    }
    boolean repeated = unanswered != null;
    // Kept until it is answered: asking again with the same id cannot take jobs twice.
    unanswered = asked;
    Claimed answer = claims.claim(asked.request());
    unanswered = null;
    answer.jobs().forEach(job -> runner.start(job, asked.pool()));
    boolean idle = answer.jobs().isEmpty() && runs.isEmpty();
    answeredNanos = settings.time().nanoTime();
    turn = turn.after(answer, idle, answeredNanos);
    if (turn.isAboutSuspects()) {
      lonely = asked.pool();
    }
    boolean suspectMayCome = idle && answer.suspectsWait() && !asked.request().suspects();
    // What a repeated request did not get may be there by now.
    if (repeated || suspectMayCome || answer.jobs().size() == asked.request().limit()) {
      asked.pool().want();
    }
    return pools.isAnyWanting() ? Duration.ZERO : POLL;
  }

  /// Until it is time to ask again.
  private Duration pause() {
    Duration since = Duration.ofNanos(settings.time().nanoTime() - answeredNanos);
    return turn.phase() == SuspectTurn.Phase.DRAINING && since.compareTo(POLL) < 0
        ? POLL.minus(since)
        : POLL;
  }

  private SuspectTurn.Ask whatToAsk(long now) {
    boolean idle = runs.isEmpty();
    turn = turn.at(idle, now);
    SuspectTurn.Ask ask = turn.ask(idle);
    return ask == SuspectTurn.Ask.LOOK && now - answeredNanos < POLL.toNanos()
        ? SuspectTurn.Ask.NOTHING
        : ask;
  }

  private @Nullable Asked nextRequest() {
    // Runs whose outcome the store has not taken are counted as well: they must not heap up.
    int unreportedRoom = pools.size() + UNREPORTED_MAX - runs.size();
    if (!open || unreportedRoom <= 0) {
      return null;
    }
    long now = settings.time().nanoTime();
    SuspectTurn.Ask ask = whatToAsk(now);
    if (ask == SuspectTurn.Ask.NOTHING) {
      return null;
    }
    for (int i = pools.count(); i > 0; i--) {
      Pool pool = turn.isAboutSuspects() ? lonely : pools.next(now, POLL);
      if (pool == null) {
        return null;
      }
      int room = Math.min(Math.min(pool.room(), unreportedRoom), ClaimRequest.LIMIT_MAX);
      boolean takes = ask != SuspectTurn.Ask.LOOK;
      List<Demand> demands = room > 0 ? demands(pool, room, takes, now) : List.of();
      if (!demands.isEmpty()) {
        lastClaim++;
        boolean suspects = ask == SuspectTurn.Ask.ANY;
        return new Asked(
            pool,
            new ClaimRequest(settings.id(), lastClaim, settings.lease(), room, demands, suspects));
      }
    }
    return null;
  }

  /// @param takes whether jobs are wanted, and not only to hear whether there are suspects
  private List<Demand> demands(Pool pool, int room, boolean takes, long now) {
    List<String> all = pool.servesAll() ? queues.read(now) : List.of();
    return pool.deal(all, room, now).stream()
        .map(share -> new Demand(share.queue(), handlers.types(), takes ? share.max() : 0))
        .toList();
  }

  /// A claim that goes on.
  ///
  /// @param pool whose room it is to fill
  private record Asked(Pool pool, ClaimRequest request) {}
}
