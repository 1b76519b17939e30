package dev.jobmill.cli;

import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import dev.jobmill.store.Lookup;
import java.util.List;

/// Reads what is new in a job's log. Not thread-safe.
final class LogTail {
  /// How many lines are shown of what was there before.
  private static final int FIRST = 10;

  private static final int PAGE = 200;

  /// More lines than this between two looks are left out: they can be read when the job has ended.
  private static final int PAGE_MAX = 4 * LogLine.LINES_PER_RUN_MAX;

  private final JobId id;
  private List<LogLine> seen = List.of();
  private boolean begun;

  LogTail(JobId id) {
    this.id = id;
  }

  /// The lines since the last call; the last few at the first.
  List<LogLine> next(Lookup lookup) {
    if (!begun) {
      begun = true;
      seen = lookup.log(id, FIRST);
      return seen;
    }
    for (int size = PAGE; ; size *= 4) {
      List<LogLine> now = lookup.log(id, size);
      List<LogLine> fresh = fresh(seen, now);
      boolean whole = now.size() < size || fresh.size() < now.size();
      if (whole || size >= PAGE_MAX) {
        seen = now.subList(Math.max(0, now.size() - PAGE), now.size());
        return fresh;
      }
    }
  }

  /// What stands in `now` behind the end of `before`: as little as fits, and all of it where
  /// nothing of `before` is there any more.
  ///
  /// @param before the last lines of a log
  /// @param now the last lines of the same log, later
  static List<LogLine> fresh(List<LogLine> before, List<LogLine> now) {
    if (before.isEmpty()) {
      return now;
    }
    for (int old = now.size(); old > 0; old--) {
      int common = Math.min(old, before.size());
      if (now.subList(old - common, old)
          .equals(before.subList(before.size() - common, before.size()))) {
        return now.subList(old, now.size());
      }
    }
    return now;
  }
}
