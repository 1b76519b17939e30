package dev.jobmill.worker;

import dev.jobmill.loop.Loop;
import dev.jobmill.loop.Pulse;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.WorkerStatus.LoopStatus;
import dev.jobmill.time.TimeSource;
import dev.jobmill.upkeep.Duties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the loops and duties of a worker: says once in the log when one is blocked, and when
/// it goes on. How they fare may be asked by any thread.
public final class Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /// How often it looks.
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final Supplier<List<Loop>> loops;
  private final Duties duties;
  private final Notices notices;
  private final TimeSource time;
  private final Set<String> blocked = new HashSet<>();
  private long lastNanos;

  Watchdog(Supplier<List<Loop>> loops, Duties duties, Notices notices, TimeSource time) {
    this.loops = loops;
    this.duties = duties;
    this.notices = notices;
    this.time = time;
    this.lastNanos = time.nanoTime();
  }

  /// Has a look now and then beside the work of a loop, which must be one that nothing can block.
  Loop.Step beside(Loop.Step step) {
    return () -> {
      Duration pause = step.run();
      long now = time.nanoTime();
      if (now - lastNanos >= PAUSE.toNanos()) {
        lastNanos = now;
        look();
      }
      return pause.compareTo(PAUSE) < 0 ? pause : PAUSE;
    };
  }

  private List<Pulse.Reading> pulses() {
    List<Pulse.Reading> all = new ArrayList<>();
    loops.get().forEach(loop -> all.add(loop.pulse()));
    all.addAll(duties.pulses());
    all.addAll(notices.pulses());
    return all;
  }

  /// Has a look. Called by one thread.
  void look() {
    for (Pulse.Reading pulse : pulses()) {
      if (pulse.isBlocked() && blocked.add(pulse.name())) {
        LOG.error("{} does not do its work: {}", pulse.name(), errorOf(pulse));
      } else if (!pulse.isBlocked() && blocked.remove(pulse.name())) {
        LOG.info("{} does its work again", pulse.name());
      }
    }
  }

  /// The names of those that do not do their work: see [Pulse.Reading#isBlocked()].
  public List<String> blocked() {
    return pulses().stream().filter(Pulse.Reading::isBlocked).map(Pulse.Reading::name).toList();
  }

  /// How they fare, as the worker tells others.
  public List<LoopStatus> status() {
    return pulses().stream()
        .map(pulse -> new LoopStatus(pulse.name(), pulse.lastSuccess(), errorOf(pulse)))
        .toList();
  }

  /// Others cannot tell how often a loop should do its work: that one is blocked is said as its
  /// error.
  static @Nullable String errorOf(Pulse.Reading pulse) {
    if (!pulse.isBlocked()) {
      return pulse.lastError();
    }
    String why = pulse.lastError() == null ? "" : ": " + pulse.lastError();
    return "blocked for " + pulse.late().toSeconds() + " s" + why;
  }
}
