package dev.jobmill.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The living processes of the system. Zombies are not among them: they are over, and who must
/// collect them is none of our business.
interface ProcessTable {
  /// All processes. They are looked at one by one: some may have ended since, and what was started
  /// last may be missing where the system offers no better.
  ///
  /// @param mark the mark to look for
  List<ProcessRow> rows(RunMark mark);

  /// The best that this system offers.
  static ProcessTable ofSystem() {
    Path proc = Path.of("/proc");
    return Files.isReadable(proc.resolve("self/environ"))
        ? new LinuxProcessTable(proc)
        : new PortableProcessTable();
  }
}
