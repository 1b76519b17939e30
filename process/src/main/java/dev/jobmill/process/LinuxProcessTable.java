package dev.jobmill.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Processes as `/proc` shows them, with session and environment. The environment of other users'
/// processes cannot be read; they count as unmarked.
///
/// Reads with streams, since a channel would be closed by an interruption of the thread.
final class LinuxProcessTable implements ProcessTable {
  private static final byte[] WATCHER =
      (RunMark.WATCHER_VARIABLE + "=").getBytes(StandardCharsets.UTF_8);

  /// PF_KTHREAD among the flags of a process.
  private static final long KERNEL_THREAD = 0x0020_0000;

  private static final int ROUNDS_MAX = 100;

  private final Path proc;

  LinuxProcessTable(Path proc) {
    this.proc = proc;
  }

  @Override
  public List<ProcessRow> rows(RunMark mark) {
    byte[] wanted = (RunMark.VARIABLE + "=" + mark.value() + "\0").getBytes(StandardCharsets.UTF_8);
    List<ProcessRow> rows = new ArrayList<>();
    Set<String> looked = new HashSet<>();
    // A process may start another one behind the list and be gone before it is looked at. So new
    // names are looked at until there are none: what lives at the last list has been seen.
    for (int round = 0; round < ROUNDS_MAX; round++) {
      boolean news = false;
      for (String name : names()) {
        if (looked.add(name)) {
          news = true;
          row(new File(proc.toFile(), name), wanted).ifPresent(rows::add);
        }
      }
      if (!news) {
        break;
      }
    }
    return rows;
  }

  private String[] names() {
    String[] names = proc.toFile().list((folder, name) -> isNumber(name));
    return names == null ? new String[0] : names;
  }

  private static boolean isNumber(String name) {
    return name.charAt(0) >= '1' && name.charAt(0) <= '9';
  }

  private static Optional<ProcessRow> row(File folder, byte[] wanted) {
    try {
      String stat = new String(read(new File(folder, "stat")), StandardCharsets.ISO_8859_1);
      return parse(stat).map(row -> withEnvironment(row, environment(folder), wanted));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static ProcessRow withEnvironment(ProcessRow row, byte[] environment, byte[] wanted) {
    return new ProcessRow(
        row.pid(),
        row.parent(),
        row.session(),
        row.startedAt(),
        hasVariable(environment, wanted),
        hasVariable(environment, WATCHER));
  }

  /// Reads a line of `/proc/PID/stat`; empty for a zombie and for a thread of the kernel. The name
  /// in the second field may contain blanks and parentheses, so the fields are counted from its
  /// end.
  static Optional<ProcessRow> parse(String stat) {
    int nameEnd = stat.lastIndexOf(')');
    if (nameEnd < 0) {
      return Optional.empty();
    }
    String[] fields = stat.substring(nameEnd + 1).strip().split(" ", -1);
    if (fields.length < 20 || fields[0].equals("Z") || fields[0].equals("X")) {
      return Optional.empty();
    }
    if ((Long.parseLong(fields[6]) & KERNEL_THREAD) != 0) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessRow(
            Long.parseLong(stat.substring(0, stat.indexOf(' '))),
            Long.parseLong(fields[1]),
            Long.parseLong(fields[3]),
            Long.parseLong(fields[19]),
            false,
            false));
  }

  private static byte[] environment(File folder) {
    try {
      return read(new File(folder, "environ"));
    } catch (IOException notOurs) {
      return new byte[0];
    }
  }

  private static byte[] read(File file) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      return in.readAllBytes();
    }
  }

  /// Whether a variable begins with these bytes.
  static boolean hasVariable(byte[] environment, byte[] wanted) {
    for (int start = 0; start + wanted.length <= environment.length; start++) {
      boolean begins = start == 0 || environment[start - 1] == 0;
      if (begins && startsWith(environment, start, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] bytes, int from, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
