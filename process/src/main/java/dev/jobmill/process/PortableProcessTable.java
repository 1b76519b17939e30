package dev.jobmill.process;

import java.time.Instant;
import java.util.List;

/// What the JVM knows of processes on any system: numbers and parents, neither sessions nor
/// environments.
final class PortableProcessTable implements ProcessTable {
  @Override
  public List<ProcessRow> rows(RunMark mark) {
    return ProcessHandle.allProcesses().filter(ProcessHandle::isAlive).map(this::row).toList();
  }

  private ProcessRow row(ProcessHandle process) {
    long startedAt = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    long parent = process.parent().map(ProcessHandle::pid).orElse(0L);
    return new ProcessRow(process.pid(), parent, 0, startedAt, false, false);
  }
}
