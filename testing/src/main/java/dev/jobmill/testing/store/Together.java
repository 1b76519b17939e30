package dev.jobmill.testing.store;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Pieces of work that are done at once, each on a thread of its own.
final class Together {
  private Together() {}

  /// Ends as soon as one piece has failed: the others might wait for what it was to do.
  static void run(List<Callable<Void>> work) {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("contract-", 0).factory())) {
      ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(threads);
      work.forEach(done::submit);
      try {
        for (int i = 0; i < work.size(); i++) {
          done.take().get();
        }
      } catch (InterruptedException interrupted) {
        threads.shutdownNow();
        throw new AssertionError("the threads did not end in time", interrupted);
      } catch (ExecutionException failed) {
        threads.shutdownNow();
        throw new AssertionError(failed.getCause());
      }
    }
  }
}
