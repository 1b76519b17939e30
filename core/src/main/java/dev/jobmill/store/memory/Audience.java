package dev.jobmill.store.memory;

import dev.jobmill.job.JobState;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/// The edges that wait for one and the same end of a job, in the order in which they came. The job
/// may be put back before all of them have been told: they are told of this end all the same, and
/// those that come later wait for the next. Guarded by the lock of its [Shelves].
final class Audience {
  final LinkedHashSet<Edge> edges = new LinkedHashSet<>();

  /// How the job ended; null as long as it has not.
  @Nullable JobState end;
}
