package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Counts;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Note;
import dev.jobmill.store.Registries;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A store whose operations all pass through one place.
final class AroundStore implements JobStore {
  private final JobStore store;
  private final Passage passage;

  AroundStore(JobStore store, Passage passage) {
    this.store = store;
    this.passage = passage;
  }

  /// Where every operation passes through.
  interface Passage {
    /// Lets an operation pass, or not.
    ///
    /// @param operation its name, such as `report`
    /// @param call does it; may be called any number of times
    <T> T pass(String operation, Supplier<T> call);
  }

  @Override
  public Admission admission() {
    Admission to = store.admission();
    return new Admission() {
      @Override
      public List<Admittance> admit(List<AdmitGroup> groups) {
        return passage.pass("admit", () -> to.admit(groups));
      }

      @Override
      public List<Acted> cancel(List<JobKey> jobs, String by) {
        return passage.pass("cancel", () -> to.cancel(jobs, by));
      }

      @Override
      public List<Acted> retry(List<JobKey> jobs, String by) {
        return passage.pass("retry", () -> to.retry(jobs, by));
      }
    };
  }

  @Override
  public Claims claims() {
    Claims to = store.claims();
    return new Claims() {
      @Override
      public List<Job> claim(ClaimRequest request) {
        return passage.pass("claim", () -> to.claim(request));
      }

      @Override
      public Renewal renew(RenewRequest request) {
        return passage.pass("renew", () -> to.renew(request));
      }

      @Override
      public List<Applied> note(List<Note> notes) {
        return passage.pass("note", () -> to.note(notes));
      }

      @Override
      public List<Applied> report(List<Report> reports) {
        return passage.pass("report", () -> to.report(reports));
      }

      @Override
      public List<Applied> release(List<RunKey> runs) {
        return passage.pass("release", () -> to.release(runs));
      }
    };
  }

  @Override
  public Lookup lookup() {
    Lookup to = store.lookup();
    return new Lookup() {
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
    };
  }

  @Override
  public Upkeep upkeep() {
    Upkeep to = store.upkeep();
    return new Upkeep() {
      @Override
      public Pass promote(int limit) {
        return passage.pass("promote", () -> to.promote(limit));
      }

      @Override
      public Pass reap(int limit) {
        return passage.pass("reap", () -> to.reap(limit));
      }

      @Override
      public Pass prune(int limit) {
        return passage.pass("prune", () -> to.prune(limit));
      }
    };
  }

  @Override
  public Registries registries() {
    Registries to = store.registries();
    return new Registries() {
      @Override
      public List<String> queues() {
        return passage.pass("queues", to::queues);
      }

      @Override
      public void announce(WorkerInfo worker) {
        passage.pass(
            "announce",
            () -> {
              to.announce(worker);
              return worker;
            });
      }

      @Override
      public void withdraw(String worker) {
        passage.pass(
            "withdraw",
            () -> {
              to.withdraw(worker);
              return worker;
            });
      }

      @Override
      public List<WorkerInfo> workers() {
        return passage.pass("workers", to::workers);
      }
    };
  }

  @Override
  public Wakeups wakeups() {
    return store.wakeups();
  }

  @Override
  public String describe() {
    return store.describe();
  }

  @Override
  public void close() {
    store.close();
  }
}
