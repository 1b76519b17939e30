package dev.jobmill.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Jobs that are made by themselves, again and again. What is said here is said by people; what a
/// program says each time that it starts, it gives to its builder. Thread-safe; every method blocks
/// until the store has answered, and throws [StoreUnavailable] when it cannot.
public interface RecurringJobs {
  /// Adds a schedule, or changes the one of this name.
  ///
  /// One that says the same as the one that is there changes nothing. Another timing begins with
  /// its first instant after now; with the same timing what comes next stays. Whether it is paused
  /// stays. One in another queue takes the place of the one that is there.
  ///
  /// @throws InvalidRequest when its payload cannot be written or is too large
  <P, R> Recurrence put(RecurringJob<P, R> job);

  /// The schedule of this name; empty when there is none.
  Optional<Recurrence> find(String name);

  /// Schedules, by name.
  ///
  /// @param after only those with a greater name: the last one of the page before; null for the
  ///   first page
  /// @param limit 1 to 1 000
  List<Recurrence> list(@Nullable String after, int limit);

  /// Lets a schedule rest: nothing is made until it is resumed.
  ///
  /// @return how it is afterwards; empty when there is none of this name
  Optional<Recurrence> pause(String name);

  /// Lets a schedule go on with its first instant after now: what has passed while it was paused is
  /// not made up for.
  ///
  /// @return how it is afterwards; empty when there is none of this name
  Optional<Recurrence> resume(String name);

  /// Makes a job now, beside the schedule, paused or not. It is a duplicate when the schedule lets
  /// none overlap and an earlier job has not ended.
  ///
  /// @return what became of it; empty when there is no schedule of this name
  /// @throws JobRejected when it is refused as things stand
  Optional<Submission<Object>> runNow(String name);

  /// Forgets a schedule; jobs that it has made stay. One that a program gives to its builder is
  /// there again when that starts the next time: pause it instead, or leave it out there.
  ///
  /// @return whether there was one of this name
  boolean remove(String name);

  /// The instants that come next, as things stand: fewer when there are no more; none for a
  /// schedule that is paused or unknown.
  ///
  /// @param most 1 to 1 000
  List<Instant> next(String name, int most);

  /// The jobs that a schedule has made and that the store still knows, newest first.
  ///
  /// @param most 1 to 1 000
  List<Job> past(String name, int most);
}
