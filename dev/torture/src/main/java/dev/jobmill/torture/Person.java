package dev.jobmill.torture;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.store.Queues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Does to jobs, queues and types what people do, by chance.
final class Person {
  private static final String NAME = "torture";
  private static final int AMONG = 150;

  private final Jobmill mill;
  private final Queues queues;
  private final SplittableRandom random;

  Person(Jobmill mill, Queues queues, SplittableRandom random) {
    this.mill = mill;
    this.queues = queues;
    this.random = random;
  }

  /// Does something.
  void act() {
    switch (random.nextInt(10)) {
      // More often on than off, so that work goes on.
      case 0 ->
          queues.pauseQueue(
              Submitter.QUEUES.get(random.nextInt(Submitter.QUEUES.size())),
              random.nextInt(4) == 0);
      case 1 ->
          queues.pauseType(
              Work.TYPES.get(random.nextInt(Work.TYPES.size())).name(), random.nextInt(4) == 0);
      default -> {
        List<Job> jobs = mill.list(JobFilter.ALL, null, AMONG);
        if (!jobs.isEmpty()) {
          act(jobs.get(random.nextInt(jobs.size())));
        }
      }
    }
  }

  private void act(Job job) {
    JobId id = job.id();
    try {
      Optional<JobState> after =
          switch (random.nextInt(5)) {
            case 0 -> mill.cancel(id, NAME);
            case 1 -> mill.retry(id, NAME);
            case 2 -> mill.delete(id, NAME);
            case 3 -> mill.prioritise(id, new Priority(random.nextInt(256)), NAME);
            default ->
                mill.reschedule(id, new Due.After(Duration.ofMillis(random.nextInt(400))), NAME);
          };
      if (after.isEmpty()) {
        System.err.println("job " + id + " is gone");
      }
    } catch (JobRejected refused) {
      System.err.println("refused: " + refused.getMessage());
    }
  }
}
