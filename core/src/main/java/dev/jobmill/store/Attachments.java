package dev.jobmill.store;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.JobId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps large outputs of runs, in pieces, so that no call moves much at once. What a job shows of
/// them is in [dev.jobmill.job.Job#attachments()]: the finished ones of its latest run.
public interface Attachments {
  /// How long a piece is, in bytes: all but the last of an attachment are this long.
  int PIECE_BYTES = 256 * 1024;

  /// Keeps a piece. Takes effect only while the job runs in that run; the same piece may be written
  /// again. The first piece drops what the run has written under the same name before.
  ///
  /// @param run the run that writes
  /// @param name the attachment
  /// @param index 0 for the first piece; each one higher than the one before
  /// @param bytes at most [#PIECE_BYTES], not a copy
  /// @param finished what the attachment has become, with its last piece; null before
  /// @throws dev.jobmill.job.InvalidRequest when the run has [Attachment#COUNT_MAX] others already
  Applied write(RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished);

  /// A piece of a finished attachment of a job's latest run; empty when there is none.
  ///
  /// @param index 0 for the first
  Optional<byte[]> read(JobId job, String name, int index);
}
