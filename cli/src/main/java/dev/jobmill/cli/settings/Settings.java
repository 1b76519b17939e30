package dev.jobmill.cli.settings;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Names;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.Retention;
import dev.jobmill.wire.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What was set, with the later of file, environment and flags winning. Never changes.
public final class Settings {
  private static final int SLOTS_MAX = 10_000;
  private static final int PORT_MAX = 65_535;
  private static final Duration RETENTION = Duration.ofDays(2);
  private static final int MOST = 999_999_999;
  private static final String OF_TYPE = "retention.type.";
  private static final String OF_PROGRAM = "type.";
  private static final String COMMAND = ".command";
  private static final String OF_STATE = "retention.state.";
  private static final Set<String> LOG_LEVELS =
      Set.of("trace", "debug", "info", "warn", "error", "off");

  private final StoreUrl store;
  private final @Nullable Integer slots;
  private final @Nullable Duration processingTimeout;
  private final Retention retention;
  private final SortedMap<String, List<String>> programs;
  private final @Nullable Long queueLimit;
  private final Ranking ranking;
  private final @Nullable String logLevel;
  private final LogFormat logFormat;

  private Settings(Draft draft) {
    StoreUrl set = draft.store;
    this.store = set == null ? standardStore(draft.environment, draft.home) : set;
    this.slots = draft.slots;
    this.processingTimeout = draft.processingTimeout;
    this.retention = draft.retention();
    this.programs = Collections.unmodifiableSortedMap(draft.programs);
    this.queueLimit = draft.queueLimit;
    this.ranking = draft.ranking;
    this.logLevel = draft.logLevel;
    this.logFormat = draft.logFormat;
  }

