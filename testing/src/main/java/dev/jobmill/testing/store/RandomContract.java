package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;
import org.junit.jupiter.api.Test;

/// Random commands: what no other test has thought of.
abstract class RandomContract extends ContractPart {
  abstract JobStore open(TimeSource time);

  @Test
  void randomCommandsAreAnsweredAsTheModelAnswersThem() {
    new RandomCommands(this::open, bench().retention())
        .check(RandomCommands.seed(), RandomCommands.commands());
  }
}
