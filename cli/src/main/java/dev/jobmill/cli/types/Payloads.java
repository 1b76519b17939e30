package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The payloads of one command, a batch at a time.
public interface Payloads {
  /// The next payloads, at most `max`; empty at the end.
  ///
  /// @throws InvalidRequest when what comes next is not a payload
  List<Content> next(int max);

  /// Payloads that are known already.
  static Payloads of(List<Content> payloads) {
    return new Payloads() {
      private int from;

      @Override
      public List<Content> next(int max) {
        List<Content> batch = payloads.subList(from, Math.min(payloads.size(), from + max));
        from += batch.size();
        return batch;
      }
    };
  }

  /// What `--payload` says: a JSON document, `@FILE` that holds one, or `-` for JSON lines from
  /// standard input.
  ///
  /// @param folder what FILE may be relative to
  /// @throws InvalidRequest when it says none of these
  static Payloads option(String text, Path folder, InputStream standardInput) {
    if (text.equals("-")) {
      return new JsonLines(standardInput);
    }
    if (text.startsWith("@")) {
      String file = text.substring(1);
      return of(List.of(JsonText.parse("payload file '" + file + "'", read(file, folder))));
    }
    return of(List.of(JsonText.parse("--payload", text.getBytes(StandardCharsets.UTF_8))));
  }

  private static byte[] read(String name, Path folder) {
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      return in.readNBytes(JobRequest.PAYLOAD_BYTES_MAX + 1);
    } catch (IOException | InvalidPathException unreadable) {
      throw new InvalidRequest(
          "payload file '" + name + "' cannot be read: name a file that exists and is readable",
          unreadable);
    }
  }
}
