package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// The contract is able to fail: stores that break one promise each are caught, by the test of that
/// promise and by random commands that know nothing of it.
class PlantedFaultsTest {
  private static void assertCaught(
      Class<? extends JobStoreContract> contract,
      Class<?> part,
      String test,
      Function<StoreOptions, JobStore> open) {
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
    assertThat(
            listener.getSummary().getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName())
                .collect(Collectors.toSet()))
        .contains(test + "()");

    long seed = RandomCommands.seed();
    assertThatThrownBy(() -> new RandomCommands(open).check(seed, 10_000))
        .describedAs("random commands of seed %s", seed)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed " + seed)
        .hasMessageContaining("-Djobmill.seed=" + seed);
  }

  @Test
  void storeThatReportsWithoutFencingIsCaught() {
    assertCaught(
        ReportsWithoutFencing.class,
        JobStoreContract.Reporting.class,
        "runIsSupersededByTheNextOne",
        PlantedFaults::reportsWithoutFencing);
  }

  @Test
  void storeThatClaimsInTheWrongOrderIsCaught() {
    assertCaught(
        ClaimsInTheWrongOrder.class,
        JobStoreContract.Claiming.class,
        "lowerLevelsComeFirst",
        PlantedFaults::claimsInTheWrongOrder);
  }

  @Test
  void storeThatClaimsNewerVersionsIsCaught() {
    assertCaught(
        ClaimsNewerVersions.class,
        JobStoreContract.Claiming.class,
        "newerVersionsWaitForANewerWorker",
        PlantedFaults::claimsNewerVersions);
  }

  @Test
  void storeThatForgetsClaimIdsIsCaught() {
    assertCaught(
        ForgetsClaimIds.class,
        JobStoreContract.Claiming.class,
        "repeatedClaimGivesTheSameJobsAndNoOthers",
        PlantedFaults::forgetsClaimIds);
  }

  @Test
  void storeThatChargesReleasesIsCaught() {
    assertCaught(
        ChargesReleases.class,
        JobStoreContract.Releasing.class,
        "releasedJobIsQueuedAgainAndNotCharged",
        PlantedFaults::chargesReleases);
  }

  @Test
  void storeThatKeepsUnnamedRunsIsCaught() {
    assertCaught(
        KeepsUnnamedRuns.class,
        JobStoreContract.Renewing.class,
        "runThatIsUnnamedTwiceGoesBackUncharged",
        PlantedFaults::keepsUnnamedRuns);
  }

  @Test
  void storeThatReapsWithoutGraceIsCaught() {
    assertCaught(
        ReapsWithoutGrace.class,
        JobStoreContract.Reaping.class,
        "nothingIsReapedForALeaseAfterAPauseOfTheReaper",
        PlantedFaults::reapsWithoutGrace);
  }

  @Test
  void storeThatCountsDuplicatesIsCaught() {
    assertCaught(
        CountsDuplicates.class,
        JobStoreContract.Admitting.class,
        "sameIdWithSameContentIsADuplicateAndChangesNothing",
        PlantedFaults::countsDuplicates);
  }

  @Test
  void storeThatAdmitsGroupsInPartsIsCaught() {
    assertCaught(
        AdmitsGroupsInParts.class,
        JobStoreContract.Admitting.class,
        "conflictRefusesItsWholeGroup",
        PlantedFaults::admitsGroupsInParts);
  }

  @Test
  void storeThatLosesEventsIsCaught() {
    assertCaught(
        LosesEvents.class,
        JobStoreContract.Cancelling.class,
        "queuedJobEndsCancelledAndIsNotClaimed",
        PlantedFaults::losesEvents);
  }

  @Test
  void storeThatKeepsOnlyTheLastAttemptIsCaught() {
    assertCaught(
        KeepsOnlyTheLastAttempt.class,
        JobStoreContract.Reporting.class,
        "everyAttemptIsKeptWithItsOwnError",
        PlantedFaults::keepsOnlyTheLastAttempt);
  }

  abstract static class Planted extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return open(StoreOptions.standard(time));
    }
  }

  static class ReportsWithoutFencing extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.reportsWithoutFencing(options);
    }
  }

  static class ClaimsInTheWrongOrder extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.claimsInTheWrongOrder(options);
    }
  }

  static class ClaimsNewerVersions extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.claimsNewerVersions(options);
    }
  }

  static class ForgetsClaimIds extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.forgetsClaimIds(options);
    }
  }

  static class ChargesReleases extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.chargesReleases(options);
    }
  }

  static class KeepsUnnamedRuns extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.keepsUnnamedRuns(options);
    }
  }

  static class ReapsWithoutGrace extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.reapsWithoutGrace(options);
    }
  }

  static class CountsDuplicates extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.countsDuplicates(options);
    }
  }

  static class AdmitsGroupsInParts extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.admitsGroupsInParts(options);
    }
  }

  static class LosesEvents extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.losesEvents(options);
    }
  }

  static class KeepsOnlyTheLastAttempt extends Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.keepsOnlyTheLastAttempt(options);
    }
  }
}
