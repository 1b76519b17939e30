package dev.jobmill.testing.store;

import dev.jobmill.job.JobState;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.Retention;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Random commands: what no other test has thought of.
abstract class RandomContract extends ContractPart {
  abstract JobStore open(StoreOptions options);

  abstract boolean placesTogether(String queue, String other);

  /// Settings that differ from the standard ones in everything, with a limit that is often met.
  static StoreOptions unusual(TimeSource time) {
    return StoreOptions.standard(time)
        .withRanking(Ranking.STRICT)
        .withQueueLimit(9L)
        .withRetention(
            Retention.of(Duration.ofHours(30))
                .type("u", Duration.ofHours(60))
                .state(JobState.FAILED, Duration.ofHours(3))
                .typeAndState("u", JobState.CANCELLED, Duration.ZERO));
  }

  private void check(Function<TimeSource, StoreOptions> settings) {
    new RandomCommands(this::open, settings, this::placesTogether)
        .check(RandomCommands.seed(), RandomCommands.commands());
  }

  @Test
  void randomCommandsAreAnsweredAsTheModelAnswersThem() {
    check(StoreOptions::standard);
  }

  @Test
  void randomCommandsAreAnsweredAsTheModelAnswersThemWithOtherSettings() {
    check(RandomContract::unusual);
  }
}
