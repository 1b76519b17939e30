package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Counts.Total;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Stores each of which breaks one promise, in the way in which stores really break it.
final class PlantedFaults {
  private PlantedFaults() {}

  private static MemoryJobStore sound(TimeSource time) {
    return MemoryJobStore.builder().time(time).build();
  }

  /// A run that has lost its job reports all the same.
  static JobStore reportsWithoutFencing(TimeSource time) {
    JobStore store = sound(time);
    return BrokenStore.with(
        store,
        new BrokenStore.SoundClaims(store) {
          @Override
          public List<Applied> report(List<Report> reports) {
            return to.report(
                reports.stream()
                    .map(report -> new Report(latest(store, report.run()), report.outcome()))
                    .toList());
          }
        });
  }

  private static RunKey latest(JobStore store, RunKey run) {
    Job job = store.lookup().find(List.of(run.id())).get(run.id());
    return job == null ? run : new RunKey(run.queue(), run.id(), job.run());
  }

  /// Jobs are given in no useful order.
  static JobStore claimsInTheWrongOrder(TimeSource time) {
    JobStore store = sound(time);
    return BrokenStore.with(
        store,
        new BrokenStore.SoundClaims(store) {
          @Override
          public List<Job> claim(ClaimRequest request) {
            return super.claim(request).reversed();
          }
        });
  }

  /// A worker is given jobs of versions that it does not know.
  static JobStore claimsNewerVersions(TimeSource time) {
    JobStore store = sound(time);
    return BrokenStore.with(
        store,
        new BrokenStore.SoundClaims(store) {
          @Override
          public List<Job> claim(ClaimRequest request) {
            List<Demand> demands =
                request.demands().stream().map(PlantedFaults::ofAllVersions).toList();
            return super.claim(
                new ClaimRequest(
                    request.worker(),
                    request.claimId(),
                    request.lease(),
                    request.limit(),
                    demands));
          }
        });
  }

  private static Demand ofAllVersions(Demand demand) {
    return new Demand(
        demand.queue(),
        demand.types().stream().map(type -> new HandledType(type.name(), 9)).toList(),
        demand.max());
  }

  /// A claim whose answer was lost gives other jobs when it is repeated.
  static JobStore forgetsClaimIds(TimeSource time) {
    JobStore store = sound(time);
    return BrokenStore.with(
        store,
        new BrokenStore.SoundClaims(store) {
          private long claims;

          @Override
          public List<Job> claim(ClaimRequest request) {
            return super.claim(
                new ClaimRequest(
                    request.worker(),
                    ++claims,
                    request.lease(),
                    request.limit(),
                    request.demands()));
          }
        });
  }

  /// A graceful stop costs an attempt.
  static JobStore chargesReleases(TimeSource time) {
    JobStore store = sound(time);
    return BrokenStore.with(
        store,
        new BrokenStore.SoundClaims(store) {
          @Override
          public List<Applied> release(List<RunKey> runs) {
            Outcome again =
                new Outcome.Retry(
                    Failure.of("Released", "stopped"), Outcome.Cause.FAILED, Duration.ZERO);
            List<Applied> answer =
                to.report(runs.stream().map(run -> new Report(run, again)).toList());
            store.upkeep().promote(runs.size());
            return answer;
          }
        });
  }

  /// Jobs whose claim was never answered stay with their worker for ever.
  static JobStore keepsUnnamedRuns(TimeSource time) {
    JobStore store = sound(time);
    return BrokenStore.with(
        store,
        new BrokenStore.SoundClaims(store) {
          @Override
          public Renewal renew(RenewRequest request) {
            Set<RunKey> named = new HashSet<>(request.runs());
            List<RunKey> all = new ArrayList<>(request.runs());
            for (Job job : store.lookup().list(JobFilter.ALL, null, 1_000)) {
              boolean own = job.worker().orElse("").equals(request.worker());
              if (job.state().isRunning() && own && named.add(RunKey.of(job))) {
                all.add(RunKey.of(job));
              }
            }
            Renewal renewal = to.renew(new RenewRequest(request.worker(), request.lease(), all));
            Set<RunKey> cancel = new HashSet<>(renewal.cancel());
            cancel.retainAll(request.runs());
            return new Renewal(cancel, renewal.lost());
          }
        });
  }

