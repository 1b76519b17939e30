package dev.jobmill.store;

import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What makes jobs by itself, again and again. A schedule has its place where the queue of its jobs
/// has it, and is named by both: whoever moves one to another queue removes it from the old one
/// first. What becomes of one is decided by [Registration] and [Firing].
public interface Schedules {
  /// The most of anything that one call takes or gives.
  int ITEMS_MAX = 1_000;

  /// Adds schedules, or changes those that are there, as [Registration#put] says.
  ///
  /// @return how each is afterwards, in order
  List<Recurrence> put(List<Put> schedules);

  /// Lets schedules rest, or go on, as [Registration#pause] says.
  ///
  /// @return for each whether it is known, in order
  /// @throws dev.jobmill.job.InvalidRequest when one is to go on that this version cannot read:
  ///   then nothing is changed
  List<Boolean> pause(List<Key> schedules, boolean paused);

  /// Forgets schedules. Jobs that they have made stay.
  ///
  /// @return for each whether it was known, in order
  List<Boolean> remove(List<Key> schedules);

  /// The schedules of these names, in the order of their names, then of their queues.
  List<Recurrence> find(Collection<String> names);

  /// Schedules in the order of their names, then of their queues.
  ///
  /// @param after only those that come after this one; null for the first page
  /// @param limit 1 to [#ITEMS_MAX]
  List<Recurrence> list(@Nullable Key after, int limit);

  /// A pass of upkeep that any node may run: schedules whose time has come make their jobs, as
  /// [Firing#decide] says. What is decided about a schedule, its jobs, and what it does next, are
  /// one transaction; so each instant makes one job, however often and by whomever this is called.
  ///
  /// The one whose time came first makes its step first, then of their names, then of their queues:
  /// one that has more to do may come again before others.
  ///
  /// Each job is admitted by itself, as [Admission#admit] says. One that is refused is left out and
  /// noted, and keeps neither its schedule nor others from going on. A schedule that this version
  /// cannot read is left to others.
  ///
  /// @param limit how many jobs are made at most
  /// @return how many decisions and jobs were made, and when to call again
  Upkeep.Pass fire(int limit);

  /// Names a schedule.
  ///
  /// @param queue the queue of its jobs
  /// @param name its own name
  record Key(String queue, String name) {
    /// The key of a schedule that is known.
    public static Key of(Recurrence schedule) {
      return new Key(schedule.template().queue(), schedule.name());
    }
  }

  /// What somebody says of a schedule.
  ///
  /// @param name its name
  /// @param template see [Recurrence#template()]
  /// @param rules when jobs are made
  /// @param by who says it
  /// @param paused whether it rests, if it is not there yet
  /// @param firedUntil what is known to have been fired before it came here; null for nothing
  record Put(
      String name,
      JobSpec template,
      Recurrence.Rules rules,
      DefinedBy by,
      boolean paused,
      @Nullable Instant firedUntil) {
    /// What it is about.
    public Key key() {
      return new Key(template.queue(), name);
    }
  }
}
