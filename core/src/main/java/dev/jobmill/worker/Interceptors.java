package dev.jobmill.worker;

import dev.jobmill.job.Interceptor;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Puts interceptors around handlers, once and before the first run: without interceptors a handler
/// is called as it is.
public final class Interceptors {
  private Interceptors() {}

  /// The handler with these around it, the first one outermost.
  public static <P, R> Handlers.Registered<P, R> around(
      List<Interceptor> interceptors, Handlers.Registered<P, R> registered) {
    JobHandler<P, R> handler = registered.handler();
    for (Interceptor interceptor : interceptors.reversed()) {
      handler = new Intercepted<>(interceptor, registered.type(), handler);
    }
    return new Handlers.Registered<>(registered.type(), handler);
  }

  private record Intercepted<P, R>(
      Interceptor interceptor, JobType<P, R> type, JobHandler<P, R> inner)
      implements JobHandler<P, R> {
    @Override
    public @Nullable R handle(JobContext job, P payload) throws Exception {
      OneCall<P, R> next = new OneCall<>(interceptor, inner);
      try {
        return interceptor.around(job, type, payload, next);
      } finally {
        next.use();
      }
    }
  }

  /// What an interceptor calls on with: good for one call, on the thread that is interrupted when
  /// the run shall end, and while the run lasts.
  private static final class OneCall<P, R> implements JobHandler<P, R> {
    private final Interceptor interceptor;
    private final JobHandler<P, R> inner;
    private final Thread thread = Thread.currentThread();
    private final AtomicBoolean used = new AtomicBoolean();

    private OneCall(Interceptor interceptor, JobHandler<P, R> inner) {
      this.interceptor = interceptor;
      this.inner = inner;
    }

    private boolean use() {
      return used.compareAndSet(false, true);
    }

    @Override
    public @Nullable R handle(JobContext job, P payload) throws Exception {
      if (Thread.currentThread() != thread) {
        throw refused(job, "on another thread: call it on the thread that it is called on");
      }
      if (!use()) {
        throw refused(job, "a second time: throw an error when the job shall be tried again");
      }
      return inner.handle(job, payload);
    }

    private IllegalStateException refused(JobContext job, String how) {
      return new IllegalStateException(
          "interceptor "
              + interceptor.getClass().getName()
              + " called on for job "
              + job.id()
              + " "
              + how);
    }
  }
}
