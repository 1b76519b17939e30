package dev.jobmill.cli.types;

import dev.jobmill.job.JobHandler;
import dev.jobmill.process.Program;
import dev.jobmill.process.ProgramResult;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The user's own locale, for programs: the launcher gives the JVM a UTF-8 one, without which it
/// could not open every file, and programs would sort and print by it.
///
/// @param variables what the user has; null for a variable that is not set
public record OwnLocale(Map<String, @Nullable String> variables) {
  /// What the launcher told this process.
  public static OwnLocale ofLauncher() {
    return of(System.getProperty("jobmill.locale", ""));
  }

  /// From what the launcher tells.
  ///
  /// @param told `NAME=VALUE`, or `NAME` for a variable that was not set; empty when the launcher
  ///   has changed nothing
  public static OwnLocale of(String told) {
    Map<String, @Nullable String> variables = new HashMap<>();
    if (!told.isEmpty()) {
      int equals = told.indexOf('=');
      String name = equals < 0 ? told : told.substring(0, equals);
      variables.put(name, equals < 0 ? null : told.substring(equals + 1));
    }
    return new OwnLocale(variables);
  }

  /// A handler whose programs get this locale, unless they say themselves what they want.
  public JobHandler<Program, ProgramResult> around(JobHandler<Program, ProgramResult> handler) {
    if (variables.isEmpty()) {
      return handler;
    }
    return (job, program) -> handler.handle(job, program.withDefaults(variables));
  }
}
