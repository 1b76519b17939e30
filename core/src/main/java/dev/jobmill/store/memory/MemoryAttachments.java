package dev.jobmill.store.memory;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.RunKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps large outputs of runs.
final class MemoryAttachments implements Attachments {
  @Override
  public Applied write(
      RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<byte[]> read(JobId job, String name, int index) {
    throw new UnsupportedOperationException();
  }
}
