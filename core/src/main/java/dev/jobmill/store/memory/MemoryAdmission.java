package dev.jobmill.store.memory;

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
import java.util.List;

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
      return groups.stream().map(group -> Intake.admit(shelves, group, now)).toList();
    });
  }

  private interface Act {
    Acted on(Entry entry, JobState from, Instant now);
  }

  private List<Acted> forEach(List<JobKey> jobs, Act act) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      List<Acted> answers = new ArrayList<>(jobs.size());
      for (JobKey job : jobs) {
        Entry entry = shelves.find(job);
        answers.add(entry == null ? Acted.UNKNOWN : act.on(entry, entry.state, now));
      }
      return answers;
    });
  }

  @Override
  public List<Acted> cancel(List<JobKey> jobs, String by) {
    return forEach(
        jobs,
        (entry, from, now) -> {
          if (from.isWaiting()) {
            shelves.endings.end(entry, JobState.CANCELLED, null, now);
          } else if (from == JobState.PROCESSING) {
            shelves.runs.askToCancel(entry);
          } else {
            return Acted.tooLate(from);
          }
          entry.addEvent(now, by, "cancel", from);
          return Acted.changed(entry.state);
        });
  }

  @Override
  public List<Acted> retry(List<JobKey> jobs, String by) {
    return forEach(
        jobs,
        (entry, from, now) -> {
          if (!from.isEnd()) {
            return Acted.tooLate(from);
          }
          if (!shelves.endings.comeBack(entry, now)) {
            return Acted.refused(from, Refusal.DUPLICATE);
          }
          entry.addEvent(now, by, "retry", from);
          return Acted.changed(entry.state);
        });
  }

  @Override
  public List<Acted> change(List<JobKey> jobs, Change change, String by) {
    return forEach(
        jobs,
        (entry, from, now) -> {
          if (!from.isWaiting()) {
            return Acted.tooLate(from);
          }
          String what =
              switch (change) {
                case Change.Prioritise prioritise -> {
                  shelves.waiting.prioritise(entry, prioritise.priority());
                  yield "priority";
                }
                case Change.Reschedule reschedule -> {
                  shelves.waiting.reschedule(entry, reschedule.due(), now);
                  yield "reschedule";
                }
              };
          entry.addEvent(now, by, what, from);
          return Acted.changed(entry.state);
        });
  }

  @Override
  public List<Acted> delete(List<JobKey> jobs) {
    return forEach(
        jobs,
        (entry, from, now) -> {
          if (!from.isEnd()) {
            return Acted.tooLate(from);
          }
          if (entry.followers != null) {
            return Acted.refused(from, Refusal.AWAITED);
          }
          shelves.endings.forget(entry);
          return Acted.changed(from);
        });
  }
}
