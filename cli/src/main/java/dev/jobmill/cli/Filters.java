package dev.jobmill.cli;

import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Names;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which jobs are meant, as far as options say it.
final class Filters {
  private static final String EVERY = "Only jobs ";

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      completionCandidates = Choices.States.class,
      description = EVERY + "in these states.")
  List<String> states = List.of();

  @Option(names = "--type", paramLabel = "TYPE", description = EVERY + "of this type.")
  @Nullable String type;

  @Option(names = "--queue", paramLabel = "QUEUE", description = EVERY + "of this queue.")
  @Nullable String queue;

  @Option(names = "--tag", paramLabel = "TAG", description = EVERY + "with this tag.")
  @Nullable String tag;

  @Option(
      names = "--since",
      paramLabel = "D",
      description = EVERY + "submitted so long ago at most (2h), or since an instant.")
  @Nullable String since;

  /// Whether any was given.
  boolean any() {
    return !states.isEmpty() || type != null || queue != null || tag != null || since != null;
  }

  /// @param now what `--since` counts back from
  /// @throws dev.jobmill.job.InvalidRequest when one is malformed
  JobFilter parse(Instant now) {
    JobFilter filter = JobFilter.ALL;
    if (!states.isEmpty()) {
      filter = filter.states(EnumSet.copyOf(states.stream().map(JobState::parse).toList()));
    }
    if (type != null) {
      filter = filter.type(Names.check("job type", type));
    }
    if (queue != null) {
      filter = filter.queue(Names.check("queue", queue));
    }
    if (tag != null) {
      filter = filter.tag(Names.check("tag", tag));
    }
    return since == null ? filter : filter.since(Instants.parseSince("--since", since, now));
  }
}