  /// After a start, a pause or a jump of the clock, living workers lose their runs.
  static JobStore reapsWithoutGrace(TimeSource time) {
    return MemoryJobStore.builder()
        .time(time)
        .leaseGrace(Duration.ofDays(10_000), Duration.ZERO)
        .build();
  }

  /// A job that was there already is counted as another one.
  static JobStore countsDuplicates(TimeSource time) {
    JobStore store = sound(time);
    List<JobSpec> doubled = new ArrayList<>();
    Admission admission =
        new SoundAdmission(store) {
          @Override
          public List<Admittance> admit(List<AdmitGroup> groups) {
            for (AdmitGroup group : groups) {
              group.jobs().stream()
                  .filter(spec -> !store.lookup().find(List.of(spec.id())).isEmpty())
                  .forEach(doubled::add);
            }
            return super.admit(groups);
          }
        };
    return new BrokenStore(
        store,
        admission,
        store.claims(),
        new BrokenStore.SoundLookup(store) {
          @Override
          public Counts count() {
            Counts counts = super.count();
            List<Total> totals = new ArrayList<>(counts.totals());
            doubled.forEach(
                spec -> totals.add(new Total(spec.queue(), spec.type(), JobState.QUEUED, 1)));
            return new Counts(
                totals, counts.oldestQueued(), counts.lastMinute(), counts.lastHour());
          }
        });
  }

  /// A refused group leaves some of its jobs behind.
  static JobStore admitsGroupsInParts(TimeSource time) {
    JobStore store = sound(time);
    return BrokenStore.with(
        store,
        new SoundAdmission(store) {
          @Override
          public List<Admittance> admit(List<AdmitGroup> groups) {
            return groups.stream().map(this::oneByOne).toList();
          }

          private Admittance oneByOne(AdmitGroup group) {
            List<Admittance.Entry> entries = new ArrayList<>();
            for (JobSpec spec : group.jobs()) {
              AdmitGroup alone = new AdmitGroup(group.queue(), List.of(spec));
              switch (super.admit(List.of(alone)).getFirst()) {
                case Admittance.Admitted admitted -> entries.addAll(admitted.entries());
                case Admittance.Refused refused -> {
                  return new Admittance.Refused(entries.size(), refused.why(), refused.message());
                }
              }
            }
            return new Admittance.Admitted(entries);
          }
        });
  }

  /// What people did is not kept.
  static JobStore losesEvents(TimeSource time) {
    JobStore store = sound(time);
    return BrokenStore.with(
        store,
        new BrokenStore.SoundLookup(store) {
          @Override
          public List<JobEvent> events(JobId id) {
            return List.of();
          }
        });
  }

  /// Only the last attempt of a job is kept.
  static JobStore keepsOnlyTheLastAttempt(TimeSource time) {
    JobStore store = sound(time);
    return BrokenStore.with(
        store,
        new BrokenStore.SoundLookup(store) {
          @Override
          public List<Attempt> attempts(JobId id) {
            List<Attempt> all = super.attempts(id);
            return all.isEmpty() ? all : List.of(all.getLast());
          }
        });
  }

  /// Admission as it should be, to be broken by a subclass.
  private static class SoundAdmission implements Admission {
    private final Admission to;

    SoundAdmission(JobStore store) {
      this.to = store.admission();
    }

    @Override
    public List<Admittance> admit(List<AdmitGroup> groups) {
      return to.admit(groups);
    }

    @Override
    public List<Acted> cancel(List<JobKey> jobs, String by) {
      return to.cancel(jobs, by);
    }

    @Override
    public List<Acted> retry(List<JobKey> jobs, String by) {
      return to.retry(jobs, by);
    }
  }
}
