package dev.jobmill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Asks for jobs to be cancelled.
@Command(name = "cancel", description = "Cancel jobs; running ones are asked to stop.")
final class CancelVerb implements Verb {
  @Mixin Selection selection = new Selection();

  @Override
  public Deed prepare(World world) {
    Selection.Chosen chosen = selection.parse(world);
    return session -> Act.CANCEL.on(chosen, selection.yes, session);
  }
}
