package dev.jobmill.store.sqlite;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobmillException;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.job.Unique;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.UniqueRule;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Takes in one group inside of one transaction. A group whose jobs have neither keys nor
/// dependencies is inserted first and taken out again when it is refused, which is rare; one that
/// has them runs in a part of the transaction that can be undone by itself.
final class AdmitPass {
  private record Inserted(JobId id, Lane lane, JobState state, boolean hasDeadline) {}

  /// Why a job, and with it its group, is not taken in.
  private record Refused(Refusal why, String message) {}

  private final JobInsert insert;
  private final AdmitGroup group;
  private final List<Admittance.Entry> entries;
  private final List<Integer> waiting = new ArrayList<>();

  AdmitPass(JobInsert insert, AdmitGroup group) {
    this.insert = insert;
    this.group = group;
    this.entries = new ArrayList<>(group.jobs().size());
  }

  static Admittance admit(Tx tx, JobInsert insert, AdmitGroup group) throws SQLException {
    boolean plain =
        group.jobs().stream().allMatch(job -> job.unique().isEmpty() && job.after().isEmpty());
    AdmitPass pass = new AdmitPass(insert, group);
    return plain ? pass.plain(tx) : pass.undoable(tx);
  }

  // Plain groups.

  private Admittance plain(Tx tx) throws SQLException {
    int mark = tx.lanes.mark();
    List<Inserted> inserted = new ArrayList<>(group.jobs().size());
    for (int i = 0; i < group.jobs().size(); i++) {
      JobSpec spec = group.jobs().get(i);
      Lane lane = tx.lanes.intern(tx.db, spec.queue(), spec.type(), spec.typeVersion());
      JobState state = insert.insert(spec, lane.id());
      if (state != null) {
        boolean hasDeadline = spec.deadline().isPresent();
        inserted.add(new Inserted(spec.id(), lane, state, hasDeadline));
        waiting.add(i);
      } else if (!isSame(tx, spec)) {
        takeOut(tx, inserted, mark);
        return new Admittance.Refused(i, Refusal.CONFLICT, conflict(spec));
      }
      entries.add(new Admittance.Entry(spec.id(), state == null));
    }
    OptionalInt tooMany = tooMany(tx.room(group.queue()));
    if (tooMany.isPresent()) {
      takeOut(tx, inserted, mark);
      return full(tx, tooMany.getAsInt());
    }
    if (inserted.isEmpty()) {
      tx.lanes.dropAfter(tx.db, mark);
    }
    for (Inserted job : inserted) {
      tx.moved(job.lane().id(), null, job.state());
      tell(tx, job.state(), job.hasDeadline());
    }
    return new Admittance.Admitted(entries);
  }

  /// A duty has to know of due times and deadlines.
  private void tell(Tx tx, JobState state, boolean hasDeadline) {
    if (state == JobState.QUEUED) {
      tx.changes.queued(group.queue());
    }
    if (state == JobState.PENDING || hasDeadline) {
      tx.changes.pending();
    }
  }

  /// The first job for which there is no room, of those that would wait.
  private OptionalInt tooMany(long room) {
    return waiting.isEmpty() || room >= waiting.size()
        ? OptionalInt.empty()
        : OptionalInt.of(waiting.get((int) Math.max(0, room)));
  }

  private Admittance full(Tx tx, int index) {
    return new Admittance.Refused(
        index,
        Refusal.QUEUE_FULL,
        "queue "
            + group.queue()
            + " is full: its limit of "
            + tx.limit(group.queue())
            + " waiting jobs is reached: try again when some have run, or raise the limit");
  }

  private static String conflict(JobSpec spec) {
    return "job " + spec.id() + " exists with other content: use another id";
  }

  /// Whether the job that has this id was asked for in the same words.
  private static boolean isSame(Tx tx, JobSpec spec) throws SQLException {
    PreparedStatement find = tx.db.sql(Rows.SELECT_FOR_CLAIM + "job.id = ?");
    find.setBytes(1, Rows.bytes(spec.id()));
    try (ResultSet row = find.executeQuery()) {
      return row.next()
          && Rows.builder(row, tx.lanes.get(row.getInt(Rows.LANE)))
              .build()
              .spec()
              .sameContent(spec);
    } catch (IllegalArgumentException | JobmillException unreadable) {
      return false;
    }
  }

  private static void takeOut(Tx tx, List<Inserted> inserted, int mark) throws SQLException {
    for (Inserted job : inserted) {
      LiveRow row = LiveRow.find(tx, new JobKey(job.lane().queue(), job.id()));
      if (row != null) {
        Forgetting.forget(tx, row.seq(), row.rules());
      }
    }
    tx.lanes.dropAfter(tx.db, mark);
  }

  // Groups with keys or dependencies.

  private Admittance undoable(Tx tx) throws SQLException {
    int mark = tx.lanes.mark();
    tx.db.sql("SAVEPOINT admit_group").execute();
    Tx part = tx.part();
    Admittance answer = one(part);
    if (answer instanceof Admittance.Refused) {
      tx.db.sql("ROLLBACK TO admit_group").execute();
      tx.db.sql("RELEASE admit_group").execute();
      tx.lanes.forgetAfter(tx.db, mark);
    } else {
      tx.db.sql("RELEASE admit_group").execute();
      tx.accept(part);
    }
    return answer;
  }

