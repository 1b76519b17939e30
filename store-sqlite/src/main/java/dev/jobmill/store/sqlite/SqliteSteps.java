package dev.jobmill.store.sqlite;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobId;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/// Keeps what the steps of jobs have given.
final class SqliteSteps implements Steps {
  private final Writer writer;
  private final Readers readers;

  SqliteSteps(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public List<Answer> keep(List<StepKept> steps) {
    List<StepKept> copied = List.copyOf(steps);
    return writer.write(tx -> {
      List<Answer> answers = new ArrayList<>(copied.size());
      for (StepKept step : copied) {
        answers.add(StepRows.keep(tx, step));
      }
      return answers;
    });
  }

  @Override
  public SequencedMap<String, Content> of(JobId job) {
    return readers.read((db, lanes) -> StepRows.of(db, Rows.bytes(job)));
  }
}
