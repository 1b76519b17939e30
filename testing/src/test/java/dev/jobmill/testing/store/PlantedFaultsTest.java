package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import org.junit.jupiter.api.Test;

/// The contract is able to fail: stores that break one promise each are caught, by the test of that
/// promise and by random commands that know nothing of it.
class PlantedFaultsTest {
  @Test
  void storeThatReportsWithoutFencingIsCaught() {
    PlantedFaultCheck.assertCaught(
        ReportsWithoutFencing.class,
        JobStoreContract.Reporting.class,
        "runIsSupersededByTheNextOne",
        PlantedFaults::reportsWithoutFencing);
  }

  @Test
  void storeThatClaimsInTheWrongOrderIsCaught() {
    PlantedFaultCheck.assertCaught(
        ClaimsInTheWrongOrder.class,
        JobStoreContract.Claiming.class,
        "lowerLevelsComeFirst",
        PlantedFaults::claimsInTheWrongOrder);
  }

  @Test
  void storeThatClaimsNewerVersionsIsCaught() {
    PlantedFaultCheck.assertCaught(
        ClaimsNewerVersions.class,
        JobStoreContract.Claiming.class,
        "newerVersionsWaitForANewerWorker",
        PlantedFaults::claimsNewerVersions);
  }

  @Test
  void storeThatForgetsClaimIdsIsCaught() {
    PlantedFaultCheck.assertCaught(
        ForgetsClaimIds.class,
        JobStoreContract.Claiming.class,
        "repeatedClaimGivesTheSameJobsAndNoOthers",
        PlantedFaults::forgetsClaimIds);
  }

  @Test
  void storeThatChargesReleasesIsCaught() {
    PlantedFaultCheck.assertCaught(
        ChargesReleases.class,
        JobStoreContract.Releasing.class,
        "releasedJobIsQueuedAgainAndNotCharged",
        PlantedFaults::chargesReleases);
  }

  @Test
  void storeThatKeepsUnnamedRunsIsCaught() {
    PlantedFaultCheck.assertCaught(
        KeepsUnnamedRuns.class,
        JobStoreContract.Renewing.class,
        "runThatIsUnnamedTwiceGoesBackUncharged",
        PlantedFaults::keepsUnnamedRuns);
  }

  @Test
  void storeThatReapsWithoutGraceIsCaught() {
    PlantedFaultCheck.assertCaught(
        ReapsWithoutGrace.class,
        JobStoreContract.Reaping.class,
        "nothingIsReapedForALeaseAfterAPauseOfTheReaper",
        PlantedFaults::reapsWithoutGrace);
  }

  @Test
  void storeThatCountsDuplicatesIsCaught() {
    PlantedFaultCheck.assertCaught(
        CountsDuplicates.class,
        JobStoreContract.Admitting.class,
        "sameIdWithSameContentIsADuplicateAndChangesNothing",
        PlantedFaults::countsDuplicates);
  }

  @Test
  void storeThatAdmitsGroupsInPartsIsCaught() {
    PlantedFaultCheck.assertCaught(
        AdmitsGroupsInParts.class,
        JobStoreContract.Admitting.class,
        "conflictRefusesItsWholeGroup",
        PlantedFaults::admitsGroupsInParts);
  }

  @Test
  void storeThatLosesEventsIsCaught() {
    PlantedFaultCheck.assertCaught(
        LosesEvents.class,
        JobStoreContract.Cancelling.class,
        "queuedJobEndsCancelledAndIsNotClaimed",
        PlantedFaults::losesEvents);
  }

  @Test
  void storeThatKeepsOnlyTheLastAttemptIsCaught() {
    PlantedFaultCheck.assertCaught(
        KeepsOnlyTheLastAttempt.class,
        JobStoreContract.Reporting.class,
        "everyAttemptIsKeptWithItsOwnError",
        PlantedFaults::keepsOnlyTheLastAttempt);
  }

  static class ReportsWithoutFencing extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.reportsWithoutFencing(options);
    }
  }

  static class ClaimsInTheWrongOrder extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.claimsInTheWrongOrder(options);
    }
  }

  static class ClaimsNewerVersions extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.claimsNewerVersions(options);
    }
  }

  static class ForgetsClaimIds extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.forgetsClaimIds(options);
    }
  }

  static class ChargesReleases extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.chargesReleases(options);
    }
  }

  static class KeepsUnnamedRuns extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.keepsUnnamedRuns(options);
    }
  }

  static class ReapsWithoutGrace extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.reapsWithoutGrace(options);
    }
  }

  static class CountsDuplicates extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.countsDuplicates(options);
    }
  }

  static class AdmitsGroupsInParts extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.admitsGroupsInParts(options);
    }
  }

  static class LosesEvents extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.losesEvents(options);
    }
  }

  static class KeepsOnlyTheLastAttempt extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedFaults.keepsOnlyTheLastAttempt(options);
    }
  }
}
