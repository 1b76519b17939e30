package dev.jobmill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.BulkResult;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.OutcomeUnknown;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Acts on all that a filter finds, counted exactly, also when answers get lost.
class BulkActsTest extends LossyClient {
  @Test
  void everythingThatAFilterFindsIsCancelledAndCounted() {
    submit(1_234, "many");
    submit(10, "other");
    JobFilter many = JobFilter.ALL.queue("many");
    client.cancel(client.list(many, null, 1).getFirst().id(), "ada");
    admission.script(Fate.FINE, Fate.LOST, Fate.LOST);
    assertThat(client.count(many)).isEqualTo(1_234);
    assertThat(client.cancelAll(many, "ada")).isEqualTo(new BulkResult(1_234, 1_233));
    assertThat(client.cancelAll(many, "ada")).isEqualTo(new BulkResult(1_234, 0));
    assertThat(client.count(many.states(Set.of(JobState.CANCELLED)))).isEqualTo(1_234);
    assertThat(client.count(JobFilter.ALL.states(Set.of(JobState.QUEUED)))).isEqualTo(10);
  }

  @Test
  void everythingEndedIsRetriedAndCountedAlsoWhenAnswersGetLost() {
    submit(450, "many");
    client.cancelAll(JobFilter.ALL, "ada");
    submit(3, "many");
    admission.script(Fate.LOST, Fate.LOST_BEFORE, Fate.FINE, Fate.LOST);
    assertThat(client.retryAll(JobFilter.ALL, "ada")).isEqualTo(new BulkResult(453, 450));
    assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(453);
  }

  @Test
  void everythingEndedIsForgottenAndCountedAlsoWhenAnswersGetLost() {
    submit(450, "many");
    client.cancelAll(JobFilter.ALL, "ada");
    submit(3, "many");
    admission.script(Fate.LOST, Fate.FINE, Fate.LOST);
    assertThat(client.deleteAll(JobFilter.ALL, "ada")).isEqualTo(new BulkResult(453, 450));
    assertThat(client.count(JobFilter.ALL)).isEqualTo(3);
  }

  @Test
  void jobsThatComeInMeanwhileAreLeftAlone() {
    submit(300, "many");
    JobId old = JobId.parse("00000000-0000-7000-8000-000000000001");
    admission.beforeCancel =
        () -> {
          admission.beforeCancel = () -> {};
          time.advance(Duration.ofMillis(1));
          submit(5, "many");
          client.submit(JobRequest.of(WORK, "looks old").queue("many").id(old));
        };
    assertThat(client.cancelAll(JobFilter.ALL, "ada")).isEqualTo(new BulkResult(300, 300));
    assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(6);
  }

  @Test
  void anActThatTheStoreLeavesInTheMiddleSaysHowFarItCameAndCanGoOn() {
    submit(300, "many");
    admission.script(Fate.FINE, Fate.AWAY);
    assertThatThrownBy(() -> client.cancelAll(JobFilter.ALL, "ada"))
        .isInstanceOf(OutcomeUnknown.class)
        .hasMessageContaining("after 200 jobs");
    assertThat(client.cancelAll(JobFilter.ALL, "ada")).isEqualTo(new BulkResult(300, 100));
  }

  @Test
  void aCountLooksAtTheJobsWhereTotalsDoNotTell() {
    submit(250, "many");
    time.advance(Duration.ofHours(1));
    client.submit(WORK, "late", with -> with.tag("nightly"));
    assertThat(client.count(JobFilter.ALL.tag("nightly"))).isEqualTo(1);
    assertThat(client.count(JobFilter.ALL.until(time.now()))).isEqualTo(250);
    assertThat(client.count(JobFilter.ALL.type("work").queue("many"))).isEqualTo(250);
    assertThat(client.count(JobFilter.ALL.type("other"))).isZero();
  }

  private void submit(int count, String queue) {
    for (int i = 0; i < count; i++) {
      client.submit(JobRequest.of(WORK, "n" + i).queue(queue));
    }
  }
}
