package dev.jobmill.store;

import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run tells while it goes on.
///
/// @param run the run
/// @param progress how far it has come; null for no news
/// @param firstLine the number of the first of these lines among all that the run has written, from
///   1
/// @param lines new lines of its log, in order
public record Note(RunKey run, @Nullable Progress progress, int firstLine, List<LogLine> lines) {
  /// Copies the lines.
  public Note {
    lines = List.copyOf(lines);
  }
}
