package dev.jobmill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Puts ended jobs back into their queues.
@Command(name = "retry", description = "Put ended jobs back into their queues.")
final class RetryVerb implements Verb {
  @Mixin Selection selection = new Selection();

  @Override
  public Deed prepare(World world) {
    Selection.Chosen chosen = selection.parse(world);
    return session -> Act.RETRY.on(chosen, selection.yes, session);
  }
}
