package dev.jobmill.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopTest {
  private final Semaphore steps = new Semaphore(0);

  @Test
  void aWakeIsNotLostWhenItComesDuringAStep() throws Exception {
    Semaphore inside = new Semaphore(0);
    Semaphore leave = new Semaphore(0);
    Loop loop =
        new Loop(
            "jobmill-test",
            () -> {
              inside.release();
              leave.acquireUninterruptibly();
              steps.release();
              return Duration.ofDays(1);
            });
    loop.start();
    inside.acquire();
    loop.wake();
    leave.release(2);
    assertThat(steps.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
    loop.stop();
  }

  @Test
  void nothingThatAStepThrowsEndsTheLoop() throws Exception {
    AtomicInteger count = new AtomicInteger();
    Loop loop =
        new Loop(
            "jobmill-test",
            () -> {
              steps.release();
              if (count.incrementAndGet() < 3) {
                throw new StoreUnavailable("away on purpose");
              }
              return Duration.ofDays(1);
            });
    loop.start();
    assertThat(steps.tryAcquire(3, 20, TimeUnit.SECONDS)).isTrue();
    loop.stop();
  }

  @Test
  void startAndStopAreLegalInAnyOrderAndNumber() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Loop loop = new Loop("jobmill-test", () -> Duration.ZERO);
      for (Runnable act :
          List.<Runnable>of(loop::start, loop::stop, loop::start, loop::wake, loop::stop)) {
        threads.add(Thread.ofPlatform().start(act));
      }
      loop.stop();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("jobmill-test");
  }
}
