package dev.jobmill.client;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.JobId;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Attachments;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/// The content of an attachment, read from the store piece by piece. What is not the attachment
/// that was asked for, because it was deleted or replaced meanwhile, ends in an [IOException]
/// before its end. Not thread-safe.
final class AttachmentStream extends InputStream {
  private static final byte[] NOTHING = new byte[0];

  private final Attachments attachments;
  private final JobId job;
  private final Attachment attachment;
  private final MessageDigest digest;
  private byte[] piece = NOTHING;
  private int at;
  private int nextIndex;
  private long left;
  private boolean closed;

  AttachmentStream(Attachments attachments, JobId job, Attachment attachment) {
    this.attachments = attachments;
    this.job = job;
    this.attachment = attachment;
    this.left = attachment.bytes();
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  @Override
  public int read() throws IOException {
    return fill() ? piece[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, into, from, count);
    at += count;
    return count;
  }

  @Override
  public int available() {
    return piece.length - at;
  }

  @Override
  public void close() {
    closed = true;
    piece = NOTHING;
    at = 0;
  }

  /// @return whether there is a byte to read
  private boolean fill() throws IOException {
    if (closed) {
      throw new IOException("attachment " + attachment.name() + " is closed: open it again");
    }
    if (at < piece.length) {
      return true;
    }
    if (left == 0) {
      return false;
    }
    byte[] next = nextPiece().orElse(NOTHING);
    digest.update(next);
    boolean whole = next.length == left;
    boolean fits = next.length > 0 && next.length <= left;
    if (!fits || (whole && !isTheOneAskedFor())) {
      throw new IOException(
          "attachment "
              + attachment.name()
              + " of job "
              + job
              + " was deleted or replaced while it was read: read it again");
    }
    left -= next.length;
    nextIndex++;
    piece = next;
    at = 0;
    return true;
  }

  private Optional<byte[]> nextPiece() throws IOException {
    try {
      return attachments.read(job, attachment.name(), nextIndex);
    } catch (StoreUnavailable away) {
      throw new IOException(away.getMessage(), away);
    }
  }

  private boolean isTheOneAskedFor() {
    byte[] expected = HexFormat.of().parseHex(attachment.sha256());
    return Arrays.equals(digest.digest(), expected);
  }
}
