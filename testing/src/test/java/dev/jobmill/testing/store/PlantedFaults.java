package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Counts.Total;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Stores each of which breaks one promise, in the way in which stores really break it.
final class PlantedFaults {
  private PlantedFaults() {}

  private static JobStore sound(StoreOptions options) {
    return new ModelStore(options);
  }

  /// A run that has lost its job reports all the same.
  static JobStore reportsWithoutFencing(StoreOptions options) {
    JobStore store = sound(options);
    return BrokenStore.with(
        store,
        new ForwardingClaims(store.claims()) {
          @Override
          public List<Applied> report(List<Report> reports) {
            return super.report(
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
  static JobStore claimsInTheWrongOrder(StoreOptions options) {
    JobStore store = sound(options);
    return BrokenStore.with(
        store,
        new ForwardingClaims(store.claims()) {
          @Override
          public Claimed claim(ClaimRequest request) {
            Claimed claimed = super.claim(request);
            return new Claimed(claimed.jobs().reversed(), claimed.alone(), claimed.suspectsWait());
          }
        });
  }

  /// A worker is given jobs of versions that it does not know.
  static JobStore claimsNewerVersions(StoreOptions options) {
    JobStore store = sound(options);
    return BrokenStore.with(
        store,
        new ForwardingClaims(store.claims()) {
          @Override
          public Claimed claim(ClaimRequest request) {
            List<Demand> demands =
                request.demands().stream().map(PlantedFaults::ofAllVersions).toList();
            return super.claim(
                new ClaimRequest(
                    request.worker(),
                    request.claimId(),
                    request.lease(),
                    request.limit(),
                    demands,
                    request.suspects()));
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
  static JobStore forgetsClaimIds(StoreOptions options) {
    JobStore store = sound(options);
    return BrokenStore.with(
        store,
        new ForwardingClaims(store.claims()) {
          private long claims;

          @Override
          public Claimed claim(ClaimRequest request) {
            return super.claim(
                new ClaimRequest(
                    request.worker(),
                    ++claims,
                    request.lease(),
                    request.limit(),
                    request.demands(),
                    request.suspects()));
          }
        });
  }

  /// A graceful stop costs an attempt.
  static JobStore chargesReleases(StoreOptions options) {
    JobStore store = sound(options);
    return BrokenStore.with(
        store,
        new ForwardingClaims(store.claims()) {
          @Override
          public List<Applied> release(List<RunKey> runs) {
            Outcome again =
                new Outcome.Retry(
                    Failure.of("Released", "stopped"), Outcome.Cause.FAILED, Duration.ZERO);
            List<Applied> answer =
                super.report(runs.stream().map(run -> new Report(run, again)).toList());
            store.upkeep().promote(runs.size());
            return answer;
          }
        });
  }

  /// Jobs whose claim was never answered stay with their worker for ever.
  static JobStore keepsUnnamedRuns(StoreOptions options) {
    JobStore store = sound(options);
    return BrokenStore.with(
        store,
        new ForwardingClaims(store.claims()) {
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
            Renewal renewal = super.renew(new RenewRequest(request.worker(), request.lease(), all));
            Set<RunKey> cancel = new HashSet<>(renewal.cancel());
            cancel.retainAll(request.runs());
            return new Renewal(cancel, renewal.lost());
          }
        });
  }

  /// After a start, a pause or a jump of the clock, living workers lose their runs.
  static JobStore reapsWithoutGrace(StoreOptions options) {
    return MemoryStores.builder(options).leaseGrace(Duration.ofDays(10_000), Duration.ZERO).build();
  }

  /// A job that was there already is counted as another one.
  static JobStore countsDuplicates(StoreOptions options) {
    JobStore store = sound(options);
    List<JobSpec> doubled = new ArrayList<>();
    Admission admission =
        new ForwardingAdmission(store.admission()) {
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
    return BrokenStore.with(
        BrokenStore.with(store, admission),
        new ForwardingLookup(store.lookup()) {
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
  static JobStore admitsGroupsInParts(StoreOptions options) {
    JobStore store = sound(options);
    return BrokenStore.with(
        store,
        new ForwardingAdmission(store.admission()) {
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
  static JobStore losesEvents(StoreOptions options) {
    JobStore store = sound(options);
    return BrokenStore.with(
        store,
        new ForwardingLookup(store.lookup()) {
          @Override
          public List<JobEvent> events(JobId id) {
            return List.of();
          }
        });
  }

  /// Only the last attempt of a job is kept.
  static JobStore keepsOnlyTheLastAttempt(StoreOptions options) {
    JobStore store = sound(options);
    return BrokenStore.with(
        store,
        new ForwardingLookup(store.lookup()) {
          @Override
          public List<Attempt> attempts(JobId id) {
            List<Attempt> all = super.attempts(id);
            return all.isEmpty() ? all : List.of(all.getLast());
          }
        });
  }
}
