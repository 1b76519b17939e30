package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.Chance;
import dev.jobmill.time.ManualTime;
import dev.jobmill.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs random commands against a store and the plain model side by side, and compares every answer
/// and, time and again, everything that can be seen. A sequence that shows a difference is made
/// shorter by leaving commands out as long as it still shows one.
public final class RandomCommands {
  private static final int COMMANDS = 1_000;
  private static final int LOOK_EVERY = 20;
  private static final int TRIALS_MAX = 600;

  /// Looking costs the most: a long sequence is looked at now and then, a short one at each step.
  private static final int SHORT = 200;

  /// How many commands may be spent on making a sequence shorter.
  private static final int SHRINKING_MAX = 200_000;

  private final Function<StoreOptions, JobStore> open;
  private final Function<TimeSource, StoreOptions> settings;
  private final BiPredicate<String, String> placesTogether;
  private int trialsLeft = TRIALS_MAX;
  private int commandsLeft = SHRINKING_MAX;

  /// @param open opens a new, empty store with the given settings; called for each trial
  /// @param settings the settings to use with a clock
  /// @param placesTogether whether a job of the one queue may come after a job of the other
  public RandomCommands(
      Function<StoreOptions, JobStore> open,
      Function<TimeSource, StoreOptions> settings,
      BiPredicate<String, String> placesTogether) {
    this.open = open;
    this.settings = settings;
    this.placesTogether = placesTogether;
  }

  /// With the standard settings, for a store in which queues are not placed apart.
  ///
  /// @param open opens a new, empty store with the given settings; called for each trial
  public RandomCommands(Function<StoreOptions, JobStore> open) {
    this(open, StoreOptions::standard, (queue, other) -> true);
  }

  /// The seed to begin with: that of the system property `jobmill.seed`, or a new one.
  public static long seed() {
    Long given = Long.getLong("jobmill.seed");
    return given == null ? Chance.system().nextLong() : given;
  }

  /// How many commands to try: what the system property `jobmill.commands` says, or a few seconds'
  /// worth.
  public static int commands() {
    return Integer.getInteger("jobmill.commands", COMMANDS);
  }

  /// Runs commands and compares.
  ///
  /// @throws AssertionError at a difference, with the seed, the step, what differs and the shortest
  ///   sequence that was found to show one
  public void check(long seed, int commands) {
    List<Command> done = new ArrayList<>();
    String difference = runNew(seed, commands, done);
    if (difference != null) {
      int step = done.size();
      List<Command> shortest = shrink(done);
      throw new AssertionError(
          """
          the store and the model differ at command %d of seed %d (replay with \
          -Djobmill.seed=%d -Djobmill.commands=%d): %s
          the last commands:
          %s
          left out as many as possible (%d remain, which differ so: %s):
          %s\
          """
              .formatted(
                  step,
                  seed,
                  seed,
                  commands,
                  difference,
                  lines(done.subList(Math.max(0, step - 10), step)),
                  shortest.size(),
                  run(shortest),
                  lines(shortest)));
    }
  }

  private static String lines(List<Command> commands) {
    return commands.stream().map(command -> "  " + command).collect(Collectors.joining("\n"));
  }

  private @Nullable String runNew(long seed, int commands, List<Command> done) {
    ManualTime time = ManualTime.standing();
    StoreOptions options = settings.apply(time);
    try (JobStore store = open.apply(options);
        JobStore model = new ModelStore(options, placesTogether)) {
      CommandSource source = new CommandSource(seed, time, model, placesTogether);
      for (int i = 1; i <= commands; i++) {
        Command command = source.next();
        done.add(command);
        String difference = step(command, time, model, store, i % LOOK_EVERY == 0 || i == commands);
        if (difference != null) {
          return difference;
        }
      }
      return null;
    }
  }

  /// Runs a sequence on a new store and a new model.
  ///
  /// @return what differs; null when nothing does
  @Nullable String run(List<Command> commands) {
    ManualTime time = ManualTime.standing();
    StoreOptions options = settings.apply(time);
    try (JobStore store = open.apply(options);
        JobStore model = new ModelStore(options, placesTogether)) {
      for (int i = 1; i <= commands.size(); i++) {
        boolean look = commands.size() <= SHORT || i % LOOK_EVERY == 0 || i == commands.size();
        String difference = step(commands.get(i - 1), time, model, store, look);
        if (difference != null) {
          return difference;
        }
      }
      return null;
    }
  }

  private static @Nullable String step(
      Command command, ManualTime time, JobStore model, JobStore store, boolean look) {
    command.turn(time);
    Object expected = command.on(model);
    Object actual = command.on(store);
    if (!expected.equals(actual)) {
      return "the answer%n  expected %s%n  but was  %s".formatted(expected, actual);
    }
    return look ? StoreView.difference(model, store) : null;
  }

  private List<Command> shrink(List<Command> failing) {
    List<Command> shortest = failing;
    for (int size = failing.size() / 2; size >= 1 && mayTry(); size /= 2) {
      shortest = withoutPieces(shortest, size);
    }
    return shortest;
  }

  private boolean mayTry() {
    return trialsLeft > 0 && commandsLeft > 0;
  }

  private List<Command> withoutPieces(List<Command> failing, int size) {
    List<Command> shortest = failing;
    for (int at = shortest.size() - size; at >= 0 && mayTry(); at -= size) {
      List<Command> shorter = new ArrayList<>(shortest);
      shorter.subList(at, at + size).clear();
      trialsLeft--;
      commandsLeft -= shorter.size();
      if (run(shorter) != null) {
        shortest = shorter;
      }
    }
    return shortest;
  }
}
