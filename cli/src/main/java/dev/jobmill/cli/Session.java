package dev.jobmill.cli;

import dev.jobmill.Jobmill;
import dev.jobmill.cli.logs.Logs;
import dev.jobmill.cli.print.Output;
import dev.jobmill.cli.print.Style;
import dev.jobmill.cli.progress.BesideStream;
import dev.jobmill.cli.progress.ProgressBars;
import dev.jobmill.cli.progress.ProgressLines;
import dev.jobmill.cli.progress.RunWatch;
import dev.jobmill.cli.settings.Settings;
import dev.jobmill.job.JobClient;
import dev.jobmill.store.JobStore;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One verb at work: the open store, the outputs, and how to speak to the user.
final class Session implements AutoCloseable {
  private final World world;
  private final GlobalOptions options;
  private final Settings settings;
  private final JobStore store;
  private final JobClient client;
  private final Output output;
  private final String logLevel;

  private Session(
      World world, GlobalOptions options, Settings settings, String logLevel, JobStore store) {
    this.logLevel = logLevel;
    this.world = world;
    this.options = options;
    this.settings = settings;
    this.store = store;
    this.client = Jobmill.clientOf(store);
    this.output = new Output(new BufferedOutputStream(world.streams().out()));
  }

  /// @throws dev.jobmill.job.StoreUnavailable when the store cannot be used
  static Session open(World world, GlobalOptions options, Settings settings, String logLevel) {
    String standard = options.verbose ? "debug" : options.quiet ? "warn" : logLevel;
    String level = settings.logLevel().orElse(standard);
    Logs.configure(level, settings.logFormat(), world.streams().err());
    return new Session(world, options, settings, level, world.stores().open(settings));
  }

  static boolean usesColour(World world, GlobalOptions options, boolean terminal) {
    String noColor = world.place().environment().getOrDefault("NO_COLOR", "");
    return terminal && !options.noColor && noColor.isEmpty() && !isDumb(world);
  }

  private static boolean isDumb(World world) {
    return world.place().environment().getOrDefault("TERM", "").equals("dumb");
  }

  World world() {
    return world;
  }

  Settings settings() {
    return settings;
  }

  JobStore store() {
    return store;
  }

  JobClient client() {
    return client;
  }

  Output output() {
    return output;
  }

  boolean json() {
    return options.json;
  }

  /// The colours of standard output.
  Style style() {
    return new Style(usesColour(world, options, world.terminal().out()));
  }

  /// Whether lines may be redrawn on standard output.
  boolean drawsOnOutput() {
    return world.terminal().out() && !isDumb(world);
  }

  /// Tells the user something that is neither a result nor an error.
  void note(String text) {
    if (!options.quiet) {
      world.streams().err().println("jobmill: note: " + text);
    }
  }

  /// Tells of a job that ended badly: the line that the exit status goes with.
  void complain(String text) {
    world.streams().err().println("jobmill: " + text);
  }

  /// Whether somebody is there who can be asked.
  boolean canAsk() {
    return world.terminal().in() && world.terminal().err();
  }

  /// Asks whether something is really wanted. Where nobody can be asked, it is.
  boolean ask(String question) {
    if (!canAsk()) {
      return true;
    }
    world.streams().err().print("jobmill: " + question + " [y/N] ");
    world.streams().err().flush();
    String answer = answer().strip().toLowerCase(Locale.ROOT);
    if (answer.equals("y") || answer.equals("yes")) {
      return true;
    }
    note("nothing was changed");
    return false;
  }

  private String answer() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      InputStream in = world.streams().in();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        line.write(b);
      }
    } catch (IOException unreadable) {
      return "";
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /// What shows runs as they go: bars on a terminal, lines elsewhere. Close it at the end.
  RunWatch watch() {
    if (options.quiet) {
      return RunWatch.NONE;
    }
    if (!world.terminal().err() || isDumb(world)) {
      return new ProgressLines(world.streams().err());
    }
    boolean coloured = usesColour(world, options, true);
    ProgressBars bars = new ProgressBars(world.streams().err(), world.terminal(), coloured);
    Logs.configure(logLevel, settings.logFormat(), new BesideStream(bars, world.streams().err()));
    return bars;
  }

  /// Closes the store.
  @Override
  public void close() {
    store.close();
  }
}
