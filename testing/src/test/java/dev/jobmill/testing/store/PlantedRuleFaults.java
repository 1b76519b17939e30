package dev.jobmill.testing.store;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Unique;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Change;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.Report;
import dev.jobmill.store.Retention;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.StepKept;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Stores each of which breaks one of the rules of jobs.
final class PlantedRuleFaults {
  private PlantedRuleFaults() {}

  /// A job that has ended keeps its unique key.
  static JobStore keepsKeysOfEndedJobs(StoreOptions options) {
    ModelKeys keys =
        new ModelKeys() {
          @Override
          @Nullable Instant until(Unique unique, Instant now) {
            return Instant.MAX;
          }
        };
    return new ModelStore(options, keys, ModelEnds::new);
  }

  /// A key is free as soon as its job has ended, whatever time it was taken for.
  static JobStore forgetsTheTimeOfKeys(StoreOptions options) {
    ModelKeys keys =
        new ModelKeys() {
          @Override
          void letGoAtEnd(ModelJob one, Instant now) {
            forget(one);
          }
        };
    return new ModelStore(options, keys, ModelEnds::new);
  }

  /// A job goes on as soon as one of those that it comes after has completed.
  static JobStore releasesAtTheFirstEnd(StoreOptions options) {
    return new ModelStore(
        options,
        new ModelKeys(),
        state ->
            new ModelEnds(state) {
              @Override
              boolean isReady(ModelJob waiting) {
                return true;
              }
            });
  }

  /// A cancel is no end for those that come after.
  static JobStore tellsNobodyOfCancelledJobs(StoreOptions options) {
    return new ModelStore(
        options,
        new ModelKeys(),
        state ->
            new ModelEnds(state) {
              @Override
              List<News> newsOf(ModelJob ended, JobState end) {
                return end == JobState.CANCELLED ? List.of() : super.newsOf(ended, end);
              }
            });
  }

