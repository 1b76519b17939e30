package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jobmill.store.JobStore;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A difference that random commands find can be replayed and read.
class RandomCommandsTest {
  private static final Pattern REMAIN =
      Pattern.compile("\\((\\d+) remain, which differ so: (\\w+)");
  private static final int COMMANDS = 4_000;

  private static String failure(Function<StoreOptions, JobStore> open, long seed) {
    Throwable thrown = catchThrowable(() -> new RandomCommands(open).check(seed, COMMANDS));
    assertThat(thrown).describedAs("seed %s", seed).isInstanceOf(AssertionError.class);
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void sameSeedFindsTheSame() {
    long seed = RandomCommands.seed();
    assertThat(failure(PlantedFaults::reportsWithoutFencing, seed))
        .isEqualTo(failure(PlantedFaults::reportsWithoutFencing, seed));
  }

  @Test
  void onlyTheCommandsThatMatterAreShown() {
    long seed = RandomCommands.seed();
    // An unfenced report needs a worker, a job, a claim, something that ends the run, and a report.
    String message = failure(PlantedFaults::reportsWithoutFencing, seed);
    Matcher remain = REMAIN.matcher(message);
    assertThat(remain.find()).describedAs(message).isTrue();
    assertThat(Integer.parseInt(remain.group(1))).describedAs(message).isBetween(1, 20);
    assertThat(remain.group(2)).describedAs("what they show").isNotEqualTo("null");
  }

  @Test
  void modelAgreesWithItself() {
    new RandomCommands(ModelStore::new).check(RandomCommands.seed(), 500);
  }
}
