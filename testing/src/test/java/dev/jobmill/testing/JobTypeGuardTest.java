package dev.jobmill.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.JobType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guard finds between one version of an application and the next.
class JobTypeGuardTest {
  record Order(String id, List<Item> items, int floor) {}

  record Item(String name, int count) {}

  record WithoutFloor(String id, List<Item> items) {}

  record WithNote(String id, List<Item> items, double floor, String note) {}

  record Counted(int id, List<Item> items, int floor) {}

  private static final Order SAMPLE = new Order("seven", List.of(new Item("tea", 2)), 3);

  @TempDir Path folder;

  private JobTypeGuard guard = JobTypeGuard.standard();

  @BeforeEach
  void placeSamples() {
    guard = JobTypeGuard.in(folder.resolve("samples"));
  }

  private static <P> JobType<P, Void> type(Class<P> payload) {
    return JobType.of("order:ship", payload, Void.class);
  }

  private void commitFirst() {
    assertThatThrownBy(() -> guard.check(type(Order.class), SAMPLE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("order=ship.v1.1.sample")
        .hasMessageContaining("commit it");
  }

  @Test
  void firstSampleIsWrittenAndAskedToBeCommitted() throws Exception {
    commitFirst();
    assertThat(folder.resolve("samples/order=ship.v1.1.sample")).content().contains("seven", "tea");
    assertThatCode(() -> guard.check(type(Order.class), SAMPLE)).doesNotThrowAnyException();
    Order other = new Order("eight", List.of(), 4);
    assertThatCode(() -> guard.check(type(Order.class), other)).doesNotThrowAnyException();
    assertThat(Files.list(folder.resolve("samples"))).hasSize(1);
  }

  @Test
  void fieldThatIsGoneIsFound() {
    commitFirst();
    assertThatThrownBy(
            () -> guard.check(type(WithoutFloor.class), new WithoutFloor("x", List.of())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("floor (3 became null)")
        .hasMessageContaining("JobType.upgrade(1");
  }

  @Test
  void fieldThatCannotBeReadAnyMoreIsFound() {
    commitFirst();
    assertThatThrownBy(() -> guard.check(type(Counted.class), new Counted(1, List.of(), 1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cannot read the sample")
        .hasMessageContaining("'id'");
  }

  @Test
  void newFieldIsGuardedFromThenOn() {
    commitFirst();
    WithNote sample = new WithNote("x", List.of(new Item("cup", 1)), 1.5, "ring twice");
    assertThatThrownBy(() -> guard.check(type(WithNote.class), sample))
        .hasMessageContaining("order=ship.v1.2.sample");
    assertThatCode(() -> guard.check(type(WithNote.class), sample)).doesNotThrowAnyException();
    assertThatThrownBy(() -> guard.check(type(Order.class), SAMPLE))
        .hasMessageContaining("note (ring twice became null)");
  }

  @Test
  void olderVersionsMustPassTheUpgrades() {
    commitFirst();
    WithoutFloor sample = new WithoutFloor("x", List.of(new Item("cup", 1)));
    JobType<WithoutFloor, Void> second =
        type(WithoutFloor.class)
            .version(2)
            .upgrade(
                1,
                fields -> {
                  if (fields.remove("floor") == null) {
                    throw new IllegalStateException("no floor");
                  }
                  return fields;
                });
    assertThatThrownBy(() -> guard.check(second, sample)).hasMessageContaining("v2.1.sample");
    assertThatCode(() -> guard.check(second, sample)).doesNotThrowAnyException();
    JobType<Counted, Void> third = type(Counted.class).version(3);
    assertThatThrownBy(() -> guard.check(third, new Counted(1, List.of(), 1)))
        .hasMessageContaining("cannot read the sample");
    assertThatThrownBy(() -> guard.check(type(Order.class), SAMPLE))
        .hasMessageContaining("newer version");
  }

  @Test
  void samplesAreNotWrittenWhereNobodyLooks() {
    JobTypeGuard lost = JobTypeGuard.in(folder.resolve("no/where"));
    assertThatThrownBy(() -> lost.check(type(Order.class), SAMPLE))
        .hasMessageContaining("is not there");
    assertThat(folder.resolve("no")).doesNotExist();
  }
}
