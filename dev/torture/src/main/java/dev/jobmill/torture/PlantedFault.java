package dev.jobmill.torture;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Note;
import dev.jobmill.store.Registries;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Mistakes that a store could make, to show that the harness sees them.
enum PlantedFault {
  /// The store as it is.
  NONE {
    @Override
    JobStore in(JobStore store) {
      return store;
    }
  },

  /// A submission is acknowledged before it is committed.
  ACK_BEFORE_COMMIT {
    @Override
    JobStore in(JobStore store) {
      return new Faulty(store) {
        private final ExecutorService later =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

        @Override
        public Admission admission() {
          Admission real = super.admission();
          return new Admission() {
            @Override
            public List<Admittance> admit(List<AdmitGroup> groups) {
              later.execute(() -> real.admit(groups));
              List<Admittance> answers = new ArrayList<>();
              for (AdmitGroup group : groups) {
                answers.add(
                    new Admittance.Admitted(
                        group.jobs().stream()
                            .map(job -> new Admittance.Entry(job.id(), false))
                            .toList()));
              }
              return answers;
            }

            @Override
            public List<Acted> cancel(List<JobKey> jobs, String by) {
              return real.cancel(jobs, by);
            }

            @Override
            public List<Acted> retry(List<JobKey> jobs, String by) {
              return real.retry(jobs, by);
            }
          };
        }
      };
    }
  },

  /// A report is taken whichever run of the job it comes from.
  UNFENCED_REPORT {
    @Override
    JobStore in(JobStore store) {
      return new Faulty(store) {
        @Override
        public Claims claims() {
          Claims real = super.claims();
          return new Claims() {
            @Override
            public List<Job> claim(ClaimRequest request) {
              return real.claim(request);
            }

            @Override
            public Renewal renew(RenewRequest request) {
              Renewal renewal = real.renew(request);
              // A run that does not hear that it is lost goes on to report.
              return new Renewal(renewal.cancel(), Set.of());
            }

            @Override
            public List<Applied> note(List<Note> notes) {
              return real.note(notes);
            }

            @Override
            public List<Applied> report(List<Report> reports) {
              List<Report> unfenced = new ArrayList<>();
              for (Report report : reports) {
                JobId id = report.run().id();
                Job job = lookup().find(Set.of(id)).get(id);
                unfenced.add(job == null ? report : new Report(RunKey.of(job), report.outcome()));
              }
              return real.report(unfenced);
            }

            @Override
            public List<Applied> release(List<RunKey> runs) {
              return real.release(runs);
            }
          };
        }
      };
    }
  },

  /// The reaper takes the jobs of workers that live.
  BLIND_REAPER {
    @Override
    JobStore in(JobStore store) {
      return new Faulty(store) {
        @Override
        public Upkeep upkeep() {
          Upkeep real = super.upkeep();
          return new Upkeep() {
            @Override
            public Pass promote(int limit) {
              return real.promote(limit);
            }

            @Override
            public Pass reap(int limit) {
              registries()
                  .workers()
                  .forEach(worker -> {
                    registries().withdraw(worker.id());
                    registries().announce(worker);
                  });
              real.reap(limit);
              return new Pass(0, Duration.ofMillis(200));
            }

            @Override
            public Pass prune(int limit) {
              return real.prune(limit);
            }
          };
        }
      };
    }
  };

  abstract JobStore in(JobStore store);

  /// A store that passes everything on; each fault changes one role.
  private static class Faulty implements JobStore {
    private final JobStore store;

    Faulty(JobStore store) {
      this.store = store;
    }

    @Override
    public Admission admission() {
      return store.admission();
    }

    @Override
    public Claims claims() {
      return store.claims();
    }

    @Override
    public Lookup lookup() {
      return store.lookup();
    }

    @Override
    public Upkeep upkeep() {
      return store.upkeep();
    }

    @Override
    public Registries registries() {
      return store.registries();
    }

    @Override
    public Wakeups wakeups() {
      return store.wakeups();
    }

    @Override
    public String describe() {
      return store.describe();
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
