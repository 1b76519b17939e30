package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void assertRefused(Shell.Ran ran, String... words) {
    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .matches("jobmill: .+: .+")
        .satisfies(line -> assertThat(words).allMatch(line::contains));
  }

  @Test
  void withoutSettingsTheStoreIsInTheFolderForData() throws IOException {
    shell.environment.clear();
    shell.environment.put("XDG_DATA_HOME", folder.resolve("xdg").toString());

    assertThat(shell.run("submit", "echo").status()).isZero();

    Path made = folder.resolve("xdg/jobmill");
    assertThat(made.resolve("jobs.db")).exists();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }

  @Test
  void aRelativeFolderForDataIsIgnored() {
    shell.environment.clear();
    shell.environment.put("XDG_DATA_HOME", "relative");

    shell.run("list");

    assertThat(folder.resolve("home/.local/share/jobmill/jobs.db")).exists();
  }

  @Test
  void theLaterOfFileEnvironmentAndFlagWins() throws IOException {
    shell.environment.clear();
    file("jobmill.properties", "store=sqlite:file.db\n");
    shell.run("list");
    shell.environment.put("JOBMILL_STORE", "sqlite:environment.db");
    shell.run("list");
    shell.run("list", "--store", "sqlite:flag-after.db");
    shell.run("--store=sqlite:flag-before.db", "list");

    for (String name : new String[] {"file", "environment", "flag-after", "flag-before"}) {
      assertThat(folder.resolve(name + ".db")).exists();
    }
  }

  @Test
  void theSettingsFileMayBeNamed() throws IOException {
    shell.environment.clear();
    file("jobmill.properties", "unknown=1\n");
    file("other.conf", "# a comment\nJOBMILL_STORE = sqlite:named.db\nlog-level=error\n");

    assertThat(shell.run("list", "--config", "other.conf").err()).isEmpty();
    assertThat(folder.resolve("named.db")).exists();
  }

  @Test
  void unknownNamesStopTheStart() throws IOException {
    shell.environment.put("JOBMILL_STROE", "memory:");
    assertRefused(shell.run("list"), "JOBMILL_STROE");
    shell.environment.remove("JOBMILL_STROE");

    file("jobmill.properties", "max-jobs=3\n");
    assertRefused(shell.run("list"), "max-jobs");
    assertRefused(shell.run("list", "--config", "missing.conf"), "missing.conf");
  }

  @ParameterizedTest
  @CsvSource({
    "STORE,jobs.db",
    "STORE,''",
    "STORE,sqlite:",
    "STORE,memory:x",
    "STORE,mysql://host/db",
    "STORE,postgresql://host/db",
    "STORE,redis://host",
    "SERVER,http://localhost:8473",
    "QUEUE_LIMIT,-1",
    "QUEUE_LIMIT,unlimited",
    "AGEING,fast",
    "AGEING,0s",
    "MAX_CONCURRENT_JOBS,0",
    "MAX_CONCURRENT_JOBS,many",
    "MAX_CONCURRENT_JOBS,10001",
    "PROCESSING_TIMEOUT,0s",
    "PROCESSING_TIMEOUT,long",
    "HISTORY_RETENTION,-1h",
    "LOG_LEVEL,loud",
    "LOG_FORMAT,xml",
    "PORT,70000",
    "DATA,''",
  })
  void malformedValuesStopTheStart(String name, String value) throws IOException {
    shell.environment.put("JOBMILL_" + name, value);
    assertRefused(shell.run("list"), "JOBMILL_" + name);
    shell.environment.put("JOBMILL_STORE", "memory:");

    shell.environment.keySet().removeIf(key -> !key.equals("JOBMILL_STORE"));
    file(
        "jobmill.properties",
        name.toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "=" + value);
    assertThat(shell.run("list").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void historyIsKeptByTypeAndState() throws IOException {
    shell.environment.put("JOBMILL_STORE", "sqlite:kept.db");
    file(
        "jobmill.properties",
        "history-retention=0s\nretention.type.file=7d\nretention.state.failed = 1h\n");
    shell.run("run", "echo", "-q");
    shell.run("run", "file", "--payload", "{}", "-q");
    shell.run("run", "fail", "-q");

    shell.run("prune");

    assertThat(shell.run("list").lines()).hasSize(2).noneMatch(line -> line.contains(" echo "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "retention.type.=1h",
        "retention.type.a/b=1h",
        "retention.type.echo=long",
        "retention.state.queued=1h",
        "retention.state.done=1h",
        "retention.echo=1h",
      })
  void malformedRetentionStopsTheStart(String line) throws IOException {
    file("jobmill.properties", line + "\n");

    assertRefused(shell.run("list"), line.substring(0, line.indexOf('=')));
  }

  @Test
  void aDeclaredProgramIsAJobType() throws IOException {
    file(
        "jobmill.properties",
        "type.thumb.nail.command = sh -c 'read -r line; echo \"::progress 0.5 half\"; echo drawing;"
            + " echo \"[$line]\"' 'with a blank' \n");

    Shell.Ran ran = shell.run("run", "thumb.nail", "--payload", "{\"a\":1}", "--json");
    Shell.Ran plain = shell.run("run", "thumb.nail", "-q");
    Shell.Ran submitted = shell.run("submit", "thumb.nail");
    Shell.Ran worked = shell.run("work", "--until-empty");

    assertThat(ran.out())
        .contains("\"result\":[{\"a\":1}]", "\"maxAttempts\":1", "\"fraction\":0.5");
    assertThat(plain.out()).isEqualTo("[{}]\n");
    assertThat(submitted.err()).doesNotContain("cannot run");
    assertThat(worked.status()).isEqualTo(ExitStatus.OK);
    assertThat(shell.run("list", "--state", "completed").lines()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type.a.command=",
        "type.a.command=sh -c 'open",
        "type.a.command=sh -c \"open",
        "type.a.command=''",
        "type.a.timeout=3s",
        "type..command=sh",
        "type.command=sh",
        "type.a/b.command=sh",
        "type.exec.command=sh",
      })
  void malformedProgramsStopTheStart(String line) throws IOException {
    file("jobmill.properties", line + "\n");

    assertRefused(shell.run("list"), line.substring(0, line.indexOf('=')));
  }

  @Test
  void queuesTakeInWhatTheSettingSays() {
    shell.environment.put("JOBMILL_STORE", "sqlite:limited.db");
    shell.environment.put("JOBMILL_QUEUE_LIMIT", "1");
    shell.run("submit", "echo");

    Shell.Ran full = shell.run("submit", "echo");
    shell.environment.put("JOBMILL_QUEUE_LIMIT", "none");

    assertThat(full.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(full.err().lines()).singleElement().asString().contains("default", "full");
    assertThat(shell.run("submit", "echo").status()).isZero();
  }

  @Test
  void prioritiesAreStrictWithoutAgeing() {
    shell.environment.put("JOBMILL_STORE", "sqlite:ordered.db");
    shell.environment.put("JOBMILL_AGEING", "off");

    assertThat(shell.run("submit", "echo", "--priority", "low").status()).isZero();
  }

  @Test
  void whatBelongsToTheLauncherOrToLaterVerbsIsLeftAlone() {
    shell.environment.put("JOBMILL_RUN", "0199:1");
    shell.environment.put("JOBMILL_JAVA_OPTS", "-Xmx1g");
    shell.environment.put("JOBMILL_JAVA_HOME", "/usr");
    shell.environment.put("JOBMILL_DATA", "/var/lib/jobmill");
    shell.environment.put("JOBMILL_HOST", "0.0.0.0");
    shell.environment.put("JOBMILL_PORT", "8473");
    shell.environment.put("JOBMILL_TOKEN", "secret");
    shell.environment.put("JOBMILL_TOKEN_FILE", "token");

    assertThat(shell.run("list").status()).isZero();
  }

  @Test
  void aSettingThatIsGivenTwiceStopsTheStart() throws IOException {
    file("jobmill.properties", "log-level=error\nlog-level=error\n");
    assertRefused(shell.run("list"), "'log-level' is given twice");

    file("jobmill.properties", "log-level=error\nJOBMILL_LOG_LEVEL=info\n");
    assertRefused(shell.run("list"), "'log-level'", "'JOBMILL_LOG_LEVEL'");
  }

  @Test
  void passwordsInUrlsAreNotRepeated() {
    shell.environment.put("JOBMILL_STORE", "mysql://ada:secret@host/db");

    assertThat(shell.run("list").err()).doesNotContain("secret");
  }

  @Test
  void aStoreThatCannotBeUsedIsStatusThree() throws IOException {
    file("text.db", "this is not a database, however long the file is".repeat(50));

    for (String store : new String[] {"sqlite:text.db/jobs.db", "sqlite:text.db", "sqlite:."}) {
      Shell.Ran ran = shell.run("list", "--store", store);

      assertThat(ran.status()).as(store).isEqualTo(ExitStatus.STORE);
      assertThat(ran.err().lines()).singleElement().asString().matches("jobmill: .+: .+");
    }
  }

  @Test
  void aStoreThatIsNotThereIsMadeWithItsFolder() {
    assertThat(shell.run("list", "--store", "sqlite:new/folder/jobs.db").status()).isZero();
    assertThat(folder.resolve("new/folder/jobs.db")).exists();
  }

  @Test
  void verboseShowsTheStackTrace() {
    assertThat(shell.run("list", "--verbose", "--store", "sqlite:.").err())
        .contains("\tat dev.jobmill");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate", "serve",
      })
  void verbsOfLaterAreRecognised(String verb) {
    assertRefused(shell.run(verb, "--any", "thing"), verb, "not available yet");
    assertRefused(shell.run("--json", verb), verb, "not available yet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list --server http://localhost",
        "--server=http://localhost list",
        "work --allow-exec",
      })
  void optionsOfLaterAreRecognised(String line) {
    assertRefused(shell.run(line.split(" ", -1)), "not available yet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lisst", "--unknown list", "list --unknown", "-x"})
  void whatIsNotUnderstoodIsOneLine(String line) {
    assertRefused(shell.run(line.isEmpty() ? new String[0] : line.split(" ", -1)));
  }

  @Test
  void helpAndVersionNeedNoStoreAndNoSettings() throws IOException {
    shell.environment.put("JOBMILL_STORE", "nonsense");

    Shell.Ran help = shell.run("--help");
    Shell.Ran verb = shell.run("submit", "--help");

    assertThat(help.status()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("submit", "stats", "JOBMILL_MAX_CONCURRENT_JOBS");
    assertThat(help.out()).doesNotContain(" serve ", "\u001b");
    assertThat(verb.out()).contains("--payload", "--store", "--unique").doesNotContain("--server");
    assertThat(shell.run("--version").out()).startsWith("jobmill ");
  }
}
