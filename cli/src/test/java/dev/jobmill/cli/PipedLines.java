package dev.jobmill.cli;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;

/// An output that tells when something has been written.
final class PipedLines extends ByteArrayOutputStream {
  final CountDownLatch first = new CountDownLatch(1);

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    super.write(bytes, from, length);
    first.countDown();
  }
}
