package dev.jobmill.notice;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobNotice;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Lookup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out what really became of runs that did not complete. A run whose job was cancelled before
/// it heard of it reports a failure or the like, and only the store knows that it ended
/// `CANCELLED`.
final class CancelCheck {
  private static final Logger LOG = LoggerFactory.getLogger(CancelCheck.class);

  private final Lookup lookup;

  CancelCheck(Lookup lookup) {
    this.lookup = lookup;
  }

  /// The notices with what really happened, in the same order. Those that are in doubt are looked
  /// up together; when the store is away, they are told as they are.
  List<JobNotice> settled(List<JobNotice> notices) {
    Set<JobId> inDoubt =
        notices.stream()
            .filter(CancelCheck::isInDoubt)
            .map(notice -> notice.job().id())
            .collect(Collectors.toSet());
    if (inDoubt.isEmpty()) {
      return notices;
    }
    try {
      Map<JobId, Job> found = lookup.find(inDoubt);
      return notices.stream().map(notice -> settled(notice, found.get(notice.job().id()))).toList();
    } catch (RuntimeException away) {
      LOG.debug("whether runs were cancelled is not known: {}", away.getMessage());
      return notices;
    }
  }

  private JobNotice settled(JobNotice notice, @Nullable Job now) {
    boolean cancelled =
        isInDoubt(notice)
            && now != null
            && now.state() == JobState.CANCELLED
            && lookup.attempts(notice.job().id()).stream()
                .anyMatch(attempt ->
                    attempt.run() == notice.job().run()
                        && attempt.outcome() == Attempt.Outcome.CANCELLED);
    return cancelled ? new JobNotice.Cancelled(notice.job(), notice.at()) : notice;
  }

  private static boolean isInDoubt(JobNotice notice) {
    return switch (notice) {
      case JobNotice.Failed failed -> true;
      case JobNotice.TimedOut timedOut -> true;
      case JobNotice.Retrying retrying -> true;
      case JobNotice.Snoozed snoozed -> true;
      case JobNotice.GivenBack givenBack -> true;
      default -> false;
    };
  }
}
