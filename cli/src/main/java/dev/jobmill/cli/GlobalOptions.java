package dev.jobmill.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every verb has, written before or after it.
final class GlobalOptions {
  @Option(
      names = "--store",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description = "Where jobs are kept: memory: or sqlite:PATH.")
  @Nullable String store;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Settings file; jobmill.properties of the working folder unless given.")
  @Nullable String config;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "One JSON object per line on standard output, and nothing else.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "No progress and no notes on standard error.")
  boolean quiet;

  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours.")
  boolean noColor;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log more, and show the stack trace of an error.")
  boolean verbose;
}
