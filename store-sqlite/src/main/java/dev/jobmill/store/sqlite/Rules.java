package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobSpec;
import org.jspecify.annotations.Nullable;

/// What a job has that plain jobs have not, as bits of one column: so that whatever becomes of a
/// plain job costs no look into the tables of rules.
final class Rules {
  /// Others come after it.
  static final int AWAITED = 1;

  /// It has a unique key.
  static final int UNIQUE = 2;

  /// It is never run a second time.
  static final int AT_MOST_ONCE = 4;

  /// Its first run has a deadline.
  static final int DEADLINE = 8;

  /// It comes after others.
  static final int AFTER = 16;

  /// A run has written attachments.
  static final int ATTACHED = 32;

  /// It has tags.
  static final int TAGGED = 64;

  /// Somebody has asked for the stack of a run.
  static final int STACK = 512;

  /// A run has kept steps.
  static final int STEPPED = 256;

  /// Those that have a part in what happens when a job ends.
  static final int OF_ENDS = AWAITED | UNIQUE;

  private Rules() {}

  static int of(JobSpec spec) {
    return (spec.unique().isPresent() ? UNIQUE : 0)
        | (spec.atMostOnce() ? AT_MOST_ONCE : 0)
        | (spec.deadline().isPresent() ? DEADLINE : 0)
        | (spec.after().isEmpty() ? 0 : AFTER)
        | (spec.tags().isEmpty() ? 0 : TAGGED);
  }

  /// As it is stored.
  static @Nullable Integer column(int rules) {
    return rules == 0 ? null : (Integer) rules;
  }
}
