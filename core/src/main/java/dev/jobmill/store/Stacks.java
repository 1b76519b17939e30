package dev.jobmill.store;

import dev.jobmill.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Carries the live stacks of runs from the workers that have their threads to whoever asks. An ask
/// waits for the next renewal of the worker, which is hinted to come at once.
///
/// An ask concerns the latest run of a job, also when that run is over: a run that was told to stop
/// and did not is over, and its thread goes on.
public interface Stacks {
  /// The longest text, in characters.
  int TEXT_CHARS_MAX = 32 * 1024;

  /// How long a worker is told of an ask that it does not answer.
  Duration ASK_LASTS = Duration.ofMinutes(1);

  /// Asks for the stack of each job's latest run, and forgets the one that is kept. Asking again
  /// begins anew.
  ///
  /// @return in order, whether somebody can answer: `SUPERSEDED` where the job is unknown, has
  ///   never run, or ran under a worker that is gone
  List<Applied> ask(List<JobKey> jobs);

  /// Keeps the stack of a run, until the job is asked of again or deleted. This is the worker's
  /// word about the thread, not the run's own: it is taken for the latest run of the job, whether
  /// that is over or not, and for no other.
  ///
  /// @param text at most [#TEXT_CHARS_MAX] characters
  /// @throws IllegalArgumentException when it is longer
  Applied write(RunKey run, String text);

  /// The stack that is kept of a job; empty when there is none, or not yet.
  Optional<LiveStack> read(JobId job);

  /// Refuses a text that is too long, as every store must.
  static String check(String text) {
    if (text.length() > TEXT_CHARS_MAX) {
      throw new IllegalArgumentException(
          "a stack of " + text.length() + " characters: use at most " + TEXT_CHARS_MAX);
    }
    return text;
  }

  /// What the thread of a run was doing.
  ///
  /// @param run which run
  /// @param at when the store took it
  /// @param text for people: the thread, then a line for each frame, innermost first
  record LiveStack(int run, Instant at, String text) {}
}
