package dev.jobmill.cli;

import dev.jobmill.job.InvalidRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The words of the command line as the system has them. The JVM gives text, in which bytes that
/// are no UTF-8, as file names may have, are lost.
final class Arguments {
  private static final char LOST = '\uFFFD';

  private Arguments() {}

  /// @param commandLine the file in which the system shows the process's words, each with a NUL
  ///   behind it; where there is none, nothing is checked
  /// @throws InvalidRequest when a word has lost something
  static void check(Path commandLine, String... arguments) {
    boolean suspicious = false;
    for (String argument : arguments) {
      suspicious |= argument.indexOf(LOST) >= 0;
    }
    if (!suspicious) {
      return;
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(commandLine);
    } catch (IOException notLinux) {
      return;
    }
    int index = arguments.length;
    int end = bytes.length - 1;
    while (index > 0 && end >= 0) {
      int start = end;
      while (start > 0 && bytes[start - 1] != 0) {
        start--;
      }
      index--;
      check(arguments[index], ByteBuffer.wrap(bytes, start, end - start));
      end = start - 1;
    }
  }

  private static void check(String argument, ByteBuffer bytes) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException lost) {
      throw new InvalidRequest(
          "'"
              + argument
              + "' is not UTF-8, and a job can keep nothing else: rename the file, or name it by a"
              + " link",
          lost);
    }
  }
}
