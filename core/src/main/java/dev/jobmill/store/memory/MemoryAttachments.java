package dev.jobmill.store.memory;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.RunKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps large outputs of runs. Bytes are copied outside of the lock, both ways.
final class MemoryAttachments implements Attachments {
  private final Shelves shelves;

  MemoryAttachments(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public Applied write(
      RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
    if (bytes.length > PIECE_BYTES) {
      throw new IllegalArgumentException(
          "a piece of " + bytes.length + " bytes: use at most " + PIECE_BYTES);
    }
    byte[] piece = bytes.clone();
    return shelves.write(() -> {
      Entry entry = shelves.running(run);
      if (entry == null) {
        return Applied.SUPERSEDED;
      }
      entry.outputs = entry.outputs == null ? new Outputs() : entry.outputs;
      entry.outputs.write(name, index, piece, finished);
      return Applied.APPLIED;
    });
  }

  @Override
  public Optional<byte[]> read(JobId job, String name, int index) {
    Optional<byte[]> piece =
        shelves.read(() -> {
          Entry entry = shelves.jobs.get(job);
          return entry == null || entry.outputs == null
              ? Optional.<byte[]>empty()
              : Optional.ofNullable(entry.outputs.read(name, index));
        });
    return piece.map(bytes -> bytes.clone());
  }
}
