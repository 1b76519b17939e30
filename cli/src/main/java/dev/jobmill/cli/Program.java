package dev.jobmill.cli;

import dev.jobmill.cli.logs.Logs;
import dev.jobmill.cli.print.OneLine;
import dev.jobmill.cli.print.Output;
import dev.jobmill.cli.print.Style;
import dev.jobmill.cli.print.Table;
import dev.jobmill.cli.settings.Setting;
import dev.jobmill.cli.settings.Settings;
import dev.jobmill.cli.types.OwnLocale;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.job.Submission.Refusal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Runs one command line: parses it, reads the settings, opens the store, does what the verb says,
/// and turns whatever goes wrong into one line and a status.
final class Program {
  private static final List<String> VERBS =
      List.of(
          "run",
          "submit",
          "work",
          "list",
          "show",
          "watch",
          "cancel",
          "retry",
          "delete",
          "stats",
          "top",
          "queues",
          "types",
          "schedules",
          "prune",
          "backup",
          "doctor",
          "completion");

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private final World world;
  private final GlobalOptions options = new GlobalOptions();

  Program(World world) {
    this.world = world;
  }

  /// Runs it and gives the exit status.
  int run(String... arguments) {
    try {
      return dispatch(arguments);
    } catch (Problem problem) {
      return fail(problem.status(), problem);
    } catch (ParameterException wrong) {
      return wrong.getCause() instanceof Problem problem
          ? fail(problem.status(), problem)
          : fail(ExitStatus.USAGE, Wrong.usage(wrong), wrong);
    } catch (InvalidRequest wrong) {
      return fail(ExitStatus.USAGE, wrong);
    } catch (StoreUnavailable away) {
      return fail(ExitStatus.STORE, away);
    } catch (JobRejected refused) {
      boolean unknown = refused.why() == Refusal.UNKNOWN_DEPENDENCY;
      return fail(unknown ? ExitStatus.NOT_ALL_WELL : ExitStatus.REFUSED, refused);
    } catch (UncheckedIOException unwritable) {
      return fail(
          ExitStatus.STORE,
          "standard output cannot be written ("
              + unwritable.getMessage()
              + "): make room or send it elsewhere; what was done stays done",
          unwritable);
    } catch (RuntimeException | Error bug) {
      return fail(
          ExitStatus.NOT_ALL_WELL,
          "this is a bug of Jobmill (" + bug + "): run it with --verbose and report what it prints",
          bug);
    }
  }

  private int dispatch(String... arguments) {
    Arguments.check(COMMAND_LINE, arguments);
    List<String> words = List.of(arguments);
    NotYet.check(words, VERBS);
    CommandLine jobmill = commandLine(words);
    ParseResult parsed = jobmill.parseArgs(arguments);
    Ansi ansi = usesColour(world.terminal().out()) ? Ansi.ON : Ansi.OFF;
    for (CommandLine asked : parsed.asCommandLineList()) {
      if (asked.isUsageHelpRequested()) {
        return print(asked.getUsageMessage(ansi));
      }
      if (asked.isVersionHelpRequested()) {
        return print("jobmill " + Version.text() + System.lineSeparator());
      }
    }
    if (!parsed.hasSubcommand()) {
      throw new Problem(
          ExitStatus.USAGE,
          "no verb was given: use one of " + String.join(", ", VERBS) + ", or --help");
    }
    Object verb = parsed.subcommand().commandSpec().userObject();
    return switch (verb) {
      case CompletionVerb completion -> print(completion.script(commandLine(List.of())));
      case DoctorVerb doctor -> run(doctor, ansi);
      default -> run((Verb) verb);
    };
  }

  private int print(String text) {
    Output out = new Output(world.streams().out());
    out.text(text);
    out.flush();
    return ExitStatus.OK;
  }

  private int run(DoctorVerb doctor, Ansi ansi) {
    Settings settings = settings(draft -> {});
    Logs.configure(
        settings.logLevel().orElse(options.verbose ? "debug" : "warn"),
        settings.logFormat(),
        world.streams().err());
    return doctor.run(world, settings, options.json, new Style(ansi == Ansi.ON));
  }

