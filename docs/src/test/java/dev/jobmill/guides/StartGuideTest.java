package dev.jobmill.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Priority;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StartGuideTest {
  @TempDir Path folder;

  // begin type
  /// What a client sends, and what it gets.
  record Invoice(String customer, int cents) {}

  record Receipt(String number) {}

  static final JobType<Invoice, Receipt> SEND =
      JobType.of("invoice.send", Invoice.class, Receipt.class)
          .timeout(Duration.ofMinutes(2))
          .retry(RetryPolicy.exponential(5));

  // end type

  @Test
  void theFirstJobRunsAndAnswers() throws Exception {
    Path file = folder.resolve("jobs.db");
    // begin first-job
    JobStore store = SqliteJobStore.at(file);
    try (Jobmill mill =
        Jobmill.open(store)
            .handle(SEND, (job, invoice) -> new Receipt("R-" + invoice.customer()))
            .start()) {
      JobHandle<Receipt> handle = mill.submit(SEND, new Invoice("ada", 1_200));
      Receipt receipt = handle.result(Duration.ofSeconds(30));
      // hide
      assertThat(receipt.number()).isEqualTo("R-ada");
      assertThat(handle.job().state()).isEqualTo(JobState.COMPLETED);
      // show
    }
    // end first-job
  }

  @Test
  void aProcessMayOnlySubmit() {
    Path file = folder.resolve("jobs.db");
    // begin submit-only
    try (JobStore store = SqliteJobStore.at(file)) {
      JobClient client = Jobmill.clientOf(store);
      client.submit(
          SEND,
          new Invoice("grace", 900),
          with -> with.priority(Priority.HIGH).delay(Duration.ofMinutes(5)).tag("monthly"));
    }
    // end submit-only
    try (JobStore store = SqliteJobStore.at(file)) {
      Job job = Jobmill.clientOf(store).list(JobFilter.ALL.tag("monthly"), null, 10).getFirst();
      assertThat(job.state()).isEqualTo(JobState.PENDING);
    }
  }

  @Test
  void aHandlerTellsHowItGoes() throws Exception {
    Path file = folder.resolve("jobs.db");
    JobStore store = SqliteJobStore.at(file);
    try (Jobmill mill =
        Jobmill.open(store)
            // begin handler
            .handle(
                SEND,
                (job, invoice) -> {
                  for (int page = 1; page <= 3; page++) {
                    job.checkCancelled();
                    job.progress(page / 3.0, "page " + page + " of 3");
                    job.log("page " + page + " is written");
                  }
                  return new Receipt("R-1");
                })
            // end handler
            .start()) {
      JobHandle<Receipt> handle = mill.submit(SEND, new Invoice("ada", 1));
      assertThat(handle.result(Duration.ofSeconds(30)).number()).isEqualTo("R-1");
      assertThat(mill.list(JobFilter.ALL.states(EnumSet.of(JobState.COMPLETED)), null, 10).size())
          .isEqualTo(1);
    }
  }
}
