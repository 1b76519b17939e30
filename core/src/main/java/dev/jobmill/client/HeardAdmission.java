package dev.jobmill.client;

import dev.jobmill.job.JobNotice;
import dev.jobmill.job.JobNotice.Subject;
import dev.jobmill.job.JobSpec;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobKey;
import java.util.List;

/// Tells listeners which jobs are taken in; passes everything else on.
final class HeardAdmission implements Admission {
  private final Admission inner;
  private final Notices notices;

  HeardAdmission(Admission inner, Notices notices) {
    this.inner = inner;
    this.notices = notices;
  }

  @Override
  public List<Admittance> admit(List<AdmitGroup> groups) {
    Notices.Pending pending = notices.pending();
    for (AdmitGroup group : groups) {
      group.jobs().forEach(spec -> pending.add(subject(spec), JobNotice.Submitted::new));
    }
    try {
      List<Admittance> answers = inner.admit(groups);
      int index = 0;
      for (int i = 0; i < groups.size(); i++) {
        List<JobSpec> jobs = groups.get(i).jobs();
        if (answers.get(i) instanceof Admittance.Admitted(List<Admittance.Entry> entries)) {
          for (int j = 0; j < jobs.size(); j++) {
            boolean fresh = !entries.get(j).duplicate();
            pending.settle(
                index + j,
                subject(jobs.get(j)),
                (subject, at) -> fresh ? new JobNotice.Submitted(subject, at) : null);
          }
        }
        index += jobs.size();
      }
      return answers;
    } finally {
      pending.end();
    }
  }

  private static Subject subject(JobSpec spec) {
    return new Subject(spec.id(), spec.type(), spec.queue(), 0, 0);
  }

  @Override
  public List<Acted> cancel(List<JobKey> jobs, String by) {
    return inner.cancel(jobs, by);
  }

  @Override
  public List<Acted> retry(List<JobKey> jobs, String by) {
    return inner.retry(jobs, by);
  }

  @Override
  public List<Acted> change(List<JobKey> jobs, Change change, String by) {
    return inner.change(jobs, change, by);
  }

  @Override
  public List<Acted> delete(List<JobKey> jobs) {
    return inner.delete(jobs);
  }
}
