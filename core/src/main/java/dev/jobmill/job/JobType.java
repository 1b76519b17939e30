package dev.jobmill.job;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stable name for a kind of work, with the types of its payload and result and its defaults. The
/// name and the version are all that is stored: never the name of a class. Never changes: each
/// method that sets something gives a new type.
///
/// @param <P> the payload
/// @param <R> the result; `Void` for none
public final class JobType<P, R> {
  /// The queue of jobs that name no other.
  public static final String DEFAULT_QUEUE = "default";

  private final String name;
  private final int version;
  private final Type payloadType;
  private final Type resultType;
  private final String queue;
  private final Priority priority;
  private final RetryPolicy retry;
  private final @Nullable Duration timeout;
  private final boolean cpuBound;

  private JobType(
      String name,
      int version,
      Type payloadType,
      Type resultType,
      String queue,
      Priority priority,
      RetryPolicy retry,
      @Nullable Duration timeout,
      boolean cpuBound) {
    this.name = Names.check("job type", name);
    this.version = version;
    this.payloadType = payloadType;
    this.resultType = resultType;
    this.queue = Names.check("queue", queue);
    this.priority = priority;
    this.retry = retry;
    this.timeout = timeout;
    this.cpuBound = cpuBound;
  }

  /// A type of version 1 with the standard defaults: queue `default`, normal priority, 3 attempts,
  /// no time limit, virtual threads.
  public static <P, R> JobType<P, R> of(String name, Class<P> payload, Class<R> result) {
    return of(name, (Type) payload, (Type) result);
  }

  /// The same for types with arguments.
  public static <P, R> JobType<P, R> of(String name, TypeRef<P> payload, TypeRef<R> result) {
    return of(name, payload.type(), result.type());
  }

  private static <P, R> JobType<P, R> of(String name, Type payload, Type result) {
    return new JobType<>(
        name,
        1,
        payload,
        result,
        DEFAULT_QUEUE,
        Priority.NORMAL,
        RetryPolicy.STANDARD,
        null,
        false);
  }

  /// The version of the payload's form. A worker takes jobs of this version and older ones; newer
  /// ones wait for a newer worker.
  ///
  /// @param number 1 or more
  public JobType<P, R> version(int number) {
    if (number < 1) {
      throw new InvalidRequest(
          "version " + number + " of job type " + name + " is out of range: use 1 or more");
    }
    return new JobType<>(
        name, number, payloadType, resultType, queue, priority, retry, timeout, cpuBound);
  }

  /// The queue of jobs that name no other.
  public JobType<P, R> queue(String other) {
    return new JobType<>(
        name, version, payloadType, resultType, other, priority, retry, timeout, cpuBound);
  }

  /// The priority of jobs that name no other.
  public JobType<P, R> priority(Priority other) {
    return new JobType<>(
        name, version, payloadType, resultType, queue, other, retry, timeout, cpuBound);
  }

  /// The retry policy of jobs that name no other.
  public JobType<P, R> retry(RetryPolicy policy) {
    return new JobType<>(
        name, version, payloadType, resultType, queue, priority, policy, timeout, cpuBound);
  }

  /// The time limit of each attempt of jobs that name no other.
  ///
  /// @param limit more than zero
  public JobType<P, R> timeout(Duration limit) {
    return new JobType<>(
        name,
        version,
        payloadType,
        resultType,
        queue,
        priority,
        retry,
        JobSpec.checkTimeout(limit),
        cpuBound);
  }

  /// Jobs of this type compute rather than wait: their handlers run on platform threads, so that
  /// they cannot starve the virtual ones.
  public JobType<P, R> onPlatformThreads() {
    return new JobType<>(
        name, version, payloadType, resultType, queue, priority, retry, timeout, true);
  }

  /// The stable name.
  public String name() {
    return name;
  }

  /// The version of the payload's form.
  public int version() {
    return version;
  }

  /// What the payload is read as.
  public Type payloadType() {
    return payloadType;
  }

  /// What the result is read as.
  public Type resultType() {
    return resultType;
  }

  /// The default queue.
  public String queue() {
    return queue;
  }

  /// The default priority.
  public Priority priority() {
    return priority;
  }

  /// The default retry policy.
  public RetryPolicy retry() {
    return retry;
  }

  /// The default time limit of an attempt.
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /// Whether handlers of this type run on platform threads.
  public boolean runsOnPlatformThreads() {
    return cpuBound;
  }

  @Override
  public String toString() {
    return name + " v" + version;
  }
}
