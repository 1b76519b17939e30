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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// JSON documents, one per line; blank lines are skipped. Takes no more memory than a batch,
/// however long the input or one of its lines is. Not thread-safe.
final class JsonLines implements Payloads {
  private static final int BUFFER = 64 * 1024;
  private static final String STAY = " jobs, which were submitted and stay";

  private final BufferedInputStream in;
  private final BiConsumer<String, Content> check;
  private long line;
  private long taken;
  private long batchLine = 1;

  /// @param check refuses a payload that its type could never read
  JsonLines(InputStream in, BiConsumer<String, Content> check) {
    this.check = check;
    this.in = new BufferedInputStream(in, BUFFER);
  }

  /// A batch ends early when the writer pauses, so that its lines do not wait for later ones.
  @Override
  public List<Content> next(int max) {
    List<Content> batch = new ArrayList<>();
    batchLine = line + 1;
    try {
      while (batch.size() < max && (batch.isEmpty() || in.available() > 0)) {
        byte[] text = readLine();
        if (text == null) {
          break;
        }
        if (!isBlank(text)) {
          Content payload = JsonText.parse(here(), text);
          check.accept(here(), payload);
          batch.add(payload);
        }
      }
    } catch (InvalidRequest wrong) {
      throw ending(wrong);
    } catch (IOException unreadable) {
      throw ending(
          new InvalidRequest(
              here() + " cannot be read (" + unreadable.getMessage() + "): mend it", unreadable));
    }
    taken += batch.size();
    return batch;
  }

  private String here() {
    return "line " + line + " of standard input";
  }

  /// Batches before this one are in the store, this one will not be.
  private InvalidRequest ending(InvalidRequest wrong) {
    String stay =
        taken == 0
            ? ", nothing was submitted"
            : ", and submit again from line "
                + batchLine
                + " on: the lines before it gave "
                + (taken == 1 ? "1 job, which was submitted and stays" : taken + STAY);
    return new InvalidRequest(wrong.getMessage() + stay, wrong);
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
        throw JsonText.tooLarge(here());
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
