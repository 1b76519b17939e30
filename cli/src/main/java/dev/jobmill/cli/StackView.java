package dev.jobmill.cli;

import dev.jobmill.cli.print.OneLine;
import dev.jobmill.cli.print.Output;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.Stacks.LiveStack;
import dev.jobmill.store.Wakeups;
import dev.jobmill.wire.JobJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Shows what runs are doing: asks the workers that have their threads and waits for them; of jobs
/// that nobody can be asked about it shows what was kept when they were told to stop.
final class StackView {
  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  /// Hints may be lost.
  private static final long LOOK_MILLIS = 250;

  private final Session session;
  private final JobStore store;

  StackView(Session session) {
    this.session = session;
    this.store = session.store();
  }

  /// Asks, waits and prints.
  ///
  /// @return what could not be shown, a line for each job
  List<String> show(Collection<Job> jobs) {
    Map<JobId, LiveStack> answers = new LinkedHashMap<>();
    Set<JobId> asked = ask(jobs, answers);
    List<String> missing = new ArrayList<>();
    for (Job job : jobs) {
      LiveStack live = answers.get(job.id());
      boolean hasThread = live != null && live.text().startsWith("\"");
      if (live != null && (hasThread || !showKept(job))) {
        print(job.id(), live.run(), live.at(), live.text());
      } else if (live == null && asked.contains(job.id())) {
        missing.add(
            "job "
                + job.id()
                + " has a worker that did not answer within "
                + WAIT_MAX.toSeconds()
                + " s ("
                + job.worker().orElse("unknown")
                + "): see whether its process is well with 'jobmill doctor'");
      } else if (live == null && !showKept(job)) {
        missing.add(
            "job "
                + job.id()
                + " is "
                + job.state().wireName()
                + " and has no stack: only a run that goes on, or was told to stop, has one");
      }
    }
    return missing;
  }

  private Set<JobId> ask(Collection<Job> jobs, Map<JobId, LiveStack> answers) {
    Set<JobId> asked = new LinkedHashSet<>();
    Semaphore hinted = new Semaphore(0);
    Wakeups.Subscription hints = store.wakeups().listen(hint -> hinted.release());
    try (hints) {
      List<Job> askable = jobs.stream().filter(this::mayHaveAThread).toList();
      List<Applied> taken = store.stacks().ask(askable.stream().map(JobKey::of).toList());
      for (int i = 0; i < askable.size(); i++) {
        if (taken.get(i) == Applied.APPLIED) {
          asked.add(askable.get(i).id());
        }
      }
      await(asked, answers, hinted);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return asked;
  }

  /// One that runs has; one whose run is over has where its worker has threads that did not stop.
  private boolean mayHaveAThread(Job job) {
    return job.state().isRunning()
        || store.registries().workers().stream()
            .filter(worker -> job.worker().filter(worker.id()::equals).isPresent())
            .map(WorkerInfo::status)
            .anyMatch(status -> status != null && status.stuck() > 0);
  }

  private void await(Set<JobId> asked, Map<JobId, LiveStack> answers, Semaphore hinted)
      throws InterruptedException {
    long end = session.world().time().nanoTime() + WAIT_MAX.toNanos();
    while (true) {
      for (JobId id : asked) {
        if (!answers.containsKey(id)) {
          store.stacks().read(id).ifPresent(stack -> answers.put(id, stack));
        }
      }
      if (answers.size() == asked.size() || session.world().time().nanoTime() - end >= 0) {
        return;
      }
      if (hinted.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        hinted.drainPermits();
      }
    }
  }

  /// The stack of the latest attempt that has one.
  private boolean showKept(Job job) {
    for (Attempt attempt : store.lookup().attempts(job.id()).reversed()) {
      Optional<String> stack = attempt.error().map(Failure::stack);
      if (stack.isPresent()) {
        print(job.id(), attempt.run(), attempt.endedAt().orElse(null), stack.get());
        return true;
      }
    }
    return false;
  }

  private void print(JobId id, int run, @Nullable Instant at, String text) {
    Output output = session.output();
    if (session.json()) {
      var node = JsonMapper.shared().createObjectNode().put("id", id.toString()).put("run", run);
      if (at != null) {
        node.put("at", JobJson.time(at));
      }
      output.line(node.put("stack", text).toString());
      return;
    }
    output.line("job " + id + "  run " + run + (at == null ? "" : "  " + JobJson.time(at)));
    text.lines()
        .map(line -> (line.startsWith("\t") ? "    " : "  ") + OneLine.of(line))
        .forEach(output::line);
  }
}
