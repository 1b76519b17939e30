package dev.jobmill.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The command line and the environment of a child JVM.
///
/// @param handlers the class that registers the handlers
/// @param heap its memory
/// @param classPath null for the worker's own
/// @param jvmOptions further options
/// @param passing variables that it gets beside the usual ones
record ChildCommand(
    String handlers,
    HeapSize heap,
    @Nullable List<Path> classPath,
    List<String> jvmOptions,
    List<String> passing) {
  // Named by text: the code of the child knows this package, and must not be known by it.
  private static final String MAIN = "dev.jobmill.process.child.ChildMain";
  private static final String STANDARD = "-";

  private static final Set<String> USUAL_VARIABLES =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ");

  /// Gives the pipes other numbers, and puts in their place what user code and what it starts may
  /// read from and print to without touching a frame. A child that crashes leaves no core behind.
  private static final String MOVE_PIPES =
      "ulimit -c 0; exec 4<&0 3>&1 </dev/null 1>&2; exec \"$@\"";

  /// The words of the command.
  ///
  /// @param shell moves the pipes; without one, user code must not touch the standard streams
  /// @param temp the child's folder for temporary files
  List<String> words(Optional<Path> setsid, Optional<Path> shell, Path temp) {
    List<String> words = new ArrayList<>();
    setsid.ifPresent(program -> words.addAll(List.of(program.toString(), "--")));
    shell.ifPresent(
        program -> words.addAll(List.of(program.toString(), "-c", MOVE_PIPES, "jobmill-child")));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr"));
    words.addAll(jvmOptions);
    words.addAll(limits(temp));
    words.addAll(program());
    words.add(handlers);
    words.add(shell.isPresent() ? "/dev/fd/4" : STANDARD);
    words.add(shell.isPresent() ? "/dev/fd/3" : STANDARD);
    words.add(Long.toString(ProcessHandle.current().pid()));
    return words;
  }

  private List<String> limits(Path temp) {
    return List.of(
        "-Xmx" + heap.text(),
        "-XX:MaxDirectMemorySize=" + heap.text(),
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+DisplayVMOutputToStderr",
        // Nothing may stay behind of a child that crashed or was killed.
        "-XX:-UsePerfData",
        "-XX:ErrorFile=" + temp.resolve("crash.log"),
        "-Djava.io.tmpdir=" + temp);
  }

  private List<String> program() {
    List<Path> own = classPath;
    if (own != null) {
      return List.of(
          "-cp", String.join(File.pathSeparator, own.stream().map(Path::toString).toList()), MAIN);
    }
    String jars = System.getProperty("java.class.path", "");
    List<String> words = new ArrayList<>();
    if (!jars.isEmpty()) {
      words.addAll(List.of("-cp", jars));
    }
    Module module = ChildCommand.class.getModule();
    if (!module.isNamed()) {
      words.add(MAIN);
      return words;
    }
    words.addAll(
        List.of(
            "--module-path",
            System.getProperty("jdk.module.path", ""),
            "--add-modules",
            "ALL-MODULE-PATH",
            "-m",
            module.getName() + "/" + MAIN));
    return words;
  }

  /// Leaves in `environment`, the worker's, what the child may know.
  void restrict(Map<String, String> environment, RunMark mark, Path temp) {
    environment
        .keySet()
        .removeIf(name ->
            !USUAL_VARIABLES.contains(name) && !name.startsWith("LC_") && !passing.contains(name));
    environment.put("TMPDIR", temp.toString());
    environment.put(RunMark.VARIABLE, mark.value());
  }
}
