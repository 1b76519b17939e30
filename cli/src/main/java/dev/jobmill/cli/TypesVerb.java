package dev.jobmill.cli;

import dev.jobmill.cli.print.QueueTable;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Queues.TypeInfo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lists job types, and lets them rest or go on.
@Command(
    name = "types",
    description = {
      "List the types that jobs have had; or pause NAME, resume NAME.",
      "Jobs of a type that is paused are taken in, and none of them is started."
    })
final class TypesVerb implements Verb {
  @Parameters(
      arity = "0..2",
      paramLabel = "ACT",
      completionCandidates = Choices.TypeActs.class,
      description = "pause NAME or resume NAME.")
  List<String> words = List.of();

  @Override
  public Deed prepare(World world) {
    Asked asked = Asked.parse("types", "job type", false, words);
    return session -> run(session, asked);
  }

  private static int run(Session session, Asked asked) {
    Queues queues = session.store().queues();
    switch (asked) {
      case Asked.Listing listing -> list(session, queues.types());
      case Asked.Pause(String name, boolean paused) -> {
        boolean known = queues.types().stream().anyMatch(type -> type.name().equals(name));
        if (!known && !session.world().types().names().contains(name)) {
          session.note("job type " + name + " is new: no job has had it so far");
        }
        queues.pauseType(name, paused);
        tell(session, name, paused);
      }
      case Asked.Limit limit -> throw new IllegalStateException("a type has no limit");
    }
    return ExitStatus.OK;
  }

  private static void list(Session session, List<TypeInfo> types) {
    if (session.json()) {
      types.forEach(type -> session.output().line(QueueTable.json(type)));
    } else {
      new QueueTable(session.world().terminal(), session.style())
          .types(types)
          .forEach(session.output()::line);
    }
  }

  private static void tell(Session session, String name, boolean paused) {
    if (session.json()) {
      session.output().line(QueueTable.json(new TypeInfo(name, paused)));
    } else {
      session.output().line("job type " + name + (paused ? " paused" : " goes on"));
    }
  }
}
