package dev.jobmill.torture;

import dev.jobmill.torture.Victim.Mode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Kills processes at random moments, over and over, and judges what is left.
public final class Torture {
  private static final int PROCESSES = 3;

  private final Plan plan;
  private final Path folder;
  private final PrintStream out;
  private final SplittableRandom random;
  private final List<Living> living = new ArrayList<>();
  private final Map<String, Long> deaths = new HashMap<>();
  private int started;

  private Torture(Plan plan, Path folder, PrintStream out) {
    this.plan = plan;
    this.folder = folder;
    this.out = out;
    this.random = new SplittableRandom(plan.seed());
  }

  /// Settings are system properties, set by the script `run`: `cycles`, `seconds`, `seed`, `mode`,
  /// `fault`.
  public static void main(String[] args) throws Exception {
    Plan plan =
        new Plan(
            Integer.getInteger("cycles", 100),
            Duration.ofSeconds(Long.getLong("seconds", 600)),
            Long.getLong("seed", System.nanoTime()),
            Mode.valueOf(System.getProperty("mode", "KILL")),
            PlantedFault.valueOf(System.getProperty("fault", "NONE")));
    List<String> violations = run(plan, System.out);
    System.exit(violations.isEmpty() ? 0 : 1);
  }

  /// Runs the plan and gives what was violated; empty when all is well.
  static List<String> run(Plan plan, PrintStream out) throws Exception {
    Path folder = Files.createTempDirectory("jobmill-torture");
    Torture torture = new Torture(plan, folder, out);
    try {
      return torture.run();
    } finally {
      torture.living.forEach(one -> one.process.destroyForcibly());
      delete(folder);
    }
  }

  private List<String> run() throws Exception {
    out.println("seed " + plan.seed() + ", " + plan);
    long end = System.nanoTime() + plan.limit().toNanos();
    int cycles = 0;
    while (cycles < plan.cycles() && System.nanoTime() < end) {
      while (living.size() < PROCESSES) {
        start();
      }
      pause(random.nextInt(100, 1_200));
      if (plan.mode() == Mode.PAUSE && random.nextInt(2) == 0) {
        stopForAWhile(living.get(random.nextInt(living.size())));
      } else {
        kill(living.remove(random.nextInt(living.size())));
        cycles++;
        if (random.nextInt(10) == 0) {
          // Sometimes nobody is left to notice.
          while (!living.isEmpty()) {
            kill(living.removeLast());
          }
        }
      }
    }
    while (!living.isEmpty()) {
      kill(living.removeLast());
    }
    Judge judge = new Judge(plan, folder, database(), deaths, out);
    List<String> violations = judge.judge();
    out.println(cycles + " cycles, " + deaths.size() + " kills");
    violations.stream().limit(20).forEach(violation -> out.println("VIOLATION: " + violation));
    out.println(
        violations.isEmpty() ? "clean" : violations.size() + " violations, seed " + plan.seed());
    return violations;
  }

  private Path database() {
    return folder.resolve("jobs.db");
  }

  private void start() throws IOException {
    String name = "p" + ++started;
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                database().toString(),
                folder.resolve(name + ".ledger").toString(),
                Long.toString(random.nextLong()),
                plan.mode().name(),
                plan.fault().name())
            .redirectError(folder.resolve(name + ".err").toFile())
            .start();
    // Its first line says that it works; one that is killed before would prove little.
    if (process.inputReader().readLine() == null) {
      throw new IOException(
          "a process died by itself: " + Files.readString(folder.resolve(name + ".err")));
    }
    living.add(new Living(name, process));
  }

  private void kill(Living victim) throws InterruptedException, IOException {
    if (!victim.process.isAlive()) {
      throw new IOException(
          "process "
              + victim.name
              + " died by itself: "
              + Files.readString(folder.resolve(victim.name + ".err")));
    }
    deaths.put(victim.name, System.currentTimeMillis());
    victim.process.destroyForcibly();
    victim.process.waitFor();
  }

  /// Longer than a lease: others take its jobs, and it comes back as if nothing had happened.
  private void stopForAWhile(Living victim) throws IOException, InterruptedException {
    signal("STOP", victim);
    pause(random.nextInt(2_000, 5_000));
    signal("CONT", victim);
  }

  private static void signal(String signal, Living victim)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(victim.process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  private static void pause(int millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private record Living(String name, Process process) {}

  /// What to do.
  ///
  /// @param cycles how many kills, those of all processes at once counted as one
  /// @param limit when to stop although there were fewer
  /// @param seed repeats the same choices (not the same timing)
  /// @param mode what is done to processes
  /// @param fault what is wrong with the store, on purpose
  record Plan(int cycles, Duration limit, long seed, Mode mode, PlantedFault fault) {}
}
