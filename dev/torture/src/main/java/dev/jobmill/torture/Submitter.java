package dev.jobmill.torture;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Submission;
import dev.jobmill.job.Unique;
import dev.jobmill.time.Chance;
import dev.jobmill.time.SystemTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Submits jobs of all kinds, by chance.
final class Submitter {
  static final List<String> QUEUES = List.of("a", "b", "default");

  /// The queues with a limit, and how many may wait in them. Nobody runs the jobs of the second
  /// before the end, so that it is nearly always full.
  static final String SMALL = "small";

  static final String NARROW = "narrow";
  static final long LIMIT = 25;

  private static final int KEYS = 6;
  private static final List<Unique.OnDuplicate> ON_DUPLICATE =
      List.of(Unique.OnDuplicate.KEEP, Unique.OnDuplicate.REPLACE, Unique.OnDuplicate.REJECT);
  private static final int LARGE_GRAPH = 1_000;

  /// More than one transaction releases.
  private static final int CROWD = 2_300;

  /// What jobs that others come after may be of.
  private static final List<JobType<Content, Content>> LINKED =
      List.of(Work.PLAIN, Work.SHAKY, Work.SLEEPY, Work.ONCE, Work.BRIEF, Work.PLAIN, Work.PLAIN);

  private final Jobmill mill;
  private final SplittableRandom random;
  private final JobIds ids = new JobIds(SystemTime.SYSTEM, Chance.system());

  Submitter(Jobmill mill, SplittableRandom random) {
    this.mill = mill;
    this.random = random;
  }

  /// Submits something.
  void submit() {
    switch (random.nextInt(16)) {
      case 0, 1 -> submitGraph(random.nextInt(3, 12), 1);
      case 2 -> submitDiamond();
      case 3 -> submitFan();
      case 4 -> submitChain();
      case 5, 6 -> mill.submitAll(List.of(uniqueJob(), uniqueJob(), uniqueJob()));
      case 7 -> mill.submitAll(List.of(jobWithDeadline(), jobWithDeadline()));
      case 8, 9 -> submitMany(Work.KEPT, NARROW, random.nextInt(1, 15));
      case 10 -> submitMany(Work.PLAIN, SMALL, random.nextInt(1, 15));
      case 11 -> {
        switch (random.nextInt(16)) {
          case 0, 1 -> submitGraph(LARGE_GRAPH, LARGE_GRAPH / 5);
          case 2 -> submitCrowd();
          default -> submitChain();
        }
      }
      default -> submitMany(anyType(), queue(), random.nextInt(4) == 0 ? random.nextInt(40) : 1);
    }
  }

  private String queue() {
    return QUEUES.get(random.nextInt(QUEUES.size()));
  }

  private JobType<Content, Content> anyType() {
    return random.nextBoolean()
        ? Work.PLAIN
        : Work.TYPES.get(random.nextInt(Work.TYPES.size() - 1));
  }

  private JobType<Content, Content> linkedType() {
    return random.nextInt(20) == 0 ? Work.FAILING : LINKED.get(random.nextInt(LINKED.size()));
  }

  private JobRequest<Content, Content> job(JobType<Content, Content> type, String queue) {
    JobRequest<Content, Content> request =
        JobRequest.of(type, Content.json("\"" + "x".repeat(random.nextInt(600)) + "\""))
            .id(ids.next())
            .queue(queue)
            .priority(new Priority(random.nextInt(256)));
    return random.nextInt(6) == 0 ? request.delay(Duration.ofMillis(random.nextInt(200))) : request;
  }

