package dev.jobmill.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How to test jobs, by the example of a shop: each test shows one thing.
class OrderJobsTest {
  record Order(String id, List<String> items) {}

  record Receipt(String number) {}

  record Reminder(String order) {}

  static final JobType<Order, Receipt> SHIP =
      JobType.of("order.ship", Order.class, Receipt.class)
          .retry(RetryPolicy.fixed(3, Duration.ofMinutes(1)))
          .timeout(Duration.ofMinutes(10));
  static final JobType<Reminder, Void> REMIND =
      JobType.of("order.remind", Reminder.class, Void.class);

  /// The code that is tested.
  static final class Shop {
    final List<String> charged = new ArrayList<>();
    final List<String> mails = new ArrayList<>();
    int lorriesAway;

    void order(JobClient jobs, Order order) {
      jobs.submit(SHIP, order);
      jobs.submit(REMIND, new Reminder(order.id()), with -> with.delay(Duration.ofHours(2)));
    }

    Receipt ship(JobContext job, Order order) throws Exception {
      Receipt receipt = job.step("charge", Receipt.class, () -> charge(order));
      for (String item : order.items()) {
        job.checkCancelled();
        job.log("packed " + item);
      }
      if (lorriesAway-- > 0) {
        throw new IllegalStateException("no lorry");
      }
      job.sleep(Duration.ofDays(14));
      job.step("ask-for-opinion", () -> mails.add("how was order " + order.id()));
      return receipt;
    }

    private Receipt charge(Order order) {
      charged.add(order.id());
      return new Receipt("r-" + charged.size());
    }
  }

  private static final Order TEA = new Order("7", List.of("tea", "cup"));

  private final Shop shop = new Shop();
  private final TestMill mill =
      TestMill.handling(SHIP, shop::ship)
          .handle(
              REMIND,
              (job, reminder) -> {
                shop.mails.add("remember order " + reminder.order());
                return null;
              })
          .open();

  @AfterEach
  void close() {
    mill.close();
  }

  @Test
  void whatWasSubmittedCanBeAskedFor() {
    shop.order(mill.client(), TEA);
    assertThat(mill.payloads(SHIP)).containsExactly(TEA);
    Job reminder = mill.only(REMIND);
    assertThat(reminder.state()).isEqualTo(JobState.PENDING);
    assertThat(reminder.dueAt()).isEqualTo(mill.now().plus(Duration.ofHours(2)));
  }

  @Test
  void drainRunsWhatIsDueNowAndAdvanceWhatBecomesDue() {
    shop.order(mill.client(), TEA);
    assertThat(mill.drain()).isEqualTo(1);
    assertThat(shop.charged).containsExactly("7");
    mill.advance(Duration.ofHours(2).minusMillis(1));
    assertThat(shop.mails).isEmpty();
    mill.advance(Duration.ofMillis(1));
    assertThat(shop.mails).containsExactly("remember order 7");
  }

  @Test
  void failuresAreRetriedAsInProductionAndToldOf() {
    shop.lorriesAway = 2;
    JobHandle<Receipt> handle = mill.submit(SHIP, TEA);
    mill.drain();
    assertThat(mill.failures()).singleElement().extracting("attempt").isEqualTo(1);
    mill.advance(Duration.ofMinutes(2));
    assertThat(mill.failures()).hasSize(2);
    assertThat(mill.store().lookup().attempts(handle.id()))
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.FAILED, Attempt.Outcome.FAILED, Attempt.Outcome.SNOOZED);
    assertThat(shop.charged).containsExactly("7");
  }

  @Test
  void waitingForAJobLetsTimePass() throws Exception {
    JobHandle<Receipt> handle = mill.submit(SHIP, TEA);
    assertThat(handle.result(Duration.ofDays(20))).isEqualTo(new Receipt("r-1"));
    assertThat(handle.job().endedAt().orElseThrow())
        .isEqualTo(handle.job().submittedAt().plus(Duration.ofDays(14)));
    assertThat(shop.mails).containsExactly("how was order 7");
  }

  @Test
  void oneHandlerCanBeCalledAlone() throws Exception {
    FakeContext job = FakeContext.of(SHIP).metadata("customer", "42");
    assertThat(shop.ship(job, TEA)).isEqualTo(new Receipt("r-1"));
    assertThat(job.logged()).extracting("message").containsExactly("packed tea", "packed cup");
    assertThat(job.stepsDone()).containsExactly("charge", "ask-for-opinion");
    assertThat(job.slept()).containsExactly(Duration.ofDays(14));
  }

  @Test
  void stepsAreNotDoneAgainInTheNextRun() throws Exception {
    shop.lorriesAway = 1;
    FakeContext first = FakeContext.of(SHIP);
    assertThatThrownBy(() -> shop.ship(first, TEA)).hasMessage("no lorry");
    assertThat(shop.ship(first.nextRun(), TEA)).isEqualTo(new Receipt("r-1"));
    assertThat(shop.charged).hasSize(1);
  }

  @Test
  void cancelIsHeardBetweenTheItems() {
    FakeContext job = FakeContext.of(SHIP).cancelAfterAsks(2);
    assertThatThrownBy(() -> shop.ship(job, TEA)).isInstanceOf(CancelledRun.class);
    assertThat(job.logged()).extracting("message").containsExactly("packed tea");
  }
}
