package dev.jobmill.cli;

import dev.jobmill.job.JobId;
import java.util.List;

/// How it is said that the store does not know a job.
final class Unknown {
  private static final int NAMED_MAX = 5;

  private Unknown() {}

  static Problem problem(List<JobId> ids) {
    List<String> named = ids.stream().limit(NAMED_MAX).map(JobId::toString).toList();
    String more = ids.size() > NAMED_MAX ? " and " + (ids.size() - NAMED_MAX) + " more" : "";
    return new Problem(
        ExitStatus.NOT_ALL_WELL,
        (ids.size() == 1 ? "job " : "jobs ")
            + String.join(", ", named)
            + more
            + (ids.size() == 1 ? " is" : " are")
            + " unknown: 'jobmill list' shows what is in this store");
  }
}
