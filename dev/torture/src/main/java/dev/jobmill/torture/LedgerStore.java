package dev.jobmill.torture;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobSpec;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Registries;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import dev.jobmill.torture.Ledger.Entry.What;
import java.util.List;
import java.util.function.Supplier;

/// A store whose answers are written into a [Ledger] before the engine hears them.
final class LedgerStore implements JobStore {
  private final JobStore store;
  private final Ledger ledger;

  LedgerStore(JobStore store, Ledger ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  private <T> T call(String operation, Supplier<T> call) {
    ledger.write(What.CALLED, operation, 0);
    T answer = call.get();
    ledger.write(What.ANSWERED, operation, 0);
    return answer;
  }

  @Override
  public Admission admission() {
    Admission real = store.admission();
    return new Admission() {
      @Override
      public List<Admittance> admit(List<AdmitGroup> groups) {
        List<Admittance> answers = call("admit", () -> real.admit(groups));
        for (int i = 0; i < groups.size(); i++) {
          if (answers.get(i) instanceof Admittance.Admitted) {
            for (JobSpec job : groups.get(i).jobs()) {
              ledger.write(What.ACKED, job.id(), 0);
            }
          }
        }
        return answers;
      }

      @Override
      public List<Acted> cancel(List<JobKey> jobs, String by) {
        return real.cancel(jobs, by);
      }

      @Override
      public List<Acted> retry(List<JobKey> jobs, String by) {
        return real.retry(jobs, by);
      }
    };
  }

  @Override
  public Claims claims() {
    Claims real = store.claims();
    return new Claims() {
      @Override
      public List<Job> claim(ClaimRequest request) {
        return call("claim", () -> real.claim(request));
      }

      @Override
      public Renewal renew(RenewRequest request) {
        return real.renew(request);
      }

      @Override
      public List<Applied> note(List<Note> notes) {
        return real.note(notes);
      }

      @Override
      public List<Applied> report(List<Report> reports) {
        List<Applied> answers = call("report", () -> real.report(reports));
        for (int i = 0; i < reports.size(); i++) {
          Report report = reports.get(i);
          boolean applied = answers.get(i) == Applied.APPLIED;
          What what =
              report.outcome() instanceof Outcome.Completed
                  ? applied ? What.ACCEPTED : What.REFUSED
                  : What.YIELDED;
          ledger.write(what, report.run().id(), report.run().run());
        }
        return answers;
      }

      @Override
      public List<Applied> release(List<RunKey> runs) {
        List<Applied> answers = real.release(runs);
        runs.forEach(run -> ledger.write(What.YIELDED, run.id(), run.run()));
        return answers;
      }
    };
  }

  @Override
  public Lookup lookup() {
    return store.lookup();
  }

  @Override
  public Upkeep upkeep() {
    return store.upkeep();
  }

  @Override
  public Registries registries() {
    return store.registries();
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
