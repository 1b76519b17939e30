package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import dev.jobmill.store.Admission;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Counts;
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
import org.jspecify.annotations.Nullable;

/// A sound store of which one role is replaced by one that breaks a promise.
record BrokenStore(JobStore sound, Admission admission, Claims claims, Lookup lookup)
    implements JobStore {

  static BrokenStore with(JobStore sound, Admission broken) {
    return new BrokenStore(sound, broken, sound.claims(), sound.lookup());
  }

  static BrokenStore with(JobStore sound, Claims broken) {
    return new BrokenStore(sound, sound.admission(), broken, sound.lookup());
  }

  static BrokenStore with(JobStore sound, Lookup broken) {
    return new BrokenStore(sound, sound.admission(), sound.claims(), broken);
  }

  @Override
  public Upkeep upkeep() {
    return sound.upkeep();
  }

  @Override
  public Registries registries() {
    return sound.registries();
  }

  @Override
  public Wakeups wakeups() {
    return sound.wakeups();
  }

  @Override
  public String describe() {
    return "broken:" + sound.describe();
  }

  @Override
  public void close() {
    sound.close();
  }

  /// Claims as they should be, to be broken by a subclass.
  static class SoundClaims implements Claims {
    final Claims to;

    SoundClaims(JobStore store) {
      this.to = store.claims();
    }

    @Override
    public List<Job> claim(ClaimRequest request) {
      return to.claim(request);
    }

    @Override
    public Renewal renew(RenewRequest request) {
      return to.renew(request);
    }

    @Override
    public List<Applied> note(List<Note> notes) {
      return to.note(notes);
    }

    @Override
    public List<Applied> report(List<Report> reports) {
      return to.report(reports);
    }

    @Override
    public List<Applied> release(List<RunKey> runs) {
      return to.release(runs);
    }
  }

  /// Lookup as it should be, to be broken by a subclass.
  static class SoundLookup implements Lookup {
    final Lookup to;

    SoundLookup(JobStore store) {
      this.to = store.lookup();
    }

    @Override
    public Map<JobId, Job> find(Collection<JobId> ids) {
      return to.find(ids);
    }

    @Override
    public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
      return to.list(filter, before, limit);
    }

    @Override
    public Counts count() {
      return to.count();
    }

    @Override
    public List<Attempt> attempts(JobId id) {
      return to.attempts(id);
    }

    @Override
    public List<LogLine> log(JobId id, int last) {
      return to.log(id, last);
    }

    @Override
    public List<JobEvent> events(JobId id) {
      return to.events(id);
    }
  }
}
