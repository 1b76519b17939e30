package dev.jobmill.process;

import java.util.Map;

/// What an exit status says. A program that a signal ended and one that exits with 128 + its number
/// look the same, to a shell as well as to the JVM.
final class ExitStatus {
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_LINE_CHARS_MAX = 1_000;

  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"),
          Map.entry(24, "SIGXCPU"),
          Map.entry(25, "SIGXFSZ"));

  private ExitStatus() {}

  /// A sentence for the person whose job failed.
  ///
  /// @param stderr the end of what the program printed there; its last line is told
  static String describe(String program, int status, String stderr) {
    String signal = SIGNALS.get(status - SIGNAL_BASE);
    String how =
        signal == null
            ? " exited with status " + status
            : " was killed by " + signal + " (" + (status - SIGNAL_BASE) + ")";
    String why = lastLine(stderr);
    return program + how + (why.isEmpty() ? "" : ": " + why);
  }

  private static String lastLine(String text) {
    String line = text.strip();
    line = line.substring(Math.max(line.lastIndexOf('\n'), line.lastIndexOf('\r')) + 1).strip();
    if (line.length() > LAST_LINE_CHARS_MAX) {
      line = line.substring(0, LAST_LINE_CHARS_MAX) + "…";
    }
    // A colour sequence in a message would reach the terminal of whoever lists jobs.
    return line.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
