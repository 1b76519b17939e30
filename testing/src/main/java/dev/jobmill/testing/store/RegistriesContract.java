package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.WorkerStatus;
import dev.jobmill.store.WorkerStatus.LoopStatus;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Registries].
abstract class RegistriesContract extends ContractPart {
  private Registries registries() {
    return bench().store().registries();
  }

  private WorkerInfo worker(String id) {
    return Bench.worker(id, bench());
  }

  @Test
  void announcedWorkersAreListedOldestFirst() {
    assertThat(registries().workers()).isEmpty();
    WorkerInfo first = worker("z");
    registries().announce(first);
    bench().time().advance(Duration.ofSeconds(1));
    WorkerInfo second = worker("a");
    registries().announce(second);
    assertThat(registries().workers()).containsExactly(first, second);
  }

  @Test
  void everythingThatAWorkerSaysIsKept() {
    WorkerInfo info =
        new WorkerInfo(
            "w".repeat(128),
            "höst.example",
            ProcessHandle.current().pid(),
            10_000,
            List.of(new HandledType("b", 3), new HandledType("a", 1)),
            List.of("q2", "q1"),
            bench().time().now().plusMillis(123));
    registries().announce(info);
    assertThat(registries().workers()).containsExactly(info);
  }

  @Test
  void announcingAgainReplacesWhatWasSaid() {
    Job run = bench().running();
    WorkerInfo before = registries().workers().getFirst();
    WorkerInfo after =
        new WorkerInfo(
            before.id(),
            before.host(),
            before.pid(),
            99,
            List.of(new HandledType("other", 2)),
            List.of("only-this"),
            before.startedAt());
    registries().announce(after);
    registries().announce(after);
    assertThat(registries().workers()).containsExactly(after);
    assertThat(JobView.of(bench().find(run))).isEqualTo(JobView.of(run));
    assertThat(bench().renew(Bench.WORKER, run).lost()).isEmpty();
  }

  @Test
  void workerThatHasEndedInGoodOrderIsNotListed() {
    registries().announce(worker("w-1"));
    bench().time().advance(Duration.ofSeconds(1));
    WorkerInfo other = worker("w-2");
    registries().announce(other);
    registries().withdraw("w-1");
    assertThat(registries().workers()).containsExactly(other);
  }

  @Test
  void workerThatNeverRenewsIsFoundDead() {
    bench().outlastLeaseGrace();
    registries().announce(worker("w-1"));
    bench().passTime(Duration.ofMinutes(2));
    assertThat(registries().workers()).isEmpty();
  }

  private static WorkerStatus status(int stuck, @Nullable String error) {
    return new WorkerStatus(
        List.of(
            new PoolStatus("default", 4, 3, stuck, stuck < 2),
            new PoolStatus("mail", 10_000, 0, 0, true)),
        List.of(
            new LoopStatus("claim", Instant.parse("2026-11-24T08:00:00.123Z"), error),
            new LoopStatus("reap", null, null)));
  }

  private void renew(@Nullable WorkerStatus status) {
    bench().store().claims().renew(new RenewRequest("w-1", Bench.LEASE, List.of(), status));
  }

  @Test
  void renewalTellsHowAWorkerFares() {
    WorkerInfo said = worker("w-1");
    registries().announce(said.withStatus(status(1, "not said in a renewal")));
    assertThat(registries().workers()).containsExactly(said);
    renew(null);
    assertThat(registries().workers()).containsExactly(said);
    renew(status(2, "the \"store\"\nis away"));
    WorkerStatus stuck = status(2, "the \"store\"\nis away");
    assertThat(registries().workers()).containsExactly(said.withStatus(stuck));
    renew(null);
    registries().announce(said);
    assertThat(registries().workers()).containsExactly(said.withStatus(stuck));
    renew(new WorkerStatus(List.of(), List.of()));
    assertThat(registries().workers())
        .containsExactly(said.withStatus(new WorkerStatus(List.of(), List.of())));
  }

  @Test
  void workerThatBeginsAnewHasNotSaidHowItFares() {
    registries().announce(worker("w-1"));
    renew(status(2, null));
    registries().withdraw("w-1");
    registries().announce(worker("w-1"));
    assertThat(registries().workers()).containsExactly(worker("w-1"));
  }
}
