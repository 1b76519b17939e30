package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Registries.WorkerInfo;
import java.time.Duration;
import java.util.List;
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
}
