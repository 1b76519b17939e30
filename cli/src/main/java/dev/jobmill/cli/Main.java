package dev.jobmill.cli;

import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.cli.types.FileInputs;
import dev.jobmill.cli.types.KnownType;
import dev.jobmill.cli.types.KnownTypes;
import dev.jobmill.cli.types.OwnLocale;
import dev.jobmill.cli.types.ProgramInputs;
import dev.jobmill.cli.types.ProgramResultText;
import dev.jobmill.cli.types.ReportText;
import dev.jobmill.gcode.GcodeJobs;
import dev.jobmill.gcode.GcodeReport;
import dev.jobmill.gcode.GcodeReportText;
import dev.jobmill.process.ExecHandler;
import dev.jobmill.time.SystemTime;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The way in, and the one place where everything is wired.
public final class Main {
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;

  private Main() {}

  /// Runs one command line and ends the process with its status.
  public static void main(String[] arguments) {
    int status = new Program(world()).run(arguments);
    System.err.flush();
    // Threads of handlers that ignore every request to end must not keep the process.
    System.exit(status);
  }

  static World world() {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new World(
        new World.Streams(System.in, new FileOutputStream(FileDescriptor.out), err),
        terminal(),
        new Place(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Path.of(System.getProperty("user.home")),
            System.getProperty("user.name")),
        new SystemSignals(),
        new LocalStores(),
        new KnownTypes(Main::types),
        SystemTime.SYSTEM);
  }

  private static List<KnownType<?, ?>> types() {
    OwnLocale locale = OwnLocale.ofLauncher();
    return List.of(
        new KnownType<>(
            GcodeJobs.ANALYZE,
            output -> GcodeJobs.analyze(),
            new FileInputs(GcodeJobs.ANALYZE.name()),
            file -> file.path().substring(file.path().lastIndexOf('/') + 1),
            new ReportText<>(GcodeReport.class, GcodeReportText::of)),
        new KnownType<>(
            ExecHandler.EXEC,
            output -> locale.around(new ExecHandler(output)),
            new ProgramInputs(),
            program -> String.join(" ", program.argv()),
            new ProgramResultText()));
  }

  /// The JVM cannot tell which of its outputs is a terminal and how large it is, so the launcher
  /// looks; without it there is none.
  private static Terminal terminal() {
    String outputs = System.getProperty("jobmill.terminal", "");
    String[] size = System.getProperty("jobmill.terminal.size", "").split(" ", -1);
    boolean known = size.length == 2;
    return new Terminal(
        outputs.contains("in"),
        outputs.contains("out"),
        outputs.contains("err"),
        known ? number(size[1], COLUMNS) : COLUMNS,
        known ? number(size[0], ROWS) : ROWS);
  }

  private static int number(String text, int otherwise) {
    return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : otherwise;
  }
}
