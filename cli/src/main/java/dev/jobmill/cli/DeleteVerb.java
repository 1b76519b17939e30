package dev.jobmill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Forgets ended jobs.
@Command(
    name = "delete",
    description = "Forget ended jobs, with their log, result and attachments.")
final class DeleteVerb implements Verb {
  @Mixin Selection selection = new Selection();

  @Override
  public Deed prepare(World world) {
    Selection.Chosen chosen = selection.parse(world);
    return session -> Act.DELETE.on(chosen, selection.yes, session);
  }
}
