package dev.jobmill.process;

import dev.jobmill.job.NotRetryable;
import java.nio.charset.Charset;
import java.util.Map;

/// Whether the JVM can pass text on to a program. It encodes arguments and environment by the
/// locale that it was started in and puts `?` where that fails; a program must not be given another
/// file's name in silence.
///
/// @param charset how the JVM encodes
record Encodable(Charset charset) {
  /// The encoding of this JVM.
  static Encodable ofJvm() {
    return new Encodable(
        Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name())));
  }

  /// Refuses a program that would not get what was asked for.
  ///
  /// @throws NotRetryable naming what cannot be passed on
  void check(Program program) {
    for (int i = 0; i < program.argv().size(); i++) {
      check("argv[" + i + "]", program.argv().get(i));
    }
    if (program.cwd() != null) {
      check("cwd", program.cwd());
    }
    for (Map.Entry<String, ?> variable : program.env().entrySet()) {
      check("a name in env", variable.getKey());
      if (variable.getValue() instanceof String value) {
        check("env " + variable.getKey(), value);
      }
    }
  }

  private void check(String what, String text) {
    if (!charset.newEncoder().canEncode(text)) {
      throw new NotRetryable(
          what
              + " has characters that this worker's locale ("
              + charset
              + ") cannot pass on to a program: start the worker with LC_ALL=C.UTF-8");
    }
  }
}
