package dev.jobmill.store.memory;

import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes jobs in, and takes what people want done to them.
final class MemoryAdmission implements Admission {
  private final Shelves shelves;

  MemoryAdmission(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public List<Admittance> admit(List<AdmitGroup> groups) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      return groups.stream().map(group -> admit(group, now)).toList();
    });
  }

  private Admittance admit(AdmitGroup group, Instant now) {
    Admittance refusal = refusal(group);
    if (refusal != null) {
      return refusal;
    }
    List<Admittance.Entry> entries = new ArrayList<>(group.jobs().size());
    for (JobSpec job : group.jobs()) {
      boolean duplicate = shelves.jobs.containsKey(job.id());
      if (!duplicate) {
        shelves.add(job, now);
      }
      entries.add(new Admittance.Entry(job.id(), duplicate));
    }
    return new Admittance.Admitted(entries);
  }

  /// Looked for before anything is changed, so that a refused group leaves no trace.
  private @Nullable Admittance refusal(AdmitGroup group) {
    Map<JobId, JobSpec> fresh = new HashMap<>();
    for (int i = 0; i < group.jobs().size(); i++) {
      JobSpec job = group.jobs().get(i);
      Entry there = shelves.jobs.get(job.id());
      JobSpec first = there != null ? there.spec : fresh.putIfAbsent(job.id(), job);
      if (first != null && !first.sameContent(job)) {
        return new Admittance.Refused(
            i, Refusal.CONFLICT, "job " + job.id() + " exists with other content: use another id");
      }
    }
    return null;
  }

  @Override
  public List<Acted> cancel(List<JobKey> jobs, String by) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      return jobs.stream().map(key -> cancel(shelves.find(key), by, now)).toList();
    });
  }

  private Acted cancel(@Nullable Entry entry, String by, Instant now) {
    if (entry == null) {
      return Acted.UNKNOWN;
    }
    JobState from = entry.state;
    if (from.isWaiting()) {
      shelves.cancelWaiting(entry, now);
    } else if (from == JobState.PROCESSING) {
      shelves.askToCancel(entry);
    } else {
      return Acted.tooLate(from);
    }
    shelves.record(entry, now, by, "cancel", from);
    return Acted.changed(entry.state);
  }

  @Override
  public List<Acted> retry(List<JobKey> jobs, String by) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      return jobs.stream().map(key -> retry(shelves.find(key), by, now)).toList();
    });
  }

  private Acted retry(@Nullable Entry entry, String by, Instant now) {
    if (entry == null) {
      return Acted.UNKNOWN;
    }
    JobState from = entry.state;
    if (!from.isEnd()) {
      return Acted.tooLate(from);
    }
    shelves.retryEnded(entry, now);
    shelves.record(entry, now, by, "retry", from);
    return Acted.changed(entry.state);
  }

  @Override
  public List<Acted> change(List<JobKey> jobs, Change change, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Acted> delete(List<JobKey> jobs) {
    throw new UnsupportedOperationException();
  }
}
