package dev.jobmill.torture;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Reason;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import dev.jobmill.time.Chance;
import dev.jobmill.time.SystemTime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets each [Killer] loose among bystanders, in processes that are started again whenever they
/// die, until every job has ended; then tells who was taken for guilty.
public final class Killers {
  /// What has become of everybody.
  ///
  /// @param killers the jobs that kill
  /// @param bystanders the others
  /// @param attempts the runs of each
  /// @param deaths how many processes died
  record Aftermath(
      Map<Killer, Job> killers,
      List<Job> bystanders,
      Map<JobId, List<Attempt>> attempts,
      int deaths) {

    /// How often a job went down while it was alone in its process.
    long loneDeathsOf(Job job) {
      List<Attempt> all = attempts.values().stream().flatMap(List::stream).toList();
      return attempts.getOrDefault(job.id(), List.of()).stream()
          .filter(attempt -> attempt.outcome() == Attempt.Outcome.CRASHED)
          .filter(attempt ->
              all.stream()
                      .filter(other -> other.outcome() == Attempt.Outcome.CRASHED)
                      .filter(other -> other.worker().equals(attempt.worker()))
                      .count()
                  == 1)
          .count();
    }
  }

  private final Path folder;
  private final Path database;
  private final SplittableRandom random;
  private final Semaphore news = new Semaphore(0);
  private final List<Process> living = new ArrayList<>();
  private int started;
  private int deaths;

  private Killers(Path folder, long seed) {
    this.folder = folder;
    this.database = folder.resolve("jobs.db");
    this.random = new SplittableRandom(seed);
  }

  /// Settings are system properties, set by the script `killers`: `bystanders`, `processes`,
  /// `seed`.
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("jobmill-killers");
    int bystanders = Integer.getInteger("bystanders", 200);
    int processes = Integer.getInteger("processes", 2);
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed + ", in " + folder);
    Aftermath after = run(folder, bystanders, processes, seed, Duration.ofMinutes(5));
    System.exit(tell(after, System.out) ? 0 : 1);
  }

  /// Gives whether all is as it should be
  private static boolean tell(Aftermath after, PrintStream out) {
    boolean well = true;
    for (Map.Entry<Killer, Job> entry : after.killers().entrySet()) {
      Job job = entry.getValue();
      well &= job.state() == entry.getKey().end();
      out.println(
          entry.getKey()
              + ": "
              + job.state().wireName()
              + job.reason().map(why -> " (" + why.wireName() + ")").orElse("")
              + ", "
              + job.crashes()
              + " crashes, "
              + after.loneDeathsOf(job)
              + " while alone");
    }
    long completed =
        after.bystanders().stream().filter(job -> job.state() == JobState.COMPLETED).count();
    long quarantined =
        after.bystanders().stream()
            .filter(job -> job.reason().equals(Optional.of(Reason.QUARANTINED)))
            .count();
    out.println(
        completed
            + " of "
            + after.bystanders().size()
            + " bystanders completed, "
            + quarantined
            + " quarantined; "
            + after.deaths()
            + " processes died");
    return well && completed == after.bystanders().size();
  }

  /// Runs all of it.
  ///
  /// @param folder an empty folder
  /// @param limit how long it may take
  /// @throws IllegalStateException when jobs are left after that
  static Aftermath run(Path folder, int bystanders, int processes, long seed, Duration limit)
      throws Exception {
    Killers killers = new Killers(folder, seed);
    try {
      return killers.run(bystanders, processes, System.nanoTime() + limit.toNanos());
    } finally {
      for (Process process : killers.living) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private Aftermath run(int bystanders, int processes, long end) throws Exception {
    try (JobStore store = SqliteJobStore.at(database)) {
      // Ends with the store.
      store.wakeups().listen(hint -> news.release());
      Map<JobId, Killer> jobs = submit(store, bystanders);
      while (!isOver(store)) {
        while (living.size() < processes) {
          start();
        }
        if (!news.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new IllegalStateException(
              "jobs are left after " + deaths + " deaths: " + store.lookup().count().totals());
        }
        news.drainPermits();
        bury();
      }
      for (Process process : living) {
        process.getOutputStream().close();
        process.waitFor();
      }
      return aftermath(store, jobs);
    }
  }

  /// Gives all jobs, in the order of their submission; bystanders have no killer's name
  private Map<JobId, Killer> submit(JobStore store, int bystanders) {
    JobIds ids = new JobIds(SystemTime.SYSTEM, Chance.system());
    Map<JobId, Killer> killers = new LinkedHashMap<>();
    List<JobSpec> specs = new ArrayList<>();
    for (int i = 0; i < bystanders; i++) {
      specs.add(spec(ids, Endangered.BYSTANDER, i));
    }
    for (Killer killer : Killer.values()) {
      JobSpec spec = spec(ids, killer.type(), 0);
      killers.put(spec.id(), killer);
      specs.add(random.nextInt(specs.size() + 1), spec);
    }
    store.admission().admit(List.of(new AdmitGroup(JobType.DEFAULT_QUEUE, specs)));
    return killers;
  }

  private static JobSpec spec(JobIds ids, JobType<Integer, ?> type, int number) {
    JobSpec.Builder spec =
        JobSpec.builder(ids.next(), type.name(), Content.json(Integer.toString(number)));
    type.timeout().ifPresent(spec::timeout);
    return spec.maxAttempts(type.retry().maxAttempts()).build();
  }

  private static boolean isOver(JobStore store) {
    return store.lookup().count().totals().stream().allMatch(total -> total.state().isEnd());
  }

  private void start() throws IOException {
    int number = ++started;
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Endangered.class.getName(),
                database.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("process-" + number + ".out").toFile())
            .start();
    living.add(process);
    CompletableFuture<Void> unusedNotice = process.onExit().thenRun(news::release);
  }

  private void bury() {
    int before = living.size();
    living.removeIf(process -> !process.isAlive());
    deaths += before - living.size();
  }

  private Aftermath aftermath(JobStore store, Map<JobId, Killer> killers) {
    Map<Killer, Job> guilty = new LinkedHashMap<>();
    List<Job> bystanders = new ArrayList<>();
    Map<JobId, List<Attempt>> attempts = new LinkedHashMap<>();
    for (Job job : Sight.allJobs(store.lookup()).values()) {
      attempts.put(job.id(), store.lookup().attempts(job.id()));
      Killer killer = killers.get(job.id());
      if (killer == null) {
        bystanders.add(job);
      } else {
        guilty.put(killer, job);
      }
    }
    return new Aftermath(guilty, bystanders, attempts, deaths);
  }
}
