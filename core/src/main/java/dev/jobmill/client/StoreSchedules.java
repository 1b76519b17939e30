package dev.jobmill.client;

import static dev.jobmill.client.Repeats.repeatUnknown;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.job.RecurringJobs;
import dev.jobmill.job.Submission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Firing;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Schedules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Schedules of a store, by their names alone. Thread-safe.
final class StoreSchedules implements RecurringJobs {
  private final StoreClient client;
  private final JobStore store;
  private final JobIds ids;

  StoreSchedules(StoreClient client, JobStore store, JobIds ids) {
    this.client = client;
    this.store = store;
    this.ids = ids;
  }

  @Override
  public <P, R> Recurrence put(RecurringJob<P, R> job) {
    return put(job, DefinedBy.PEOPLE);
  }

  <P, R> Recurrence put(RecurringJob<P, R> job, DefinedBy by) {
    JobSpec template = job.template(client.codec());
    Instant firedUntil = null;
    boolean paused = job.isPaused();
    for (Recurrence elsewhere : all(job.name())) {
      if (!elsewhere.template().queue().equals(template.queue())) {
        firedUntil = latest(firedUntil, elsewhere.state().lastFired());
        paused = elsewhere.state().paused();
        remove(List.of(elsewhere));
      }
    }
    Schedules.Put put =
        new Schedules.Put(job.name(), template, job.rules(), by, paused, firedUntil);
    return repeatUnknown(() -> store.schedules().put(List.of(put))).getFirst();
  }

  private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  /// A move to another queue that was cut off may have left one of a name in each.
  private List<Recurrence> all(String name) {
    return store.schedules().find(List.of(RecurringJob.checkName(name)));
  }

  private void remove(List<Recurrence> schedules) {
    List<Schedules.Key> keys = schedules.stream().map(Schedules.Key::of).toList();
    repeatUnknown(() -> store.schedules().remove(keys));
  }

  @Override
  public Optional<Recurrence> find(String name) {
    return all(name).stream().findFirst();
  }

  @Override
  public List<Recurrence> list(@Nullable String after, int limit) {
    requireInRange("limit", limit);
    // No queue has a name that comes after this one.
    Schedules.Key key = after == null ? null : new Schedules.Key("\uffff", after);
    return store.schedules().list(key, limit);
  }

  private static void requireInRange(String what, int number) {
    if (number < 1 || number > Schedules.ITEMS_MAX) {
      throw new InvalidRequest(
          what + " " + number + " is out of range: use 1 to " + Schedules.ITEMS_MAX);
    }
  }

  @Override
  public Optional<Recurrence> pause(String name) {
    return pause(name, true);
  }

  @Override
  public Optional<Recurrence> resume(String name) {
    return pause(name, false);
  }

  private Optional<Recurrence> pause(String name, boolean paused) {
    List<Schedules.Key> keys = all(name).stream().map(Schedules.Key::of).toList();
    repeatUnknown(() -> store.schedules().pause(keys, paused));
    return find(name);
  }

  @Override
  public Optional<Submission<Object>> runNow(String name) {
    return find(name).map(this::runNow);
  }

  private Submission<Object> runNow(Recurrence schedule) {
    JobSpec job = Firing.job(schedule, ids.next()).build();
    AdmitGroup alone = new AdmitGroup(job.queue(), List.of(job));
    return switch (repeatUnknown(() -> store.admission().admit(List.of(alone))).getFirst()) {
      case Admittance.Admitted(List<Admittance.Entry> entries) -> {
        JobType<Object, Object> type = JobType.of(job.type(), Object.class, Object.class);
        var handle = client.handle(entries.getFirst().id(), type);
        yield entries.getFirst().duplicate()
            ? new Submission.Duplicate<>(handle)
            : new Submission.Admitted<>(handle);
      }
      case Admittance.Refused(int index, Submission.Refusal why, String message) ->
          throw JobRejected.of(why, message);
    };
  }

  @Override
  public boolean remove(String name) {
    List<Recurrence> there = all(name);
    remove(there);
    return !there.isEmpty();
  }

  @Override
  public List<Instant> next(String name, int most) {
    requireInRange("number of instants", most);
    return find(name).map(schedule -> schedule.next(most)).orElse(List.of());
  }

  @Override
  public List<Job> past(String name, int most) {
    requireInRange("number of jobs", most);
    JobFilter made = JobFilter.ALL.tag(Recurrence.tag(RecurringJob.checkName(name)));
    List<Job> jobs = new ArrayList<>();
    List<Job> page = client.list(made, null, most);
    // A page may be short and still not be the last one.
    while (!page.isEmpty() && jobs.size() < most) {
      jobs.addAll(page);
      page =
          jobs.size() < most
              ? client.list(made, jobs.getLast().id(), most - jobs.size())
              : List.of();
    }
    return jobs;
  }
}
