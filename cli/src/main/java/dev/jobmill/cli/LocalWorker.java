package dev.jobmill.cli;

import dev.jobmill.Jobmill;
import dev.jobmill.JobmillBuilder;
import dev.jobmill.cli.progress.RunWatch;
import dev.jobmill.cli.progress.WatchedHandler;
import dev.jobmill.cli.types.KnownType;
import dev.jobmill.process.ProgramOutput;
import java.util.Collection;
import java.util.function.Consumer;

/// Starts the worker of this process.
final class LocalWorker {
  private LocalWorker() {}

  /// A worker over the session's store that runs every known type.
  ///
  /// @param queues what it serves; empty for all
  /// @param watch is told of its runs
  /// @param output is given what programs print
  static Jobmill start(
      Session session, Collection<String> queues, RunWatch watch, ProgramOutput output) {
    return start(
        session,
        builder -> {
          builder.queues(queues);
          session.settings().slots().ifPresent(builder::slots);
        },
        watch,
        output);
  }

  /// The same with pools of one's own.
  ///
  /// @param pools says which
  static Jobmill start(
      Session session, Consumer<JobmillBuilder> pools, RunWatch watch, ProgramOutput output) {
    JobmillBuilder builder = Jobmill.open(session.store());
    pools.accept(builder);
    session.settings().processingTimeout().ifPresent(builder::processingTimeout);
    session.world().types().all().forEach(type -> handle(builder, type, watch, output));
    return builder.start();
  }

  private static <P, R> void handle(
      JobmillBuilder builder, KnownType<P, R> type, RunWatch watch, ProgramOutput output) {
    builder.handle(
        type.type(), new WatchedHandler<>(type.handlers().apply(output), type.label(), watch));
  }
}
