package dev.jobmill.cli;

import dev.jobmill.cli.print.CountsPage;
import picocli.CommandLine.Command;

/// Tells how many jobs there are and how they move.
@Command(
    name = "stats",
    description = "Count jobs by state, queue and type; oldest waiting; rates; slots of workers.")
final class StatsVerb implements Verb {
  @Override
  public Deed prepare(World world) {
    return StatsVerb::run;
  }

  private static int run(Session session) {
    CountsPage page =
        new CountsPage(
            session.store().lookup().count(),
            session.store().registries().workers(),
            session.world().time().now());
    if (session.json()) {
      session.output().line(page.json());
    } else {
      page.lines(session.style()).forEach(session.output()::line);
    }
    return ExitStatus.OK;
  }
}
