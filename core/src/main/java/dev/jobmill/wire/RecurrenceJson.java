package dev.jobmill.wire;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.Recurrence;
import dev.jobmill.schedule.Cron;
import dev.jobmill.schedule.Every;
import dev.jobmill.schedule.Once;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A recurring job as one JSON object, the same wherever it is shown. What is not known is absent.
public final class RecurrenceJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RecurrenceJson() {}

  /// The recurring job on one line.
  ///
  /// @param next the instants that come next
  public static String of(Recurrence schedule, List<Instant> next) {
    return tree(schedule, next).toString();
  }

  /// The recurring job and jobs that it has made, on one line.
  ///
  /// @param next the instants that come next
  /// @param past jobs that it has made, newest first
  public static String of(Recurrence schedule, List<Instant> next, List<Job> past) {
    ObjectNode node = tree(schedule, next);
    ArrayNode jobs = node.putArray("past");
    past.forEach(job -> jobs.add(JobJson.tree(job)));
    return node.toString();
  }

  private static ObjectNode tree(Recurrence schedule, List<Instant> next) {
    Recurrence.Rules rules = schedule.rules();
    Recurrence.State state = schedule.state();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", schedule.name());
    putSchedule(node, rules);
    node.put("type", schedule.template().type());
    node.put("queue", schedule.template().queue());
    node.put("paused", state.paused());
    ArrayNode instants = node.putArray("next");
    next.forEach(at -> instants.add(JobJson.time(at)));
    if (state.lastFired() != null) {
      node.put("lastFiredAt", JobJson.time(state.lastFired()));
    }
    Recurrence.Skip skip = state.lastSkip();
    if (skip != null) {
      node.putObject("lastSkip").put("at", JobJson.time(skip.at())).put("why", skip.why());
    }
    if (rules.missed().most() < 2) {
      node.put("missed", rules.missed().toString());
    } else {
      node.put("missed", rules.missed().most());
    }
    node.put("overlap", rules.overlap().wireName());
    node.put("jitterSeconds", Durations.seconds(rules.jitter()));
    if (rules.startsAt() != null) {
      node.put("startsAt", JobJson.time(rules.startsAt()));
    }
    if (rules.endsAt() != null) {
      node.put("endsAt", JobJson.time(rules.endsAt()));
    }
    node.put("definedBy", state.definedBy().wireName());
    return node;
  }

  /// One that a newer version has written is told as it is.
  private static void putSchedule(ObjectNode node, Recurrence.Rules rules) {
    try {
      switch (rules.readSchedule()) {
        case Cron cron -> node.put("cron", cron.expression()).put("zone", cron.zone().getId());
        case Every every -> node.put("everySeconds", Durations.seconds(every.interval()));
        case Once once -> node.put("at", JobJson.time(once.at()));
      }
    } catch (InvalidRequest unreadable) {
      node.put("schedule", rules.schedule());
    }
  }
}
