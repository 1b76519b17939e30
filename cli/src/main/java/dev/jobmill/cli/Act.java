package dev.jobmill.cli;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.JobKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/// Something that a person does to jobs, with the count that is printed and the status that
/// follows.
///
/// @param done what has become of the jobs, such as `cancelled`
/// @param rule why it can be too late
/// @param action does it to a batch
/// @param wellDone whether an answer is what was wanted
record Act(
    String done,
    String rule,
    Function<List<JobKey>, List<Acted>> action,
    Predicate<Acted> wellDone) {
  private static final int TRIES = 3;

  /// Does it, prints how often, and gives the exit status.
  int on(List<JobId> ids, Session session) {
    Map<JobId, Job> jobs = Ids.find(session.store().lookup(), ids);
    List<JobKey> keys = jobs.values().stream().map(JobKey::of).toList();
    List<Acted> answers = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += Admission.GROUP_SIZE_MAX) {
      answers.addAll(
          apply(keys.subList(from, Math.min(keys.size(), from + Admission.GROUP_SIZE_MAX))));
    }
    List<JobId> unknown = new ArrayList<>(ids);
    unknown.removeAll(jobs.keySet());
    List<String> late = new ArrayList<>();
    int count = 0;
    int stopping = 0;
    for (int i = 0; i < keys.size(); i++) {
      Acted answer = answers.get(i);
      if (wellDone.test(answer)) {
        count++;
        stopping += answer.state() == JobState.CANCELLING ? 1 : 0;
      } else if (answer.state() == null) {
        unknown.add(keys.get(i).id());
      } else {
        late.add(keys.get(i).id() + " is " + Objects.requireNonNull(answer.state()).wireName());
      }
    }
    if (session.json()) {
      session.output().line("{\"matched\":" + jobs.size() + ",\"done\":" + count + "}");
    } else {
      session.output().line(sentence(count - stopping, stopping, ids.size()));
    }
    session.output().flush();
    if (!late.isEmpty()) {
      throw new Problem(
          ExitStatus.NOT_ALL_WELL, "job " + late.getFirst() + more(late) + ": " + rule);
    }
    if (!unknown.isEmpty()) {
      throw Unknown.problem(unknown);
    }
    return ExitStatus.OK;
  }

  private static String more(List<String> late) {
    return late.size() == 1 ? "" : ", and " + (late.size() - 1) + " more like it";
  }

  /// A store's operations may be repeated; only a retry that took effect unseen is answered with
  /// "not changed" the second time.
  private List<Acted> apply(List<JobKey> keys) {
    for (int tries = 1; ; tries++) {
      try {
        return action.apply(keys);
      } catch (OutcomeUnknown unknown) {
        if (tries == TRIES) {
          throw unknown;
        }
      }
    }
  }

  /// A job that runs is not cancelled yet, it is only asked to stop.
  private String sentence(int ended, int stopping, int asked) {
    String stop = "asked to stop";
    if (ended > 0 && stopping > 0) {
      return jobs(ended, asked) + done + ", " + stopping + " " + stop;
    }
    return stopping > 0 ? jobs(stopping, asked) + stop : jobs(ended, asked) + done;
  }

  private static String jobs(int count, int asked) {
    if (asked > 1) {
      return count + " of " + asked + " jobs ";
    }
    return count + (count == 1 ? " job " : " jobs ");
  }
}
