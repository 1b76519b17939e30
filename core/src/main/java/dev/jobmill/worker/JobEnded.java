package dev.jobmill.worker;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// A run has ended; the event lasts as long as it did. Its fields are read by the recorder, under
/// their names.
@Name("jobmill.JobEnded")
@Label("Job Ended")
@Category("Jobmill")
@Description("A run of a job has ended, after the time that the event lasts")
@StackTrace(false)
@SuppressWarnings("UnusedVariable")
final class JobEnded extends Event {
  @Label("Job Id")
  @Nullable String jobId;

  @Label("Type")
  @Nullable String type;

  @Label("Queue")
  @Nullable String queue;

  @Label("Run")
  int run;

  @Label("Attempt")
  int attempt;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Error Kind")
  @Nullable String errorKind;

  @Label("Stop Cause")
  @Nullable String stopCause;
}
