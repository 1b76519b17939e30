package dev.jobmill.torture;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Attachments;
import dev.jobmill.torture.Ledger.Entry.What;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Holds the life of each job by itself against what was asked of it and what the processes saw.
final class LifeCheck {
  private final Evidence evidence;
  private final Sight sight;
  private final Attachments attachments;
  private final List<String> violations;

  LifeCheck(Evidence evidence, Sight sight, Attachments attachments, List<String> violations) {
    this.evidence = evidence;
    this.sight = sight;
    this.attachments = attachments;
    this.violations = violations;
  }

  void check() {
    for (Job job : sight.jobs().values()) {
      Wish wish = Wish.of(job);
      checkAttempts(job);
      checkDeadline(job, wish);
      if (job.type().equals(Work.ONCE.name())) {
        checkStartedOnce(job);
      }
      if (job.state().isEnd()) {
        checkEnd(job, wish);
      } else if (sight.settled()) {
        violations.add(job + " has not ended");
      }
      if (job.type().equals(Work.ATTACHING.name()) && job.state() == JobState.COMPLETED) {
        checkAttachment(job);
      }
    }
  }

  private void checkAttempts(Job job) {
    List<Attempt> attempts = sight.attemptsOf(job);
    if (job.run() > 0 && (attempts.isEmpty() || attempts.getLast().run() != job.run())) {
      violations.add("job " + job.id() + " does not know its last run");
      return;
    }
    long completed =
        attempts.stream().filter(attempt -> attempt.outcome() == Attempt.Outcome.COMPLETED).count();
    if (completed > 1 + sight.retriesOf(job)) {
      violations.add("job " + job.id() + " has " + completed + " completed attempts");
    }
    boolean lastCompleted =
        job.run() > 0 && attempts.getLast().outcome() == Attempt.Outcome.COMPLETED;
    if (job.state() == JobState.COMPLETED && !lastCompleted) {
      violations.add("job " + job.id() + " is completed and its last run is not");
    }
  }

  private void checkDeadline(Job job, Wish wish) {
    if (wish.deadline().isEmpty() || sight.retriesOf(job) > 0 || job.run() == 0) {
      return;
    }
    Instant deadline = job.submittedAt().plus(wish.deadline().get());
    Instant start = sight.attemptsOf(job).getFirst().startedAt();
    if (!start.isBefore(deadline)) {
      violations.add(job + " started at " + start + ", after its deadline " + deadline);
    }
  }

  private void checkStartedOnce(Job job) {
    int starts = evidence.count(What.STARTED, job.id().toString());
    if (starts > 1 + sight.retriesOf(job)) {
      violations.add(job + " must not run twice and was started " + starts + " times");
    }
  }

  private void checkEnd(Job job, Wish wish) {
    Optional<Reason> reason = job.reason();
    boolean allowed =
        switch (job.state()) {
          case COMPLETED -> reason.isEmpty();
          case FAILED ->
              reason.isEmpty()
                  ? job.type().equals(Work.FAILING.name())
                  : reason.get() == Reason.DEPENDENCY_FAILED
                      || reason.get() == Reason.QUARANTINED
                      || (reason.get() == Reason.LOST && job.type().equals(Work.ONCE.name()));
          case CANCELLED ->
              reason.isEmpty()
                  ? wish.key().isPresent() || evidence.has(What.CANCEL, job.id().toString())
                  : reason.get() == Reason.DEPENDENCY_FAILED
                      || (reason.get() == Reason.EXPIRED && wish.deadline().isPresent());
          default -> false;
        };
    if (!allowed) {
      violations.add(job + " ended for no reason: " + reason + " " + job.error());
    }
    boolean neverRan = reason.filter(why -> why == Reason.EXPIRED).isPresent();
    if (neverRan && (job.run() > 0 || evidence.has(What.STARTED, job.id().toString()))) {
      violations.add(job + " expired and had been started");
    }
  }

  private void checkAttachment(Job job) {
    String expected = sha256(Work.attachment(job.id(), job.run()));
    List<Attachment> shown = job.attachments();
    if (shown.size() != 1
        || !shown.getFirst().sha256().equals(expected)
        || shown.getFirst().bytes() != Work.ATTACHMENT_BYTES) {
      violations.add(job + " shows the attachments " + shown + " instead of one with " + expected);
      return;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int index = 0;
    Optional<byte[]> piece = attachments.read(job.id(), Work.ATTACHMENT, index);
    while (piece.isPresent()) {
      content.writeBytes(piece.get());
      piece = attachments.read(job.id(), Work.ATTACHMENT, ++index);
    }
    if (!sha256(content.toByteArray()).equals(expected)) {
      violations.add("the attachment of " + job + " is damaged: " + content.size() + " bytes");
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
