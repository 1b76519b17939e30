package dev.jobmill.cli.progress;

import dev.jobmill.cli.print.Spans;
import dev.jobmill.wire.JobJson;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is waited for while nothing runs here.
///
/// @param jobs how many jobs
/// @param due when the first of them may run; null when they run elsewhere
/// @param now when that was found out
public record Wait(int jobs, @Nullable Instant due, Instant now) {
  /// In words.
  public String text() {
    String what = "waiting for " + jobs + (jobs == 1 ? " job" : " jobs");
    if (due == null) {
      return what + (jobs == 1 ? " that runs" : " that run") + " in another process";
    }
    return what
        + (jobs == 1 ? ", due at " : ", the first is due at ")
        + JobJson.time(due)
        + ", in "
        + Spans.of(left(due));
  }

  private Duration left(Instant until) {
    Duration left = Duration.between(now, until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// Whether somebody who was told of `other` need not be told of this.
  public boolean isLike(@Nullable Wait other) {
    return other != null
        && jobs == other.jobs
        && (due == null ? other.due == null : due.equals(other.due));
  }

  /// Whether it is long enough to be worth a word.
  public boolean isLong() {
    return due == null || left(due).compareTo(Duration.ofSeconds(1)) > 0;
  }
}
