package dev.jobmill.testing.store;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Progress;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Change.Prioritise;
import dev.jobmill.store.Change.Reschedule;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.WorkerStatus;
import dev.jobmill.store.WorkerStatus.LoopStatus;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Makes commands from a seed. It looks at the model, so that most commands hit something that is
/// there, and some miss it by a little.
final class CommandSource {
  /// Leases are odd and times even in milliseconds, so that no lease ever ends in the very
  /// millisecond in which somebody looks: on which side that falls is left open.
  private static final Duration LEASE = Duration.ofMillis(30_001);

  private final SplittableRandom random;
  private final ManualTime time;
  private final JobStore model;
  private final SpecSource specs;
  private final ScheduleSource schedules;
  private final Queue<Command> planned = new ArrayDeque<>();
  private final List<String> workers = new ArrayList<>();
  private final List<ClaimRequest> lastClaims = new ArrayList<>();
  private final Instant start;
  private int workersMade;
  private long claimIds;
  private int linesMade;

  CommandSource(
      long seed, ManualTime time, JobStore model, BiPredicate<String, String> placesTogether) {
    this.random = new SplittableRandom(seed);
    this.time = time;
    this.model = model;
    this.start = time.now();
    this.specs = new SpecSource(random.split(), time, model, placesTogether);
    this.schedules = new ScheduleSource(random.split(), time);
  }

  Command next() {
    Command due = planned.poll();
    if (due != null) {
      return due;
    }
    if (workers.isEmpty()) {
      return announceNew();
    }
    int dice = random.nextInt(134);
    if (dice < 20) {
      return new Command.Admit(specs.groups());
    } else if (dice < 38) {
      return claim();
    } else if (dice < 45) {
      return renew();
    } else if (dice < 46) {
      return renewInRhythm();
    } else if (dice < 51) {
      return new Command.Tell(some(3, i -> note()));
    } else if (dice < 65) {
      return new Command.Finish(some(4, i -> report()));
    } else if (dice < 69) {
      return new Command.GiveBack(anyRun());
    } else if (dice < 73) {
      return oneIn(3) ? stacks() : attach();
    } else if (dice < 95) {
      return act();
    } else if (dice < 106) {
      return upkeep();
    } else if (dice < 110) {
      return workers();
    } else if (dice < 114) {
      return new Command.Keep(some(3, i -> step()));
    } else if (dice < 124) {
      return time();
    } else {
      return schedules.next();
    }
  }

