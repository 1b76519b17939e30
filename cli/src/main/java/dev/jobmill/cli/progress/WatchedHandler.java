package dev.jobmill.cli.progress;

import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandler;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A handler whose runs are told to a [RunWatch].
///
/// @param handler does the work
/// @param label what a person calls a job with this payload
/// @param watch is told
/// @param <P> the payload
/// @param <R> the result
public record WatchedHandler<P, R>(
    JobHandler<P, R> handler, Function<P, String> label, RunWatch watch)
    implements JobHandler<P, R> {
  @Override
  public @Nullable R handle(JobContext job, P payload) throws Exception {
    watch.started(job, label.apply(payload));
    @Nullable Throwable error = null;
    try {
      return handler.handle(new WatchedContext(job, watch), payload);
    } catch (Throwable thrown) {
      error = thrown;
      throw thrown;
    } finally {
      watch.ended(job, error);
    }
  }
}