  /// Of the dependents that an end has left, all but the first few are never released.
  static JobStore forgetsTheRest(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingUpkeep(store.upkeep()) {
          private boolean released;

          @Override
          public Pass release(int limit) {
            int done = released ? 0 : super.release(limit).done();
            released = true;
            return new Pass(done, Duration.ofMinutes(1));
          }
        });
  }

  /// A job that goes down with others is blamed for it alone.
  static JobStore blamesEachOfThem(StoreOptions options) {
    return new ModelStore(options, (queue, other) -> false);
  }

  /// Suspects wait for ever.
  static JobStore givesNoSuspects(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingClaims(store.claims()) {
          @Override
          public Claimed claim(ClaimRequest request) {
            return super.claim(
                new ClaimRequest(
                    request.worker(),
                    request.claimId(),
                    request.lease(),
                    request.limit(),
                    request.demands(),
                    false));
          }
        });
  }

  /// A queue takes in one job more than it may.
  static JobStore limitsTooLate(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingQueues(store.queues()) {
          private final Map<String, Long> limits = new HashMap<>();

          @Override
          public void limitQueue(String queue, @Nullable Long limit) {
            if (limit == null) {
              limits.remove(queue);
            } else {
              limits.put(queue, limit);
            }
            super.limitQueue(queue, limit == null ? null : limit + 1);
          }

          @Override
          public List<QueueInfo> queues() {
            return super.queues().stream().map(this::shown).toList();
          }

          private QueueInfo shown(QueueInfo queue) {
            Long limit = limits.getOrDefault(queue.name(), queue.limit());
            return new QueueInfo(queue.name(), queue.paused(), limit, queue.waiting());
          }
        });
  }

  /// A type is shown as paused, and its jobs are given all the same.
  static JobStore givesPausedTypes(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingQueues(store.queues()) {
          private final Map<String, Boolean> paused = new HashMap<>();

          @Override
          public void pauseType(String type, boolean pause) {
            paused.put(type, pause);
            super.pauseType(type, false);
          }

          @Override
          public List<TypeInfo> types() {
            return super.types().stream()
                .map(type -> new TypeInfo(type.name(), paused.getOrDefault(type.name(), false)))
                .toList();
          }
        });
  }

  /// A pass over deadlines ends one job and leaves the others.
  static JobStore expiresOneAtATime(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingUpkeep(store.upkeep()) {
          @Override
          public Pass expire(int limit) {
            return new Pass(super.expire(1).done(), Duration.ofMinutes(1));
          }
        });
  }

  /// All jobs are kept for the same time.
  static JobStore keepsAllForTheSameTime(StoreOptions options) {
    return new ModelStore(options.withRetention(Retention.of(options.retention().standard())));
  }

  /// The order is the standard one, whatever was set.
  static JobStore ranksAsEver(StoreOptions options) {
    return new ModelStore(options.withRanking(Ranking.AGEING));
  }

  /// Another priority is answered and not stored.
  static JobStore ignoresNewPriorities(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingAdmission(store.admission()) {
          @Override
          public List<Acted> change(List<JobKey> jobs, Change change, String by) {
            return change instanceof Change.Prioritise
                ? jobs.stream().map(job -> answer(store, job, JobState::isWaiting)).toList()
                : super.change(jobs, change, by);
          }
        });
  }

  private static Acted answer(JobStore store, JobKey key, Predicate<JobState> changes) {
    Job job = store.lookup().find(List.of(key.id())).get(key.id());
    if (job == null || !job.queue().equals(key.queue())) {
      return Acted.UNKNOWN;
    }
    return changes.test(job.state()) ? Acted.changed(job.state()) : Acted.tooLate(job.state());
  }

  /// Deleted jobs stay.
  static JobStore deletesNothing(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingAdmission(store.admission()) {
          @Override
          public List<Acted> delete(List<JobKey> jobs) {
            return jobs.stream().map(job -> answer(store, job, JobState::isEnd)).toList();
          }
        });
  }

  /// A run that has lost its job attaches all the same.
  static JobStore attachesWithoutFencing(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingAttachments(store.attachments()) {
          @Override
          public Applied write(
              RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
            Job job = store.lookup().find(List.of(run.id())).get(run.id());
            RunKey latest = job == null ? run : new RunKey(run.queue(), run.id(), job.run());
            return super.write(latest, name, index, bytes, finished);
          }
        });
  }

  /// A run that has lost its job keeps steps all the same.
  static JobStore keepsStepsWithoutFencing(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingSteps(store.steps()) {
          @Override
          public List<Answer> keep(List<StepKept> steps) {
            return super.keep(steps.stream().map(this::ofTheLatestRun).toList());
          }

          private StepKept ofTheLatestRun(StepKept step) {
            RunKey run = step.run();
            Job job = store.lookup().find(List.of(run.id())).get(run.id());
            RunKey latest = job == null ? run : new RunKey(run.queue(), run.id(), job.run());
            return new StepKept(latest, step.name(), step.content());
          }
        });
  }

  /// Runs that are lost with their worker go back, also those of jobs that must not run twice.
  static JobStore runsLostJobsAgain(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingRegistries(store.registries()) {
          @Override
          public void withdraw(String worker) {
            List<RunKey> once =
                store.lookup().list(JobFilter.ALL, null, 1_000).stream()
                    .filter(job -> job.spec().atMostOnce() && job.state().isRunning())
                    .filter(job -> job.worker().filter(worker::equals).isPresent())
                    .map(RunKey::of)
                    .toList();
            store.claims().release(once);
            super.withdraw(worker);
          }
        });
  }

  /// A snooze costs an attempt.
  static JobStore chargesSnoozes(StoreOptions options) {
    JobStore store = new ModelStore(options);
    return BrokenStore.with(
        store,
        new ForwardingClaims(store.claims()) {
          @Override
          public List<Applied> report(List<Report> reports) {
            return super.report(reports.stream().map(this::charged).toList());
          }

          private Report charged(Report report) {
            return report.outcome() instanceof Outcome.Snoozed(Duration delay)
                ? new Report(
                    report.run(),
                    new Outcome.Retry(Failure.of("Snoozed", "later"), Outcome.Cause.FAILED, delay))
                : report;
          }
        });
  }
}
