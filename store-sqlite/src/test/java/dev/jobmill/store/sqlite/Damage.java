package dev.jobmill.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// What a failing disk does to a file that nobody has open.
final class Damage {
  private static final int PAGE = 4096;

  private Damage() {}

  /// Fills every page but the first two with what is no page.
  static void scribbleOver(Path file) throws IOException {
    scribbleOver(file, 2 * PAGE);
  }

  /// Fills the last pages.
  static void scribbleOverEnd(Path file) throws IOException {
    scribbleOver(file, Files.size(file) - 5 * PAGE);
  }

  private static void scribbleOver(Path file, long from) throws IOException {
    byte[] garbage = new byte[PAGE];
    Arrays.fill(garbage, (byte) 0xa5);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long at = from; at < channel.size(); at += PAGE) {
        channel.write(ByteBuffer.wrap(garbage), at);
      }
    }
  }
}
