package dev.jobmill.cli;

import dev.jobmill.cli.print.ScheduleTable;
import dev.jobmill.cli.settings.StoreUrl;
import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.job.RecurringJobs;
import dev.jobmill.job.Submission;
import dev.jobmill.wire.JobJson;
import dev.jobmill.wire.RecurrenceJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lists recurring jobs, adds and changes them, lets them rest and go on.
@Command(
    name = "schedules",
    description = {
      "List recurring jobs; add NAME TYPE [INPUT...] with --cron, --every or --at; or show, pause,"
          + " resume, run, remove NAME.",
      "Adding one that is there changes it. Workers of the store make the jobs: while none is there,"
          + " nothing is made."
    })
final class SchedulesVerb implements Verb {
  private static final int SHOWN = 3;
  private static final int SHOWN_ALONE = 10;
  private static final int PAGE = 1_000;

  @Spec @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "ACT",
      completionCandidates = Choices.ScheduleActs.class,
      description = "add NAME TYPE [INPUT...], show, pause, resume, run or remove NAME.")
  List<String> words = List.of();

  @Mixin RecurringOptions options = new RecurringOptions();

  @Override
  public Deed prepare(World world) {
    String act = words.isEmpty() ? "" : words.getFirst();
    if (act.equals("add")) {
      return prepareAdd(world);
    }
    options.requireNone(act.isEmpty() ? "without add" : act);
    if (act.isEmpty()) {
      return SchedulesVerb::list;
    }
    if (!List.of("show", "pause", "resume", "run", "remove").contains(act)) {
      throw new InvalidRequest(
          "schedules '" + act + "' is unknown: use add, show, pause, resume, run or remove NAME");
    }
    if (words.size() != 2) {
      throw new InvalidRequest(
          "schedules "
              + act
              + (words.size() < 2 ? " says too little" : " says too much")
              + ": write schedules "
              + act
              + " NAME");
    }
    String name = RecurringJob.checkName(words.get(1));
    return switch (act) {
      case "show" -> session -> show(session, name);
      case "pause" -> session -> tell(session, name, session.client().schedules().pause(name));
      case "resume" -> session -> tell(session, name, session.client().schedules().resume(name));
      case "run" -> session -> runNow(session, name);
      default -> session -> remove(session, name);
    };
  }

  private Deed prepareAdd(World world) {
    if (words.size() < 3) {
      throw new InvalidRequest(
          "schedules add says too little: write schedules add NAME --cron CRON TYPE, with INPUT"
              + " where the type takes some");
    }
    Order order = new Order();
    order.verb = spec;
    order.type = words.get(2);
    order.inputs = words.subList(3, words.size());
    order.payload = options.payload;
    order.options = options.ofEachJob();
    Order.Prepared jobs = order.prepare(world);
    List<Content> payloads = jobs.payloads().next(2);
    if (payloads.size() != 1) {
      throw new InvalidRequest(
          "a schedule makes one job each time, and "
              + (payloads.isEmpty() ? "no payload was" : "more than one payload were")
              + " given: add a schedule for each");
    }
    JobRequest<Content, Content> request =
        jobs.how().apply(JobRequest.of(jobs.type(), payloads.getFirst()));
    RecurringJob<Content, Content> job = options.job(words.get(1), request);
    Recurrence.Rules rules = job.rules();
    if (rules.firstAfter(rules.readSchedule(), world.time().now()).isEmpty()) {
      throw new InvalidRequest(
          "schedule "
              + job.name()
              + " would never run: its last instant has passed, give a later"
              + " one");
    }
    return session -> add(session, job);
  }

  private static int add(Session session, RecurringJob<Content, Content> job) {
    String type = job.request().type().name();
    if (session.world().types().find(type).isEmpty()) {
      session.note("this program cannot run jobs of type " + type + ": another worker must");
    }
    if (session.settings().store() instanceof StoreUrl.Memory) {
      session.note("memory: forgets its schedules when this command ends: use --store sqlite:PATH");
    }
    return tell(session, job.name(), Optional.of(session.client().schedules().put(job)));
  }

  private static int list(Session session) {
    RecurringJobs schedules = session.client().schedules();
    List<Recurrence> all = new ArrayList<>();
    List<Recurrence> page = schedules.list(null, PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = schedules.list(all.getLast().name(), PAGE);
    }
    if (session.json()) {
      all.forEach(one -> session.output().line(RecurrenceJson.of(one, one.next(SHOWN))));
    } else {
      table(session).lines(all, SHOWN).forEach(session.output()::line);
    }
    return ExitStatus.OK;
  }

  private static ScheduleTable table(Session session) {
    return new ScheduleTable(session.world().terminal(), session.style());
  }

  private static int show(Session session, String name) {
    Recurrence schedule = known(name, session.client().schedules().find(name));
    List<Job> past = session.client().schedules().past(name, SHOWN_ALONE);
    if (session.json()) {
      session.output().line(RecurrenceJson.of(schedule, schedule.next(SHOWN_ALONE), past));
    } else {
      table(session).page(schedule, SHOWN_ALONE, past).forEach(session.output()::line);
    }
    return ExitStatus.OK;
  }

  private static Recurrence known(String name, Optional<Recurrence> found) {
    return found.orElseThrow(() -> unknown(name));
  }

  private static Problem unknown(String name) {
    return new Problem(
        ExitStatus.NOT_ALL_WELL,
        "schedule " + name + " is unknown: 'jobmill schedules' lists those that are there");
  }

  private static int tell(Session session, String name, Optional<Recurrence> found) {
    Recurrence schedule = known(name, found);
    session
        .output()
        .line(
            session.json()
                ? RecurrenceJson.of(schedule, schedule.next(SHOWN))
                : ScheduleTable.line(schedule));
    return ExitStatus.OK;
  }

  private static int runNow(Session session, String name) {
    Submission<Object> answer =
        session.client().schedules().runNow(name).orElseThrow(() -> unknown(name));
    JobId id =
        switch (answer) {
          case Submission.Admitted<Object> admitted -> admitted.handle().id();
          case Submission.Duplicate<Object> duplicate -> {
            session.note(
                "job "
                    + duplicate.handle().id()
                    + " of this schedule has not ended, nothing was"
                    + " changed");
            yield duplicate.handle().id();
          }
          case Submission.Rejected<Object> rejected ->
              throw JobRejected.of(rejected.why(), rejected.message());
        };
    if (session.json()) {
      Ids.find(session.store().lookup(), List.of(id))
          .values()
          .forEach(job -> session.output().line(JobJson.of(job)));
    } else {
      session.output().line(id.toString());
    }
    return ExitStatus.OK;
  }

  private static int remove(Session session, String name) {
    Recurrence schedule = known(name, session.client().schedules().find(name));
    if (!session.client().schedules().remove(name)) {
      throw unknown(name);
    }
    if (schedule.state().definedBy() == DefinedBy.CODE) {
      session.note(
          "schedule "
              + name
              + " comes back when the program that has it in its code starts: pause"
              + " it instead, or remove it there");
    }
    session
        .output()
        .line(
            session.json()
                ? RecurrenceJson.of(schedule, List.of())
                : "schedule " + name + " removed; jobs that it made stay");
    return ExitStatus.OK;
  }
}
