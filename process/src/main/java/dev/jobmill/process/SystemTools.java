package dev.jobmill.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The small programs of the system that running a program relies on. Where one is missing, less is
/// promised, but programs run.
///
/// @param setsid starts a program in a session of its own (util-linux)
/// @param mkfifo makes named pipes (POSIX)
/// @param shell runs the watcher (POSIX)
record SystemTools(Optional<Path> setsid, Optional<Path> mkfifo, Optional<Path> shell) {
  private static final List<String> USUAL_FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin");

  /// Looks where this process would.
  static SystemTools ofPath() {
    String path = System.getenv("PATH");
    return find(path == null ? "" : path);
  }

  /// Looks in `PATH` and in the usual folders, since services often have a short `PATH`.
  ///
  /// @param path the value of `PATH`
  static SystemTools find(String path) {
    Set<String> folders = new LinkedHashSet<>(USUAL_FOLDERS);
    folders.addAll(List.of(path.split(File.pathSeparator)));
    return new SystemTools(find("setsid", folders), find("mkfifo", folders), find("sh", folders));
  }

  private static Optional<Path> find(String name, Set<String> folders) {
    return folders.stream()
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
