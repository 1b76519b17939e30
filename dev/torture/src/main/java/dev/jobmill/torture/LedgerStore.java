package dev.jobmill.torture;

import dev.jobmill.job.JobSpec;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.testing.store.ForwardingAdmission;
import dev.jobmill.testing.store.ForwardingClaims;
import dev.jobmill.testing.store.ForwardingJobStore;
import dev.jobmill.testing.store.Passage;
import dev.jobmill.torture.Ledger.Entry.What;
import java.util.List;
import java.util.function.Supplier;

/// A store whose answers are written into a [Ledger] before the engine hears them, and what people
/// want before the store hears of it: what a killed process may have done is known then.
final class LedgerStore extends ForwardingJobStore {
  private final Ledger ledger;

  LedgerStore(JobStore store, Ledger ledger) {
    super(store, new Calls(ledger));
    this.ledger = ledger;
  }

  @Override
  public Admission admission() {
    return new ForwardingAdmission(super.admission()) {
      @Override
      public List<Admittance> admit(List<AdmitGroup> groups) {
        for (AdmitGroup group : groups) {
          for (JobSpec job : group.jobs()) {
            if (job.type().equals(Work.BRIEF.name())) {
              ledger.write(What.BRIEF, job.id(), 0);
            }
          }
        }
        List<Admittance> answers = super.admit(groups);
        for (Admittance answer : answers) {
          if (answer instanceof Admittance.Admitted(List<Admittance.Entry> entries)) {
            entries.forEach(entry -> ledger.write(What.ACKED, entry.id(), 0));
          }
        }
        return answers;
      }

      @Override
      public List<Acted> cancel(List<JobKey> jobs, String by) {
        jobs.forEach(job -> ledger.write(What.CANCEL, job.id(), 0));
        return super.cancel(jobs, by);
      }

      @Override
      public List<Acted> retry(List<JobKey> jobs, String by) {
        jobs.forEach(job -> ledger.write(What.RETRY, job.id(), 0));
        return super.retry(jobs, by);
      }

      @Override
      public List<Acted> delete(List<JobKey> jobs) {
        jobs.forEach(job -> ledger.write(What.DELETE, job.id(), 0));
        return super.delete(jobs);
      }
    };
  }

  @Override
  public Claims claims() {
    return new ForwardingClaims(super.claims()) {
      @Override
      public List<Applied> report(List<Report> reports) {
        List<Applied> answers = super.report(reports);
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
        List<Applied> answers = super.release(runs);
        runs.forEach(run -> ledger.write(What.YIELDED, run.id(), run.run()));
        return answers;
      }
    };
  }

  private record Calls(Ledger ledger) implements Passage {
    @Override
    public <T> T pass(String operation, Supplier<T> call) {
      ledger.write(What.CALLED, operation, 0);
      T answer = call.get();
      ledger.write(What.ANSWERED, operation, 0);
      return answer;
    }
  }
}
