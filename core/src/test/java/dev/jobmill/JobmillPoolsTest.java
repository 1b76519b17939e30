package dev.jobmill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.SystemTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Several pools in one worker: the whole engine on the memory store, with its real threads.
@Timeout(60)
class JobmillPoolsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final JobType<String, Boolean> WORK =
      JobType.of("work", String.class, Boolean.class);

  private final MemoryJobStore store = MemoryJobStore.create();
  private final LinkedBlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final JobHandler<String, Boolean> waiting =
      (job, payload) -> {
        begun.add(payload);
        gate(payload).await();
        return Thread.currentThread().isVirtual();
      };
  private Jobmill mill;

  private CountDownLatch gate(String payload) {
    return gates.computeIfAbsent(payload, name -> new CountDownLatch(1));
  }

  @AfterEach
  void close() {
    if (mill != null) {
      mill.stop(Duration.ZERO, Duration.ofSeconds(5));
      mill.close();
    }
  }

  private Jobmill open(WorkerPool... pools) {
    JobmillBuilder builder = Jobmill.open(store).handle(WORK, waiting);
    for (WorkerPool pool : pools) {
      builder.pool(pool);
    }
    return builder.start();
  }

  private JobHandle<Boolean> submit(String queue, String payload) {
    return mill.submit(WORK, payload, with -> with.queue(queue));
  }

  @Test
  void poolsDoNotTakeEachOthersSlots() throws Exception {
    mill = open(WorkerPool.of("mail", 1).queues("mail"), WorkerPool.of("rest", 1).queues("rest"));
    submit("mail", "a");
    JobHandle<Boolean> waits = submit("mail", "b");
    assertThat(begun.take()).isEqualTo("a");
    submit("rest", "c");
    assertThat(begun.take()).isEqualTo("c");
    assertThat(mill.status().pools())
        .containsExactly(
            new PoolStatus("mail", 1, 1, 0, true), new PoolStatus("rest", 1, 1, 0, true));
    assertThat(waits.job().run()).isZero();
    gate("a").countDown();
    assertThat(begun.take()).isEqualTo("b");
    assertThat(mill.running()).isEqualTo(2);
  }

  @Test
  void oneWorkerIdStandsForAllPools() throws Exception {
    mill = open(WorkerPool.of("mail", 2).queues("mail"), WorkerPool.of("rest", 3).queues("rest"));
    JobHandle<Boolean> mail = submit("mail", "a");
    JobHandle<Boolean> rest = submit("rest", "b");
    begun.take();
    begun.take();
    assertThat(store.registries().workers())
        .hasSize(1)
        .allSatisfy(worker -> {
          assertThat(worker.slots()).isEqualTo(5);
          assertThat(worker.queues()).containsExactly("mail", "rest");
          assertThat(mail.job().worker()).contains(worker.id());
          assertThat(rest.job().worker()).contains(worker.id());
        });
  }

  @Test
  void strictOrderLetsUrgentJobsPass() throws Exception {
    mill = open(WorkerPool.of("p", 1).inOrder("urgent", "bulk"));
    submit("bulk", "first");
    assertThat(begun.take()).isEqualTo("first");
    List<JobHandle<Boolean>> all = new ArrayList<>();
    IntStream.range(0, 3).forEach(i -> all.add(submit("bulk", "bulk" + i)));
    IntStream.range(0, 3).forEach(i -> all.add(submit("urgent", "urgent" + i)));
    List<String> order = List.of("urgent0", "urgent1", "urgent2", "bulk0", "bulk1", "bulk2");
    order.forEach(payload -> gate(payload).countDown());
    gate("first").countDown();
    for (JobHandle<Boolean> handle : all) {
      handle.await(LONG);
    }
    assertThat(begun).containsExactlyElementsOf(order);
  }

  @Test
  void busyQueuesShareAPoolByTheirWeights() throws Exception {
    mill = open(WorkerPool.of("p", 1).weighted(Map.of("a", 3, "b", 1)));
    submit("a", "first");
    assertThat(begun.take()).isEqualTo("first");
    gate("a").countDown();
    gate("b").countDown();
    List<JobHandle<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(submit("a", "a"));
      all.add(submit("b", "b"));
    }
    gate("first").countDown();
    for (JobHandle<Boolean> handle : all) {
      handle.await(LONG);
    }
    assertThat(List.copyOf(begun).subList(0, 40).stream().filter("a"::equals).count())
        .isBetween(29L, 31L);
  }

  @Test
  void aPoolDecidesOnWhichThreadsItsJobsRun() throws Exception {
    mill =
        open(
            WorkerPool.of("p", 1).queues("p").onPlatformThreads(),
            WorkerPool.of("v", 1).queues("v").onVirtualThreads(),
            WorkerPool.of("t", 1).queues("t"));
    gate("x").countDown();
    assertThat(submit("p", "x").result(LONG)).isFalse();
    assertThat(submit("v", "x").result(LONG)).isTrue();
    assertThat(submit("t", "x").result(LONG)).isTrue();
  }

  @Test
  void aPoolMayBeResizedWhileItWorks() throws Exception {
    mill = open(WorkerPool.of("p", 1));
    submit("q", "a");
    submit("q", "b");
    submit("q", "c");
    assertThat(begun.take()).isEqualTo("a");
    mill.resize("p", 2);
    assertThat(begun.take()).isEqualTo("b");
    mill.resize("p", 1);
    assertThat(mill.status().pools()).containsExactly(new PoolStatus("p", 1, 2, 0, true));
    gate("a").countDown();
    gate("b").countDown();
    assertThat(begun.take()).isEqualTo("c");
    assertThatThrownBy(() -> mill.resize("q", 1))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("pool q is not there: there is p");
  }

  @Test
  void slotsAndQueuesDefineThePoolDefaultBesideOthers() throws Exception {
    mill =
        Jobmill.open(store)
            .handle(WORK, waiting)
            .slots(1)
            .pool(WorkerPool.of("mail", 1).queues("mail"))
            .start();
    assertThat(mill.status().pools())
        .extracting(PoolStatus::name)
        .containsExactly("default", "mail");
    mill.resize("default", 3);
    assertThat(mill.status().pools()).extracting(PoolStatus::size).containsExactly(3, 1);
    assertThatThrownBy(() ->
            Jobmill.open(MemoryJobStore.create())
                .slots(1)
                .pool(WorkerPool.of("default", 1))
                .start())
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("pool default is defined twice");
  }

  /// Two computing jobs per core, for as long as three leases: no lease is lost, and jobs of
  /// another pool start within a second all the time.
  @Test
  void computingJobsCostNoLeaseAndHoldUpNoOtherPool() throws Exception {
    Duration lease = Duration.ofSeconds(1);
    Duration interval = Duration.ofMillis(200);
    MemoryJobStore strict = MemoryJobStore.builder().leaseGrace(LONG, Duration.ZERO).build();
    int spinners = 2 * Runtime.getRuntime().availableProcessors();
    long end = SystemTime.SYSTEM.nanoTime() + lease.multipliedBy(3).toNanos();
    JobType<String, Boolean> spin = JobType.of("spin", String.class, Boolean.class);
    CountDownLatch spinning = new CountDownLatch(spinners);
    mill =
        Jobmill.open(strict)
            .lease(lease, interval)
            .handle(WORK, waiting)
            .handle(
                spin,
                (job, payload) -> {
                  spinning.countDown();
                  while (SystemTime.SYSTEM.nanoTime() - end < 0 && !job.isCancelled()) {
                    Thread.onSpinWait();
                  }
                  return true;
                })
            .pool(WorkerPool.of("cpu", spinners).queues("cpu").onPlatformThreads())
            .pool(WorkerPool.of("rest", 1).queues("rest"))
            .start();
    List<JobHandle<Boolean>> spins =
        IntStream.range(0, spinners)
            .mapToObj(i -> mill.submit(spin, "x", with -> with.queue("cpu")))
            .toList();
    spinning.await();
    gate("x").countDown();
    Duration longest = Duration.ZERO;
    do {
      Job other = submit("rest", "x").await(LONG);
      Duration wait = Duration.between(other.submittedAt(), other.startedAt().orElseThrow());
      longest = wait.compareTo(longest) > 0 ? wait : longest;
      // A lease that has run out is found at once.
      strict.upkeep().reap(spinners);
    } while (SystemTime.SYSTEM.nanoTime() - end < 0);
    for (JobHandle<Boolean> handle : spins) {
      Job job = handle.await(LONG);
      assertThat(job.run()).isEqualTo(1);
      assertThat(job.crashes()).isZero();
    }
    assertThat(longest).isLessThan(Duration.ofSeconds(1));
  }
}
