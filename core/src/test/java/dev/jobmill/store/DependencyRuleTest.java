package dev.jobmill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DependencyRuleTest {
  @Test
  void whatCompletedIsMetWhateverTheRule() {
    for (OnFailure rule : OnFailure.values()) {
      assertThat(DependencyRule.of(rule, JobState.COMPLETED)).isEqualTo(DependencyRule.MET);
    }
  }

  @Test
  void anyOtherEndDoesWhatTheRuleSays() {
    for (JobState end : JobState.values()) {
      if (end.isEnd() && end != JobState.COMPLETED) {
        assertThat(DependencyRule.of(OnFailure.RUN, end)).isEqualTo(DependencyRule.MET);
        assertThat(DependencyRule.of(OnFailure.CANCEL, end).end()).isEqualTo(JobState.CANCELLED);
        assertThat(DependencyRule.of(OnFailure.FAIL, end).end()).isEqualTo(JobState.FAILED);
      }
    }
    assertThatThrownBy(DependencyRule.MET::end).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theErrorNamesTheJobAndItsEnd() {
    JobId job = new JobId(new UUID(1, 2));
    assertThat(DependencyRule.failure(job, JobState.TIMEOUT).message())
        .contains(job.toString())
        .contains("timeout");
  }
}
