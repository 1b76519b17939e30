package dev.jobmill.cli;

import dev.jobmill.cli.print.QueueTable;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Queues.QueueInfo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lists queues, and lets them rest, go on, or take in less.
@Command(
    name = "queues",
    description = {
      "List queues; or pause NAME, resume NAME, limit NAME N|none.",
      "A queue that is paused takes jobs in, and none of them is started."
    })
final class QueuesVerb implements Verb {
  @Parameters(
      arity = "0..3",
      paramLabel = "ACT",
      completionCandidates = Choices.QueueActs.class,
      description = "pause NAME, resume NAME, or limit NAME N (none for no limit).")
  List<String> words = List.of();

  @Override
  public Deed prepare(World world) {
    Asked asked = Asked.parse("queues", "queue", true, words);
    return session -> run(session, asked);
  }

  private static int run(Session session, Asked asked) {
    Queues queues = session.store().queues();
    switch (asked) {
      case Asked.Listing listing -> list(session, queues.queues());
      case Asked.Pause(String name, boolean paused) -> {
        noteNew(session, name);
        queues.pauseQueue(name, paused);
        tell(session, name, paused ? "paused" : "goes on");
      }
      case Asked.Limit(String name, Long limit) -> {
        noteNew(session, name);
        queues.limitQueue(name, limit);
        tell(session, name, limit == null ? "has no limit" : "takes in up to " + limit);
      }
    }
    return ExitStatus.OK;
  }

  private static void list(Session session, List<QueueInfo> queues) {
    if (session.json()) {
      queues.forEach(queue -> session.output().line(QueueTable.json(queue)));
    } else {
      new QueueTable(session.world().terminal(), session.style())
          .queues(queues)
          .forEach(session.output()::line);
    }
  }

  /// A name that was mistyped makes a queue as well.
  private static void noteNew(Session session, String name) {
    if (session.store().queues().queues().stream().noneMatch(it -> it.name().equals(name))) {
      session.note("queue " + name + " is new: it held no job so far");
    }
  }

  private static void tell(Session session, String name, String how) {
    if (session.json()) {
      list(
          session,
          session.store().queues().queues().stream().filter(it -> it.name().equals(name)).toList());
    } else {
      session.output().line("queue " + name + " " + how);
    }
  }
}
