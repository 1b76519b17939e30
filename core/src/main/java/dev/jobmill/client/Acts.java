package dev.jobmill.client;

import static dev.jobmill.client.Repeats.repeatUnknown;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Lookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What people do to jobs, asked until the answer is known. Each act is given the jobs as they were
/// seen before, so that what a lost answer has changed can be told from what it has not: a second
/// try finds it done. Thread-safe.
final class Acts {
  private final Admission admission;
  private final Lookup lookup;
  private final ActNotices notices;

  Acts(Admission admission, Lookup lookup, Notices notices) {
    this.admission = admission;
    this.lookup = lookup;
    this.notices = new ActNotices(notices);
  }

  List<Acted> cancel(List<Job> jobs, String by) {
    return notices.ofCancel(
        jobs,
        () ->
            settle(
                jobs,
                () -> admission.cancel(keys(jobs), by),
                (before, after) -> isCancel(after.state()) && !isCancel(before.state())));
  }

  private static boolean isCancel(@Nullable JobState state) {
    return state == JobState.CANCELLED || state == JobState.CANCELLING;
  }

  List<Acted> delete(List<Job> jobs) {
    return notices.ofDelete(
        jobs,
        () ->
            settle(
                jobs,
                () -> admission.delete(keys(jobs)),
                (before, after) -> after.state() == null));
  }

  /// A change that is repeated changes nothing more.
  List<Acted> change(List<Job> jobs, Change change, String by) {
    return repeatUnknown(() -> admission.change(keys(jobs), change, by));
  }

  /// @param done whether a job that a second try could not change was changed by the first one
  private static List<Acted> settle(
      List<Job> jobs, Supplier<List<Acted>> operation, BiPredicate<Job, Acted> done) {
    int[] tries = {0};
    List<Acted> answers =
        repeatUnknown(() -> {
          tries[0]++;
          return operation.get();
        });
    if (tries[0] == 1) {
      return answers;
    }
    List<Acted> settled = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      Job before = jobs.get(i);
      Acted after = answers.get(i);
      boolean unseen = !after.changed() && done.test(before, after);
      settled.add(
          unseen ? Acted.changed(after.state() == null ? before.state() : after.state()) : after);
    }
    return settled;
  }

  /// A retry cannot simply be repeated: a job that the first try put back may have ended again
  /// meanwhile. So only those are asked for again that are still at the end that they were at.
  List<Acted> retry(List<Job> jobs, String by) {
    return notices.ofRetry(jobs, () -> retryOnce(jobs, by));
  }

  private List<Acted> retryOnce(List<Job> jobs, String by) {
    Map<JobId, Acted> settled = new HashMap<>();
    List<Job> open = jobs;
    OutcomeUnknown unknown = null;
    for (int tries = 0; tries < Repeats.TRIES; tries++) {
      try {
        if (unknown != null) {
          open = readBack(open, settled);
        }
        if (!open.isEmpty()) {
          List<Acted> answers = admission.retry(keys(open), by);
          for (int i = 0; i < open.size(); i++) {
            settled.put(open.get(i).id(), answers.get(i));
          }
        }
        return jobs.stream().map(job -> Objects.requireNonNull(settled.get(job.id()))).toList();
      } catch (OutcomeUnknown again) {
        unknown = again;
      } catch (StoreUnavailable away) {
        throw unknown == null ? away : unknown;
      }
    }
    throw Objects.requireNonNull(unknown);
  }

  /// @return those whose retry has not taken effect
  private List<Job> readBack(List<Job> jobs, Map<JobId, Acted> settled) {
    Map<JobId, Job> found = lookup.find(jobs.stream().map(Job::id).toList());
    List<Job> open = new ArrayList<>();
    for (Job before : jobs) {
      Job now = found.get(before.id());
      if (now == null) {
        settled.put(before.id(), Acted.UNKNOWN);
      } else if (now.state().isEnd()
          && now.run() == before.run()
          && now.endedAt().equals(before.endedAt())) {
        open.add(before);
      } else if (before.state().isEnd()) {
        settled.put(before.id(), Acted.changed(JobState.QUEUED));
      } else {
        settled.put(before.id(), Acted.tooLate(now.state()));
      }
    }
    return open;
  }

  private static List<JobKey> keys(List<Job> jobs) {
    return jobs.stream().map(JobKey::of).toList();
  }
}
