package dev.jobmill.store.memory;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.job.Unique;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Admittance.Refused;
import dev.jobmill.store.DependencyRule;
import dev.jobmill.store.UniqueRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes one group in, job by job, or none of it. Guarded by the lock of its [Shelves]; lives for
/// one group.
final class Intake {
  private final Shelves shelves;
  private final AdmitGroup group;
  private final Instant now;
  private final Trial trial;
  private final List<Admittance.Entry> entries;

  /// The first job that was one too many when it came; -1 for none.
  private int overfullAt = -1;

  private Intake(Shelves shelves, AdmitGroup group, Instant now) {
    this.shelves = shelves;
    this.group = group;
    this.now = now;
    this.trial = Trial.begin(shelves, now);
    this.entries = new ArrayList<>(group.jobs().size());
  }

  static Admittance admit(Shelves shelves, AdmitGroup group, Instant now) {
    Intake intake = new Intake(shelves, group, now);
    boolean letIn = false;
    try {
      Refused refused = intake.refusal();
      letIn = refused == null;
      return refused == null ? new Admitted(intake.entries) : refused;
    } finally {
      if (letIn) {
        intake.trial.letIn();
      } else {
        intake.trial.takeBack();
      }
    }
  }

  private @Nullable Refused refusal() {
    long waitingBefore = shelves.book.waiting(group.queue());
    for (int i = 0; i < group.jobs().size(); i++) {
      Refused refused = take(i, group.jobs().get(i));
      if (refused != null) {
        return refused;
      }
    }
    if (overfullAt < 0) {
      return null;
    }
    QueueBook.Queue queue = shelves.book.queue(group.queue());
    return queue.isOverfull()
        ? new Refused(
            overfullAt,
            Refusal.QUEUE_FULL,
            "queue "
                + queue.name
                + " is full: it has "
                + waitingBefore
                + " waiting jobs of at most "
                + queue.limit
                + ": try again later or raise its limit")
        : null;
  }

  private @Nullable Refused take(int index, JobSpec job) {
    Entry there = shelves.jobs.get(job.id());
    if (there != null) {
      if (!there.spec.sameContent(job)) {
        return new Refused(
            index,
            Refusal.CONFLICT,
            "job " + job.id() + " exists with other content: use another id");
      }
      entries.add(new Admittance.Entry(job.id(), true));
      return null;
    }
    Unique unique = job.unique().orElse(null);
    if (unique == null) {
      return create(index, job, null);
    }
    UniqueKeys.Hold hold = shelves.keys.of(job, unique);
    return hold == null
        ? create(index, job, unique)
        : takeBeside(hold.holder(), hold.isWithinWindow(now), index, job, unique);
  }

  private @Nullable Refused takeBeside(
      Entry holder, boolean withinWindow, int index, JobSpec job, Unique unique) {
    return switch (UniqueRule.of(unique, holder.state, withinWindow)) {
      case LET_IN -> create(index, job, unique);
      case REPLACE -> {
        shelves.endings.replace(holder, now);
        yield create(index, job, unique);
      }
      case KEEP -> {
        entries.add(new Admittance.Entry(holder.spec.id(), true));
        yield null;
      }
      case REJECT ->
          new Refused(
              index,
              Refusal.DUPLICATE,
              "unique key "
                  + unique.key().orElseThrow()
                  + " is held by job "
                  + holder.spec.id()
                  + ": wait for it, cancel it or use another key");
    };
  }

  private @Nullable Refused create(int index, JobSpec job, @Nullable Unique unique) {
    // Looked for before the job is there itself: it must not be found.
    List<Entry> before = job.after().isEmpty() ? List.of() : new ArrayList<>(job.after().size());
    for (Dependency dependency : job.after()) {
      Entry entry = shelves.find(dependency);
      if (entry == null) {
        return new Refused(
            index,
            Refusal.UNKNOWN_DEPENDENCY,
            "job "
                + dependency.job()
                + ", which job "
                + job.id()
                + " comes after, is unknown: submit it first, and name its queue");
      }
      before.add(entry);
    }
    Entry entry = shelves.create(job, now);
    trial.added(entry);
    if (unique != null) {
      shelves.keys.take(entry, unique, unique.window().map(now::plus).orElse(null));
    }
    begin(entry, before);
    if (overfullAt < 0 && entry.state.isWaiting() && entry.lane.queue.isOverfull()) {
      overfullAt = index;
    }
    entries.add(new Admittance.Entry(job.id(), false));
    return null;
  }

  private void begin(Entry entry, List<Entry> before) {
    if (before.isEmpty()) {
      shelves.waiting.begin(entry, now);
      return;
    }
    List<Edge> edges = new ArrayList<>(before.size());
    for (int i = 0; i < before.size(); i++) {
      Entry other = before.get(i);
      Dependency.OnFailure onFailure = entry.spec.after().get(i).onFailure();
      boolean ended = other.state.isEnd();
      DependencyRule rule = ended ? DependencyRule.of(onFailure, other.state) : DependencyRule.MET;
      if (rule != DependencyRule.MET) {
        shelves.endings.enterEndedAfter(entry, rule, other.spec.id(), other.state, now);
        return;
      }
      edges.add(new Edge(other, entry, onFailure, ended));
    }
    entry.edges = edges;
    shelves.edges.join(entry);
    shelves.waiting.begin(entry, now);
  }
}
