package dev.jobmill.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What this disk takes to make a small change of a file durable that has its full size already: no
/// store can acknowledge sooner.
final class Fsync {
  /// Two pages, about what SQLite writes for one job.
  private static final int BYTES = 8_192;

  private Fsync() {}

  /// Milliseconds of each of `times` writes with their fsync.
  static Percentiles run(Path file, int times) throws IOException {
    double[] millis = new double[times];
    ByteBuffer page = ByteBuffer.allocateDirect(BYTES);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = -times / 5; i < times; i++) {
        page.clear();
        channel.write(page);
      }
      channel.force(true);
      channel.position(0);
      for (int i = -times / 5; i < times; i++) {
        page.clear();
        long begin = System.nanoTime();
        channel.write(page);
        channel.force(false);
        if (i >= 0) {
          millis[i] = BareLoop.seconds(begin) * 1e3;
        }
      }
    }
    return new Percentiles(millis);
  }
}
