package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Admittance.Entry;
import dev.jobmill.store.JobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many threads that submit one job each at the same time.
final class Race {
  private Race() {}

  /// What became of them.
  ///
  /// @param admitted how many are new
  /// @param duplicates how many were there already
  /// @param refused how many were not taken in
  record Tally(int admitted, int duplicates, int refused) {
    static Tally parse(String text) {
      String[] words = text.split("/", -1);
      return new Tally(
          Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    Tally plus(Tally other) {
      return new Tally(
          admitted + other.admitted, duplicates + other.duplicates, refused + other.refused);
    }

    @Override
    public String toString() {
      return admitted + "/" + duplicates + "/" + refused;
    }
  }

  /// @param words the queue, and for jobs with a unique key the key and what happens to duplicates
  static String run(JobStore store, int threads, List<String> words) {
    Tally sum = new Tally(0, 0, 0);
    try (ExecutorService together = Executors.newFixedThreadPool(threads)) {
      List<Future<Tally>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        answers.add(together.submit(() -> submit(store, spec(words))));
      }
      for (Future<Tally> answer : answers) {
        sum = sum.plus(answer.get());
      }
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
    return sum.toString();
  }

  private static JobSpec spec(List<String> words) {
    JobSpec.Builder spec = Jobs.spec().toBuilder().queue(words.getFirst());
    return words.size() == 1
        ? spec.build()
        : spec.unique(Unique.by(words.get(1)).onDuplicate(OnDuplicate.valueOf(words.get(2))))
            .build();
  }

  private static Tally submit(JobStore store, JobSpec spec) {
    AdmitGroup group = new AdmitGroup(spec.queue(), List.of(spec));
    return switch (store.admission().admit(List.of(group)).getFirst()) {
      case Admittance.Admitted(List<Entry> entries) ->
          entries.getFirst().duplicate() ? new Tally(0, 1, 0) : new Tally(1, 0, 0);
      case Admittance.Refused refused -> new Tally(0, 0, 1);
    };
  }
}
