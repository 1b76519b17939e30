package dev.jobmill.worker;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Names;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.RunKey;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Writes the attachments of one run, piece by piece: never more than a piece of each is in memory.
/// Thread-safe; each name is written by one thread at a time.
final class AttachmentWriter {
  private final RunKey run;
  private final Attachments attachments;
  private final StoreCalls calls;
  private final Set<String> beingWritten = ConcurrentHashMap.newKeySet();

  AttachmentWriter(RunKey run, Attachments attachments, StoreCalls calls) {
    this.run = run;
    this.attachments = attachments;
    this.calls = calls;
  }

  void write(String name, String mediaType, InputStream content) throws IOException {
    Names.check("attachment", name);
    Attachment.checkMediaType(mediaType);
    // Pieces of two that are written at once would be mixed.
    if (!beingWritten.add(name)) {
      throw new InvalidRequest(
          "attachment " + name + " is being written by another thread: give each its own name");
    }
    try {
      writeAll(name, mediaType, content);
    } finally {
      beingWritten.remove(name);
    }
  }

  private void writeAll(String name, String mediaType, InputStream content) throws IOException {
    MessageDigest digest = sha256();
    long bytes = 0;
    int ahead = content.read();
    for (int index = 0; ; index++) {
      // A new array each time: the store may keep the one that it was given.
      byte[] piece = nextPiece(ahead, content);
      bytes += piece.length;
      if (bytes > Attachment.BYTES_MAX) {
        throw new InvalidRequest(
            "attachment "
                + name
                + " is too large: use at most "
                + Attachment.BYTES_MAX
                + " bytes, or several attachments");
      }
      digest.update(piece);
      // Only the last piece may be short and says what it all has become, so look before writing.
      ahead = piece.length < Attachments.PIECE_BYTES ? -1 : content.read();
      Attachment finished =
          ahead >= 0
              ? null
              : new Attachment(name, mediaType, bytes, HexFormat.of().formatHex(digest.digest()));
      write(name, index, piece, finished);
      if (finished != null) {
        return;
      }
    }
  }

  private static byte[] nextPiece(int first, InputStream content) throws IOException {
    if (first < 0) {
      return new byte[0];
    }
    byte[] piece = new byte[Attachments.PIECE_BYTES];
    piece[0] = (byte) first;
    int length = 1 + content.readNBytes(piece, 1, piece.length - 1);
    return length == piece.length ? piece : Arrays.copyOf(piece, length);
  }

  private void write(String name, int index, byte[] piece, @Nullable Attachment finished) {
    Applied applied = calls.call(() -> attachments.write(run, name, index, piece, finished));
    if (applied == Applied.SUPERSEDED) {
      throw new CancelledRun(
          "run "
              + run.run()
              + " of job "
              + run.id()
              + " has lost its job: attachment "
              + name
              + " is not kept");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
