package dev.jobmill.job;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// What goes along with a piece of a handler's work to another thread: which job it belongs to, and
/// what the log lines of the handler's thread said when it was handed over. Never changes.
final class CarriedContext {
  static final ScopedValue<JobContext> CURRENT = ScopedValue.newInstance();

  private final JobContext job;
  private final @Nullable Map<String, String> said;

  /// Takes along what this thread's log lines say.
  CarriedContext(JobContext job) {
    this.job = job;
    this.said = MDC.getCopyOfContextMap();
  }

  /// Leaves the thread as it was: what its log lines said before is theirs again, and whether it is
  /// interrupted is not touched.
  <T> T call(Callable<T> body) throws Exception {
    Map<String, String> before = MDC.getCopyOfContextMap();
    say(said);
    try {
      return ScopedValue.where(CURRENT, job).call(body::call);
    } finally {
      say(before);
    }
  }

  /// The same for what throws nothing that must be declared.
  void run(Runnable body) {
    Map<String, String> before = MDC.getCopyOfContextMap();
    say(said);
    try {
      ScopedValue.where(CURRENT, job).run(body);
    } finally {
      say(before);
    }
  }

  private static void say(@Nullable Map<String, String> words) {
    if (words == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(words);
    }
  }
}
