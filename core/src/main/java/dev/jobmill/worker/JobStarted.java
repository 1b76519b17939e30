package dev.jobmill.worker;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// A run has begun. Its fields are read by the recorder, under their names.
@Name("jobmill.JobStarted")
@Label("Job Started")
@Category("Jobmill")
@Description("A run of a job has begun")
@StackTrace(false)
@SuppressWarnings("UnusedVariable")
final class JobStarted extends Event {
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
}
