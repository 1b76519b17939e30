package dev.jobmill.testing.store;

import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobKey;
import java.util.List;

/// Takes jobs in as another admission does. Extend it to change an operation.
public class ForwardingAdmission implements Admission {
  private final Admission to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingAdmission(Admission to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingAdmission(Admission to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

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

  @Override
  public List<Acted> change(List<JobKey> jobs, Change change, String by) {
    return passage.pass("change", () -> to.change(jobs, change, by));
  }

  @Override
  public List<Acted> delete(List<JobKey> jobs) {
    return passage.pass("delete", () -> to.delete(jobs));
  }
}
