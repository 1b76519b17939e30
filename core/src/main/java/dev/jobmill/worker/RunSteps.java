package dev.jobmill.worker;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobmillException;
import dev.jobmill.job.Names;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.Snooze;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import dev.jobmill.time.TimeSource;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The steps of one run. What earlier runs have kept is looked up once, when the first step is
/// asked for. Thread-safe: threads of the handler may do steps of different names side by side.
final class RunSteps {
  private static final Duration SLEEP_MAX = Duration.ofDays(36_500);

  /// The pauses double: 12 s together.
  private static final long FIRST_PAUSE_MILLIS = 50;

  private static final long LAST_PAUSE_MILLIS = 6_400;

  private final ActiveRun active;
  private final RunKey run;
  private final Steps steps;
  private final StoreCalls calls;
  private final PayloadCodec codec;
  private final TimeSource time;

  /// What earlier runs have kept and this one has not come by yet.
  private @Nullable Map<String, Content> before;

  private final Set<String> used = new HashSet<>(0);
  private final Set<Thread> inStep = new HashSet<>(0);
  private int count;
  private int sleeps;

  RunSteps(ActiveRun active, Steps steps, StoreCalls calls, PayloadCodec codec, TimeSource time) {
    this.active = active;
    this.run = active.key();
    this.steps = steps;
    this.calls = calls;
    this.codec = codec;
    this.time = time;
  }

  @Nullable Object step(String name, Type type, Callable<?> body) throws Exception {
    Names.check("step", name);
    Content known = take(name);
    if (known != null) {
      return read(name, known, type);
    }
    Content given = done(name, type, body);
    keep(name, given);
    return codec.decode(given, type);
  }

  private @Nullable Object call(String name, Callable<?> body) throws Exception {
    boolean outermost = enter();
    boolean done = false;
    try {
      Object result = body.call();
      done = true;
      return result;
    } finally {
      if (outermost) {
        leave();
      }
      if (!done) {
        // A handler that catches what the body threw may try again.
        putBack(name);
      }
    }
  }

  void sleep(Duration duration) {
    if (duration.isNegative() || duration.compareTo(SLEEP_MAX) > 0) {
      throw new InvalidRequest("sleep of " + duration + " is out of range: use zero to 36500 days");
    }
    if (isInStep()) {
      throw new InvalidRequest(
          "sleep within a step would do the step again: sleep between two steps");
    }
    // No step can have this name: names have no spaces.
    String name = "sleep " + nextSleep();
    Content known = take(name);
    Instant now = time.now();
    Instant wake;
    if (known == null) {
      wake = now.plus(duration);
      keep(name, codec.encode(wake.toString()));
    } else {
      wake = wakeTime(name, known);
    }
    Duration left = Duration.between(now, wake);
    // Due times are kept in milliseconds: a run may be a part of one early.
    if (left.toMillis() > 0) {
      throw new Snooze(left, "sleeps until " + wake);
    }
  }

  private Instant wakeTime(String name, Content known) {
    return Instant.parse(String.valueOf(read(name, known, String.class)));
  }

  private Content done(String name, Type type, Callable<?> body) throws Exception {
    Object result = call(name, body);
    try {
      Content given = codec.encode(result);
      checkSize(given);
      codec.decode(given, type);
      return given;
    } catch (RuntimeException | StackOverflowError unusable) {
      // Without a cause, whose message would stand in the place of this one.
      throw new NotRetryable(
          "step "
              + name
              + " is done, and its result cannot be kept: "
              + (unusable instanceof JobmillException ? unusable.getMessage() : unusable)
              + ": give another type, or nothing");
    }
  }

  private static void checkSize(Content given) {
    if (given.size() > Steps.CONTENT_BYTES_MAX) {
      throw new InvalidRequest(
          given.size()
              + " bytes are more than "
              + Steps.CONTENT_BYTES_MAX
              + ", keep it as an attachment");
    }
  }

  private @Nullable Object read(String name, Content known, Type type) {
    try {
      return codec.decode(known, type);
    } catch (JobmillException unreadable) {
      throw new InvalidRequest(
          "what step "
              + name
              + " gave in an earlier run cannot be read: "
              + unreadable.getMessage()
              + ": read it as it was, or give the step another name to do it again",
          unreadable);
    }
  }

  private void keep(String name, Content content) {
    StepKept step = new StepKept(run, name, content);
    switch (answer(step)) {
      case KEPT -> {}
      case SUPERSEDED ->
          throw new CancelledRun(
              "run "
                  + run.run()
                  + " of job "
                  + run.id()
                  + " has lost its job: "
                  + name
                  + " is not kept");
      case FULL ->
          throw new NotRetryable(
              "the steps of job "
                  + run.id()
                  + " have given "
                  + Steps.JOB_BYTES_MAX
                  + " bytes with "
                  + name
                  + ", which is the most: keep large results as attachments");
    }
  }

  /// What was done must not be done again because the store was away for a moment: waits for it,
  /// for as long as the run is wanted.
  private Steps.Answer answer(StepKept step) {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        return calls.call(() -> steps.keep(List.of(step))).getFirst();
      } catch (StoreUnavailable away) {
        if (pause > LAST_PAUSE_MILLIS || !active.isWantedAfter(pause)) {
          throw away;
        }
        pause *= 2;
      }
    }
  }

  private synchronized void putBack(String name) {
    used.remove(name);
    count--;
  }

  /// Uses a name up.
  ///
  /// @return what an earlier run has kept under it; null for nothing
  private synchronized @Nullable Content take(String name) {
    if (!used.add(name)) {
      throw new InvalidRequest(
          "step " + name + " is there twice in one run: give each step a name of its own");
    }
    Map<String, Content> kept = before;
    if (kept == null) {
      // A first run has nothing before it. The lock is held meanwhile: whoever comes needs the
      // answer.
      kept = run.run() == 1 ? Map.of() : calls.call(() -> steps.of(run.id()));
      before = kept;
      count = kept.size();
    }
    Content known = kept.get(name);
    if (known == null && ++count > Steps.COUNT_MAX) {
      throw new InvalidRequest(
          "step "
              + name
              + " is one too many: a job has at most "
              + Steps.COUNT_MAX
              + " steps and sleeps, do several items in each");
    }
    return known;
  }

  private synchronized int nextSleep() {
    return ++sleeps;
  }

  private synchronized boolean enter() {
    return inStep.add(Thread.currentThread());
  }

  private synchronized void leave() {
    inStep.remove(Thread.currentThread());
  }

  private synchronized boolean isInStep() {
    return inStep.contains(Thread.currentThread());
  }
}
