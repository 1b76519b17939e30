package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.store.Hint;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Wakeups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What counts as a change by another process: the test's store is the other one, or the own one
/// where its moves are given in.
class ForeignChangesTest {
  @TempDir Path folder;

  private static void renew(SqliteJobStore store) {
    store.claims().renew(new RenewRequest("w", Duration.ofSeconds(30), List.of()));
  }

  @Test
  void heartbeatsOfOthersAreNone() throws Exception {
    Path file = folder.resolve("jobs.db");
    try (SqliteJobStore other = SqliteJobStore.at(file);
        ForeignChanges changes = new ForeignChanges(file, new OwnMoves())) {
      Jobs.announce(other, "w");
      assertThat(changes.look()).describedAs("the first look").isFalse();
      renew(other);
      assertThat(changes.look()).describedAs("a heartbeat").isFalse();
      Jobs.admit(other.admission());
      assertThat(changes.look()).describedAs("a job").isTrue();
      assertThat(changes.look()).describedAs("nothing more").isFalse();
      Jobs.claim(other, "w", 1, 1);
      renew(other);
      assertThat(changes.look()).describedAs("a claim and a heartbeat").isTrue();
      assertThat(changes.look()).describedAs("nothing more").isFalse();
    }
  }

  @Test
  void ownMovesAreNoneAndHideNoForeignOnes() throws Exception {
    Path file = folder.resolve("jobs.db");
    OwnMoves own = new OwnMoves();
    try (SqliteJobStore store = SqliteJobStore.at(file);
        ForeignChanges changes = new ForeignChanges(file, own)) {
      assertThat(changes.look()).isFalse();
      Jobs.admit(store.admission());
      own.add(new long[] {0, 1, 0, 0, 0, 0, 0, 0});
      assertThat(changes.look()).describedAs("an own job").isFalse();
      Jobs.admit(store.admission());
      Jobs.admit(store.admission());
      own.add(new long[] {0, 1, 0, 0, 0, 0, 0, 0});
      assertThat(changes.look()).describedAs("an own job and a foreign one").isTrue();
    }
  }

  @Test
  void movesOfTheStoreItselfAreItsOwn() throws Exception {
    Path file = folder.resolve("jobs.db");
    AtomicInteger looks = new AtomicInteger();
    try (SqliteJobStore store = SqliteJobStore.at(file);
        ForeignChanges changes =
            new ForeignChanges(file, ((SqliteWakeups) store.wakeups()).ownMoves());
        Wakeups.Subscription subscription =
            store
                .wakeups()
                .listen(hint -> {
                  if (hint instanceof Hint.Anything) {
                    looks.incrementAndGet();
                  }
                })) {
      assertThat(subscription).isNotNull();
      assertThat(changes.look()).isFalse();
      Jobs.announce(store, "w");
      Jobs.admit(store.admission());
      Jobs.claim(store, "w", 1, 1);
      renew(store);
      assertThat(changes.look()).isFalse();
      assertThat(looks).hasValue(0);
    }
  }
}
