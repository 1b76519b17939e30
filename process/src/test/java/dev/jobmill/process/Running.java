package dev.jobmill.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// A run on a virtual thread of its own, as the engine would start it.
final class Running {
  final FakeJob job = new FakeJob();
  final Thread thread;
  private final CompletableFuture<ProgramResult> result = new CompletableFuture<>();

  Running(ExecHandler handler, Program program) {
    thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                result.complete(handler.handle(job, program));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
  }

  ProgramResult result() throws Exception {
    return result.get(60, TimeUnit.SECONDS);
  }

  Throwable failure() throws Exception {
    try {
      throw new AssertionError("the run completed: " + result.get(60, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
