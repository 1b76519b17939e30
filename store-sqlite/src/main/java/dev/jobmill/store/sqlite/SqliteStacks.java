package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Carries the live stacks of runs.
final class SqliteStacks implements Stacks {
  private final Writer writer;
  private final Readers readers;

  SqliteStacks(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public List<Applied> ask(List<JobKey> jobs) {
    List<JobKey> copied = List.copyOf(jobs);
    return writer.write(tx -> {
      List<Applied> answers = new ArrayList<>(copied.size());
      for (JobKey job : copied) {
        answers.add(StackRows.ask(tx, job));
      }
      return answers;
    });
  }

  @Override
  public Applied write(RunKey run, String text) {
    Stacks.check(text);
    return writer.write(tx -> StackRows.write(tx, run, text));
  }

  @Override
  public Optional<LiveStack> read(JobId job) {
    return readers.read((db, lanes) -> Optional.ofNullable(StackRows.read(db, Rows.bytes(job))));
  }
}
