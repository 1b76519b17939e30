package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Whether a store that breaks one promise is caught.
final class PlantedFaultCheck {
  private PlantedFaultCheck() {}

  /// By the test of that promise, and by random commands on a store with the standard settings.
  static void assertCaught(
      Class<? extends Planted> contract,
      Class<?> part,
      String test,
      Function<StoreOptions, JobStore> open) {
    assertCaught(contract, part, test, open, StoreOptions::standard);
  }

  /// By the test of that promise, and by random commands on a store with these settings.
  static void assertCaught(
      Class<? extends Planted> contract,
      Class<?> part,
      String test,
      Function<StoreOptions, JobStore> open,
      Function<TimeSource, StoreOptions> settings) {
    assertCaughtByItsTest(contract, part, test);
    long seed = RandomCommands.seed();
    assertThatThrownBy(
            () -> new RandomCommands(open, settings, (queue, other) -> true).check(seed, 10_000))
        .describedAs("random commands of seed %s", seed)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed " + seed)
        .hasMessageContaining("-Djobmill.seed=" + seed);
  }

  static void assertCaughtByItsTest(Class<? extends Planted> contract, Class<?> part, String test) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectNestedClass(List.of(contract), part))
                .build(),
            listener);
    assertThat(listener.getSummary().getTestsSucceededCount())
        .describedAs("promises that are kept")
        .isPositive();
    Set<String> failed =
        listener.getSummary().getFailures().stream()
            .map(failure -> failure.getTestIdentifier().getDisplayName())
            .collect(Collectors.toSet());
    assertThat(failed).contains(test + "()");
  }

  /// The contract of a store that is to be caught.
  abstract static class Planted extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return open(StoreOptions.standard(time));
    }
  }
}
