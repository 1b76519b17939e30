package dev.jobmill.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.testing.FakeContext;
import dev.jobmill.testing.JobTypeGuard;
import dev.jobmill.testing.TestMill;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestingGuideTest {
  record Mail(String to, String subject) {}

  static final JobType<Mail, Integer> SEND =
      JobType.of("mail.send", Mail.class, Integer.class)
          .retry(RetryPolicy.fixed(3, Duration.ofMinutes(1)));

  @Test
  void oneHandlerAlone() throws Exception {
    // begin fake
    FakeContext job = FakeContext.of(SEND);
    job.progress(0.5, "half");
    job.log("sent");
    assertThat(job.logged()).hasSize(1);
    assertThat(job.cancel().isCancelled()).isTrue();
    // end fake
  }

  @Test
  void timeIsTurnedByTheTest() {
    AtomicInteger tries = new AtomicInteger();
    // begin mill
    try (TestMill mill =
        TestMill.handling(
                SEND,
                (job, mail) -> {
                  if (tries.incrementAndGet() < 3) {
                    throw new IllegalStateException("no network");
                  }
                  return tries.get();
                })
            .open()) {
      mill.submit(SEND, new Mail("ada@example.org", "hello"));
      mill.drain(); // everything that is due now, on this thread
      assertThat(mill.failures()).hasSize(1);
      mill.advance(Duration.ofMinutes(2)); // the retries become due on the way
      assertThat(mill.only(SEND).state()).isEqualTo(JobState.COMPLETED);
    }
    // end mill
  }

  @Test
  void payloadsStayReadable(@TempDir Path resources) {
    try {
      JobTypeGuard.in(resources).check(SEND, new Mail("ada@example.org", "hello"));
    } catch (AssertionError written) {
      assertThat(Files.exists(resources)).isTrue();
    }
    Path folder = resources;
    // begin guard
    JobTypeGuard.in(folder).check(SEND, new Mail("ada@example.org", "hello"));
    // end guard
  }
}
