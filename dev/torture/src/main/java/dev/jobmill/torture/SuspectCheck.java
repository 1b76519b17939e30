package dev.jobmill.torture;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.Reason;
import dev.jobmill.store.NextStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whether suspects have run alone, and whether those that were quarantined deserved it, by the
/// attempts that the store shows. Jobs that a person has put back are left out: nobody knows when
/// their suspicion was forgotten.
final class SuspectCheck {
  private final Sight sight;
  private final List<String> violations;
  private final Map<String, List<Attempt>> ofWorkers = new HashMap<>();

  SuspectCheck(Sight sight, List<String> violations) {
    this.sight = sight;
    this.violations = violations;
    for (List<Attempt> attempts : sight.attempts().values()) {
      for (Attempt attempt : attempts) {
        ofWorkers.computeIfAbsent(attempt.worker(), any -> new ArrayList<>()).add(attempt);
      }
    }
  }

  void check() {
    for (Job job : sight.jobs().values()) {
      if (job.crashes() > 0 && sight.retriesOf(job) == 0) {
        check(job);
      }
    }
  }

  private void check(Job job) {
    boolean suspect = false;
    int lone = 0;
    for (Attempt attempt : sight.attemptsOf(job)) {
      if (suspect && beside(attempt).findAny().isPresent()) {
        violations.add("run " + attempt.run() + " of " + job + ", a suspect, did not run alone");
      }
      switch (attempt.outcome()) {
        case CRASHED -> {
          suspect = true;
          lone += isWithOthersThatCrashed(attempt) ? 0 : 1;
        }
        case RELEASED, RUNNING -> {
          // As suspected as before.
        }
        case COMPLETED, FAILED, TIMEOUT, CANCELLED, SNOOZED -> {
          suspect = false;
          lone = 0;
        }
      }
    }
    boolean quarantined = job.reason().filter(why -> why == Reason.QUARANTINED).isPresent();
    if (quarantined && lone < NextStep.LONE_CRASHES_MAX) {
      violations.add(job + " is quarantined and was alone at " + lone + " crashes");
    }
  }

  private boolean isWithOthersThatCrashed(Attempt attempt) {
    return beside(attempt).anyMatch(other -> other.outcome() == Attempt.Outcome.CRASHED);
  }

  /// The other runs of its worker that went on at the same time.
  private Stream<Attempt> beside(Attempt attempt) {
    return ofWorkers.getOrDefault(attempt.worker(), List.of()).stream()
        .filter(other -> other != attempt)
        .filter(other -> other.endedAt().map(end -> end.isAfter(attempt.startedAt())).orElse(true))
        .filter(
            other -> attempt.endedAt().map(end -> other.startedAt().isBefore(end)).orElse(true));
  }
}
