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
import java.util.function.BiConsumer;

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
  /// @param check refuses a payload that its type could never read; is told where it was written
  /// @throws InvalidRequest when it says none of these
  static Payloads option(
      String text, Path folder, InputStream standardInput, BiConsumer<String, Content> check) {
    if (text.equals("-")) {
      return new JsonLines(standardInput, check);
    }
    String what = "--payload";
    byte[] utf8;
    if (text.startsWith("@")) {
      String file = text.substring(1);
      what = "payload file '" + file + "'";
      utf8 = read(file, folder);
    } else {
      utf8 = text.getBytes(StandardCharsets.UTF_8);
    }
    Content payload = JsonText.parse(what, utf8);
    check.accept(what, payload);
    return of(List.of(payload));
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
