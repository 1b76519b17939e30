package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.store.Hint;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Wakeups;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Hints that a test waits for. Within one process and in good order they come, in whatever form.
final class Hints {
  private static final long PATIENCE_SECONDS = 30;

  private Hints() {}

  static void assertHinted(JobStore store, Predicate<Hint.Changed> expected, Runnable change) {
    CountDownLatch came = new CountDownLatch(1);
    try (Wakeups.Subscription subscription =
        store
            .wakeups()
            .listen(hint -> {
              boolean tells =
                  switch (hint) {
                    case Hint.Anything anything -> true;
                    case Hint.Changed changed -> expected.test(changed);
                  };
              if (tells) {
                came.countDown();
              }
            })) {
      assertThat(subscription).isNotNull();
      change.run();
      await(came);
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .describedAs("a hint came")
          .isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a hint", interrupted);
    }
  }
}
