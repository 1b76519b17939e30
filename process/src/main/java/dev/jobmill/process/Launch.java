package dev.jobmill.process;

import dev.jobmill.job.NotRetryable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Starts programs: in a session of their own, marked, with named pipes for what they print. Their
/// input is a file without a name, so nobody has to feed it, and a program that does not read it
/// holds nothing up.
final class Launch {
  private static final String NULL_DEVICE = File.separatorChar == '\\' ? "NUL" : "/dev/null";

  /// How the names of variables with secrets of Jobmill's own begin.
  private static final String TOKEN_PREFIX = "JOBMILL_TOKEN";

  /// How the JVM tells of E2BIG, depending on how far the start came.
  private static final Pattern TOO_LARGE = Pattern.compile("error(=|: )7\\b");

  private final SystemTools tools;
  private final Encodable encodable = Encodable.ofJvm();

  Launch(SystemTools tools) {
    this.tools = tools;
  }

  /// Starts `program`.
  ///
  /// @throws NotRetryable when it can never be started
  /// @throws ProgramFailed when it could not be started now
  /// @throws InterruptedException when interrupted before it was started
  Started start(Program program, RunMark mark) throws InterruptedException {
    encodable.check(program);
    ProcessBuilder builder = new ProcessBuilder();
    Path folder = folder(program);
    builder.directory(folder.toFile());
    setEnvironment(builder.environment(), program, mark);
    Path file = ProgramFile.find(program.name(), folder, builder.environment());
    builder.command(command(program, file));
    try (ScratchFolder scratch = ScratchFolder.make("jobmill-exec-")) {
      builder.redirectInput(input(program.stdin(), scratch.path()));
      return start(builder, scratch.path());
    } catch (IOException e) {
      throw notStarted(program, e);
    }
  }

  /// Starts what `builder` says, with the pipes of a program.
  ///
  /// @param scratch a folder for the moment of the start
  Started start(ProcessBuilder builder, Path scratch) throws IOException, InterruptedException {
    boolean session = tools.setsid().isPresent();
    if (tools.mkfifo().isEmpty()) {
      Process process = builder.start();
      return new Started(
          process,
          session,
          Channels.newChannel(process.getInputStream()),
          Channels.newChannel(process.getErrorStream()));
    }
    OutputPipes pipes = OutputPipes.in(scratch, tools.mkfifo().get());
    try {
      pipes.giveTo(builder);
      Process process = builder.start();
      pipes.release();
      return new Started(process, session, pipes.stdout(), pipes.stderr());
    } catch (IOException | RuntimeException e) {
      pipes.close();
      throw e;
    }
  }

  private static Path folder(Program program) {
    String cwd = program.cwd();
    try {
      Path folder = Path.of(cwd == null ? "" : cwd).toAbsolutePath();
      if (!Files.isDirectory(folder)) {
        throw new NotRetryable(
            "cwd '"
                + folder
                + "' of program '"
                + program.name()
                + "' "
                + (Files.exists(folder) ? "is not a folder" : "does not exist")
                + ": name a folder that exists where the worker runs");
      }
      if (!Files.isExecutable(folder)) {
        throw new NotRetryable(
            "cwd '" + folder + "' may not be entered by the worker's user: chmod it");
      }
      return folder;
    } catch (InvalidPathException e) {
      throw new NotRetryable("cwd '" + cwd + "' is no path on this system: " + e.getReason(), e);
    }
  }

  private static void setEnvironment(
      Map<String, String> environment, Program program, RunMark mark) {
    // What the worker proves itself with to a server is no business of any program.
    environment.keySet().removeIf(name -> name.startsWith(TOKEN_PREFIX));
    for (Map.Entry<String, @Nullable String> variable : program.env().entrySet()) {
      String value = variable.getValue();
      if (value == null) {
        environment.remove(variable.getKey());
      } else {
        environment.put(variable.getKey(), value);
      }
    }
    environment.put(RunMark.VARIABLE, mark.value());
  }

  /// With setsid the program keeps the name it was called by, since setsid looks it up in the same
  /// `PATH`; the JVM would look in its own.
  private List<String> command(Program program, Path file) {
    List<String> command = new ArrayList<>();
    if (tools.setsid().isPresent()) {
      command.add(tools.setsid().get().toString());
      command.add("--");
      command.addAll(program.argv());
    } else {
      command.add(file.toString());
      command.addAll(program.argv().subList(1, program.argv().size()));
    }
    return command;
  }

  private static ProcessBuilder.Redirect input(@Nullable String text, Path scratch)
      throws IOException {
    if (text == null || text.isEmpty()) {
      return ProcessBuilder.Redirect.from(new File(NULL_DEVICE));
    }
    File file = scratch.resolve("stdin").toFile();
    try (OutputStream out = new FileOutputStream(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return ProcessBuilder.Redirect.from(file);
  }

  private static RuntimeException notStarted(Program program, IOException e) {
    // The cause tells the system's reason; the exception itself speaks of setsid.
    String why = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    String message = "program '" + program.name() + "' could not be started: " + why;
    return TOO_LARGE.matcher(why).find()
        ? new NotRetryable(
            message + ": argv and env are too large for the system; send data as stdin", e)
        : new ProgramFailed(message, e);
  }

  /// A program that runs.
  ///
  /// @param process its process
  /// @param inSession whether it leads a session of its own, which then has its number
  /// @param stdout what it prints, to be read and closed
  /// @param stderr the same
  record Started(
      Process process, boolean inSession, ReadableByteChannel stdout, ReadableByteChannel stderr) {
    long session() {
      return inSession ? process.pid() : 0;
    }
  }
}
