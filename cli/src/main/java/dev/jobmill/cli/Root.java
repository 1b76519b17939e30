package dev.jobmill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/// The command without a verb.
@Command(
    name = "jobmill",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = false,
    description = "Background jobs from the command line.",
    synopsisHeading = "Usage: ",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n")
final class Root {
  @Mixin final GlobalOptions options;

  Root(GlobalOptions options) {
    this.options = options;
  }
}
