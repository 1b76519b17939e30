package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Lookup;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at jobs as another lookup does. Extend it to change an operation.
public class ForwardingLookup implements Lookup {
  private final Lookup to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingLookup(Lookup to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingLookup(Lookup to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public Map<JobId, Job> find(Collection<JobId> ids) {
    return passage.pass("find", () -> to.find(ids));
  }

  @Override
  public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
    return passage.pass("list", () -> to.list(filter, before, limit));
  }

  @Override
  public Counts count() {
    return passage.pass("count", to::count);
  }

  @Override
  public List<Attempt> attempts(JobId id) {
    return passage.pass("attempts", () -> to.attempts(id));
  }

  @Override
  public List<LogLine> log(JobId id, int last) {
    return passage.pass("log", () -> to.log(id, last));
  }

  @Override
  public List<JobEvent> events(JobId id) {
    return passage.pass("events", () -> to.events(id));
  }
}
