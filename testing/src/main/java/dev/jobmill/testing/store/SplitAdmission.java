package dev.jobmill.testing.store;

import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobKey;
import java.util.List;

/// Admission of a split store.
record SplitAdmission(Halves halves) implements Admission {
  @Override
  public List<Admittance> admit(List<AdmitGroup> groups) {
    return halves.route(groups, AdmitGroup::queue, (half, own) -> half.admission().admit(own));
  }

  @Override
  public List<Acted> cancel(List<JobKey> jobs, String by) {
    return halves.route(jobs, JobKey::queue, (half, own) -> half.admission().cancel(own, by));
  }

  @Override
  public List<Acted> retry(List<JobKey> jobs, String by) {
    return halves.route(jobs, JobKey::queue, (half, own) -> half.admission().retry(own, by));
  }

  @Override
  public List<Acted> change(List<JobKey> jobs, Change change, String by) {
    return halves.route(
        jobs, JobKey::queue, (half, own) -> half.admission().change(own, change, by));
  }

  @Override
  public List<Acted> delete(List<JobKey> jobs) {
    return halves.route(jobs, JobKey::queue, (half, own) -> half.admission().delete(own));
  }
}
