package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The launcher itself, in folders of its own: with a JDK that is a small script where only the
/// launcher matters, and with the real one and the real program where both do.
@Timeout(60)
class LauncherTest {
  private static final Path SOURCES = Path.of("").toAbsolutePath().getParent();

  @TempDir Path folder;
  private Path root;
  private Path jdk;

  @BeforeEach
  void install() throws IOException {
    root = folder.resolve("jobmill");
    Path launch = Files.createDirectories(root.resolve("dev/launch"));
    Files.copy(SOURCES.resolve("jobmill"), root.resolve("jobmill"));
    String search = Files.readString(SOURCES.resolve("dev/launch/find-java.sh"));
    // The JDKs of this machine are not to be found.
    Files.writeString(
        launch.resolve("find-java.sh"),
        search.replace("/usr/lib/jvm/", folder + "/none/").replace("/opt/", folder + "/none/"));
    program(root.resolve("jobmill"), Files.readString(root.resolve("jobmill")));
    Path app = Files.createDirectories(root.resolve("cli/target/jobmill"));
    jar(app.resolve("jobmill.jar"));
    jdk = jdk("25", "for word; do printf '%s\\n' \"$word\"; done");
  }

  private Path jdk(String version, String script) throws IOException {
    Path home = folder.resolve("jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
    program(home.resolve("bin/java"), "#!/bin/sh\n" + script + "\n");
    return home;
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /// A jar that only says where the classes under test are.
  private static void jar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "dev.jobmill.cli.Main");
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(":", -1))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, path);
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  private ProcessBuilder command(Map<String, String> environment, String... words) {
    List<String> line = new ArrayList<>(List.of(root.resolve("jobmill").toString()));
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    return builder;
  }

  private Shell.Ran run(Map<String, String> environment, String... words) throws Exception {
    Path err = folder.resolve("err.txt");
    Process process = command(environment, words).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Shell.Ran(process.waitFor(), out, Files.readString(err));
  }

  private Shell.Ran runReal(String... words) throws Exception {
    return run(
        Map.of(
            "JOBMILL_JAVA_HOME",
            System.getProperty("java.home"),
            "JOBMILL_STORE",
            "sqlite:" + folder.resolve("jobs.db")),
        words);
  }

  @Test
  void saysWhatIsNeededWhereThereIsNoJdk() throws Exception {
    Files.createDirectories(folder.resolve("empty"));

    // The shell and what it calls are still found; java must not be.
    Path tools = tools("readlink", "sed", "env", "stty", "find", "head");
    Shell.Ran ran = run(Map.of("PATH", tools.toString()), "list");

    assertThat(ran.status()).isEqualTo(ExitStatus.STORE);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .startsWith("jobmill: needs Java 25 or newer")
        .contains("install a JDK");
  }

  private Path tools(String... names) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String name : names) {
      Path usual = Path.of("/usr/bin", name);
      Files.createSymbolicLink(
          tools.resolve(name), Files.exists(usual) ? usual : Path.of("/bin", name));
    }
    return tools;
  }

  @Test
  void refusesAJdkThatIsTooOld() throws Exception {
    Path old = jdk("21", "exit 0");

    Shell.Ran ran = run(Map.of("JOBMILL_JAVA_HOME", old.toString()), "list");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err()).contains("'" + old + "' is not a JDK 25 or newer");
  }

  @Test
  void passesWordsOnAsTheyAreAndSplitsOptionsAtSpaces() throws Exception {
    Shell.Ran ran =
        run(
            Map.of(
                "JOBMILL_JAVA_HOME",
                jdk.toString(),
                "JOBMILL_JAVA_OPTS",
                "-Xmx64m -Dquoted=\"a b\" -Dstar=*"),
            "submit",
            "exec",
            "--",
            "two  words",
            "*",
            "\"quoted\"",
            "");

    assertThat(ran.lines()).startsWith("-Xmx64m", "-Dquoted=\"a", "b\"", "-Dstar=*");
    assertThat(ran.out()).endsWith("submit\nexec\n--\ntwo  words\n*\n\"quoted\"\n\n");
  }

  @Test
  void onlyShortCommandsDoWithoutTheOptimisingCompiler() throws Exception {
    Map<String, String> environment = Map.of("JOBMILL_JAVA_HOME", jdk.toString());

    assertThat(run(environment, "list").lines()).contains("-XX:TieredStopAtLevel=1");
    assertThat(run(environment, "work").lines()).doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(run(environment, "run", "exec", "--", "list").lines())
        .doesNotContain("-XX:TieredStopAtLevel=1");
  }

  @Test
  void becomesTheProgramSoThatSignalsAndStatusesAreItsOwn() throws Exception {
    Path trap =
        jdk("26", "trap 'exit 42' TERM; echo $$; while :; do read -r line || sleep 1; done");
    Process process =
        command(Map.of("JOBMILL_JAVA_HOME", trap.toString()), "work")
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo(Long.toString(process.pid()));
      process.destroy();
      process.getOutputStream().close();
      assertThat(process.waitFor()).isEqualTo(42);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void buildsOnceWhenTwoStartTogether() throws Exception {
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    for (String module : List.of("core", "store-sqlite", "process", "gcode", "cli")) {
      Files.createDirectories(root.resolve(module));
    }
    Files.delete(root.resolve("cli/target/jobmill/jobmill.jar"));
    Path tools = Files.createDirectories(folder.resolve("with-maven"));
    Path gate = folder.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
    program(
        tools.resolve("mvn"),
        "#!/bin/sh\necho built >>"
            + folder
            + "/builds\nread -r go <"
            + gate
            + "\n: >"
            + root
            + "/cli/target/jobmill/jobmill.jar\n");
    Map<String, String> environment =
        Map.of("JOBMILL_JAVA_HOME", jdk.toString(), "PATH", tools + ":/usr/bin:/bin");

    Process first = command(environment, "list").start();
    try (BufferedReader firstErr = first.errorReader(StandardCharsets.UTF_8)) {
      assertThat(firstErr.readLine()).contains("building from source");
      Process second = command(environment, "list").start();
      try (BufferedReader secondErr = second.errorReader(StandardCharsets.UTF_8)) {
        assertThat(secondErr.readLine()).contains("waiting for another start");
        Files.writeString(gate, "go\n");
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
      }
    }
    assertThat(folder.resolve("builds")).hasContent("built");
  }

  @Test
  void endsWithTheStatusesThatScriptsRelyOn() throws Exception {
    assertThat(runReal("submit", "exec", "--", "true").status()).isZero();
    assertThat(runReal("show", "01a20dd0-0000-7000-8000-000000000000").status())
        .isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(runReal("no-such-verb").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(runReal("list", "--store", "sqlite:/proc/none/jobs.db").status())
        .isEqualTo(ExitStatus.STORE);
  }

  @Test
  void programsOfJobsHaveTheUsersOwnLocaleAndTheProgramReadsAnyUtf8Name() throws Exception {
    Shell.Ran ran =
        runReal("run", "exec", "-q", "--", "sh", "-c", "echo ${LC_ALL-unset} ${LC_CTYPE-unset} ä");

    assertThat(ran.out()).isEqualTo("unset unset ä\n");
  }

  @Test
  void aNameThatIsNotUtf8IsRefusedAndNotChanged() throws Exception {
    Path script = folder.resolve("latin.sh");
    program(
        script,
        "#!/bin/sh\nexec " + root.resolve("jobmill") + " submit exec -- \"$(printf 'a\\344')\"\n");
    ProcessBuilder builder = command(Map.of());
    builder.command(script.toString());
    builder.environment().put("JOBMILL_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JOBMILL_STORE", "sqlite:" + folder.resolve("jobs.db"));
    Process process = builder.start();

    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("is not UTF-8");
    assertThat(process.waitFor()).isEqualTo(ExitStatus.USAGE);
  }
}
