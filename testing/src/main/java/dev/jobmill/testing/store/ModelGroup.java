package dev.jobmill.testing.store;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Admittance.Entry;
import dev.jobmill.store.Admittance.Refused;
import dev.jobmill.store.DependencyRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes one group in, job by job, as if each of them came alone; when one is refused everything is
/// as it was before.
final class ModelGroup {
  private final ModelState state;
  private final ModelEnds ends;
  private final Instant now;
  private final List<Entry> entries = new ArrayList<>();
  private long waiting;

  ModelGroup(ModelState state, ModelEnds ends) {
    this.state = state;
    this.ends = ends;
    this.now = state.now();
  }

  Admittance admit(AdmitGroup group) {
    Runnable undo = state.savepoint();
    Refused refused = inOrder(group);
    if (refused != null) {
      undo.run();
      return refused;
    }
    return new Admittance.Admitted(entries);
  }

  private @Nullable Refused inOrder(AdmitGroup group) {
    Long limit = state.queue(group.queue()).limit();
    waiting = state.queue(group.queue()).waiting();
    Refused full = null;
    for (int i = 0; i < group.jobs().size(); i++) {
      long before = waiting;
      Refused refused = admit(i, group.jobs().get(i));
      if (refused != null) {
        return refused;
      }
      boolean isNew =
          !entries.getLast().duplicate() && state.jobs.getLast().job.state().isWaiting();
      if (full == null && limit != null && isNew && waiting > limit) {
        full =
            new Refused(
                i,
                Refusal.QUEUE_FULL,
                "queue %s is full: it has %d waiting jobs of at most %d: try again later"
                    .formatted(group.queue(), before, limit));
      }
    }
    return limit != null && waiting > limit ? full : null;
  }

  private @Nullable Refused admit(int index, JobSpec spec) {
    Optional<ModelJob> same = state.byId(spec.id());
    if (same.isPresent()) {
      entries.add(new Entry(spec.id(), true));
      return same.get().job.spec().sameContent(spec)
          ? null
          : new Refused(
              index, Refusal.CONFLICT, "job " + spec.id() + " has other content: use another id");
    }
    switch (state.keys.ruleFor(spec, now)) {
      case KEEP -> {
        entries.add(new Entry(state.keys.holder(spec).job.id(), true));
        return null;
      }
      case REJECT -> {
        String key = spec.unique().orElseThrow().key().orElseThrow();
        return new Refused(
            index,
            Refusal.DUPLICATE,
            "unique key %s is held by job %s: wait for its end"
                .formatted(key, state.keys.holder(spec).job.id()));
      }
      case REPLACE -> replace(state.keys.holder(spec));
      case LET_IN -> {}
    }
    for (Dependency edge : spec.after()) {
      if (state.byKey(edge.queue(), edge.job()).isEmpty()) {
        return new Refused(
            index,
            Refusal.UNKNOWN_DEPENDENCY,
            "job %s, which job %s comes after, is unknown: submit it first"
                .formatted(edge.job(), spec.id()));
      }
    }
    add(spec);
    entries.add(new Entry(spec.id(), false));
    return null;
  }

  private void replace(ModelJob holder) {
    JobState before = holder.job.state();
    holder.cancelWaiting(now);
    holder.record(now, "unique", "replace", before);
    waiting--;
    ends.afterMove(holder, now);
  }

  private void add(JobSpec spec) {
    JobSpec kept =
        spec.toBuilder()
            .deadline(spec.deadline().map(due -> new Due.At(due.from(now))).orElse(null))
            .build();
    Job job =
        Job.builder(kept, JobState.PENDING, now)
            .reason(Reason.DEPENDENCIES)
            .dueAt(spec.due().from(now))
            .build();
    ModelJob added = new ModelJob(state.nextSequence(), job, now);
    state.jobs.add(added);
    state.name(spec);
    state.submissions.add(now);
    state.keys.take(added, now);
    comeAfter(added);
    if (added.job.state().isWaiting()) {
      waiting++;
    }
  }

  private void comeAfter(ModelJob added) {
    for (Dependency edge : added.job.after()) {
      ModelJob other = state.byKey(edge.queue(), edge.job()).orElseThrow();
      JobState end = other.job.state();
      if (!end.isEnd()) {
        added.openEdges.add(other);
        continue;
      }
      DependencyRule rule = DependencyRule.of(edge.onFailure(), end);
      if (rule != DependencyRule.MET) {
        added.job =
            added.job.toBuilder()
                .state(rule.end())
                .reason(Reason.DEPENDENCY_FAILED)
                .error(DependencyRule.failure(edge.job(), end))
                .endedAt(now)
                .build();
        ends.afterMove(added, now);
        return;
      }
    }
    if (added.openEdges.isEmpty()) {
      added.becomeReady(now);
    }
  }
}
