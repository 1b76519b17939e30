package dev.jobmill.cli.settings;

import java.util.Locale;
import java.util.Optional;

/// Every name that a settings file or the environment may set, those of verbs that come later
/// included.
public enum Setting {
  /// Where jobs are kept.
  STORE("memory: or sqlite:PATH"),
  /// The server that does the work instead.
  SERVER("URL; not available yet"),
  /// What a server knows this program by.
  TOKEN("for servers"),
  /// The file that holds it.
  TOKEN_FILE("for servers"),
  /// How many jobs a worker runs at once.
  MAX_CONCURRENT_JOBS("1 to 10000; as cores, at least 2, unless set"),
  /// The time limit of attempts whose job has none.
  PROCESSING_TIMEOUT("duration; no limit unless set"),
  /// How long ended jobs are kept.
  HISTORY_RETENTION(
      "duration; 48h unless set; in the file also retention.type.NAME, retention.state.STATE"),
  /// How many jobs may wait in a queue.
  QUEUE_LIMIT("how many jobs may wait in a queue, or none; 1000000 unless set"),
  /// What a level of priority is worth.
  AGEING("duration that a job waits longer for each level of priority, or off; 10s unless set"),
  /// Which lines are logged.
  LOG_LEVEL("trace, debug, info, warn, error or off"),
  /// How they look.
  LOG_FORMAT("text or json; text unless set"),
  /// The folder of a server.
  DATA("for servers"),
  /// The address that a server listens on.
  HOST("for servers"),
  /// The port that a server listens on.
  PORT("for servers"),
  /// Options of the JVM.
  JAVA_OPTS("options of the JVM, read by the launcher"),
  /// The place of the JVM.
  JAVA_HOME("folder of a JDK, read by the launcher"),
  /// The mark of a job's program, which this program may be.
  RUN("mark of a job's program, ignored");

  private static final String PREFIX = "JOBMILL_";

  private final String about;

  Setting(String about) {
    this.about = about;
  }

  /// Its name in the environment.
  public String variable() {
    return PREFIX + name();
  }

  /// Its name in a settings file.
  public String property() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What may be set, for people.
  public String about() {
    return about;
  }

  /// Whether the environment alone can set it.
  boolean isOfEnvironment() {
    return this == JAVA_OPTS || this == JAVA_HOME || this == RUN;
  }

  /// Whether `variable` is meant for this program.
  static boolean isVariable(String variable) {
    return variable.startsWith(PREFIX);
  }

  static Optional<Setting> ofVariable(String variable) {
    for (Setting setting : values()) {
      if (setting.variable().equals(variable)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  /// Case, hyphens, underscores, dots and a leading `jobmill` make no difference, so that the name
  /// of the variable is understood as well.
  static Optional<Setting> ofProperty(String property) {
    String bare = bare(property);
    for (Setting setting : values()) {
      if (!setting.isOfEnvironment()
          && (bare.equals(bare(setting.name())) || bare.equals(bare(setting.variable())))) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
  }
}
