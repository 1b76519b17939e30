package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Due;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Acted;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Change;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.time.Chance;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What a test of the contract works on: a store, its clock, and its verbs in the short form in
/// which tests read best. Jobs are of queue `q` and type `t` unless said otherwise.
final class Bench {
  static final String QUEUE = "q";
  static final String TYPE = "t";
  static final String WORKER = "w-1";
  static final Duration LEASE = Duration.ofSeconds(30);
  static final HandledType HANDLED = new HandledType(TYPE, 1);
  static final int ALL = 1_000;

  /// Half of the ordinary pause between two passes of reaping.
  private static final Duration STEP = Duration.ofSeconds(5);

  private final ManualTime time;
  private final Duration retention;
  private final JobIds ids;
  private final Map<String, Long> claimIds = new HashMap<>();
  private JobStore store;
  private boolean closed;

  Bench(JobStore store, ManualTime time, Duration retention) {
    this.store = store;
    this.time = time;
    this.retention = retention;
    this.ids = new JobIds(time, Chance.from(new SplittableRandom(1)));
  }

  JobStore store() {
    return store;
  }

  ManualTime time() {
    return time;
  }

  Duration retention() {
    return retention;
  }

  JobId nextId() {
    return ids.next();
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    store.close();
  }

  void replaceStore(JobStore reopened) {
    store = reopened;
  }

  JobSpec.Builder spec() {
    return spec(TYPE);
  }

  JobSpec.Builder spec(String type) {
    return JobSpec.builder(nextId(), type, Content.json("{\"n\":1}")).queue(QUEUE);
  }

  Job admit() {
    return admit(spec());
  }

  Job admit(JobSpec.Builder spec) {
    JobSpec built = spec.build();
    assertThat(admitGroup(built))
        .isEqualTo(new Admittance.Admitted(List.of(new Admittance.Entry(built.id(), false))));
    return find(built.id());
  }

  List<Job> admit(int count) {
    return Stream.generate(this::admit).limit(count).toList();
  }

  /// A job that is due after `delay`.
  Job admitLater(Duration delay) {
    return admit(spec().due(new Due.After(delay)));
  }

  /// The answer to one group.
  Admittance admitGroup(JobSpec... jobs) {
    return admitGroups(group(jobs)).getFirst();
  }

  List<Admittance> admitGroups(AdmitGroup... groups) {
    return store.admission().admit(List.of(groups));
  }

  static AdmitGroup group(JobSpec... jobs) {
    return new AdmitGroup(jobs[0].queue(), List.of(jobs));
  }

  Job find(JobId id) {
    Job job = store.lookup().find(List.of(id)).get(id);
    if (job == null) {
      throw new AssertionError("job " + id + " is not found");
    }
    return job;
  }

  Job find(Job job) {
    return find(job.id());
  }

  boolean knows(Job job) {
    return store.lookup().find(List.of(job.id())).containsKey(job.id());
  }

  JobState stateOf(Job job) {
    return find(job).state();
  }

  static WorkerInfo worker(String id, Bench bench) {
    return new WorkerInfo(
        id,
        "here",
        ProcessHandle.current().pid(),
        4,
        List.of(HANDLED),
        List.of(),
        bench.time.now());
  }

  /// Announces a worker unless that was done already.
  void announce(String worker) {
    if (claimIds.putIfAbsent(worker, 0L) == null) {
      store.registries().announce(worker(worker, this));
    }
  }

  /// Claims by worker `w-1` from queue `q`.
  List<Job> claim(int limit) {
    return claim(WORKER, limit);
  }

  List<Job> claim(String worker, int limit) {
    return claim(worker, limit, new Demand(QUEUE, List.of(HANDLED), limit));
  }

  List<Job> claim(String worker, int limit, Demand... demands) {
    announce(worker);
    long claimId = claimIds.merge(worker, 1L, Long::sum);
    return claimAs(worker, claimId, limit, demands);
  }

  List<Job> claimAs(String worker, long claimId, int limit, Demand... demands) {
    return store
        .claims()
        .claim(new ClaimRequest(worker, claimId, LEASE, limit, List.of(demands)))
        .jobs();
  }

  /// The whole answer to a claim from queue `q`.
  ///
  /// @param suspects whether the worker takes one
  Claimed claimed(String worker, int limit, boolean suspects) {
    announce(worker);
    long claimId = claimIds.merge(worker, 1L, Long::sum);
    List<Demand> demands = List.of(new Demand(QUEUE, List.of(HANDLED), limit));
    return store
        .claims()
        .claim(new ClaimRequest(worker, claimId, LEASE, Math.max(1, limit), demands, suspects));
  }

  /// A worker dies with all that it runs.
  void die(String worker) {
    store.registries().withdraw(worker);
    claimIds.remove(worker);
  }

