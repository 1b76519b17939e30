package dev.jobmill.testing.store;

import dev.jobmill.job.Recurrence;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Schedules;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract is able to fail: stores that break a promise about schedules are caught.
class PlantedScheduleFaultsTest {
  private static JobStore with(StoreOptions options, Function<Schedules, Schedules> fault) {
    return new ForwardingJobStore(MemoryStores.open(options)) {
      @Override
      public Schedules schedules() {
        return fault.apply(super.schedules());
      }
    };
  }

  static JobStore ignoresPauses(StoreOptions options) {
    return with(
        options,
        sound ->
            new ForwardingSchedules(sound) {
              @Override
              public List<Boolean> pause(List<Key> keys, boolean paused) {
                return super.pause(keys, false);
              }
            });
  }

  static JobStore beginsAnewWhateverIsSaid(StoreOptions options) {
    return with(
        options,
        sound ->
            new ForwardingSchedules(sound) {
              @Override
              public List<Recurrence> put(List<Put> said) {
                super.remove(said.stream().map(Put::key).toList());
                return super.put(said);
              }
            });
  }

  static JobStore losesOneThatIsLate(StoreOptions options) {
    return with(
        options,
        sound ->
            new ForwardingSchedules(sound) {
              @Override
              public List<Recurrence> put(List<Put> said) {
                super.put(said);
                List<Key> keys = said.stream().map(Put::key).toList();
                Stream.of(true, false).forEach(paused -> super.pause(keys, paused));
                return super.find(said.stream().map(Put::name).toList());
              }
            });
  }

  @Test
  void storeThatIgnoresPausesIsCaught() {
    PlantedFaultCheck.assertCaught(
        IgnoresPauses.class,
        JobStoreContract.Recurring.class,
        "pausedScheduleMakesNothingAndDoesNotMakeUpForIt",
        PlantedScheduleFaultsTest::ignoresPauses);
  }

  @Test
  void storeThatBeginsAnewWhateverIsSaidIsCaught() {
    PlantedFaultCheck.assertCaught(
        BeginsAnew.class,
        JobStoreContract.DefiningSchedules.class,
        "programThatStartsAgainLeavesWhatPeopleHaveDone",
        PlantedScheduleFaultsTest::beginsAnewWhateverIsSaid);
  }

  @Test
  void storeThatLosesAnInstantThatIsLateIsCaught() {
    PlantedFaultCheck.assertCaught(
        LosesOneThatIsLate.class,
        JobStoreContract.DefiningSchedules.class,
        "withTheSameTimingAnInstantThatIsDueIsNotLost",
        PlantedScheduleFaultsTest::losesOneThatIsLate);
  }

  static class IgnoresPauses extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return ignoresPauses(options);
    }
  }

  static class BeginsAnew extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return beginsAnewWhateverIsSaid(options);
    }
  }

  static class LosesOneThatIsLate extends PlantedFaultCheck.Planted {
    @Override
    protected JobStore open(StoreOptions options) {
      return losesOneThatIsLate(options);
    }
  }
}
