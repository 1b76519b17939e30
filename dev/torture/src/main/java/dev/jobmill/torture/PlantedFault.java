package dev.jobmill.torture;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Queues;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Upkeep;
import dev.jobmill.testing.store.ForwardingAdmission;
import dev.jobmill.testing.store.ForwardingAttachments;
import dev.jobmill.testing.store.ForwardingClaims;
import dev.jobmill.testing.store.ForwardingJobStore;
import dev.jobmill.testing.store.ForwardingQueues;
import dev.jobmill.testing.store.ForwardingUpkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
      Admission late =
          new ForwardingAdmission(store.admission()) {
            private final ExecutorService later =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

            @Override
            public List<Admittance> admit(List<AdmitGroup> groups) {
              later.execute(() -> super.admit(groups));
              return groups.stream().map(PlantedFault::admitted).toList();
            }
          };
      return new ForwardingJobStore(store) {
        @Override
        public Admission admission() {
          return late;
        }
      };
    }
  },

  /// A report is taken whichever run of the job it comes from.
  UNFENCED_REPORT {
    @Override
    JobStore in(JobStore store) {
      return new ForwardingJobStore(store) {
        @Override
        public Claims claims() {
          return new ForwardingClaims(super.claims()) {
            @Override
            public Renewal renew(RenewRequest request) {
              // A run that does not hear that it is lost goes on to report.
              return new Renewal(super.renew(request).cancel(), Set.of());
            }

            @Override
            public List<Applied> report(List<Report> reports) {
              List<Report> unfenced = new ArrayList<>();
              for (Report report : reports) {
                JobId id = report.run().id();
                Job job = lookup().find(Set.of(id)).get(id);
                unfenced.add(job == null ? report : new Report(RunKey.of(job), report.outcome()));
              }
              return super.report(unfenced);
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
      return new ForwardingJobStore(store) {
        @Override
        public Upkeep upkeep() {
          return new ForwardingUpkeep(super.upkeep()) {
            @Override
            public Pass reap(int limit) {
              registries()
                  .workers()
                  .forEach(worker -> {
                    registries().withdraw(worker.id());
                    registries().announce(worker);
                  });
              super.reap(limit);
              return new Pass(0, Duration.ofMillis(200));
            }
          };
        }
      };
    }
  },

  /// Jobs run whether those that they come after have ended or not.
  EARLY_RELEASE {
    @Override
    JobStore in(JobStore store) {
      return forgetting(store, job -> job.toBuilder().after(List.of()).build());
    }
  },

  /// A unique key keeps nobody out.
  KEY_IGNORED {
    @Override
    JobStore in(JobStore store) {
      return forgetting(store, job -> job.toBuilder().unique(null).build());
    }
  },

  /// Jobs start whether their time has passed or not.
  DEADLINE_IGNORED {
    @Override
    JobStore in(JobStore store) {
      return forgetting(store, job -> job.toBuilder().deadline(null).build());
    }
  },

  /// A job that must not run twice goes back when its worker dies.
  RUNS_AGAIN {
    @Override
    JobStore in(JobStore store) {
      return forgetting(store, job -> job.toBuilder().atMostOnce(false).build());
    }
  },

  /// A queue takes in more than it may.
  LIMIT_IGNORED {
    @Override
    JobStore in(JobStore store) {
      return new ForwardingJobStore(store) {
        @Override
        public Queues queues() {
          return new ForwardingQueues(super.queues()) {
            @Override
            public void limitQueue(String queue, @Nullable Long limit) {
              super.limitQueue(queue, null);
            }
          };
        }
      };
    }
  },

  /// A byte of an attachment is another one.
  DAMAGED_PIECE {
    @Override
    JobStore in(JobStore store) {
      return new ForwardingJobStore(store) {
        @Override
        public Attachments attachments() {
          return new ForwardingAttachments(super.attachments()) {
            @Override
            public Applied write(
                RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
              byte[] damaged = bytes.clone();
              damaged[damaged.length / 2] ^= 1;
              return super.write(run, name, index, damaged, finished);
            }
          };
        }
      };
    }
  },

  /// Several of the above in one store, to show in one run that each is seen.
  FORGOTTEN_RULES {
    @Override
    JobStore in(JobStore store) {
      JobStore faulty = store;
      for (PlantedFault fault :
          List.of(EARLY_RELEASE, KEY_IGNORED, DEADLINE_IGNORED, LIMIT_IGNORED, DAMAGED_PIECE)) {
        faulty = fault.in(faulty);
      }
      return faulty;
    }
  };

  abstract JobStore in(JobStore store);

  private static Admittance admitted(AdmitGroup group) {
    return new Admittance.Admitted(
        group.jobs().stream().map(job -> new Admittance.Entry(job.id(), false)).toList());
  }

  /// Jobs are taken in without something that was asked for.
  private static JobStore forgetting(JobStore store, UnaryOperator<JobSpec> without) {
    return new ForwardingJobStore(store) {
      @Override
      public Admission admission() {
        return new ForwardingAdmission(super.admission()) {
          @Override
          public List<Admittance> admit(List<AdmitGroup> groups) {
            return super.admit(
                groups.stream()
                    .map(group ->
                        new AdmitGroup(group.queue(), group.jobs().stream().map(without).toList()))
                    .toList());
          }
        };
      }
    };
  }
}
