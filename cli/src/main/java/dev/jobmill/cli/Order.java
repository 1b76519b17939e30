package dev.jobmill.cli;

import dev.jobmill.cli.types.KnownType;
import dev.jobmill.cli.types.Payloads;
import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Submission;
import dev.jobmill.store.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What `run` and `submit` have in common: a type, its payloads, and how the jobs shall be.
final class Order {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec verb;

  @Parameters(
      index = "0",
      paramLabel = "TYPE",
      completionCandidates = Choices.Types.class,
      description = "gcode.analyze, exec, or another.")
  String type = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "INPUT",
      description =
          "gcode.analyze: files, a job for each. exec: after --, a program and its arguments.")
  List<String> inputs = List.of();

  @Option(
      names = "--payload",
      paramLabel = "JSON",
      description = "The payload: JSON, @FILE, or - for JSON lines from standard input.")
  @Nullable String payload;

  @Mixin SubmitOptions options = new SubmitOptions();

  String type() {
    return type;
  }

  /// @throws InvalidRequest when jobs like these can never be submitted
  Prepared prepare(World world) {
    JobType<Content, Content> jobType = world.types().forSubmitting(type);
    UnaryOperator<JobRequest<Content, Content>> how = options.parse();
    // Whatever the payload, the options must fit together.
    String queue = how.apply(JobRequest.of(jobType, Content.json("{}"))).queue();
    Payloads payloads = payloads(world);
    return new Prepared(
        jobType, how, queue, payloads, new Prepared.Bonds(options.after(), options.id != null));
  }

  private Payloads payloads(World world) {
    Optional<KnownType<?, ?>> known = world.types().find(type);
    if (payload != null) {
      if (!inputs.isEmpty()) {
        throw new InvalidRequest(
            "INPUT '" + inputs.getFirst() + "' and --payload contradict each other: give one");
      }
      return Payloads.option(
          payload,
          world.place().folder(),
          world.streams().in(),
          (what, content) -> known.ifPresent(it -> it.checkPayload(what, content)));
    }
    if (known.isPresent()) {
      if (known.get().inputs().onlyAfterDashes()) {
        checkDashes();
      }
      return Payloads.of(known.get().inputs().payloads(inputs, world.place().folder()));
    }
    if (!inputs.isEmpty()) {
      throw new InvalidRequest(
          "job type " + type + " takes no INPUT here: give its payload with --payload");
    }
    return Payloads.of(List.of(Content.json("{}")));
  }

  /// Words on both sides of `--` would become one program.
  private void checkDashes() {
    if (verb == null) {
      return;
    }
    List<String> all = verb.commandLine().getParseResult().originalArgs();
    int dashes = all.indexOf("--");
    int before = dashes < 0 ? 0 : inputs.size() - (all.size() - dashes - 1);
    if (before > 0) {
      throw new InvalidRequest(
          "'"
              + String.join(" ", inputs.subList(0, before))
              + "' stands before --: write the whole program after it, such as 'jobmill run "
              + type
              + " -- ls -l'");
    }
  }

  /// Jobs that are ready to be submitted.
  ///
  /// @param type their type
  /// @param how what the options say about them
  /// @param queue the queue of all of them
  /// @param payloads one for each
  /// @param bonds what the user names other jobs, and these, by
  record Prepared(
      JobType<Content, Content> type,
      UnaryOperator<JobRequest<Content, Content>> how,
      String queue,
      Payloads payloads,
      Bonds bonds) {
    /// @param after the jobs that they come after
    /// @param hasId whether the user named the id, so that there can be one job only
    record Bonds(List<JobId> after, boolean hasId) {}

    /// Submits all of them, a batch at a time.
    ///
    /// @param each is given each batch when it is in the store
    /// @throws JobRejected when one was refused; batches before it are in the store
    /// @throws Problem when a job that they come after is unknown
    void submit(Session session, Consumer<List<Submission<Content>>> each) {
      List<Dependency> after =
          bonds.after().isEmpty() ? List.of() : Ahead.of(session.store().lookup(), bonds.after());
      boolean hasId = bonds.hasId();
      long submitted = 0;
      int size = hasId ? 2 : Admission.GROUP_SIZE_MAX;
      boolean any = false;
      for (List<Content> batch = payloads.next(size);
          !batch.isEmpty();
          batch = payloads.next(size)) {
        if (hasId && (any || batch.size() > 1)) {
          throw new InvalidRequest("--id names one job, but there are more: leave it out");
        }
        any = true;
        List<JobRequest<Content, Content>> requests = new ArrayList<>();
        for (Content content : batch) {
          JobRequest<Content, Content> request = how.apply(JobRequest.of(type, content));
          for (Dependency dependency : after) {
            request = request.after(dependency);
          }
          requests.add(request);
        }
        List<Submission<Content>> answers = session.client().submitAll(requests);
        for (Submission<Content> answer : answers) {
          if (answer instanceof Submission.Rejected<Content> rejected) {
            throw JobRejected.of(rejected.why(), rejected.message() + stay(submitted));
          }
        }
        submitted += answers.size();
        each.accept(answers);
      }
      if (!any) {
        session.note("standard input had no line, so no job was submitted");
      }
    }

    private static String stay(long submitted) {
      return submitted == 0 ? "" : "; " + submitted + " jobs before it were submitted and stay";
    }
  }
}
