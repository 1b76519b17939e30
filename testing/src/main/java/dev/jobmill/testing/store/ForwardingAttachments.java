package dev.jobmill.testing.store;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.RunKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps attachments where others keep them. Extend it to change an operation.
public class ForwardingAttachments implements Attachments {
  private final Attachments to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingAttachments(Attachments to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingAttachments(Attachments to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public Applied write(
      RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
    return passage.pass("write", () -> to.write(run, name, index, bytes, finished));
  }

  @Override
  public Optional<byte[]> read(JobId job, String name, int index) {
    return passage.pass("read", () -> to.read(job, name, index));
  }
}
