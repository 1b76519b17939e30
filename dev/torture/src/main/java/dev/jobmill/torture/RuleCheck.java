package dev.jobmill.torture;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Counts;
import dev.jobmill.store.DependencyRule;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.torture.Ledger.Entry.What;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds the jobs against one another: what was acknowledged is there, dependents agree with those
/// that they come after, keys have one holder, queues keep their limits, totals equal a recount.
final class RuleCheck {
  private final Evidence evidence;
  private final Sight sight;
  private final List<String> violations;

  RuleCheck(Evidence evidence, Sight sight, List<String> violations) {
    this.evidence = evidence;
    this.sight = sight;
    this.violations = violations;
  }

  void check() {
    checkAcknowledged();
    sight.jobs().values().forEach(this::checkDependent);
    checkKeys();
    checkTotals();
    checkQueues();
  }

  private void checkAcknowledged() {
    for (String id : evidence.acknowledged()) {
      boolean mayBeGone = evidence.has(What.DELETE, id) || evidence.has(What.BRIEF, id);
      if (!mayBeGone && !sight.jobs().containsKey(JobId.parse(id))) {
        violations.add("job " + id + " was acknowledged and is lost");
      }
    }
  }

  private void checkDependent(Job job) {
    List<Dependency> after = Wish.of(job).after();
    if (!after.equals(job.after())) {
      violations.add(job + " does not know what it comes after");
    }
    // What a person has put back does not wait for others any more.
    if (after.isEmpty() || sight.retriesOf(job) > 0) {
      return;
    }
    boolean failed = isBecauseOf(job, Reason.DEPENDENCY_FAILED);
    boolean demanded = false;
    for (Dependency edge : after) {
      Job pred = sight.jobs().get(edge.job());
      if (pred == null) {
        demanded = true;
        if (!job.state().isEnd()) {
          violations.add(job + " comes after job " + edge.job() + ", which is gone");
        }
      } else if (sight.retriesOf(pred) > 0) {
        // Nobody knows any more how it ended first.
        demanded = true;
      } else {
        demanded |= demands(edge, pred, job);
        checkEdge(edge, pred, job);
      }
    }
    if (failed && !demanded) {
      violations.add(job + " ended because of another job, and none demands it");
    }
  }

  private static boolean isBecauseOf(Job job, Reason reason) {
    return job.reason().filter(why -> why == reason).isPresent();
  }

  private static boolean demands(Dependency edge, Job pred, Job job) {
    if (!pred.state().isEnd()) {
      return false;
    }
    DependencyRule rule = DependencyRule.of(edge.onFailure(), pred.state());
    return rule != DependencyRule.MET && rule.end() == job.state();
  }

  private void checkEdge(Dependency edge, Job pred, Job job) {
    boolean wentOn =
        job.run() > 0 || (!job.state().isEnd() && !isBecauseOf(job, Reason.DEPENDENCIES));
    if (!wentOn) {
      return;
    }
    Instant end = pred.endedAt().orElse(null);
    if (end == null) {
      violations.add(job + " went on before " + pred + " had ended");
    } else if (DependencyRule.of(edge.onFailure(), pred.state()) != DependencyRule.MET) {
      violations.add(job + " went on although " + pred + " had ended, rule " + edge.onFailure());
    } else if (job.run() > 0 && sight.attemptsOf(job).getFirst().startedAt().isBefore(end)) {
      violations.add(job + " began before " + pred + " had ended, at " + end);
    }
  }

  private void checkKeys() {
    Map<List<String>, Job> holders = new HashMap<>();
    for (Job job : sight.jobs().values()) {
      @Nullable String key = Wish.of(job).key().orElse(null);
      if (key != null && job.state().isWaiting() && job.run() == 0) {
        Job other = holders.put(List.of(job.queue(), key), job);
        if (other != null) {
          violations.add(job + " and " + other + " wait with the same key " + key);
        }
      }
    }
  }

  private void checkTotals() {
    Map<List<Object>, Long> recount = new HashMap<>();
    for (Job job : sight.jobs().values()) {
      recount.merge(List.of(job.queue(), job.type(), job.state()), 1L, Long::sum);
    }
    Map<List<Object>, Long> maintained = new HashMap<>();
    for (Counts.Total total : sight.counts().totals()) {
      maintained.put(List.of(total.queue(), total.type(), total.state()), total.jobs());
    }
    if (!recount.equals(maintained)) {
      violations.add("the totals say " + maintained + " and a recount " + recount);
    }
  }

  private void checkQueues() {
    for (QueueInfo queue : sight.queues()) {
      List<Job> waiting =
          sight.jobs().values().stream()
              .filter(job -> job.queue().equals(queue.name()) && job.state().isWaiting())
              .toList();
      if (waiting.size() != queue.waiting()) {
        violations.add(queue + " counts its waiting jobs, which are " + waiting.size());
      }
      long taken =
          waiting.stream().filter(job -> job.run() == 0 && sight.retriesOf(job) == 0).count();
      if (Set.of(Submitter.SMALL, Submitter.NARROW).contains(queue.name())
          && taken > Submitter.LIMIT) {
        violations.add(queue + " has taken in " + taken + ", more than " + Submitter.LIMIT);
      }
    }
  }
}
