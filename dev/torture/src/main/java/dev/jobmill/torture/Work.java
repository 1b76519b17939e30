package dev.jobmill.torture;

import dev.jobmill.JobmillBuilder;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobType;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Snooze;
import dev.jobmill.torture.Ledger.Entry.What;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The types of the jobs, and what is done for each.
final class Work {
  static final JobType<Content, Content> PLAIN = type("plain");

  /// Fails at its first attempt.
  static final JobType<Content, Content> SHAKY =
      type("shaky").retry(RetryPolicy.fixed(50, Duration.ofMillis(20)));

  /// Fails for good.
  static final JobType<Content, Content> FAILING = type("failing").retry(RetryPolicy.never());

  /// Has nothing to do in its first two runs.
  static final JobType<Content, Content> SLEEPY = type("sleepy");

  static final JobType<Content, Content> ONCE = type("once").atMostOnce();

  /// Attaches what [#attachment] says.
  static final JobType<Content, Content> ATTACHING = type("attaching");

  /// Is forgotten soon after its end.
  static final JobType<Content, Content> BRIEF = type("brief");

  /// Is run by nobody before the end, so that it waits.
  static final JobType<Content, Content> KEPT = type("kept");

  static final List<JobType<Content, Content>> TYPES =
      List.of(PLAIN, SHAKY, FAILING, SLEEPY, ONCE, ATTACHING, BRIEF, KEPT);

  static final String ATTACHMENT = "output.bin";

  /// More than one piece.
  static final int ATTACHMENT_BYTES = 300_000;

  private final Ledger ledger;
  private final int millisMax;

  /// @param millisMax how long a run takes at most
  Work(Ledger ledger, int millisMax) {
    this.ledger = ledger;
    this.millisMax = millisMax;
  }

  private static JobType<Content, Content> type(String name) {
    return JobType.of(name, Content.class, Content.class);
  }

  /// Adds the handlers of all types but [#KEPT].
  JobmillBuilder handleIn(JobmillBuilder mill) {
    return mill.handle(PLAIN, tell(this::work))
        .handle(
            SHAKY,
            tell(job -> {
              work(job);
              if (job.attempt() == 1) {
                throw new IOException("fails at first, on purpose");
              }
            }))
        .handle(
            FAILING,
            tell(job -> {
              work(job);
              throw new IOException("fails for good, on purpose");
            }))
        .handle(
            SLEEPY,
            tell(job -> {
              work(job);
              if (job.run() <= 2) {
                throw new Snooze(Duration.ofMillis(20), "nothing to do yet");
              }
            }))
        .handle(ONCE, tell(this::work))
        .handle(
            ATTACHING,
            tell(job -> {
              job.attach(ATTACHMENT, "application/octet-stream", attachment(job.id(), job.run()));
              work(job);
            }))
        .handle(BRIEF, tell(this::work));
  }

  JobmillBuilder handleKeptIn(JobmillBuilder mill) {
    return mill.handle(KEPT, tell(this::work));
  }

  private interface Step {
    void run(JobContext job) throws Exception;
  }

  /// The ledger says when a run began and when it was over, however it ended: afterwards another
  /// one may begin.
  private JobHandler<Content, Content> tell(Step step) {
    return (job, payload) -> {
      ledger.write(What.STARTED, job.id(), job.run());
      try {
        step.run(job);
      } finally {
        ledger.write(What.DONE, job.id(), job.run());
      }
      return Content.json("\"done by run " + job.run() + "\"");
    };
  }

  private void work(JobContext job) throws InterruptedException {
    SplittableRandom random = random(job.id(), job.run());
    job.progress(0.5, "half");
    if (random.nextInt(8) == 0) {
      job.log("working");
    }
    pause(random.nextInt(millisMax));
  }

  static byte[] attachment(JobId job, int run) {
    byte[] bytes = new byte[ATTACHMENT_BYTES];
    random(job, run).nextBytes(bytes);
    return bytes;
  }

  private static SplittableRandom random(JobId job, int run) {
    return new SplittableRandom(job.value().getLeastSignificantBits() + run);
  }

  static void pause(int millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }
}
