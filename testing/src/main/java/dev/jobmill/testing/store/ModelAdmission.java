package dev.jobmill.testing.store;

import dev.jobmill.job.JobState;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The model's admission.
final class ModelAdmission implements Admission {
  private final ModelState state;
  private final ModelEnds ends;

  ModelAdmission(ModelState state, ModelEnds ends) {
    this.state = state;
    this.ends = ends;
  }

  @Override
  public List<Admittance> admit(List<AdmitGroup> groups) {
    return state.locked(
        () -> groups.stream().map(group -> new ModelGroup(state, ends).admit(group)).toList());
  }

  private List<Acted> each(List<JobKey> jobs, Function<ModelJob, Acted> act) {
    return state.locked(
        () -> jobs.stream().map(key -> state.byKey(key).map(act).orElse(Acted.UNKNOWN)).toList());
  }

  @Override
  public List<Acted> cancel(List<JobKey> jobs, String by) {
    return each(jobs, one -> cancel(one, by));
  }

  private Acted cancel(ModelJob one, String by) {
    Instant now = state.now();
    JobState before = one.job.state();
    if (before.isWaiting()) {
      one.cancelWaiting(now);
      ends.afterMove(one, now);
    } else if (before == JobState.PROCESSING) {
      one.job = one.job.toBuilder().state(JobState.CANCELLING).build();
    } else {
      return Acted.tooLate(before);
    }
    one.record(now, by, "cancel", before);
    return Acted.changed(one.job.state());
  }

  @Override
  public List<Acted> retry(List<JobKey> jobs, String by) {
    return each(jobs, one -> retry(one, by));
  }

  private Acted retry(ModelJob one, String by) {
    JobState before = one.job.state();
    Instant now = state.now();
    if (!before.isEnd()) {
      return Acted.tooLate(before);
    }
    if (state.keys.refuseRetry(one, now)) {
      return Acted.refused(before, Refusal.DUPLICATE);
    }
    one.retryByHand(now);
    state.keys.takeAgain(one);
    one.record(now, by, "retry", before);
    return Acted.changed(one.job.state());
  }

  @Override
  public List<Acted> change(List<JobKey> jobs, Change change, String by) {
    return each(jobs, one -> change(one, change, by));
  }

  private Acted change(ModelJob one, Change change, String by) {
    JobState before = one.job.state();
    Instant now = state.now();
    if (!before.isWaiting()) {
      return Acted.tooLate(before);
    }
    switch (change) {
      case Change.Prioritise prioritise -> {
        one.prioritise(prioritise.priority());
        one.record(now, by, "priority", before);
      }
      case Change.Reschedule reschedule -> {
        one.reschedule(reschedule.due().from(now), now);
        one.record(now, by, "reschedule", before);
      }
    }
    return Acted.changed(one.job.state());
  }

  @Override
  public List<Acted> delete(List<JobKey> jobs) {
    return each(jobs, this::delete);
  }

  private Acted delete(ModelJob one) {
    JobState end = one.job.state();
    if (!end.isEnd()) {
      return Acted.tooLate(end);
    }
    if (state.isAwaited(one)) {
      return Acted.refused(end, Refusal.AWAITED);
    }
    state.forget(one);
    return Acted.changed(end);
  }
}
