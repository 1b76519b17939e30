package dev.jobmill.testing.store;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.DependencyRule;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What the end of a job brings with it: its key is free, its retention begins, and the jobs that
/// come after it are released or end as well. Tests of the contract break it by overriding.
class ModelEnds {
  private static final int AT_ONCE = 1_000;

  private final ModelState state;

  ModelEnds(ModelState state) {
    this.state = state;
  }

  /// That a job has ended so, to be told to one that comes after it.
  record News(ModelJob waiting, ModelJob ended, JobState end) {
    boolean isAwaited() {
      return waiting.openEdges.contains(ended);
    }

    DependencyRule rule() {
      return DependencyRule.of(edge().onFailure(), end);
    }

    private Dependency edge() {
      return waiting.job.after().stream()
          .filter(edge -> edge.job().equals(ended.job.id()))
          .findFirst()
          .orElseThrow();
    }
  }

  /// To be called after each move; does nothing when that was no end.
  void afterMove(ModelJob moved, Instant now) {
    if (moved.job.state().isEnd()) {
      tell(new ArrayDeque<>(end(moved, now)), AT_ONCE, now);
    }
  }

  /// Tells what was left over.
  ///
  /// @return how many jobs were told
  int tellRest(int limit, Instant now) {
    Deque<News> rest = new ArrayDeque<>(state.untold);
    state.untold.clear();
    return tell(rest, limit, now);
  }

  private int tell(Deque<News> news, int limit, Instant now) {
    int told = 0;
    while (!news.isEmpty() && told < limit) {
      News next = news.remove();
      if (next.isAwaited()) {
        news.addAll(tell(next, now));
        told++;
      }
    }
    state.untold.addAll(news);
    return told;
  }

  /// Tells one; gives the news that follow.
  private List<News> tell(News news, Instant now) {
    ModelJob waiting = news.waiting;
    DependencyRule rule = news.rule();
    if (rule == DependencyRule.MET) {
      waiting.openEdges.remove(news.ended);
      if (isReady(waiting)) {
        waiting.becomeReady(now);
      }
      return List.of();
    }
    waiting.job =
        waiting.job.toBuilder()
            .state(rule.end())
            .reason(Reason.DEPENDENCY_FAILED)
            .error(DependencyRule.failure(news.ended.job.id(), news.end))
            .endedAt(now)
            .build();
    return end(waiting, now);
  }

  boolean isReady(ModelJob waiting) {
    return waiting.openEdges.isEmpty();
  }

  private List<News> end(ModelJob ended, Instant now) {
    JobState end = ended.job.state();
    ended.openEdges.clear();
    ended.keepUntil = now.plus(state.options.retention().of(ended.job.type(), end));
    state.endTimes.add(now);
    state.keys.letGoAtEnd(ended, now);
    return newsOf(ended, end);
  }

  List<News> newsOf(ModelJob ended, JobState end) {
    return state.jobs.stream()
        .filter(one -> one.openEdges.contains(ended))
        .map(one -> new News(one, ended, end))
        .toList();
  }
}
