package dev.jobmill.job;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private final Type payloadType;
  private final Type resultType;
  private int version = 1;
  private Set<String> aliases = Set.of();
  private SortedMap<Integer, PayloadUpgrade> upgrades = Collections.emptySortedMap();
  private String queue = DEFAULT_QUEUE;
  private Priority priority = Priority.NORMAL;
  private RetryPolicy retry = RetryPolicy.STANDARD;
  private @Nullable Duration timeout;
  private boolean cpuBound;
  private boolean atMostOnce;

  private JobType(String name, Type payloadType, Type resultType) {
    this.name = Names.check("job type", name);
    this.payloadType = payloadType;
    this.resultType = resultType;
  }

  private JobType<P, R> copy() {
    JobType<P, R> copy = new JobType<>(name, payloadType, resultType);
    copy.version = version;
    copy.aliases = aliases;
    copy.upgrades = upgrades;
    copy.queue = queue;
    copy.priority = priority;
    copy.retry = retry;
    copy.timeout = timeout;
    copy.cpuBound = cpuBound;
    copy.atMostOnce = atMostOnce;
    return copy;
  }

  /// A type of version 1 with the standard defaults: queue `default`, normal priority, 3 attempts,
  /// no time limit, virtual threads.
  public static <P, R> JobType<P, R> of(String name, Class<P> payload, Class<R> result) {
    return new JobType<>(name, payload, result);
  }

  /// The same for types with arguments.
  public static <P, R> JobType<P, R> of(String name, TypeRef<P> payload, TypeRef<R> result) {
    return new JobType<>(name, payload.type(), result.type());
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
    JobType<P, R> next = copy();
    next.version = number;
    return next;
  }

  /// A name that this type had before: jobs that were submitted under it are handled as well. Call
  /// it once for each.
  public JobType<P, R> alias(String formerName) {
    Names.check("job type", formerName);
    if (formerName.equals(name)) {
      throw new InvalidRequest("job type " + name + " cannot be an alias of itself: leave it out");
    }
    JobType<P, R> next = copy();
    next.aliases = new LinkedHashSet<>(aliases);
    next.aliases.add(formerName);
    return next;
  }

  /// How a payload of an older version becomes one of the next. A payload passes every step from
  /// its own version on; a version without a step is read as it is. Call it once for each.
  ///
  /// @param from the version that the step takes, below this type's own
  public JobType<P, R> upgrade(int from, PayloadUpgrade step) {
    if (from < 1) {
      throw new InvalidRequest(
          "an upgrade from version " + from + " of job type " + name + ": use 1 or more");
    }
    JobType<P, R> next = copy();
    next.upgrades = new TreeMap<>(upgrades);
    next.upgrades.put(from, step);
    return next;
  }

  /// The queue of jobs that name no other.
  public JobType<P, R> queue(String other) {
    JobType<P, R> next = copy();
    next.queue = Names.check("queue", other);
    return next;
  }

  /// The priority of jobs that name no other.
  public JobType<P, R> priority(Priority other) {
    JobType<P, R> next = copy();
    next.priority = other;
    return next;
  }

  /// The retry policy of jobs that name no other.
  public JobType<P, R> retry(RetryPolicy policy) {
    requireRepeatable(policy);
    JobType<P, R> next = copy();
    next.retry = policy;
    return next;
  }

  /// The time limit of each attempt of jobs that name no other.
  ///
  /// @param limit more than zero
  public JobType<P, R> timeout(Duration limit) {
    JobType<P, R> next = copy();
    next.timeout = JobSpec.checkTimeout(limit);
    return next;
  }

  /// Jobs of this type compute rather than wait: their handlers run on platform threads, so that
  /// they cannot starve the virtual ones.
  public JobType<P, R> onPlatformThreads() {
    JobType<P, R> next = copy();
    next.cpuBound = true;
    return next;
  }

  /// Jobs of this type have one attempt and are never run a second time: one whose run was lost
  /// with its worker ends `FAILED`, reason `LOST`. For work that does harm when it is done twice
  /// and little when it is not done.
  public JobType<P, R> atMostOnce() {
    JobType<P, R> next = copy();
    next.atMostOnce = true;
    next.retry = retry.withAttempts(1);
    return next;
  }

  /// @throws InvalidRequest when jobs of this type are never run twice and `policy` would
  void requireRepeatable(RetryPolicy policy) {
    if (atMostOnce && policy.maxAttempts() > 1) {
      throw new InvalidRequest(
          "job type "
              + name
              + " runs at most once: "
              + policy.maxAttempts()
              + " attempts cannot be had, use 1");
    }
  }

  /// The stable name.
  public String name() {
    return name;
  }

  /// The version of the payload's form.
  public int version() {
    return version;
  }

  /// Its former names.
  public Set<String> aliases() {
    return aliases;
  }

  /// The steps that a payload of an older version passes, in order, each with the version that it
  /// takes. From this type's own version on there is none, unless one was given by mistake.
  public SortedMap<Integer, PayloadUpgrade> upgradesFrom(int stored) {
    return Collections.unmodifiableSortedMap(upgrades.tailMap(stored));
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

  /// Whether a job of this type is never run a second time.
  public boolean runsAtMostOnce() {
    return atMostOnce;
  }

  @Override
  public String toString() {
    return name + " v" + version;
  }
}