  private Admittance one(Tx tx) throws SQLException {
    JobInsert here = new JobInsert(tx);
    int firstTooMany = -1;
    for (int i = 0; i < group.jobs().size(); i++) {
      int before = waiting.size();
      Refused refused = admit(tx, here, i);
      if (refused != null) {
        return new Admittance.Refused(i, refused.why(), refused.message());
      }
      if (firstTooMany < 0 && waiting.size() > before && tx.room(group.queue()) < 0) {
        firstTooMany = i;
      }
    }
    boolean full = firstTooMany >= 0 && tx.room(group.queue()) < 0;
    return full ? full(tx, firstTooMany) : new Admittance.Admitted(entries);
  }

  /// Gives null when the job was taken in or recognised
  private @Nullable Refused admit(Tx tx, JobInsert here, int index) throws SQLException {
    JobSpec spec = group.jobs().get(index);
    if (isThere(tx, spec.id())) {
      entries.add(new Admittance.Entry(spec.id(), true));
      return isSame(tx, spec) ? null : new Refused(Refusal.CONFLICT, conflict(spec));
    }
    Unique unique = spec.unique().orElse(null);
    LiveRow replaced = null;
    if (unique != null) {
      UniqueKeys.Answer answer = UniqueKeys.ask(tx, spec, unique);
      LiveRow holder = answer.holder();
      if (holder != null && answer.rule() == UniqueRule.KEEP) {
        entries.add(new Admittance.Entry(holder.id(), true));
        return null;
      }
      if (holder != null && answer.rule() == UniqueRule.REJECT) {
        String key = "unique key " + unique.key().orElseThrow();
        return new Refused(
            Refusal.DUPLICATE,
            key + " is held by job " + holder.id() + ": wait for that one, or use another key");
      }
      replaced = answer.rule() == UniqueRule.REPLACE ? holder : null;
    }
    List<LiveRow> preds = new ArrayList<>();
    for (Dependency dependency : spec.after()) {
      LiveRow pred = LiveRow.find(tx, new JobKey(dependency.queue(), dependency.job()));
      if (pred == null) {
        return new Refused(
            Refusal.UNKNOWN_DEPENDENCY,
            "job "
                + dependency.job()
                + " in queue "
                + dependency.queue()
                + ", which job "
                + spec.id()
                + " comes after, is unknown: submit it first");
      }
      preds.add(pred);
    }
    if (replaced != null) {
      replace(tx, replaced);
      preds = again(tx, preds);
    }
    takeIn(tx, here, index, preds);
    return null;
  }

  private static boolean isThere(Tx tx, JobId id) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT 1 FROM job WHERE id = ?");
    find.setBytes(1, Rows.bytes(id));
    try (ResultSet row = find.executeQuery()) {
      return row.next();
    }
  }

  private void replace(Tx tx, LiveRow holder) throws SQLException {
    Moves.record(tx, holder, "unique", "replace", JobState.CANCELLED);
    Ends.waiting(tx, holder, JobState.CANCELLED, null, null);
    // One of this group does not wait any more.
    waiting.removeIf(index -> group.jobs().get(index).id().equals(holder.id()));
  }

  /// What a replaced job has ended may be among those that are waited for.
  private static List<LiveRow> again(Tx tx, List<LiveRow> preds) throws SQLException {
    List<LiveRow> now = new ArrayList<>(preds.size());
    for (LiveRow pred : preds) {
      LiveRow row = LiveRow.at(tx, pred.seq());
      now.add(row == null ? pred : row);
    }
    return now;
  }

  private void takeIn(Tx tx, JobInsert here, int index, List<LiveRow> preds) throws SQLException {
    JobSpec spec = group.jobs().get(index);
    Lane lane = tx.lanes.intern(tx.db, spec.queue(), spec.type(), spec.typeVersion());
    long seq = tx.nextSeq();
    boolean waits = preds.stream().anyMatch(pred -> !pred.state().isEnd());
    boolean later = Millis.ceiling(spec.due().from(Instant.ofEpochMilli(tx.now))) > tx.now;
    Reason reason = waits ? Reason.DEPENDENCIES : later ? Reason.SCHEDULED : null;
    JobState state = here.insert(spec, lane.id(), reason);
    if (state == null) {
      throw new IllegalStateException("bug: job " + spec.id() + " was not there a moment ago");
    }
    tx.moved(lane.id(), null, state);
    entries.add(new Admittance.Entry(spec.id(), false));
    waiting.add(index);
    if (spec.unique().isPresent()) {
      UniqueKeys.take(tx, spec.queue(), spec.unique().get(), seq, true);
    }
    Dependents.Failed failed = Dependents.admit(tx, seq, spec.after(), preds);
    if (failed != null) {
      LiveRow row = LiveRow.at(tx, seq);
      if (row != null) {
        Ends.waiting(tx, row, failed.rule().end(), Reason.DEPENDENCY_FAILED, failed.error());
      }
      waiting.removeIf(other -> other == index);
    } else {
      tell(tx, state, spec.deadline().isPresent());
    }
  }
}
