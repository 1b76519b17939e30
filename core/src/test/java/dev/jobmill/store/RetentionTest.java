package dev.jobmill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
  @Test
  void whatIsSaidMoreExactlyDecides() {
    Retention retention =
        Retention.of(Duration.ofDays(1))
            .state(JobState.FAILED, Duration.ofDays(2))
            .type("t", Duration.ofDays(3))
            .typeAndState("t", JobState.COMPLETED, Duration.ofDays(4));
    assertThat(retention.of("u", JobState.COMPLETED)).isEqualTo(Duration.ofDays(1));
    assertThat(retention.of("u", JobState.FAILED)).isEqualTo(Duration.ofDays(2));
    assertThat(retention.of("t", JobState.FAILED)).isEqualTo(Duration.ofDays(3));
    assertThat(retention.of("t", JobState.COMPLETED)).isEqualTo(Duration.ofDays(4));
    assertThat(retention.standard()).isEqualTo(Duration.ofDays(1));
    assertThat(retention.isUniform()).isFalse();
  }

  @Test
  void theStandardIsTwoDaysForAll() {
    assertThat(Retention.STANDARD.isUniform()).isTrue();
    for (JobState state : JobState.values()) {
      assertThat(Retention.STANDARD.of("t", state)).isEqualTo(Duration.ofDays(2));
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> Retention.of(Duration.ofSeconds(-1)))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> Retention.STANDARD.type("t", Duration.ofDays(40_000)))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> Retention.STANDARD.state(JobState.QUEUED, Duration.ZERO))
        .hasMessageContaining("queued");
    assertThatThrownBy(() -> Retention.STANDARD.typeAndState("t", JobState.PENDING, Duration.ZERO))
        .hasMessageContaining("pending");
  }
}
