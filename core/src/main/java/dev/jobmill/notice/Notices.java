package dev.jobmill.notice;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobListener;
import dev.jobmill.job.JobNotice;
import dev.jobmill.job.JobNotice.Subject;
import dev.jobmill.loop.Pulse;
import dev.jobmill.notice.NoticeOrder.Expected;
import dev.jobmill.store.Lookup;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Tells listeners what happens to jobs, on a thread of its own behind a bounded queue. Without
/// listeners it has no thread, and telling it something makes no object. Thread-safe; starting and
/// closing in any order and number is legal.
public final class Notices implements AutoCloseable {
  /// How long a close waits for the listeners to hear what waits for them.
  public static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final Lookup lookup;
  private final String worker;
  private final TimeSource time;
  private final boolean heard;
  private final NoticeQueue queue = new NoticeQueue();
  private final NoticeOrder order = new NoticeOrder(queue::put);
  private final NoticeDelivery delivery;
  private final Map<JobId, Integer> runsHere = new ConcurrentHashMap<>();

  /// Not started.
  ///
  /// @param lookup finds out what really became of runs that were cancelled
  /// @param worker the id of the worker that tells of its runs
  public Notices(List<JobListener> listeners, Lookup lookup, String worker, TimeSource time) {
    this.lookup = lookup;
    this.worker = worker;
    this.time = time;
    this.heard = !listeners.isEmpty();
    this.delivery = new NoticeDelivery(queue, listeners, new CancelCheck(lookup), time);
  }

  /// Starts to deliver, once.
  public void start() {
    if (heard) {
      delivery.start();
    }
  }

  /// Whether anybody listens.
  public boolean isHeard() {
    return heard;
  }

  /// Something has happened to a job.
  ///
  /// @param notice makes the notice of whom it is about and when
  public void tell(Job job, BiFunction<Subject, Instant, JobNotice> notice) {
    if (heard) {
      tell(notice.apply(Subject.of(job), time.now()));
    }
  }

  private void tell(JobNotice notice) {
    remember(notice);
    order.tell(notice);
  }

  private void remember(JobNotice notice) {
    Subject job = notice.job();
    switch (notice) {
      case JobNotice.Started started -> runsHere.put(job.id(), job.run());
      case JobNotice.Submitted submitted -> {}
      case JobNotice.Requeued requeued -> {}
      case JobNotice.Cancelling cancelling -> {}
      case JobNotice.Deleted deleted -> {}
      default -> runsHere.remove(job.id(), job.run());
    }
  }

  /// Whether the worker here runs a job, and so tells what becomes of it. It may have claimed the
  /// job just now, while the answer is still on its way: then only the store knows.
  public boolean runsHere(JobId id) {
    if (runsHere.containsKey(id)) {
      return true;
    }
    try {
      Job now = lookup.find(Set.of(id)).get(id);
      return now != null && now.worker().filter(worker::equals).isPresent();
    } catch (RuntimeException away) {
      return false;
    }
  }

  /// A call to the store is about to be made; its answer decides what has happened.
  public Pending pending() {
    return new Pending();
  }

  /// How many notices were dropped because listeners were too slow.
  public long dropped() {
    return queue.dropped();
  }

  /// How often listeners threw.
  public long failures() {
    return delivery.failures();
  }

  /// How the delivery fares; nothing without listeners.
  public List<Pulse.Reading> pulses() {
    return heard ? List.of(delivery.pulse()) : List.of();
  }

  /// Takes nothing more in, and lets the listeners hear what waits for them, for at most
  /// [#CLOSE_MAX]. Then one that is still busy is interrupted, and what is left is dropped.
  @Override
  public void close() {
    queue.close();
    delivery.end(CLOSE_MAX);
  }

  /// What one call to the store is about. Used by one thread.
  public final class Pending {
    private final List<@Nullable Expected> expected = new ArrayList<>();

    private Pending() {}

    /// The next job of the call, and what the call will probably have done to it; null when that
    /// cannot be said before.
    public void add(Subject job, @Nullable BiFunction<Subject, Instant, JobNotice> notice) {
      expected.add(notice == null ? null : order.expect(notice.apply(job, time.now())));
    }

    /// The answer for one of the jobs.
    ///
    /// @param index counts the jobs in the order in which they were added, from 0
    /// @param caused what has happened to it; null for nothing
    public void settle(
        int index, Subject job, BiFunction<Subject, Instant, @Nullable JobNotice> caused) {
      JobNotice notice = caused.apply(job, time.now());
      Expected one = expected.set(index, null);
      if (notice != null) {
        remember(notice);
      }
      if (one != null) {
        order.settle(one, notice);
      } else if (notice != null) {
        order.tell(notice);
      }
    }

    /// The call has ended: what is not settled was not done, as far as is known.
    public void end() {
      for (Expected one : expected) {
        if (one != null) {
          order.settle(one, null);
        }
      }
      expected.clear();
    }
  }
}