  /// The path that the XDG rules give; a relative `XDG_DATA_HOME` is to be ignored, they say.
  private static StoreUrl standardStore(Map<String, String> environment, Path home) {
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    Path data = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".local").resolve("share");
    return new StoreUrl.Standard(data.resolve("jobmill").toAbsolutePath());
  }

  /// Begins with nothing set.
  ///
  /// @param environment the variables of the process
  /// @param folder what paths are relative to
  /// @param home the user's own folder
  public static Draft draft(Map<String, String> environment, Path folder, Path home) {
    return new Draft(environment, folder, home);
  }

  /// Which store to open.
  public StoreUrl store() {
    return store;
  }

  /// How many jobs a worker runs at once; empty for the engine's own choice.
  public OptionalInt slots() {
    return slots == null ? OptionalInt.empty() : OptionalInt.of(slots);
  }

  /// The time limit of attempts whose job has none.
  public Optional<Duration> processingTimeout() {
    return Optional.ofNullable(processingTimeout);
  }

  /// How long ended jobs are kept.
  public Retention retention() {
    return retention;
  }

  /// Programs that are job types: the words of the command line of each, by the type's name.
  public SortedMap<String, List<String>> programs() {
    return programs;
  }

  /// How many jobs may wait in a queue of which nothing else was said; null for no limit.
  public @Nullable Long queueLimit() {
    return queueLimit;
  }

  /// How queued jobs are ordered.
  public Ranking ranking() {
    return ranking;
  }

  /// Which lines are logged; empty when nothing was said.
  public Optional<String> logLevel() {
    return Optional.ofNullable(logLevel);
  }

  /// How lines are logged.
  public LogFormat logFormat() {
    return logFormat;
  }

  /// Collects values, each checked where it is set, so that a wrong one is found even when a later
  /// source overrides it. Not thread-safe.
  public static final class Draft {
    private final Map<String, String> environment;
    private final Path folder;
    private final Path home;
    private @Nullable StoreUrl store;
    private @Nullable Integer slots;
    private @Nullable Duration processingTimeout;
    private Duration historyRetention = RETENTION;
    private final List<UnaryOperator<Retention>> kept = new ArrayList<>();
    private final SortedMap<String, List<String>> programs = new TreeMap<>();
    private @Nullable Long queueLimit = Queues.LIMIT_STANDARD;
    private Ranking ranking = Ranking.AGEING;
    private @Nullable String logLevel;
    private LogFormat logFormat = LogFormat.TEXT;

    private Draft(Map<String, String> environment, Path folder, Path home) {
      this.environment = environment;
      this.folder = folder;
      this.home = home;
    }

    /// Takes a settings file.
    ///
    /// @param named the file that the user named; null for `jobmill.properties` in the folder,
    ///   where there is one
    /// @throws InvalidRequest when it cannot be read, or holds what is unknown or malformed
    public Draft file(@Nullable String named) {
      Map<Setting, String> names = new EnumMap<>(Setting.class);
      SettingsFile.find(named, folder)
          .ifPresent(file -> file.values().forEach((name, value) -> property(name, value, names)));
      return this;
    }

    private void property(String name, String value, Map<Setting, String> names) {
      if (name.startsWith(OF_PROGRAM)) {
        programs.put(program(name), CommandWords.parse(name, value));
        return;
      }
      if (name.startsWith(OF_TYPE)) {
        Duration time = Durations.parse(name, value);
        String type = within(name, () -> Names.check("job type", name.substring(OF_TYPE.length())));
        kept.add(retention -> retention.type(type, time));
        return;
      }
      if (name.startsWith(OF_STATE)) {
        Duration time = Durations.parse(name, value);
        JobState state = end(name);
        kept.add(retention -> retention.state(state, time));
        return;
      }
      Setting setting =
          Setting.ofProperty(name)
              .orElseThrow(() ->
                  new InvalidRequest(
                      "setting '"
                          + name
                          + "' is unknown: 'jobmill --help' lists what a settings file may hold"));
      String other = names.put(setting, name);
      if (other != null) {
        throw SettingsFile.twice("setting '" + name + "' is the same as '" + other + "'");
      }
      set(setting, name, value);
    }

    private static String program(String name) {
      if (name.length() <= OF_PROGRAM.length() + COMMAND.length() || !name.endsWith(COMMAND)) {
        throw new InvalidRequest(
            "setting '" + name + "' is unknown: use type.NAME.command for a program as job type");
      }
      String type = name.substring(OF_PROGRAM.length(), name.length() - COMMAND.length());
      return within(name, () -> Names.check("job type", type));
    }

    private static JobState end(String name) {
      JobState state = within(name, () -> JobState.parse(name.substring(OF_STATE.length())));
      if (state.isEnd()) {
        return state;
      }
      throw new InvalidRequest(
          "setting " + name + " is of no end: use completed, failed, cancelled or timeout");
    }

    private static <T> T within(String name, Supplier<T> reading) {
      try {
        return reading.get();
      } catch (InvalidRequest wrong) {
        throw new InvalidRequest("setting " + name + ": " + wrong.getMessage(), wrong);
      }
    }

    private Retention retention() {
      Retention retention = Retention.of(historyRetention);
      for (UnaryOperator<Retention> more : kept) {
        retention = more.apply(retention);
      }
      return retention;
    }

    /// Takes every variable of the environment that begins with `JOBMILL_`.
    ///
    /// @throws InvalidRequest when one is unknown or malformed
    public Draft environment() {
      environment.forEach((name, value) -> {
        if (Setting.isVariable(name)) {
          Setting setting =
              Setting.ofVariable(name)
                  .orElseThrow(() ->
                      new InvalidRequest(
                          "environment variable "
                              + name
                              + " is unknown: 'jobmill --help' lists those that are known"));
          set(setting, name, value);
        }
      });
      return this;
    }

    /// Takes one value.
    ///
    /// @param name what the user calls the setting, for messages
    /// @throws InvalidRequest when the value is not one
    public Draft set(Setting setting, String name, String value) {
      switch (setting) {
        case STORE -> store = StoreUrl.parse(name, value, folder);
        case MAX_CONCURRENT_JOBS -> slots = WholeNumber.parse(name, value, 1, SLOTS_MAX);
        case PROCESSING_TIMEOUT -> processingTimeout = positive(name, value);
        case HISTORY_RETENTION -> historyRetention = Durations.parse(name, value);
        case LOG_LEVEL -> logLevel = level(name, value);
        case LOG_FORMAT -> logFormat = format(name, value);
        case PORT -> WholeNumber.parse(name, value, 0, PORT_MAX);
        case QUEUE_LIMIT ->
            queueLimit =
                value.equals("none") ? null : (Long) (long) WholeNumber.parse(name, value, 0, MOST);
        case AGEING ->
            ranking = value.equals("off") ? Ranking.STRICT : Ranking.ageing(positive(name, value));
        case SERVER -> throw new InvalidRequest(name + " is not available yet: leave it out");
        case TOKEN_FILE, DATA, HOST -> notBlank(name, value);
        // A token has no form to check; the others belong to the launcher or to a job's program.
        case TOKEN, JAVA_OPTS, JAVA_HOME, RUN -> {}
      }
      return this;
    }

    /// What was set.
    public Settings settings() {
      return new Settings(this);
    }

    private static Duration positive(String name, String value) {
      Duration duration = Durations.parse(name, value);
      if (duration.isZero()) {
        throw new InvalidRequest(name + " '" + value + "' is out of range: use more than 0");
      }
      return duration;
    }

    private static String level(String name, String value) {
      String level = value.toLowerCase(Locale.ROOT);
      if (!LOG_LEVELS.contains(level)) {
        throw new InvalidRequest(
            name + " '" + value + "' is unknown: use trace, debug, info, warn, error or off");
      }
      return level;
    }

    private static LogFormat format(String name, String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "text" -> LogFormat.TEXT;
        case "json" -> LogFormat.JSON;
        default -> throw new InvalidRequest(name + " '" + value + "' is unknown: use text or json");
      };
    }

    private static void notBlank(String name, String value) {
      if (value.isBlank()) {
        throw new InvalidRequest(name + " is empty: give it a value or leave it out");
      }
    }
  }
}
