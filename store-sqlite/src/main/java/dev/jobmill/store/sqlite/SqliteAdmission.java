package dev.jobmill.store.sqlite;

import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Takes jobs in, and takes what people want done to them.
final class SqliteAdmission implements Admission {
  private final Writer writer;

  SqliteAdmission(Writer writer) {
    this.writer = writer;
  }

  @Override
  public List<Admittance> admit(List<AdmitGroup> groups) {
    List<AdmitGroup> copied = List.copyOf(groups);
    return writer.write(tx -> admit(tx, copied));
  }

  static List<Admittance> admit(Tx tx, List<AdmitGroup> groups) throws SQLException {
    JobInsert insert = new JobInsert(tx);
    List<Admittance> answers = new ArrayList<>(groups.size());
    for (AdmitGroup group : groups) {
      answers.add(AdmitPass.admit(tx, insert, group));
    }
    return answers;
  }

  @Override
  public List<Acted> cancel(List<JobKey> jobs, String by) {
    return each(jobs, (tx, row) -> Acts.cancel(tx, row, by));
  }

  @Override
  public List<Acted> retry(List<JobKey> jobs, String by) {
    return each(jobs, (tx, row) -> Acts.retry(tx, row, by));
  }

  @Override
  public List<Acted> change(List<JobKey> jobs, Change change, String by) {
    return each(jobs, (tx, row) -> Acts.change(tx, row, change, by));
  }

  @Override
  public List<Acted> delete(List<JobKey> jobs) {
    return each(jobs, Acts::delete);
  }

  private interface Act {
    Acted on(Tx tx, LiveRow row) throws SQLException;
  }

  private List<Acted> each(List<JobKey> jobs, Act act) {
    List<JobKey> copied = List.copyOf(jobs);
    return writer.write(tx -> {
      List<Acted> answers = new ArrayList<>(copied.size());
      for (JobKey key : copied) {
        LiveRow row = LiveRow.find(tx, key);
        answers.add(row == null ? Acted.UNKNOWN : act.on(tx, row));
      }
      return answers;
    });
  }
}