  Job claimOne() {
    List<Job> claimed = claim(1);
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  /// A job that was admitted and is running.
  Job running() {
    Job admitted = admit();
    Job claimed = claimOne();
    assertThat(claimed.id()).isEqualTo(admitted.id());
    return claimed;
  }

  /// A running job that has been asked to stop.
  Job cancelling() {
    Job run = running();
    assertThat(cancel(run)).isEqualTo(Acted.changed(JobState.CANCELLING));
    return find(run);
  }

  /// A job that has ended by this outcome.
  Job ended(Outcome outcome) {
    Job run = running();
    assertThat(report(run, outcome)).isEqualTo(Applied.APPLIED);
    return find(run);
  }

  Job completed() {
    return ended(new Outcome.Completed(Content.json("42")));
  }

  static Outcome failed() {
    return new Outcome.Failed(Failure.of("Oops", "it broke"), null);
  }

  static Outcome retryIn(Duration delay) {
    return new Outcome.Retry(Failure.of("Oops", "it broke"), Outcome.Cause.FAILED, delay);
  }

  static Outcome timedOut() {
    return new Outcome.TimedOut(Failure.of("TimedOut", "10 s have passed"));
  }

  Applied report(Job run, Outcome outcome) {
    return report(RunKey.of(run), outcome);
  }

  Applied report(RunKey run, Outcome outcome) {
    return store.claims().report(List.of(new Report(run, outcome))).getFirst();
  }

  Applied release(Job run) {
    return store.claims().release(List.of(RunKey.of(run))).getFirst();
  }

  Applied note(Note note) {
    return store.claims().note(List.of(note)).getFirst();
  }

  Acted cancel(Job job) {
    return store.admission().cancel(List.of(JobKey.of(job)), "ann").getFirst();
  }

  Acted retry(Job job) {
    return store.admission().retry(List.of(JobKey.of(job)), "ann").getFirst();
  }

  Renewal renew(String worker, Job... runs) {
    return store
        .claims()
        .renew(new RenewRequest(worker, LEASE, Arrays.stream(runs).map(RunKey::of).toList()));
  }

  Acted change(Job job, Change change) {
    return store.admission().change(List.of(JobKey.of(job)), change, "ann").getFirst();
  }

  Acted delete(Job job) {
    return store.admission().delete(List.of(JobKey.of(job))).getFirst();
  }

  /// Runs the job that is first in queue `q` to this end.
  Job endNext(Outcome outcome) {
    Job run = claimOne();
    assertThat(report(run, outcome)).isEqualTo(Applied.APPLIED);
    return find(run);
  }

  Job completeNext() {
    return endNext(new Outcome.Completed(null));
  }

  /// A job that comes after others, and is cancelled when one of them fails.
  JobSpec.Builder specAfter(Job... others) {
    return spec().after(Arrays.stream(others).map(Dependency::on).toList());
  }

  /// A group that is refused.
  Admittance.Refused refused(JobSpec... jobs) {
    Admittance answer = admitGroup(jobs);
    assertThat(answer).isInstanceOf(Admittance.Refused.class);
    return (Admittance.Refused) answer;
  }

  void assertRefused(int index, Refusal why, JobSpec... jobs) {
    Admittance.Refused refused = refused(jobs);
    assertThat(refused.why()).isEqualTo(why);
    assertThat(refused.index()).isEqualTo(index);
  }

  /// What is known of a queue that exists.
  QueueInfo queue(String name) {
    return store.queues().queues().stream()
        .filter(queue -> queue.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("queue " + name + " is not there"));
  }

  List<JobEvent> eventsOf(Job job) {
    return store.lookup().events(job.id());
  }

  int releaseAll() {
    return Passes.untilDone(store.upkeep()::release, ALL);
  }

  int expireAll() {
    return Passes.untilDone(store.upkeep()::expire, ALL);
  }

  int promoteAll() {
    return Passes.untilDone(store.upkeep()::promote, ALL);
  }

  int fireAll() {
    return Passes.untilDone(store.schedules()::fire, ALL);
  }

  int reapAll() {
    return Passes.untilDone(store.upkeep()::reap, ALL);
  }

  int pruneAll() {
    return Passes.untilDone(store.upkeep()::prune, ALL);
  }

  /// Lets reaping become an ordinary thing, so that leases count again after the start.
  void outlastLeaseGrace() {
    reapAll();
    passTime(LEASE.plus(STEP));
  }

  /// Time passes while the reaper does its rounds.
  ///
  /// @return how many runs were reaped
  int passTime(Duration span) {
    int reaped = 0;
    for (Duration left = span; left.isPositive(); left = left.minus(STEP)) {
      time.advance(left.compareTo(STEP) < 0 ? left : STEP);
      reaped += reapAll();
    }
    return reaped;
  }
}
