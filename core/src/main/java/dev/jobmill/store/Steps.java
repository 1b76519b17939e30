package dev.jobmill.store;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobId;
import java.util.List;
import java.util.SequencedMap;

/// Keeps what the steps of jobs have given, so that a later run of the same job need not do them
/// again. They belong to the job, not to the run, and go when it is deleted or pruned: a person's
/// retry of an ended job goes on with them.
public interface Steps {
  /// The longest name, in characters.
  int NAME_CHARS_MAX = 128;

  /// The most that one step gives, in bytes as encoded.
  int CONTENT_BYTES_MAX = 256 * 1024;

  /// The most steps of a job.
  int COUNT_MAX = 1_000;

  /// The most that all steps of a job give together, in bytes as encoded: [#of] reads them all.
  long JOB_BYTES_MAX = 64L * 1024 * 1024;

  /// Keeps steps: as durable as an admission when it returns. Decided item by item, in order. A
  /// name that the job has already stays as it was first kept, and is answered `KEPT`: so a call
  /// may be repeated.
  ///
  /// @return one answer per step, in order
  List<Answer> keep(List<StepKept> steps);

  /// What the steps of a job have given, by their names, in the order in which they were kept;
  /// empty for a job that has none or is unknown.
  SequencedMap<String, Content> of(JobId job);

  /// What became of one step.
  enum Answer {
    /// It is kept, from now on or from before.
    KEPT,
    /// The run has lost its job: nothing was changed.
    SUPERSEDED,
    /// The job has as many steps, or as much in them, as it may: nothing was changed.
    FULL
  }
}
