package dev.jobmill.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How many attempts a job has, how long it waits between them, and which errors end it at once.
/// The numbers are stored with each job; the error types belong to the code that runs it.
public final class RetryPolicy {
  /// The most attempts that can be asked for.
  public static final int ATTEMPTS_MAX = 1_000_000;

  /// 3 attempts with the standard backoff.
  public static final RetryPolicy STANDARD = new RetryPolicy(3, Backoff.STANDARD, List.of());

  private final int maxAttempts;
  private final Backoff backoff;
  private final List<Class<? extends Throwable>> notOn;

  private RetryPolicy(int maxAttempts, Backoff backoff, List<Class<? extends Throwable>> notOn) {
    if (maxAttempts < 1 || maxAttempts > ATTEMPTS_MAX) {
      throw new InvalidRequest(
          "attempts " + maxAttempts + " are out of range: use 1 to " + ATTEMPTS_MAX);
    }
    this.maxAttempts = maxAttempts;
    this.backoff = backoff;
    this.notOn = notOn;
  }

  /// `attempts` in all (the first included), with the standard exponential backoff between them.
  public static RetryPolicy exponential(int attempts) {
    return new RetryPolicy(attempts, Backoff.STANDARD, List.of());
  }

  /// `attempts` in all (the first included), with the same wait between them.
  public static RetryPolicy fixed(int attempts, Duration wait) {
    return new RetryPolicy(attempts, Backoff.fixed(wait), List.of());
  }

  /// One attempt.
  public static RetryPolicy never() {
    return new RetryPolicy(1, Backoff.STANDARD, List.of());
  }

  /// The same number of attempts with another backoff.
  public RetryPolicy withBackoff(Backoff other) {
    return new RetryPolicy(maxAttempts, other, notOn);
  }

  /// The same backoff with another number of attempts.
  public RetryPolicy withAttempts(int attempts) {
    return new RetryPolicy(attempts, backoff, notOn);
  }

  /// The same policy, except that this error (and its subclasses) ends the job `failed`, reason
  /// `not-retryable`. Call it once for each.
  public RetryPolicy notOn(Class<? extends Throwable> error) {
    List<Class<? extends Throwable>> more = new ArrayList<>(notOn);
    more.add(error);
    return new RetryPolicy(maxAttempts, backoff, List.copyOf(more));
  }

  /// The attempts in all.
  public int maxAttempts() {
    return maxAttempts;
  }

  /// The waits between them.
  public Backoff backoff() {
    return backoff;
  }

  /// Whether every error type that this policy names is one that `other` names, or a subclass of
  /// it.
  boolean namesNoMoreThan(RetryPolicy other) {
    return notOn.stream()
        .allMatch(error -> other.notOn.stream().anyMatch(known -> known.isAssignableFrom(error)));
  }

  /// Whether this error is worth another attempt, as far as its type tells.
  public boolean retries(Throwable error) {
    return notOn.stream().noneMatch(type -> type.isInstance(error));
  }
}
