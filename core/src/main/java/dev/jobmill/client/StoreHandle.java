package dev.jobmill.client;

import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFailed;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A handle over a [StoreClient].
final class StoreHandle<R> implements JobHandle<R> {
  /// Longer than anybody waits, and far from the end of what nanoseconds can count.
  private static final Duration WAIT_MAX = Duration.ofDays(36_500);

  private final StoreClient client;
  private final JobId id;
  private final Type resultType;

  StoreHandle(StoreClient client, JobId id, Type resultType) {
    this.client = client;
    this.id = id;
    this.resultType = resultType;
  }

  @Override
  public JobId id() {
    return id;
  }

  @Override
  public Job job() {
    return client.known(id);
  }

  @Override
  public Job await(Duration limit) throws TimeoutException, InterruptedException {
    Duration wait = limit.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : limit;
    long end = client.time().nanoTime() + wait.toNanos();
    try (Endings.Waiter waiter = client.endings().waitFor(id)) {
      while (true) {
        Job job = job();
        if (job.state().isEnd()) {
          return job;
        }
        long left = end - client.time().nanoTime();
        if (left <= 0) {
          throw new TimeoutException(
              "job " + id + " is " + job.state().wireName() + " after " + limit);
        }
        client.await(waiter, left);
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the type was checked when the JobType was made
  public @Nullable R result(Duration limit) throws TimeoutException, InterruptedException {
    Job job = await(limit);
    if (job.state() != JobState.COMPLETED) {
      throw new JobFailed(job);
    }
    Content result = job.result().orElse(null);
    return result == null ? null : (R) client.codec().decode(result, resultType);
  }

  @Override
  public JobState cancel() {
    return client.cancel(id, "client").orElseGet(() -> job().state());
  }
}
