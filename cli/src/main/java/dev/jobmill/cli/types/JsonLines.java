package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON documents, one per line; blank lines are skipped. Takes no more memory than a batch,
/// however long the input or one of its lines is. Not thread-safe.
final class JsonLines implements Payloads {
  private static final int BUFFER = 64 * 1024;

  private final BufferedInputStream in;
  private long line;
  private long taken;

  JsonLines(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER);
  }

  /// A batch ends early when the writer pauses, so that its lines do not wait for later ones.
  @Override
  public List<Content> next(int max) {
    List<Content> batch = new ArrayList<>();
    try {
      while (batch.size() < max && (batch.isEmpty() || in.available() > 0)) {
        byte[] text = readLine();
        if (text == null) {
          break;
        }
        if (!isBlank(text)) {
          batch.add(parse(text));
        }
      }
    } catch (IOException unreadable) {
      throw new InvalidRequest(
          "standard input cannot be read after line " + line + ": " + unreadable.getMessage(),
          unreadable);
    }
    taken += batch.size();
    return batch;
  }

  private Content parse(byte[] text) {
    try {
      return JsonText.parse("line " + line + " of standard input", text);
    } catch (InvalidRequest malformed) {
      if (taken == 0) {
        throw malformed;
      }
      throw new InvalidRequest(
          malformed.getMessage() + " (" + taken + " jobs of earlier lines were submitted)",
          malformed);
    }
  }

  private byte @Nullable [] readLine() throws IOException {
    line++;
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return text.size() == 0 ? null : text.toByteArray();
      }
      if (b != '\r') {
        text.write(b);
      }
      if (text.size() > JobRequest.PAYLOAD_BYTES_MAX) {
        throw JsonText.tooLarge("line " + line + " of standard input");
      }
    }
    return text.toByteArray();
  }

  private static boolean isBlank(byte[] text) {
    for (byte b : text) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
