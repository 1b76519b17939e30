package dev.jobmill.torture;

import dev.jobmill.torture.Ledger.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All ledgers together.
final class Evidence {
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Entry.What, Map<String, Integer>> times = new EnumMap<>(Entry.What.class);

  static Evidence read(Path folder) throws IOException {
    Evidence evidence = new Evidence();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".ledger")).toList()) {
        String process = file.getFileName().toString().replace(".ledger", "");
        for (String line : Files.readString(file).split("\n", -1)) {
          // A kill may cut the last line off.
          if (line.split(" ", -1).length == 4) {
            evidence.add(Entry.parse(process, line));
          }
        }
      }
    }
    evidence.entries.sort(Comparator.comparingLong(Entry::atMillis));
    return evidence;
  }

  private void add(Entry entry) {
    entries.add(entry);
    if (entry.what() != Entry.What.CALLED && entry.what() != Entry.What.ANSWERED) {
      times
          .computeIfAbsent(entry.what(), what -> new LinkedHashMap<>())
          .merge(entry.subject(), 1, Integer::sum);
    }
  }

  /// The jobs that were acknowledged.
  Set<String> acknowledged() {
    return times.getOrDefault(Entry.What.ACKED, Map.of()).keySet();
  }

  /// How often this was written of a job.
  int count(Entry.What what, String job) {
    return times.getOrDefault(what, Map.of()).getOrDefault(job, 0);
  }

  boolean has(Entry.What what, String job) {
    return count(what, job) > 0;
  }

  long count(Entry.What what) {
    return entries.stream().filter(entry -> entry.what() == what).count();
  }

  /// Jobs of which more completions were accepted than people asked for, with what happened.
  List<String> completedTwice() {
    Map<String, Set<String>> accepted = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.what() == Entry.What.ACCEPTED) {
        accepted
            .computeIfAbsent(entry.subject(), job -> new LinkedHashSet<>())
            .add("run " + entry.run() + " of process " + entry.process());
      }
    }
    List<String> twice = new ArrayList<>();
    accepted.forEach((job, runs) -> {
      if (runs.size() > 1 + count(Entry.What.RETRY, job)) {
        twice.add("job " + job + " was completed by " + String.join(" and by ", runs));
      }
    });
    return twice;
  }

  /// Runs that began while the run before them was still going on in a living process.
  ///
  /// @param deaths when each process was killed
  List<String> startedBesideTheLiving(Map<String, Long> deaths) {
    List<String> beside = new ArrayList<>();
    Map<String, Map<Integer, Entry>> starts = new HashMap<>();
    Map<String, Long> ends = new HashMap<>();
    for (Entry entry : entries) {
      String run = entry.subject() + "/" + entry.run();
      switch (entry.what()) {
        case STARTED ->
            starts.computeIfAbsent(entry.subject(), job -> new TreeMap<>()).put(entry.run(), entry);
        case DONE, YIELDED -> ends.putIfAbsent(run, entry.atMillis());
        default -> {
          // Says nothing about when a run was going on.
        }
      }
    }
    starts.forEach((job, runs) -> {
      Entry before = null;
      for (Entry start : runs.values()) {
        if (before != null) {
          long over =
              Math.min(
                  ends.getOrDefault(job + "/" + before.run(), Long.MAX_VALUE),
                  deaths.getOrDefault(before.process(), Long.MAX_VALUE));
          if (over > start.atMillis()) {
            beside.add(
                "run "
                    + start.run()
                    + " of job "
                    + job
                    + " began in process "
                    + start.process()
                    + " while run "
                    + before.run()
                    + " was going on in "
                    + before.process());
          }
        }
        before = start;
      }
    });
    return beside;
  }

  /// What the killed processes were doing: how many died inside of which call of the store, and how
  /// many with runs in flight.
  Map<String, Integer> deathbeds(Set<String> killed) {
    Map<String, Map<String, Integer>> open = new HashMap<>();
    Map<String, Integer> inFlight = new HashMap<>();
    for (Entry entry : entries) {
      switch (entry.what()) {
        case CALLED ->
            open.computeIfAbsent(entry.process(), p -> new HashMap<>())
                .merge(entry.subject(), 1, Integer::sum);
        case ANSWERED ->
            open.computeIfAbsent(entry.process(), p -> new HashMap<>())
                .merge(entry.subject(), -1, Integer::sum);
        case STARTED -> inFlight.merge(entry.process(), 1, Integer::sum);
        case ACCEPTED, REFUSED, YIELDED -> inFlight.merge(entry.process(), -1, Integer::sum);
        default -> {
          // Neither a call nor a run.
        }
      }
    }
    Map<String, Integer> deathbeds = new TreeMap<>();
    for (String process : killed) {
      open.getOrDefault(process, Map.of())
          .forEach((operation, calls) -> {
            if (calls > 0) {
              deathbeds.merge("inside " + operation, 1, Integer::sum);
            }
          });
      if (inFlight.getOrDefault(process, 0) > 0) {
        deathbeds.merge("with runs in flight", 1, Integer::sum);
      }
    }
    return deathbeds;
  }
}
