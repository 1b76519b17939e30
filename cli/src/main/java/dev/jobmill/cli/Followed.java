package dev.jobmill.cli;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import dev.jobmill.store.Lookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Jobs that are followed to their ends: tells what has changed from look to look. Not thread-safe.
final class Followed {
  private final Lookup lookup;
  private final Map<JobId, Seen> open = new LinkedHashMap<>();

  Followed(Lookup lookup, Collection<JobId> ids) {
    this.lookup = lookup;
    ids.forEach(id -> open.put(id, new Seen(new LogTail(id))));
  }

  /// How many have not ended yet.
  int left() {
    return open.size();
  }

  /// What has changed since the last look, job by job.
  List<Change> look() {
    List<JobId> ids = List.copyOf(open.keySet());
    Map<JobId, Job> found = Ids.find(lookup, ids);
    List<Change> changes = new ArrayList<>();
    for (JobId id : ids) {
      look(id, found.get(id), changes);
    }
    return changes;
  }

  private void look(JobId id, @Nullable Job job, List<Change> changes) {
    Seen seen = Objects.requireNonNull(open.get(id));
    if (job == null) {
      open.remove(id);
      changes.add(new Change.Gone(id));
      return;
    }
    Job before = seen.job;
    seen.job = job;
    boolean ended = job.state().isEnd();
    // A line is written by a run, so where nothing runs or ran since, there is none.
    boolean mayWrite =
        job.run() > 0
            && (before == null
                || before.run() != job.run()
                || ended
                || job.state().isRunning()
                || before.state().isRunning());
    List<LogLine> lines = mayWrite ? seen.log.next(lookup) : List.of();
    if (ended) {
      lines.forEach(line -> changes.add(new Change.Wrote(job, line)));
      open.remove(id);
      changes.add(new Change.Ended(job));
      return;
    }
    if (before == null || isMoved(before, job)) {
      changes.add(new Change.Moved(job));
    }
    lines.forEach(line -> changes.add(new Change.Wrote(job, line)));
  }

  private static boolean isMoved(Job before, Job now) {
    @Nullable Progress old = before.progress().orElse(null);
    return before.state() != now.state()
        || before.run() != now.run()
        || !before.dueAt().equals(now.dueAt())
        || !Objects.equals(old, now.progress().orElse(null));
  }

  private static final class Seen {
    private final LogTail log;
    private @Nullable Job job;

    private Seen(LogTail log) {
      this.log = log;
    }
  }
}
