package dev.jobmill.testing.store;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.RunKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Attachments of a split store: those of a job are where its queue is.
record SplitAttachments(Halves halves) implements Attachments {
  @Override
  public Applied write(
      RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
    return halves.of(run.queue()).attachments().write(run, name, index, bytes, finished);
  }

  /// The id does not say in which queue the job is.
  @Override
  public Optional<byte[]> read(JobId job, String name, int index) {
    return halves.both().stream()
        .flatMap(half -> half.attachments().read(job, name, index).stream())
        .findFirst();
  }
}
