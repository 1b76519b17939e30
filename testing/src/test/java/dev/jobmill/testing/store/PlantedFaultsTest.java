package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
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
      Function<TimeSource, JobStore> open) {
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
    assertThatThrownBy(() -> new RandomCommands(open, Duration.ofDays(2)).check(seed, 10_000))
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

  static class ReportsWithoutFencing extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.reportsWithoutFencing(time);
    }
  }

  static class ClaimsInTheWrongOrder extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.claimsInTheWrongOrder(time);
    }
  }

  static class ClaimsNewerVersions extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.claimsNewerVersions(time);
    }
  }

  static class ForgetsClaimIds extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.forgetsClaimIds(time);
    }
  }

  static class ChargesReleases extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.chargesReleases(time);
    }
  }

  static class KeepsUnnamedRuns extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.keepsUnnamedRuns(time);
    }
  }

  static class ReapsWithoutGrace extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.reapsWithoutGrace(time);
    }
  }

  static class CountsDuplicates extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.countsDuplicates(time);
    }
  }

  static class AdmitsGroupsInParts extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.admitsGroupsInParts(time);
    }
  }

  static class LosesEvents extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.losesEvents(time);
    }
  }

  static class KeepsOnlyTheLastAttempt extends JobStoreContract {
    @Override
    protected JobStore open(TimeSource time) {
      return PlantedFaults.keepsOnlyTheLastAttempt(time);
    }
  }
}
