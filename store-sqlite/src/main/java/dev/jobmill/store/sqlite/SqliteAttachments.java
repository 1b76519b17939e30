package dev.jobmill.store.sqlite;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.RunKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps large outputs of runs.
final class SqliteAttachments implements Attachments {
  private final Writer writer;
  private final Readers readers;

  SqliteAttachments(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Applied write(
      RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
    if (bytes.length > PIECE_BYTES) {
      throw new IllegalArgumentException(
          "a piece of " + bytes.length + " bytes: use at most " + PIECE_BYTES);
    }
    return writer.write(tx -> {
      LiveRow row = LiveRow.find(tx, run.job());
      if (row == null || !row.isRunning(run)) {
        return Applied.SUPERSEDED;
      }
      Pieces.write(tx, row, name, index, bytes, finished);
      return Applied.APPLIED;
    });
  }

  @Override
  public Optional<byte[]> read(JobId job, String name, int index) {
    return readers.read(
        (db, lanes) -> Optional.ofNullable(Pieces.read(db, Rows.bytes(job), name, index)));
  }
}
