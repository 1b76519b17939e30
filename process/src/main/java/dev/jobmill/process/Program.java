package dev.jobmill.process;

import dev.jobmill.job.InvalidRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The payload of `exec`: a program to run.
///
/// @param argv the program and its arguments, at least the program. It is looked up in `PATH` as
///   the program will see it, or in `cwd` when it contains a slash. No shell reads it
/// @param cwd the folder it runs in; null for the worker's
/// @param env what differs from the worker's environment; a null value removes a variable.
///   `JOBMILL_RUN` is always the job's own, and `JOBMILL_TOKEN…` is given by nobody but this
/// @param stdin the whole of its standard input, sent as UTF-8; null for none
public record Program(
    List<String> argv,
    @Nullable String cwd,
    Map<String, @Nullable String> env,
    @Nullable String stdin) {

  /// Takes copies; an absent `env` is an empty one.
  ///
  /// @throws InvalidRequest when no system could run this
  public Program {
    argv = checkArgv(argv);
    if (cwd != null && (cwd.isEmpty() || hasNul(cwd))) {
      throw new InvalidRequest(
          "cwd of the program is "
              + (cwd.isEmpty() ? "empty" : "no path, it contains a NUL character")
              + ": name a folder, or leave it out for the worker's own");
    }
    env = checkEnv(env);
  }

  /// A program in the worker's folder and environment, without input.
  public static Program of(String... argv) {
    return new Program(List.of(argv), null, Map.of(), null);
  }

  /// The same program with these variables, where it says nothing of them itself.
  ///
  /// @param variables a null value removes one
  public Program withDefaults(Map<String, @Nullable String> variables) {
    Map<String, @Nullable String> all = new HashMap<>(variables);
    all.putAll(env);
    return new Program(argv, cwd, all, stdin);
  }

  /// What to call the program in messages: the first of `argv`.
  public String name() {
    return argv.getFirst();
  }

  private static List<String> checkArgv(@Nullable List<String> argv) {
    if (argv == null || argv.isEmpty()) {
      throw new InvalidRequest(
          "argv is empty: give the program and its arguments, such as [\"ls\", \"-l\"]");
    }
    for (int i = 0; i < argv.size(); i++) {
      checkArgument(i, argv.get(i));
    }
    return List.copyOf(argv);
  }

  private static void checkArgument(int index, @Nullable String argument) {
    if (argument == null || hasNul(argument)) {
      throw new InvalidRequest(
          "argv["
              + index
              + "] "
              + (argument == null ? "is null" : "contains a NUL character")
              + ", which no program can be given: leave it out or give it as stdin");
    }
    if (index == 0 && argument.isBlank()) {
      throw new InvalidRequest("argv[0] is blank: it names the program to run");
    }
  }

  private static Map<String, @Nullable String> checkEnv(
      @Nullable Map<String, @Nullable String> env) {
    if (env == null) {
      return Map.of();
    }
    for (Map.Entry<String, @Nullable String> variable : env.entrySet()) {
      String name = variable.getKey();
      String value = variable.getValue();
      if (name.isEmpty() || name.indexOf('=') >= 0 || hasNul(name)) {
        throw new InvalidRequest(
            "env has a variable named '"
                + name.replace('\0', '\uFFFD')
                + "': a name is not empty and has neither '=' nor NUL");
      }
      if (value != null && hasNul(value)) {
        throw new InvalidRequest(
            "env " + name + " contains a NUL character, which no environment can hold");
      }
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  private static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }
}
