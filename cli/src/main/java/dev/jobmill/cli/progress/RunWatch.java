package dev.jobmill.cli.progress;

import dev.jobmill.job.JobContext;
import dev.jobmill.job.Progress;
import org.jspecify.annotations.Nullable;

/// Is told of the runs of this process as they go. Called on the threads of the runs: thread-safe,
/// quick, never throws.
public interface RunWatch extends AutoCloseable {
  /// Is told, and says nothing.
  RunWatch NONE =
      new RunWatch() {
        @Override
        public void started(JobContext job, String label) {}

        @Override
        public void progressed(JobContext job, Progress progress) {}

        @Override
        public void ended(JobContext job, @Nullable Throwable error) {}
      };

  /// A run begins.
  ///
  /// @param label what a person calls the job
  void started(JobContext job, String label);

  /// A run has come so far.
  void progressed(JobContext job, Progress progress);

  /// A run's handler is done.
  ///
  /// @param error what it threw; null when it returned
  void ended(JobContext job, @Nullable Throwable error);

  /// How many of the jobs that are waited for have ended.
  default void overall(int ended, int all) {}

  /// What is waited for; null when nothing is.
  default void waits(@Nullable Wait what) {}

  /// Prints something without spoiling what this watch shows on the same terminal.
  default void beside(Runnable print) {
    print.run();
  }

  /// Shows nothing more, and takes away what should not stay. Safe to call twice.
  default void finish() {}

  /// The same as [#finish].
  @Override
  default void close() {
    finish();
  }
}
