package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.JobState;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.testing.store.FaultyJobStore.Fault;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Every operation may be repeated until it is answered.
class RepeatedCallsTest {
  private final ManualTime time = ManualTime.standing();

  private JobStore memory() {
    return MemoryJobStore.builder().time(time).build();
  }

  private Bench bench(JobStore store) {
    return new Bench(store, time, Duration.ofDays(2));
  }

  @Test
  void callThatFailsBeforeChangesNothing() {
    JobStore memory = memory();
    Bench faulty = bench(new FaultyJobStore(memory, operation -> Fault.BEFORE));
    assertThatThrownBy(() -> faulty.admitGroup(faulty.spec().build()))
        .isInstanceOf(StoreUnavailable.class)
        .isNotInstanceOf(OutcomeUnknown.class)
        .hasMessageContaining("admit");
    assertThat(memory.lookup().count().totals()).isEmpty();
  }

  @Test
  void callThatFailsAfterHasTakenEffect() {
    JobStore memory = memory();
    Bench faulty = bench(new FaultyJobStore(memory, operation -> Fault.AFTER));
    assertThatThrownBy(() -> faulty.admitGroup(faulty.spec().build()))
        .isInstanceOf(OutcomeUnknown.class)
        .hasMessageContaining("admit");
    assertThat(memory.lookup().count().of(JobState.QUEUED)).isEqualTo(1);
  }

  @Test
  void storeThatIsAwayAnswersNothingUntilItComesBack() {
    FaultyJobStore store = new FaultyJobStore(memory(), FaultyJobStore.never());
    Bench bench = bench(store);
    bench.admit();
    store.goAway();
    assertThatThrownBy(() -> bench.claim(1)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> store.lookup().count()).isInstanceOf(StoreUnavailable.class);
    store.comeBack();
    assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(1);
  }

  @Test
  void storeWhoseCallsAreRepeatedEndsLikeOneWithoutFaults() {
    long seed = RandomCommands.seed();
    AtomicInteger failures = new AtomicInteger();
    JobStore sound = memory();
    JobStore repeated =
        new ForwardingJobStore(
            new FaultyJobStore(memory(), FaultyJobStore.byChance(seed, 0.2, 0.2)),
            new UntilAnswered(failures));
    CommandSource source = new CommandSource(seed, time, sound, (queue, other) -> true);
    for (int i = 1; i <= RandomCommands.commands(); i++) {
      for (Command command : repeatable(source.next())) {
        command.turn(time);
        command.on(sound);
        command.on(repeated);
      }
      if (i % 50 == 0) {
        assertThat(StoreView.difference(StoreView.of(sound), StoreView.of(repeated)))
            .describedAs("seed %s, after command %s", seed, i)
            .isNull();
      }
    }
    assertThat(failures).hasValueGreaterThan(RandomCommands.commands() / 10);
  }

  /// Two commands leave more behind when they are repeated: a group that was refused may be taken
  /// in for the sake of a later one of the same call, and a change is noted down each time.
  private static List<Command> repeatable(Command command) {
    return switch (command) {
      case Command.Admit(List<AdmitGroup> groups) ->
          groups.stream().<Command>map(group -> new Command.Admit(List.of(group))).toList();
      case Command.Alter alter -> List.of();
      default -> List.of(command);
    };
  }

  private record UntilAnswered(AtomicInteger failures) implements Passage {
    @Override
    public <T> T pass(String operation, Supplier<T> call) {
      while (true) {
        try {
          return call.get();
        } catch (StoreUnavailable failed) {
          failures.incrementAndGet();
        }
      }
    }
  }
}
