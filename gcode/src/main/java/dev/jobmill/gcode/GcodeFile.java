package dev.jobmill.gcode;

import dev.jobmill.job.InvalidRequest;

/// The payload of [GcodeJobs#ANALYZE]: the file to read.
///
/// @param path an absolute path on the machine that does the work
public record GcodeFile(String path) {
  /// Refuses a path that would mean another file in another working folder.
  ///
  /// @throws InvalidRequest when it is not absolute, or when a client left it out
  public GcodeFile {
    if (path == null) {
      throw new InvalidRequest("no path is given: name the G-code file as {\"path\":\"/…\"}");
    }
    if (!isAbsolute(path)) {
      throw new InvalidRequest(
          "path '" + path + "' is not absolute: give the whole path of the G-code file");
    }
  }

  /// By its text alone, so that a client on another system can still make the request.
  private static boolean isAbsolute(String path) {
    boolean drive =
        path.length() > 2
            && Character.isLetter(path.charAt(0))
            && path.charAt(1) == ':'
            && (path.charAt(2) == '\\' || path.charAt(2) == '/');
    return path.startsWith("/") || path.startsWith("\\\\") || drive;
  }
}
