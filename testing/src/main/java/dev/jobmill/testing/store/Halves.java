package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/// Which of two stores has which queue.
record Halves(JobStore first, JobStore second, Predicate<String> isFirst) {
  List<JobStore> both() {
    return List.of(first, second);
  }

  JobStore of(String queue) {
    return isFirst.test(queue) ? first : second;
  }

  /// Sends each item to the store of its queue, one call for each store that has any.
  ///
  /// @return the answers in the order of the items
  <I, A> List<A> route(
      List<I> items, Function<I, String> queue, BiFunction<JobStore, List<I>, List<A>> call) {
    List<A> answers = new ArrayList<>();
    List<A> ofFirst = call(first, items, queue, call);
    List<A> ofSecond = call(second, items, queue, call);
    int atFirst = 0;
    int atSecond = 0;
    for (I item : items) {
      answers.add(
          of(queue.apply(item)).equals(first) ? ofFirst.get(atFirst++) : ofSecond.get(atSecond++));
    }
    return answers;
  }

  private <I, A> List<A> call(
      JobStore half,
      List<I> items,
      Function<I, String> queue,
      BiFunction<JobStore, List<I>, List<A>> call) {
    return call.apply(
        half, items.stream().filter(item -> of(queue.apply(item)).equals(half)).toList());
  }
}
