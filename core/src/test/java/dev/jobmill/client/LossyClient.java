package dev.jobmill.client;

import dev.jobmill.ForwardingStore;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.Chance;
import dev.jobmill.time.ManualTime;
import dev.jobmill.wire.JsonCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/// A client on the memory store under manual time, whose answers get lost on purpose.
abstract class LossyClient {
  static final JobType<String, String> WORK = JobType.of("work", String.class, String.class);

  final ManualTime time = ManualTime.standing();
  final MemoryJobStore store = MemoryJobStore.builder().time(time).build();
  final JobIds ids = new JobIds(time, Chance.from(new Random(3)));
  final Lossy admission = new Lossy(store.admission());
  final StoreClient client =
      new StoreClient(
          new ForwardingStore(store) {
            @Override
            public Admission admission() {
              return admission;
            }
          },
          new JsonCodec(),
          ids,
          time);

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  static JobRequest<String, String> request(String payload) {
    return JobRequest.of(WORK, payload);
  }

  /// A job that was cancelled before it ran.
  JobId ended(String payload) {
    JobId id = client.submit(WORK, payload).id();
    client.cancel(id, "setup");
    return id;
  }

  enum Fate {
    FINE,
    /// It takes effect, and its answer is lost.
    LOST,
    /// Its outcome looks unknown, and it took no effect.
    LOST_BEFORE,
    /// The store is away.
    AWAY
  }

  /// An admission whose next calls fail as scripted.
  static final class Lossy implements Admission {
    final List<Integer> groups = new ArrayList<>();
    Runnable beforeCancel = () -> {};
    Runnable afterLoss = () -> {};
    private final Admission real;
    private final Deque<Fate> fates = new ArrayDeque<>();

    private Lossy(Admission real) {
      this.real = real;
    }

    void script(Fate... next) {
      fates.clear();
      fates.addAll(List.of(next));
    }

    private <T> T call(Supplier<T> operation) {
      Fate fate = fates.isEmpty() ? Fate.FINE : fates.removeFirst();
      if (fate == Fate.AWAY) {
        throw new StoreUnavailable("away on purpose");
      }
      if (fate == Fate.LOST_BEFORE) {
        throw new OutcomeUnknown("lost on purpose");
      }
      T answer = operation.get();
      if (fate == Fate.LOST) {
        afterLoss.run();
        throw new OutcomeUnknown("lost on purpose");
      }
      return answer;
    }

    @Override
    public List<Admittance> admit(List<AdmitGroup> all) {
      all.forEach(group -> groups.add(group.jobs().size()));
      return call(() -> real.admit(all));
    }

    @Override
    public List<Acted> cancel(List<JobKey> jobs, String by) {
      beforeCancel.run();
      return call(() -> real.cancel(jobs, by));
    }

    @Override
    public List<Acted> retry(List<JobKey> jobs, String by) {
      return call(() -> real.retry(jobs, by));
    }

    @Override
    public List<Acted> change(List<JobKey> jobs, Change change, String by) {
      return call(() -> real.change(jobs, change, by));
    }

    @Override
    public List<Acted> delete(List<JobKey> jobs) {
      return call(() -> real.delete(jobs));
    }
  }
}
