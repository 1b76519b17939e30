package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import org.junit.jupiter.api.Test;

/// The contract is able to fail: stores that break one rule of jobs each are caught, by the test of
/// that rule and, where it is not a matter of great numbers, by random commands.
class PlantedRuleFaultsTest {
  @Test
  void storeThatBlamesEachOfThoseThatWentDownTogetherIsCaught() {
    PlantedFaultCheck.assertCaught(
        BlamesEachOfThem.class,
        JobStoreContract.Suspecting.class,
        "crashesBesideOthersDoNotCountTowardsTheQuarantine",
        PlantedRuleFaults::blamesEachOfThem);
  }

  @Test
  void storeThatGivesNoSuspectsIsCaught() {
    PlantedFaultCheck.assertCaught(
        GivesNoSuspects.class,
        JobStoreContract.Suspecting.class,
        "idleWorkerIsGivenOneSuspectAndNothingBesideIt",
        PlantedRuleFaults::givesNoSuspects);
  }

  @Test
  void storeThatKeepsKeysOfEndedJobsIsCaught() {
    PlantedFaultCheck.assertCaught(
        KeepsKeysOfEndedJobs.class,
        JobStoreContract.BeingUnique.class,
        "keyIsFreeAfterEveryKindOfEnd",
        PlantedRuleFaults::keepsKeysOfEndedJobs);
  }

  @Test
  void storeThatForgetsTheTimeOfKeysIsCaught() {
    PlantedFaultCheck.assertCaught(
        ForgetsTheTimeOfKeys.class,
        JobStoreContract.BeingUnique.class,
        "keyThatIsTakenForATimeOutlivesItsJob",
        PlantedRuleFaults::forgetsTheTimeOfKeys);
  }

  @Test
  void storeThatReleasesAtTheFirstEndIsCaught() {
    PlantedFaultCheck.assertCaught(
        ReleasesAtTheFirstEnd.class,
        JobStoreContract.ComingAfterOthers.class,
        "dependentWaitsForAll",
        PlantedRuleFaults::releasesAtTheFirstEnd);
  }

  @Test
  void storeThatTellsNobodyOfCancelledJobsIsCaught() {
    PlantedFaultCheck.assertCaught(
        TellsNobodyOfCancelledJobs.class,
        JobStoreContract.ReleasingDependents.class,
        "cancelledDependentIsAnEndLikeAnyOther",
        PlantedRuleFaults::tellsNobodyOfCancelledJobs);
  }

  @Test
  void storeThatForgetsTheRestIsCaught() {
    PlantedFaultCheck.assertCaughtByItsTest(
        ForgetsTheRest.class,
        JobStoreContract.ReleasingDependents.class,
        "longChainWhoseFirstJobFailsEndsInBoundedSteps");
  }

  @Test
  void storeThatLimitsTooLateIsCaught() {
    PlantedFaultCheck.assertCaught(
        LimitsTooLate.class,
        JobStoreContract.Limiting.class,
        "queueTakesInAsManyAsItsLimitAndNoMore",
        PlantedRuleFaults::limitsTooLate);
  }

  @Test
  void storeThatGivesPausedTypesIsCaught() {
    PlantedFaultCheck.assertCaught(
        GivesPausedTypes.class,
        JobStoreContract.Pausing.class,
        "pausedTypeGivesNoJobsInAnyQueue",
        PlantedRuleFaults::givesPausedTypes);
  }

  @Test
  void storeThatExpiresOneAtATimeIsCaught() {
    PlantedFaultCheck.assertCaught(
        ExpiresOneAtATime.class,
        JobStoreContract.Expiring.class,
        "pendingJobsExpireToo",
        PlantedRuleFaults::expiresOneAtATime);
  }

  @Test
  void storeThatKeepsAllForTheSameTimeIsCaught() {
    PlantedFaultCheck.assertCaught(
        KeepsAllForTheSameTime.class,
        JobStoreContract.Retaining.class,
        "typeMayHaveATimeOfItsOwn",
        PlantedRuleFaults::keepsAllForTheSameTime,
        RandomContract::unusual);
  }

