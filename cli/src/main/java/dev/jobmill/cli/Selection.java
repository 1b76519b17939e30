package dev.jobmill.cli;

import dev.jobmill.cli.settings.WholeNumber;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The jobs that an act is meant for: named ones, or all that filters find.
final class Selection {
  private static final int LIMIT_MAX = 999_999_999;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "The jobs.")
  List<String> ids = List.of();

  @Option(
      names = "--all",
      description = "All jobs that the filters below find, instead of named ones.")
  boolean all;

  @Mixin Filters filters = new Filters();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "With --all: only the newest so many of them.")
  @Nullable String limit;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask, even when it is more than one on a terminal.")
  boolean yes;

  /// @throws InvalidRequest when it is not clear which jobs are meant
  Chosen parse(World world) {
    if (!all && (filters.any() || limit != null)) {
      throw new InvalidRequest(
          "filters choose nothing by themselves: add --all to mean all jobs that they find");
    }
    if (all && !ids.isEmpty()) {
      throw new InvalidRequest("an ID and --all contradict each other: give one of them");
    }
    if (!all && ids.isEmpty()) {
      throw new InvalidRequest("no ID was given: name jobs, or use --all with or without filters");
    }
    if (!all) {
      return new Chosen.Named(Ids.parse(ids));
    }
    Integer most =
        limit == null ? null : (Integer) WholeNumber.parse("--limit", limit, 1, LIMIT_MAX);
    return new Chosen.Found(filters.parse(world.time().now()), most);
  }

  /// What was chosen.
  sealed interface Chosen {
    /// These.
    record Named(List<JobId> ids) implements Chosen {}

    /// Those that a filter finds.
    ///
    /// @param most only the newest so many; null for all
    record Found(JobFilter filter, @Nullable Integer most) implements Chosen {}
  }
}