  private int run(Verb verb) {
    Settings settings = settings(verb::set);
    World known = world.with(world.types().declaring(settings.programs(), OwnLocale.ofLauncher()));
    Verb.Deed deed = verb.prepare(known);
    try (Session session = Session.open(known, options, settings, verb.logLevel())) {
      int status = deed.run(session);
      session.output().flush();
      return status;
    }
  }

  private Settings settings(Consumer<Settings.Draft> flags) {
    Place place = world.place();
    Settings.Draft draft =
        Settings.draft(place.environment(), place.folder(), place.home())
            .file(options.config)
            .environment();
    if (options.store != null) {
      draft.set(Setting.STORE, "--store", options.store);
    }
    flags.accept(draft);
    return draft.settings();
  }

  /// With the verbs that the words may name, since each costs time at every start; with all of them
  /// where none is named.
  private CommandLine commandLine(List<String> words) {
    CommandLine jobmill = new CommandLine(new Root(options));
    NotYet.addOptions(jobmill.getCommandSpec());
    List<String> named = VERBS.stream().filter(words::contains).toList();
    boolean helps = words.contains("--help") || words.contains("-h");
    for (String verb : named.isEmpty() || helps ? VERBS : named) {
      jobmill.addSubcommand(command(verb));
    }
    jobmill
        // JSON and argv of programs must arrive as they were typed, @FILE is our own
        .setExpandAtFiles(false)
        .setUsageHelpWidth(Math.clamp(world.terminal().columns(), 80, 120));
    jobmill
        .getCommandSpec()
        .usageMessage()
        .footerHeading(
            "%nSettings, as environment variables, or in jobmill.properties in lower case with%n"
                + "hyphens and without JOBMILL_ (max-concurrent-jobs=4); of file, variable and%n"
                + "option the later wins; in the file, type.NAME.command=PROGRAM ARG... makes a program%n"
                + "job type NAME:%n")
        .footer(settingsTable());
    return jobmill;
  }

  private static CommandLine command(String verb) {
    return switch (verb) {
      case "run" -> new CommandLine(new RunVerb());
      case "submit" -> new CommandLine(new SubmitVerb());
      case "work" -> new CommandLine(new WorkVerb());
      case "list" -> new CommandLine(new ListVerb());
      case "show" -> new CommandLine(new ShowVerb());
      case "watch" -> new CommandLine(new WatchVerb());
      case "completion" -> new CommandLine(new CompletionVerb());
      case "cancel" -> new CommandLine(new CancelVerb());
      case "retry" -> new CommandLine(new RetryVerb());
      case "delete" -> new CommandLine(new DeleteVerb());
      case "queues" -> new CommandLine(new QueuesVerb());
      case "types" -> new CommandLine(new TypesVerb());
      case "schedules" -> new CommandLine(new SchedulesVerb());
      case "prune" -> new CommandLine(new PruneVerb());
      case "backup" -> new CommandLine(new BackupVerb());
      case "doctor" -> new CommandLine(new DoctorVerb());
      case "stats" -> new CommandLine(new StatsVerb());
      case "top" -> new CommandLine(new TopVerb());
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private static String[] settingsTable() {
    Table table = new Table(Integer.MAX_VALUE);
    for (Setting setting : Setting.values()) {
      table.row(List.of(Table.Cell.of("  " + setting.variable()), Table.Cell.of(setting.about())));
    }
    return table.lines().toArray(String[]::new);
  }

  private boolean usesColour(boolean terminal) {
    return Session.usesColour(world, options, terminal);
  }

  private int fail(int status, RuntimeException why) {
    return fail(status, String.valueOf(why.getMessage()), why);
  }

  private int fail(int status, String message, Throwable why) {
    world.streams().err().println("jobmill: " + OneLine.of(message));
    if (options.verbose) {
      why.printStackTrace(world.streams().err());
    }
    return status;
  }
}
