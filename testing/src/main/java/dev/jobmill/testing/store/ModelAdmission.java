package dev.jobmill.testing.store;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.JobKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The model's admission.
final class ModelAdmission implements Admission {
  private final ModelState state;
  private long lastSequence;

  ModelAdmission(ModelState state) {
    this.state = state;
  }

  @Override
  public List<Admittance> admit(List<AdmitGroup> groups) {
    return state.locked(() -> groups.stream().map(this::admitGroup).toList());
  }

  private Admittance admitGroup(AdmitGroup group) {
    Map<JobId, JobSpec> seen = new HashMap<>();
    List<Admittance.Entry> entries = new ArrayList<>();
    for (int i = 0; i < group.jobs().size(); i++) {
      JobSpec spec = group.jobs().get(i);
      JobSpec there =
          state
              .byId(spec.id())
              .map(one -> one.job.spec())
              .orElse(seen.getOrDefault(spec.id(), spec));
      if (!there.sameContent(spec)) {
        return new Admittance.Refused(
            i, Refusal.CONFLICT, "job " + spec.id() + " has other content: use another id");
      }
      boolean known = state.byId(spec.id()).isPresent() || seen.containsKey(spec.id());
      seen.putIfAbsent(spec.id(), spec);
      entries.add(new Admittance.Entry(spec.id(), known));
    }
    Instant now = state.now();
    for (int i = 0; i < entries.size(); i++) {
      if (!entries.get(i).duplicate()) {
        add(group.jobs().get(i), now);
      }
    }
    return new Admittance.Admitted(entries);
  }

  private void add(JobSpec spec, Instant now) {
    Instant due = spec.due().from(now);
    Job job = Job.builder(spec, JobState.QUEUED, now).dueAt(due).build();
    ModelJob added = new ModelJob(++lastSequence, job, now);
    if (due.isAfter(now)) {
      added.schedule();
    }
    state.jobs.add(added);
    state.queues.add(spec.queue());
    state.submissions.add(now);
  }

  @Override
  public List<Acted> cancel(List<JobKey> jobs, String by) {
    return state.locked(() -> jobs.stream().map(key -> cancelOne(state.byKey(key), by)).toList());
  }

  private Acted cancelOne(Optional<ModelJob> found, String by) {
    if (found.isEmpty()) {
      return Acted.UNKNOWN;
    }
    ModelJob one = found.get();
    Instant now = state.now();
    JobState before = one.job.state();
    if (before.isWaiting()) {
      one.cancelWaiting(now);
      state.countEnd(one, now);
    } else if (before == JobState.PROCESSING) {
      one.job = one.job.toBuilder().state(JobState.CANCELLING).build();
    } else {
      return new Acted(false, before);
    }
    return recorded(one, now, by, "cancel", before);
  }

  @Override
  public List<Acted> retry(List<JobKey> jobs, String by) {
    return state.locked(() -> jobs.stream().map(key -> retryOne(state.byKey(key), by)).toList());
  }

  private Acted retryOne(Optional<ModelJob> found, String by) {
    if (found.isEmpty()) {
      return Acted.UNKNOWN;
    }
    ModelJob one = found.get();
    JobState before = one.job.state();
    if (!before.isEnd()) {
      return new Acted(false, before);
    }
    Instant now = state.now();
    one.retryByHand(now);
    return recorded(one, now, by, "retry", before);
  }

  private static Acted recorded(
      ModelJob one, Instant now, String by, String what, JobState before) {
    String who = by.length() > 200 ? by.substring(0, 200) : by;
    one.events.add(new JobEvent(now, who, what, before, one.job.state()));
    return new Acted(true, one.job.state());
  }
}
