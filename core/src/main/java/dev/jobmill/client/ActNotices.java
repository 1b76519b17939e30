package dev.jobmill.client;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobNotice;
import dev.jobmill.job.JobNotice.Subject;
import dev.jobmill.job.JobState;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.Acted;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells listeners what people do to jobs. Thread-safe.
final class ActNotices {
  private final Notices notices;

  ActNotices(Notices notices) {
    this.notices = notices;
  }

  List<Acted> ofCancel(List<Job> jobs, Supplier<List<Acted>> act) {
    return told(
        jobs,
        act,
        job -> JobNotice.Cancelling::new,
        (job, acted) ->
            switch (acted.state()) {
              case CANCELLED -> JobNotice.Cancelled::new;
              case CANCELLING -> notices.runsHere(job.id()) ? null : JobNotice.Cancelling::new;
              case null, default -> null;
            });
  }

  List<Acted> ofRetry(List<Job> jobs, Supplier<List<Acted>> act) {
    return told(
        jobs,
        act,
        job -> job.state().isEnd() ? JobNotice.Requeued::new : null,
        (job, acted) -> acted.state() == JobState.QUEUED ? JobNotice.Requeued::new : null);
  }

  List<Acted> ofDelete(List<Job> jobs, Supplier<List<Acted>> act) {
    return told(
        jobs,
        act,
        job -> job.state().isEnd() ? JobNotice.Deleted::new : null,
        (job, acted) -> JobNotice.Deleted::new);
  }

  private List<Acted> told(
      List<Job> jobs, Supplier<List<Acted>> act, Expectation expectation, Effect effect) {
    if (!notices.isHeard()) {
      return act.get();
    }
    Notices.Pending pending = notices.pending();
    jobs.forEach(job -> pending.add(Subject.of(job), expectation.of(job)));
    try {
      List<Acted> answers = act.get();
      for (int i = 0; i < jobs.size(); i++) {
        Job job = jobs.get(i);
        Acted acted = answers.get(i);
        @Nullable NoticeOf notice = acted.changed() ? effect.of(job, acted) : null;
        pending.settle(
            i, Subject.of(job), (subject, at) -> notice == null ? null : notice.apply(subject, at));
      }
      return answers;
    } finally {
      pending.end();
    }
  }

  /// Makes a notice of whom it is about and when.
  private interface NoticeOf extends BiFunction<Subject, Instant, JobNotice> {}

  /// What the act will probably do to a job; null for nothing.
  private interface Expectation {
    @Nullable NoticeOf of(Job job);
  }

  /// What the act has done to a job that it changed; null where others tell.
  private interface Effect {
    @Nullable NoticeOf of(Job job, Acted acted);
  }
}