  @Test
  void storeThatRanksAsEverIsCaught() {
    PlantedFaultCheck.assertCaught(
        RanksAsEver.class,
        JobStoreContract.Ageing.class,
        "strictOrderNeverLetsALaterLevelPass",
        PlantedRuleFaults::ranksAsEver,
        RandomContract::unusual);
  }

  @Test
  void storeThatIgnoresNewPrioritiesIsCaught() {
    PlantedFaultCheck.assertCaught(
        IgnoresNewPriorities.class,
        JobStoreContract.Changing.class,
        "priorityOfAQueuedJobGivesItAnotherPlace",
        PlantedRuleFaults::ignoresNewPriorities);
  }

  @Test
  void storeThatDeletesNothingIsCaught() {
    PlantedFaultCheck.assertCaught(
        DeletesNothing.class,
        JobStoreContract.Deleting.class,
        "everyEndedJobIsGoneWithAllThatBelongsToIt",
        PlantedRuleFaults::deletesNothing);
  }

  @Test
  void storeThatAttachesWithoutFencingIsCaught() {
    PlantedFaultCheck.assertCaught(
        AttachesWithoutFencing.class,
        JobStoreContract.Attaching.class,
        "runThatHasLostItsJobWritesNothing",
        PlantedRuleFaults::attachesWithoutFencing);
  }

  @Test
  void storeThatKeepsStepsWithoutFencingIsCaught() {
    PlantedFaultCheck.assertCaught(
        KeepsStepsWithoutFencing.class,
        JobStoreContract.KeepingSteps.class,
        "runThatHasLostItsJobKeepsNothing",
        PlantedRuleFaults::keepsStepsWithoutFencing);
  }

  @Test
  void storeThatRunsLostJobsAgainIsCaught() {
    PlantedFaultCheck.assertCaught(
        RunsLostJobsAgain.class,
        JobStoreContract.RunningAtMostOnce.class,
        "runThatIsLostWithItsWorkerEndsTheJob",
        PlantedRuleFaults::runsLostJobsAgain);
  }

  @Test
  void storeThatChargesSnoozesIsCaught() {
    PlantedFaultCheck.assertCaught(
        ChargesSnoozes.class,
        JobStoreContract.Snoozing.class,
        "snoozedJobComesBackLaterAndIsNotCharged",
        PlantedRuleFaults::chargesSnoozes);
  }

  static class KeepsKeysOfEndedJobs extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.keepsKeysOfEndedJobs(options);
    }
  }

  static class ForgetsTheTimeOfKeys extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.forgetsTheTimeOfKeys(options);
    }
  }

  static class ReleasesAtTheFirstEnd extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.releasesAtTheFirstEnd(options);
    }
  }

  static class TellsNobodyOfCancelledJobs extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.tellsNobodyOfCancelledJobs(options);
    }
  }

  static class ForgetsTheRest extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.forgetsTheRest(options);
    }
  }

  static class LimitsTooLate extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.limitsTooLate(options);
    }
  }

  static class GivesPausedTypes extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.givesPausedTypes(options);
    }
  }

  static class ExpiresOneAtATime extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.expiresOneAtATime(options);
    }
  }

  static class KeepsAllForTheSameTime extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.keepsAllForTheSameTime(options);
    }
  }

  static class RanksAsEver extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.ranksAsEver(options);
    }
  }

  static class IgnoresNewPriorities extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.ignoresNewPriorities(options);
    }
  }

  static class DeletesNothing extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.deletesNothing(options);
    }
  }

  static class AttachesWithoutFencing extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.attachesWithoutFencing(options);
    }
  }

  static class KeepsStepsWithoutFencing extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.keepsStepsWithoutFencing(options);
    }
  }

  static class RunsLostJobsAgain extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.runsLostJobsAgain(options);
    }
  }

  static class ChargesSnoozes extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.chargesSnoozes(options);
    }
  }

  static class BlamesEachOfThem extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.blamesEachOfThem(options);
    }
  }

  static class GivesNoSuspects extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return PlantedRuleFaults.givesNoSuspects(options);
    }
  }
}
