package dev.jobmill.job;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a job. Never changes.
public final class Attempt {
  private final int run;
  private final int attempt;
  private final String worker;
  private final Instant startedAt;
  private final @Nullable Instant endedAt;
  private final Outcome outcome;
  private final @Nullable Failure error;

  /// @param run counts every claim of the job, from 1
  /// @param attempt counts what is charged to the retry policy, from 1
  /// @param worker the id of the worker that ran it
  /// @param startedAt when it was claimed
  /// @param endedAt when it ended; null while it runs
  /// @param outcome how it ended
  /// @param error what went wrong; null where nothing did
  public Attempt(
      int run,
      int attempt,
      String worker,
      Instant startedAt,
      @Nullable Instant endedAt,
      Outcome outcome,
      @Nullable Failure error) {
    this.run = run;
    this.attempt = attempt;
    this.worker = worker;
    this.startedAt = startedAt;
    this.endedAt = endedAt;
    this.outcome = outcome;
    this.error = error;
  }

  /// Counts every claim of the job, from 1: the fencing token.
  public int run() {
    return run;
  }

  /// Counts what is charged to the retry policy, from 1.
  public int attempt() {
    return attempt;
  }

  /// The id of the worker that ran it.
  public String worker() {
    return worker;
  }

  /// When it was claimed.
  public Instant startedAt() {
    return startedAt;
  }

  /// When it ended; empty while it runs.
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  /// How it ended.
  public Outcome outcome() {
    return outcome;
  }

  /// What went wrong.
  public Optional<Failure> error() {
    return Optional.ofNullable(error);
  }

  /// How a run can end.
  public enum Outcome {
    /// It has not ended.
    RUNNING,
    /// Well.
    COMPLETED,
    /// Its handler failed.
    FAILED,
    /// Its time limit passed.
    TIMEOUT,
    /// It was asked to stop and did.
    CANCELLED,
    /// Its worker died or lost it: the attempt was given back.
    CRASHED,
    /// Its worker stopped in good order: the attempt was given back.
    RELEASED,
    /// Its handler had nothing to do yet: the attempt was given back.
    SNOOZED;

    /// The word that programs read: lower case.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
