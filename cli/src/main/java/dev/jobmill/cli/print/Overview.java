package dev.jobmill.cli.print;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.wire.JobJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A store at one moment: how many jobs there are, its queues and workers, and what runs.
///
/// @param now the moment
/// @param counts how many jobs, by queue, type and state
/// @param queues all queues, by name
/// @param workers the workers that are there, oldest first
/// @param running some of the running jobs
public record Overview(
    Instant now,
    Counts counts,
    List<QueueInfo> queues,
    List<WorkerInfo> workers,
    List<Job> running) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// One JSON object.
  public String json() {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("at", JobJson.time(now));
    node.set("counts", MAPPER.readTree(new CountsPage(counts, workers, now).json()));
    ArrayNode queueNodes = node.putArray("queues");
    queues.forEach(queue -> queueNodes.add(MAPPER.readTree(QueueTable.json(queue))));
    ArrayNode workerNodes = node.putArray("workers");
    workers.forEach(worker -> put(workerNodes.addObject(), worker));
    ArrayNode jobNodes = node.putArray("running");
    running.forEach(job -> jobNodes.add(MAPPER.readTree(JobJson.of(job))));
    return node.toString();
  }

  private void put(ObjectNode node, WorkerInfo worker) {
    node.put("id", worker.id());
    node.put("host", worker.host());
    node.put("pid", worker.pid());
    node.put("slots", worker.slots());
    node.put("running", runningOf(worker));
    ArrayNode served = node.putArray("queues");
    worker.queues().forEach(served::add);
    node.put("startedAt", JobJson.time(worker.startedAt()));
  }

  /// Lines for people.
  ///
  /// @param columns how wide they may be
  /// @param rows how many there may be
  public List<String> lines(Style style, int columns, int rows) {
    List<String> lines = new ArrayList<>();
    lines.add(OneLine.of(states(), columns));
    lines.add(OneLine.of(rates(), columns));
    lines.add("");
    lines.addAll(queueLines(style, columns));
    lines.add("");
    lines.addAll(workerLines(style, columns));
    lines.add("");
    lines.addAll(runningLines(style, columns));
    if (lines.size() <= rows) {
      return List.copyOf(lines);
    }
    List<String> cut = new ArrayList<>(lines.subList(0, Math.max(0, rows - 1)));
    cut.add(style.faint("… " + (lines.size() - cut.size()) + " more lines"));
    return List.copyOf(cut);
  }

  private String states() {
    return Stream.of(JobState.values())
        .map(state -> counts.of(state) + " " + state.wireName())
        .collect(Collectors.joining("  "));
  }

  private String rates() {
    Counts.Rate minute = counts.lastMinute();
    String rates =
        "last minute: " + minute.submitted() + " submitted, " + minute.ended() + " ended";
    return counts.oldestQueued().entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .map(oldest ->
            rates + "; oldest waiting: " + age(oldest.getValue()) + " in queue " + oldest.getKey())
        .orElse(rates);
  }

  private List<String> queueLines(Style style, int columns) {
    Map<String, Map<JobState, Long>> byQueue =
        counts.totals().stream()
            .collect(
                Collectors.groupingBy(
                    Counts.Total::queue,
                    Collectors.groupingBy(
                        Counts.Total::state, Collectors.summingLong(Counts.Total::jobs))));
    Table table = table(style, columns, "QUEUE", "PENDING", "QUEUED", "RUNNING", "OLDEST", "STATE");
    for (QueueInfo queue : queues) {
      Map<JobState, Long> jobs = byQueue.getOrDefault(queue.name(), Map.of());
      Instant oldest = counts.oldestQueued().get(queue.name());
      row(
          table,
          queue.name(),
          number(jobs, JobState.PENDING),
          number(jobs, JobState.QUEUED),
          Long.toString(
              jobs.getOrDefault(JobState.PROCESSING, 0L)
                  + jobs.getOrDefault(JobState.CANCELLING, 0L)),
          oldest == null ? "" : age(oldest),
          queue.paused() ? "paused" : "open");
    }
    return queues.isEmpty() ? List.of(style.faint("no queues")) : table.lines();
  }

  private static String number(Map<JobState, Long> jobs, JobState state) {
    return Long.toString(jobs.getOrDefault(state, 0L));
  }

  private List<String> workerLines(Style style, int columns) {
    Table table = table(style, columns, "WORKER", "PROCESS", "RUNNING", "SINCE", "QUEUES");
    for (WorkerInfo worker : workers) {
      row(
          table,
          shortId(worker.id()),
          worker.pid() + "@" + worker.host(),
          runningOf(worker) + "/" + worker.slots(),
          age(worker.startedAt()),
          worker.queues().isEmpty() ? "all" : String.join(",", worker.queues()));
    }
    return workers.isEmpty() ? List.of(style.faint("no workers")) : table.lines();
  }

  private long runningOf(WorkerInfo worker) {
    return running.stream()
        .filter(job -> job.worker().filter(worker.id()::equals).isPresent())
        .count();
  }

  private List<String> runningLines(Style style, int columns) {
    Table table = table(style, columns, "JOB", "TYPE", "QUEUE", "WORKER", "TRY", "FOR", "PROGRESS");
    running.stream()
        .sorted(Comparator.comparing(job -> job.startedAt().orElse(job.submittedAt())))
        .forEach(job ->
            row(
                table,
                job.id().toString(),
                job.type(),
                job.queue(),
                job.worker().map(Overview::shortId).orElse(""),
                job.attempt() + "/" + job.maxAttempts(),
                age(job.startedAt().orElse(job.submittedAt())),
                job.state() == JobState.CANCELLING
                    ? job.state().wireName()
                    : job.progress().map(JobTable::progress).orElse("")));
    return running.isEmpty() ? List.of(style.faint("nothing runs")) : table.lines();
  }

  /// The end of an id tells two of them apart; its beginning is a time.
  private static String shortId(String id) {
    return "…" + id.substring(id.lastIndexOf('-') + 1);
  }

  private String age(Instant since) {
    return Spans.of(Duration.between(since, now));
  }

  private static Table table(Style style, int columns, String... heading) {
    Table table = new Table(columns);
    table.row(Stream.of(heading).map(name -> new Table.Cell(name, style::heading)).toList());
    return table;
  }

  private static void row(Table table, String... cells) {
    table.row(Stream.of(cells).map(Table.Cell::of).toList());
  }
}