  /// What people do.
  private Command act() {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> new Command.Cancel(some(3, i -> anyKey()), "ann");
      case 3, 4 -> new Command.Retry(some(3, i -> anyKey()), "bob");
      case 5 -> new Command.Alter(some(3, i -> anyKey()), new Prioritise(anyPriority()), "cleo");
      case 6, 7 -> new Command.Alter(some(3, i -> anyKey()), new Reschedule(specs.due()), "dan");
      case 8, 11 -> new Command.Delete(some(4, i -> anyKey()));
      case 9 ->
          oneIn(2)
              ? new Command.PauseQueue(any(SpecSource.QUEUES), oneIn(3))
              : new Command.PauseType(any(SpecSource.TYPES), oneIn(3));
      default ->
          new Command.LimitQueue(
              any(SpecSource.QUEUES), oneIn(3) ? null : (long) random.nextInt(12));
    };
  }

  private Priority anyPriority() {
    return new Priority(32 * random.nextInt(8));
  }

  private Command upkeep() {
    return switch (random.nextInt(15)) {
      case 12, 13, 14 -> new Command.Fire();
      case 0, 1, 2, 3 -> new Command.Promote();
      case 4, 5, 6 -> new Command.Reap();
      case 7 -> reapInRhythm();
      case 8, 9 -> new Command.Prune();
      case 10 -> new Command.Expire();
      default -> new Command.Release();
    };
  }

  private Command attach() {
    String name = "file-" + random.nextInt(3);
    List<String> pieces = some(3, i -> "piece " + i + "/" + ++linesMade);
    Attachment whole = new Attachment(name, "text/plain", pieces.size(), "a".repeat(64));
    return new Command.Attach(anyRun(), pieces, name, oneIn(5) ? null : whole);
  }

  private Command stacks() {
    return oneIn(2)
        ? new Command.AskStacks(some(3, i -> anyKey()))
        : new Command.ShowStack(anyRun(), "stack " + ++linesMade + "\n");
  }

  /// Few names, so that many are kept twice, by the same run and by later ones.
  private StepKept step() {
    String name = oneIn(4) ? "sleep " + random.nextInt(2) : "step-" + random.nextInt(4);
    return new StepKept(anyRun(), name, Content.json("" + ++linesMade));
  }

  /// Leases count only while the reaper makes its rounds without a pause, which chance alone hardly
  /// ever brings about.
  private Command reapInRhythm() {
    for (int i = random.nextInt(4, 16); i > 0; i--) {
      planned.add(new Command.Advance(evenMillis(9_000)));
      planned.add(oneIn(8) ? renew() : new Command.Reap());
      planned.add(new Command.Reap());
    }
    return new Command.Reap();
  }

  /// A worker that does not know of some of its runs says so more than once.
  private Command renewInRhythm() {
    Command first = renew();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      planned.add(new Command.Advance(evenMillis(9_000)));
      planned.add(first);
    }
    return first;
  }

  private <T> List<T> some(int most, IntFunction<T> one) {
    return IntStream.rangeClosed(0, random.nextInt(most)).mapToObj(one).toList();
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  private Duration evenMillis(int bound) {
    return Duration.ofMillis(random.nextInt(bound / 2) * 2L);
  }

  private Command claim() {
    if (!lastClaims.isEmpty() && oneIn(6)) {
      return new Command.Claim(any(lastClaims), true);
    }
    List<Job> expired = expired();
    if (expired.isEmpty()) {
      return newClaim(1 + random.nextInt(6), random.nextInt(5));
    }
    if (expired.stream().noneMatch(this::isWaitedFor) && oneIn(3)) {
      return newClaim(Command.NO_LIMIT, Command.NO_LIMIT);
    }
    planned.add(newClaim(1 + random.nextInt(6), random.nextInt(5)));
    return new Command.Expire();
  }

  /// A claim ends those expired jobs that it meets. Which those are when it gives only some of the
  /// jobs, and whether it gives what their end sets free, is left open.
  private List<Job> expired() {
    return model.lookup().list(JobFilter.ALL, null, Lookup.PAGE_SIZE_MAX).stream()
        .filter(job -> job.state().isWaiting() && job.run() == 0)
        .filter(job -> job.deadline().filter(deadline -> !deadline.isAfter(time.now())).isPresent())
        .toList();
  }

  private boolean isWaitedFor(Job job) {
    return model.lookup().list(JobFilter.ALL, null, Lookup.PAGE_SIZE_MAX).stream()
        .flatMap(other -> other.after().stream())
        .anyMatch(edge -> edge.job().equals(job.id()));
  }

  private Command newClaim(int limit, int most) {
    List<String> queues = new ArrayList<>(SpecSource.QUEUES);
    List<Demand> demands =
        some(
            3,
            i -> {
              String queue = queues.remove(random.nextInt(queues.size()));
              return new Demand(queue, types(), most);
            });
    return newClaim(any(workers), limit, demands, !oneIn(4));
  }

  private Command newClaim(String worker, int limit, List<Demand> demands, boolean suspects) {
    ClaimRequest request = new ClaimRequest(worker, ++claimIds, LEASE, limit, demands, suspects);
    lastClaims.removeIf(last -> last.worker().equals(request.worker()));
    lastClaims.add(request);
    return new Command.Claim(request, false);
  }

  private List<HandledType> types() {
    return SpecSource.TYPES.stream()
        .filter(type -> !oneIn(5))
        .map(type -> new HandledType(type, oneIn(3) ? 1 : 2))
        .toList();
  }

  private Command renew() {
    String worker = any(workers);
    List<RunKey> runs = new ArrayList<>();
    for (Job job : model.lookup().list(JobFilter.ALL, null, Lookup.PAGE_SIZE_MAX)) {
      boolean own = job.state().isRunning() && job.worker().orElse("").equals(worker);
      if (own ? !oneIn(4) : oneIn(20)) {
        runs.add(RunKey.of(job));
      }
    }
    return new Command.Renew(new RenewRequest(worker, LEASE, runs, status()));
  }

  private @Nullable WorkerStatus status() {
    if (oneIn(3)) {
      return null;
    }
    int stuck = random.nextInt(3);
    return new WorkerStatus(
        List.of(new PoolStatus("p", 4, random.nextInt(5), stuck, stuck < 2)),
        oneIn(2) ? List.of() : List.of(new LoopStatus("l", time.now(), oneIn(2) ? null : "ach")));
  }

  private RunKey anyRun() {
    List<Job> jobs = model.lookup().list(JobFilter.ALL, null, Lookup.PAGE_SIZE_MAX);
    List<Job> running = jobs.stream().filter(job -> job.state().isRunning()).toList();
    if (jobs.isEmpty()) {
      return new RunKey(SpecSource.QUEUES.getFirst(), specs.anyId(), 1);
    }
    Job job = running.isEmpty() || oneIn(4) ? any(jobs) : any(running);
    int run = oneIn(6) ? job.run() + random.nextInt(-1, 2) : job.run();
    return new RunKey(oneIn(50) ? "elsewhere" : job.queue(), job.id(), Math.max(run, 1));
  }

  private Note note() {
    RunKey run = anyRun();
    List<LogLine> lines =
        some(3, i -> new LogLine(run.run(), time.now(), LogLine.Level.INFO, "line " + ++linesMade));
    Progress progress =
        oneIn(2) ? new Progress(random.nextInt(101) / 100.0, "at " + linesMade) : null;
    // Numbers that overlap and leave gaps: what was said before is not said twice.
    return new Note(run, progress, random.nextInt(1, 12), lines);
  }

  /// A run has one outcome, whenever it is reported: what a second, other one is answered is left
  /// open.
  private Report report() {
    RunKey run = anyRun();
    int dice = Math.floorMod(run.id().hashCode() + 7 * run.run(), 11);
    Failure error = Failure.of("Oops", "run " + run.run());
    Outcome outcome =
        switch (dice) {
          case 0, 1, 2 -> new Outcome.Completed(Content.json("\"run " + run.run() + "\""));
          case 3 -> new Outcome.Completed(null);
          case 4 -> new Outcome.Failed(error, null);
          case 5 -> new Outcome.Failed(error, Reason.NOT_RETRYABLE);
          case 6 -> new Outcome.TimedOut(error);
          case 7 -> new Outcome.Retry(error, Outcome.Cause.FAILED, Duration.ofSeconds(6));
          case 9 -> new Outcome.Snoozed(Duration.ofSeconds(4));
          case 8 -> new Outcome.Retry(error, Outcome.Cause.TIMEOUT, Duration.ofMillis(500));
          default -> new Outcome.Retry(error, Outcome.Cause.FAILED, Duration.ZERO);
        };
    return new Report(run, outcome);
  }

  private JobKey anyKey() {
    List<Job> jobs = model.lookup().list(JobFilter.ALL, null, Lookup.PAGE_SIZE_MAX);
    if (!jobs.isEmpty() && oneIn(6)) {
      // Schedules make jobs with ids of their own.
      return JobKey.of(any(jobs));
    }
    JobId id = specs.anyId();
    return new JobKey(oneIn(50) ? "elsewhere" : specs.queueOf(id), id);
  }

  private Command workers() {
    if (workers.size() < 3 && oneIn(2)) {
      return announceNew();
    }
    String worker = any(workers);
    if (oneIn(2)) {
      return announce(worker);
    }
    if (oneIn(2)) {
      return dieOverAndOver(worker);
    }
    workers.remove(worker);
    lastClaims.removeIf(last -> last.worker().equals(worker));
    return new Command.Withdraw(worker);
  }

  /// A worker that dies, comes back, and dies again with what it was given then: the first time
  /// most often with several runs, later with the suspects, one by one.
  private Command dieOverAndOver(String worker) {
    List<HandledType> types =
        SpecSource.TYPES.stream().map(type -> new HandledType(type, 2)).toList();
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      planned.add(announce(worker));
      planned.add(new Command.Advance(evenMillis(9_000)));
      planned.add(new Command.Promote());
      planned.add(new Command.Expire());
      int most = 1 + random.nextInt(3);
      List<Demand> demands =
          SpecSource.QUEUES.stream().map(queue -> new Demand(queue, types, most)).toList();
      planned.add(newClaim(worker, most, demands, !oneIn(6)));
      planned.add(new Command.Withdraw(worker));
    }
    lastClaims.removeIf(last -> last.worker().equals(worker));
    planned.add(announce(worker));
    return new Command.Withdraw(worker);
  }

  private Command announceNew() {
    String worker = "w-" + ++workersMade;
    workers.add(worker);
    return announce(worker);
  }

  /// The start of a worker rises with its number, so that the order of announcing and that of
  /// starting agree.
  private Command announce(String worker) {
    Instant started = start.plusMillis(Integer.parseInt(worker.substring(2)));
    return new Command.Announce(
        new WorkerInfo(
            worker,
            "here",
            ProcessHandle.current().pid(),
            1 + random.nextInt(9),
            List.of(new HandledType("t", 2)),
            List.of(any(SpecSource.QUEUES)),
            started),
        LEASE);
  }

  private Command time() {
    return switch (random.nextInt(12)) {
      case 0 -> new Command.JumpAhead(evenMillis(100_000));
      case 1 -> new Command.Advance(Duration.ofHours(25).plus(evenMillis(1_000)));
      case 2, 3 -> new Command.Advance(evenMillis(60_000));
      case 4, 5, 6, 7 -> new Command.Advance(evenMillis(9_000));
      default -> new Command.Advance(evenMillis(800));
    };
  }
}
