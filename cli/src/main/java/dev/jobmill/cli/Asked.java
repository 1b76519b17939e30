package dev.jobmill.cli;

import dev.jobmill.cli.settings.WholeNumber;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the words after `queues` or `types` ask for.
sealed interface Asked {
  /// The most that a limit may be.
  int LIMIT_MAX = 999_999_999;

  /// All of them.
  record Listing() implements Asked {}

  /// That one rests, or goes on.
  record Pause(String name, boolean paused) implements Asked {}

  /// How many jobs may wait; null for no limit.
  record Limit(String name, @Nullable Long limit) implements Asked {}

  /// Reads the words.
  ///
  /// @param verb what was typed before the words
  /// @param what what is named, for messages
  /// @param hasLimit whether it can be limited
  /// @throws InvalidRequest when they ask for nothing that there is
  static Asked parse(String verb, String what, boolean hasLimit, List<String> words) {
    if (words.isEmpty()) {
      return new Listing();
    }
    String act = words.getFirst();
    boolean limits = hasLimit && act.equals("limit");
    if (!limits && !act.equals("pause") && !act.equals("resume")) {
      throw new InvalidRequest(
          verb
              + " '"
              + act
              + "' is unknown: use pause NAME"
              + (hasLimit ? ", resume NAME or limit NAME N" : " or resume NAME"));
    }
    int size = limits ? 3 : 2;
    if (words.size() != size) {
      throw new InvalidRequest(
          verb
              + " "
              + act
              + (words.size() < size ? " says too little" : " says too much")
              + ": write "
              + verb
              + " "
              + act
              + (limits ? " NAME N, or none instead of N" : " NAME"));
    }
    String name = Names.check(what, words.get(1));
    return limits ? new Limit(name, limit(words.get(2))) : new Pause(name, act.equals("pause"));
  }

  private static @Nullable Long limit(String text) {
    return text.equals("none")
        ? null
        : (Long) (long) WholeNumber.parse("limit", text, 0, LIMIT_MAX);
  }
}
