package dev.jobmill.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at jobs, live ones and history alike. What was acknowledged before a look began is seen by
/// it.
public interface Lookup {
  /// The most jobs on a page, and the most ids in one look.
  int PAGE_SIZE_MAX = 1_000;

  /// The jobs of these ids, as far as they are known; at most [#PAGE_SIZE_MAX] ids.
  Map<JobId, Job> find(Collection<JobId> ids);

  /// Jobs by id, newest first.
  ///
  /// @param before only ids smaller than this one; null for the newest
  /// @param limit 1 to [#PAGE_SIZE_MAX]
  List<Job> list(JobFilter filter, @Nullable JobId before, int limit);

  /// How many jobs there are, from maintained totals.
  Counts count();

  /// The runs of a job in order, the current or last one included; empty for an unknown job or one
  /// that never ran.
  List<Attempt> attempts(JobId id);

  /// The last lines of a job's log, oldest first.
  ///
  /// @param last how many at most
  List<LogLine> log(JobId id, int last);

  /// What people did to a job, oldest first.
  List<JobEvent> events(JobId id);
}
