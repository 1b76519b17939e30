package dev.jobmill.cli;

import dev.jobmill.job.BulkResult;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Lookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something that a person does to jobs, with the count that is printed and the status that
/// follows.
///
/// @param question what is asked before it is done to several
/// @param done what has become of the jobs, such as `cancelled`
/// @param rule why it can be too late
/// @param from the states in which there is something to be done
/// @param to the states that tell that it was done
/// @param one does it to a job
/// @param all does it to all that a filter finds
record Act(
    String question,
    String done,
    String rule,
    Set<JobState> from,
    Set<JobState> to,
    One one,
    All all) {
  /// Ends waiting jobs, asks running ones to stop. One that is asked again while it still stops is
  /// as good as done.
  static final Act CANCEL =
      new Act(
          "cancel",
          "cancelled",
          "an ended job cannot be cancelled",
          EnumSet.of(JobState.PENDING, JobState.QUEUED, JobState.PROCESSING, JobState.CANCELLING),
          EnumSet.of(JobState.CANCELLED, JobState.CANCELLING),
          JobClient::cancel,
          JobClient::cancelAll);

  private static final Set<JobState> ENDS =
      EnumSet.of(JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED, JobState.TIMEOUT);

  /// Puts ended jobs back.
  static final Act RETRY =
      new Act(
          "retry",
          "queued again",
          "only an ended job can be retried",
          ENDS,
          EnumSet.of(JobState.QUEUED),
          JobClient::retry,
          JobClient::retryAll);

  /// Forgets ended jobs.
  static final Act DELETE =
      new Act(
          "delete",
          "deleted",
          "only an ended job can be deleted, cancel it first",
          ENDS,
          ENDS,
          JobClient::delete,
          JobClient::deleteAll);

  /// Does it to one job.
  @FunctionalInterface
  interface One {
    /// Does it.
    ///
    /// @return the state afterwards, or that it was deleted in; empty for an unknown job
    Optional<JobState> apply(JobClient client, JobId id, String by);
  }

  /// Does it to all that a filter finds.
  @FunctionalInterface
  interface All {
    BulkResult apply(JobClient client, JobFilter filter, String by);
  }

  /// Does it, prints how often, and gives the exit status.
  int on(Selection.Chosen chosen, boolean yes, Session session) {
    return switch (chosen) {
      case Selection.Chosen.Named(List<JobId> ids) -> {
        if (!isWanted(ids.size(), yes, session)) {
          yield ExitStatus.OK;
        }
        Map<JobId, Job> jobs = Ids.find(session.store().lookup(), ids);
        List<JobId> unknown = new ArrayList<>(ids);
        unknown.removeAll(jobs.keySet());
        List<Seen> known = jobs.values().stream().map(Seen::of).toList();
        yield oneByOne(known, unknown, session);
      }
      case Selection.Chosen.Found(JobFilter filter, @Nullable Integer most) -> {
        JobFilter open = filter.states(openOf(filter.states()));
        yield most == null ? onAll(open, yes, session) : onSome(open, most, yes, session);
      }
    };
  }

  private Set<JobState> openOf(Collection<JobState> states) {
    Set<JobState> open = EnumSet.copyOf(from);
    open.retainAll(states);
    return open;
  }

  private boolean isWanted(long count, boolean yes, Session session) {
    return yes || count <= 1 || session.ask(question + " " + count + " jobs?");
  }

  private int onAll(JobFilter filter, boolean yes, Session session) {
    boolean mayAsk = !yes && session.canAsk();
    if (mayAsk && !isWanted(session.client().count(filter), false, session)) {
      return ExitStatus.OK;
    }
    BulkResult result = all.apply(session.client(), filter, session.world().place().actor());
    tell(
        result.matched(),
        result.done(),
        jobs(result.done(), result.matched())
            + done
            + (to.contains(JobState.CANCELLING) ? ", or asked to stop" : ""),
        session);
    long left = result.matched() - result.done();
    if (left > 0) {
      session.note(
          left
              + (left == 1 ? " job was" : " jobs were")
              + " left alone, as another job or a change meanwhile wants it");
    }
    return ExitStatus.OK;
  }

  private int onSome(JobFilter filter, int most, boolean yes, Session session) {
    List<Seen> found = new ArrayList<>();
    JobId before = null;
    while (found.size() < most) {
      int size = Math.min(most - found.size(), Lookup.PAGE_SIZE_MAX);
      List<Job> page = session.client().list(filter, before, size);
      if (page.isEmpty()) {
        break;
      }
      page.forEach(job -> found.add(Seen.of(job)));
      before = page.getLast().id();
    }
    return isWanted(found.size(), yes, session)
        ? oneByOne(found, List.of(), session)
        : ExitStatus.OK;
  }

  private int oneByOne(List<Seen> jobs, List<JobId> strange, Session session) {
    String by = session.world().place().actor();
    List<JobId> unknown = new ArrayList<>(strange);
    List<String> late = new ArrayList<>();
    List<JobRejected> refused = new ArrayList<>();
    int count = 0;
    int stopping = 0;
    for (Seen job : jobs) {
      if (!from.contains(job.state())) {
        late.add(job.id() + " is " + job.state().wireName());
        continue;
      }
      try {
        Optional<JobState> after = one.apply(session.client(), job.id(), by);
        if (after.isEmpty()) {
          unknown.add(job.id());
        } else if (to.contains(after.get())) {
          count++;
          stopping += after.get() == JobState.CANCELLING ? 1 : 0;
        } else {
          late.add(job.id() + " is " + after.get().wireName());
        }
      } catch (JobRejected no) {
        refused.add(no);
      }
    }
    int asked = jobs.size() + strange.size();
    tell(jobs.size(), count, sentence(count - stopping, stopping, asked), session);
    complain(late, unknown, refused);
    return ExitStatus.OK;
  }

  private static void tell(long matched, long done, String sentence, Session session) {
    session
        .output()
        .line(session.json() ? "{\"matched\":" + matched + ",\"done\":" + done + "}" : sentence);
    session.output().flush();
  }

  private void complain(List<String> late, List<JobId> unknown, List<JobRejected> refused) {
    if (!late.isEmpty()) {
      throw new Problem(
          ExitStatus.NOT_ALL_WELL, "job " + late.getFirst() + more(late.size()) + ": " + rule);
    }
    if (!unknown.isEmpty()) {
      throw Unknown.problem(unknown);
    }
    if (!refused.isEmpty()) {
      JobRejected first = refused.getFirst();
      throw refused.size() == 1
          ? first
          : JobRejected.of(first.why(), first.getMessage() + more(refused.size()));
    }
  }

  private static String more(int count) {
    return count == 1 ? "" : ", and " + (count - 1) + " more like it";
  }

  /// A job that runs is not cancelled yet, it is only asked to stop.
  private String sentence(int ended, int stopping, int asked) {
    String stop = "asked to stop";
    if (ended > 0 && stopping > 0) {
      return jobs(ended, asked) + done + ", " + stopping + " " + stop;
    }
    return stopping > 0 ? jobs(stopping, asked) + stop : jobs(ended, asked) + done;
  }

  private static String jobs(long count, long asked) {
    if (asked > 1) {
      return count + " of " + asked + " jobs ";
    }
    return count + (count == 1 ? " job " : " jobs ");
  }

  private record Seen(JobId id, JobState state) {
    private static Seen of(Job job) {
      return new Seen(job.id(), job.state());
    }
  }
}
