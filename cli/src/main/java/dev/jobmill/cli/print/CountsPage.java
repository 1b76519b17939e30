package dev.jobmill.cli.print;

import dev.jobmill.job.JobState;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.wire.Durations;
import dev.jobmill.wire.JobJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How many jobs there are and how they move, and how busy the workers are.
///
/// @param counts what the store says
/// @param workers those that are there
/// @param now what waiting is counted to
public record CountsPage(Counts counts, List<WorkerInfo> workers, Instant now) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// One JSON object.
  public String json() {
    ObjectNode page = MAPPER.createObjectNode();
    ObjectNode states = page.putObject("states");
    for (JobState state : JobState.values()) {
      states.put(state.wireName(), counts.of(state));
    }
    ObjectNode queues = page.putObject("queues");
    by(Counts.Total::queue).forEach((queue, totals) -> put(queues.putObject(queue), totals));
    ObjectNode types = page.putObject("types");
    by(Counts.Total::type).forEach((type, totals) -> put(types.putObject(type), totals));
    ObjectNode oldest = page.putObject("oldestQueued");
    new TreeMap<>(counts.oldestQueued())
        .forEach((queue, since) -> {
          ObjectNode node = oldest.putObject(queue);
          node.put("since", JobJson.time(since));
          node.put("seconds", Durations.seconds(waited(since)));
        });
    put(page.putObject("lastMinute"), counts.lastMinute());
    put(page.putObject("lastHour"), counts.lastHour());
    ArrayNode there = page.putArray("workers");
    workers.forEach(worker -> WorkerText.put(worker, there.addObject()));
    return page.toString();
  }

  private static void put(ObjectNode node, Map<JobState, Long> totals) {
    totals.forEach((state, jobs) -> node.put(state.wireName(), jobs));
  }

  private static void put(ObjectNode node, Counts.Rate rate) {
    node.put("submitted", rate.submitted());
    node.put("ended", rate.ended());
  }

  /// Lines for people.
  public List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    Table table = new Table(Integer.MAX_VALUE);
    List<Table.Cell> heading = new ArrayList<>();
    heading.add(Table.Cell.of(""));
    for (JobState state : JobState.values()) {
      heading.add(new Table.Cell(state.wireName(), text -> style.state(state, text)));
    }
    table.row(heading);
    row("all jobs", totals(counts.totals()), table);
    by(Counts.Total::queue).forEach((queue, totals) -> row("queue " + queue, totals, table));
    by(Counts.Total::type).forEach((type, totals) -> row("type " + type, totals, table));
    lines.addAll(table.lines());
    counts.oldestQueued().entrySet().stream()
        .min(Comparator.comparing(entry -> entry.getValue()))
        .ifPresent(entry ->
            lines.add(
                "oldest waiting: "
                    + Spans.of(waited(entry.getValue()))
                    + " in queue "
                    + entry.getKey()));
    lines.add("last minute: " + rate(counts.lastMinute()));
    lines.add("last hour: " + rate(counts.lastHour()));
    workers.forEach(worker -> lines.addAll(WorkerText.lines(worker)));
    return lines;
  }

  private static void row(String name, Map<JobState, Long> totals, Table table) {
    List<Table.Cell> cells = new ArrayList<>();
    cells.add(Table.Cell.of(name));
    for (JobState state : JobState.values()) {
      cells.add(Table.Cell.of(Long.toString(totals.getOrDefault(state, 0L))));
    }
    table.row(cells);
  }

  private static String rate(Counts.Rate rate) {
    return rate.submitted() + " submitted, " + rate.ended() + " ended";
  }

  private Duration waited(Instant since) {
    Duration waited = Duration.between(since, now);
    return waited.isNegative() ? Duration.ZERO : waited;
  }

  private Map<String, Map<JobState, Long>> by(Function<Counts.Total, String> key) {
    Map<String, Map<JobState, Long>> groups = new TreeMap<>();
    for (String name : new TreeSet<>(counts.totals().stream().map(key).toList())) {
      groups.put(
          name,
          totals(counts.totals().stream().filter(total -> key.apply(total).equals(name)).toList()));
    }
    return groups;
  }

  private static Map<JobState, Long> totals(List<Counts.Total> totals) {
    Map<JobState, Long> sums = new TreeMap<>();
    totals.forEach(total -> sums.merge(total.state(), total.jobs(), Long::sum));
    return sums;
  }
}
