package dev.jobmill.store;

import dev.jobmill.job.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// How many jobs a store holds, and how it moves.
///
/// @param totals one entry per queue, type and state that has any
/// @param oldestQueued for each queue that has a queued job: when its longest-waiting one became
///   ready
/// @param lastMinute what happened in about the last minute
/// @param lastHour what happened in about the last hour
public record Counts(
    List<Total> totals, Map<String, Instant> oldestQueued, Rate lastMinute, Rate lastHour) {
  /// Copies.
  public Counts {
    totals = List.copyOf(totals);
    oldestQueued = Map.copyOf(oldestQueued);
  }

  /// The number of jobs of a state.
  public long of(JobState state) {
    return totals.stream().filter(total -> total.state() == state).mapToLong(Total::jobs).sum();
  }

  /// The number of jobs of one queue, type and state, history included.
  ///
  /// @param queue the queue
  /// @param type the type
  /// @param state the state
  /// @param jobs how many, at least 1
  public record Total(String queue, String type, JobState state, long jobs) {}

  /// What happened in some time.
  ///
  /// @param submitted jobs taken in
  /// @param ended jobs that came to one of the four ends
  public record Rate(long submitted, long ended) {}
}