  private void submitMany(JobType<Content, Content> type, String queue, int count) {
    List<JobRequest<Content, Content>> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(job(type, queue));
    }
    mill.submitAll(requests);
  }

  private JobRequest<Content, Content> uniqueJob() {
    Unique unique =
        Unique.by("key" + random.nextInt(KEYS))
            .onDuplicate(ON_DUPLICATE.get(random.nextInt(ON_DUPLICATE.size())));
    if (random.nextInt(3) == 0) {
      unique = unique.during(Duration.ofMillis(random.nextInt(1, 1_500)));
    }
    if (random.nextInt(3) == 0) {
      unique = unique.alsoWhileRunning();
    }
    JobType<Content, Content> type = random.nextInt(3) == 0 ? Work.KEPT : Work.PLAIN;
    return Wish.unique(job(type, QUEUES.get(random.nextInt(2))), unique);
  }

  /// Of those with a short deadline most come too late, some for certain.
  private JobRequest<Content, Content> jobWithDeadline() {
    boolean isShort = random.nextInt(3) > 0;
    Duration deadline =
        isShort
            ? Duration.ofMillis(random.nextInt(300))
            : Duration.ofSeconds(random.nextInt(5, 3_600));
    JobType<Content, Content> type = isShort && random.nextBoolean() ? Work.KEPT : Work.PLAIN;
    return Wish.deadline(job(type, queue()).priority(new Priority(255)), deadline);
  }

  private Dependency edge(JobRequest<?, ?> pred) {
    int drawn = random.nextInt(10);
    OnFailure rule = drawn < 5 ? OnFailure.RUN : drawn < 8 ? OnFailure.CANCEL : OnFailure.FAIL;
    return new Dependency(pred.queue(), pred.id().orElseThrow(), rule);
  }

  private void submitDiamond() {
    JobRequest<Content, Content> top = job(linkedType(), queue());
    JobRequest<Content, Content> left = Wish.after(job(linkedType(), queue()), List.of(edge(top)));
    JobRequest<Content, Content> right = Wish.after(job(linkedType(), queue()), List.of(edge(top)));
    JobRequest<Content, Content> bottom =
        Wish.after(job(linkedType(), queue()), List.of(edge(left), edge(right)));
    inOrder(List.of(top, left, right, bottom));
  }

  /// Many come after one, and one comes after them.
  private void submitFan() {
    JobRequest<Content, Content> first = job(linkedType(), queue());
    List<JobRequest<Content, Content>> all = new ArrayList<>(List.of(first));
    List<Dependency> in = new ArrayList<>();
    String queue = queue();
    int width = random.nextInt(2, 60);
    for (int i = 0; i < width; i++) {
      JobRequest<Content, Content> leaf =
          Wish.after(job(linkedType(), queue), List.of(edge(first)));
      all.add(leaf);
      in.add(edge(leaf));
    }
    all.add(Wish.after(job(linkedType(), queue()), in));
    inOrder(all);
  }

  /// Very many come after one.
  private void submitCrowd() {
    JobRequest<Content, Content> first =
        job(linkedType(), queue()).delay(Duration.ofMillis(random.nextInt(1_500)));
    List<JobRequest<Content, Content>> all = new ArrayList<>(List.of(first));
    for (int i = 0; i < CROWD; i++) {
      all.add(Wish.after(job(Work.PLAIN, "crowd"), List.of(edge(first))));
    }
    inOrder(all);
  }

  private void submitChain() {
    String queue = queue();
    List<JobRequest<?, ?>> links = new ArrayList<>();
    JobRequest<Content, Content> link = job(linkedType(), queue);
    for (int i = random.nextInt(2, 8); i > 0; i--) {
      links.add(link);
      link = Wish.after(job(linkedType(), queue), List.of(edge(link)));
    }
    try {
      List<JobHandle<?>> handles = mill.chain(links);
      if (handles.size() != links.size()) {
        throw new IllegalStateException("a chain of " + links.size() + " became " + handles);
      }
    } catch (JobRejected refused) {
      System.err.println("refused: " + refused.getMessage());
    }
  }

  /// A graph without circles: each job comes after up to three of those before it.
  ///
  /// @param block how many jobs in a row are of the same queue at most
  private void submitGraph(int size, int block) {
    List<JobRequest<Content, Content>> jobs = new ArrayList<>();
    String queue = queue();
    for (int i = 0; i < size; i++) {
      if (random.nextInt(block) == 0) {
        queue = queue();
      }
      List<Dependency> after = new ArrayList<>();
      List<JobId> named = new ArrayList<>();
      for (int n = i == 0 ? 0 : random.nextInt(4); n > 0; n--) {
        JobRequest<Content, Content> pred = jobs.get(random.nextInt(i));
        if (!named.contains(pred.id().orElseThrow())) {
          named.add(pred.id().orElseThrow());
          after.add(edge(pred));
        }
      }
      jobs.add(Wish.after(job(linkedType(), queue), after));
    }
    inOrder(jobs);
  }

  /// In groups of jobs in a row of the same queue. What comes after a job that was refused, or that
  /// is gone already, is refused as well.
  private void inOrder(List<JobRequest<Content, Content>> jobs) {
    int from = 0;
    while (from < jobs.size()) {
      int to = from;
      while (to < jobs.size() && jobs.get(to).queue().equals(jobs.get(from).queue())) {
        to++;
      }
      for (Submission<Content> answer : mill.submitAll(jobs.subList(from, to))) {
        if (answer instanceof Submission.Rejected<Content>(Submission.Refusal why, String message)
            && why != Submission.Refusal.UNKNOWN_DEPENDENCY) {
          throw new IllegalStateException("refused: " + message);
        }
      }
      from = to;
    }
  }
}
