package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.store.Schedules;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SchedulesTest {
  private static final String CRON = "0 2 * * *";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private Shell.Ran addNightly() {
    return shell.run(
        "schedules",
        "add",
        "nightly",
        "--cron",
        CRON,
        "--zone",
        "Europe/Berlin",
        "echo",
        "--payload",
        "{\"n\":1}",
        "--queue",
        "night",
        "--tag",
        "x");
  }

  @Test
  void addsAndListsWithTheNextThree() {
    Shell.Ran added = addNightly();

    assertThat(added.status()).isZero();
    assertThat(added.err()).isEmpty();
    assertThat(added.out()).matches("schedule nightly: next \\S+T0[01]:00:00.000Z\n");
    assertThat(shell.run("schedules").lines())
        .singleElement()
        .asString()
        .matches("nightly  0 2 \\* \\* \\* @Europe/Berlin  echo  night( +\\S+Z){3}");
    assertThat(shell.run("schedules", "--json").lines())
        .singleElement()
        .asString()
        .startsWith(
            "{\"name\":\"nightly\",\"cron\":\"0 2 * * *\",\"zone\":\"Europe/Berlin\",\"type\":\"echo\","
                + "\"queue\":\"night\",\"paused\":false,\"next\":[\"")
        .endsWith(
            "\"missed\":\"once\",\"overlap\":\"skip\",\"jitterSeconds\":0,\"definedBy\":\"people\"}");
    shell.terminal = new Terminal(true, true, 200, 24);
    assertThat(shell.run("schedules", "--no-color").lines().getFirst()).startsWith("NAME");
  }

  @Test
  void everythingThatMayBeSaidIsKept() {
    Shell.Ran added =
        shell.run(
            "schedules",
            "add",
            "a",
            "--every",
            "90s",
            "--starts",
            "2030-01-01T00:00:07Z",
            "--ends",
            "2031-01-01T00:00:00Z",
            "--jitter",
            "1500ms",
            "--missed",
            "5",
            "--overlap",
            "allow",
            "echo",
            "--retries",
            "4",
            "--json");

    assertThat(added.lines())
        .containsExactly(
            "{\"name\":\"a\",\"everySeconds\":90,\"type\":\"echo\",\"queue\":\"default\",\"paused\":false,"
                + "\"next\":[\"2030-01-01T00:00:07.000Z\",\"2030-01-01T00:01:37.000Z\","
                + "\"2030-01-01T00:03:07.000Z\"],\"missed\":5,\"overlap\":\"allow\","
                + "\"jitterSeconds\":1.5,\"startsAt\":\"2030-01-01T00:00:07.000Z\","
                + "\"endsAt\":\"2031-01-01T00:00:00.000Z\",\"definedBy\":\"people\"}");
    assertThat(shell.run("schedules", "add", "b", "--at", "2030-01-01T00:00:00Z", "echo").out())
        .isEqualTo("schedule b: next 2030-01-01T00:00:00.000Z\n");
    assertThat(shell.run("schedules", "show", "b", "--json").out())
        .contains("\"at\":\"2030-01-01T00:00:00.000Z\"", "\"past\":[]");
    assertThat(shell.run("schedules", "show", "a").out())
        .contains("every 90s", "overlap      allow", "missed       5", "next         2030-01-01");
  }

  @Test
  void pausesResumesRunsAndRemoves() {
    addNightly();

    Shell.Ran paused = shell.run("schedules", "pause", "nightly");
    Shell.Ran ran = shell.run("schedules", "run", "nightly");
    Shell.Ran again = shell.run("schedules", "run", "nightly");
    Shell.Ran shown = shell.run("schedules", "show", "nightly");
    Shell.Ran resumed = shell.run("schedules", "resume", "nightly");
    Shell.Ran removed = shell.run("schedules", "remove", "nightly");

    assertThat(paused.out()).isEqualTo("schedule nightly is paused\n");
    assertThat(ran.status()).isZero();
    assertThat(again.id()).isEqualTo(ran.id());
    assertThat(again.status()).isZero();
    assertThat(again.err()).contains("has not ended");
    assertThat(shown.out()).contains("next         paused", "past         ", ran.id() + "  queued");
    assertThat(resumed.out()).startsWith("schedule nightly: next 2");
    assertThat(removed.out()).contains("removed");
    assertThat(shell.run("schedules").out()).isEmpty();
    assertThat(shell.run("list", "--tag", "schedule:nightly").lines()).hasSize(1);
  }

  @Test
  void removingOneThatAProgramHasIsNoted() {
    addNightly();
    var there = shell.memory.schedules().list(null, 1).getFirst();
    var key = Schedules.Key.of(there);
    shell.memory.schedules().remove(List.of(key));
    shell
        .memory
        .schedules()
        .put(
            List.of(
                new Schedules.Put(
                    there.name(), there.template(), there.rules(), DefinedBy.CODE, false, null)));

    assertThat(shell.run("schedules", "remove", "nightly").err()).contains("comes back", "pause");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "pause", "resume", "run", "remove"})
  void unknownNameIsOne(String act) {
    Shell.Ran ran = shell.run("schedules", act, "nihgtly");

    assertThat(ran.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(ran.err()).startsWith("jobmill: schedule nihgtly is unknown").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schedules sleep",
        "schedules pause",
        "schedules pause a b",
        "schedules pause a --every 5s",
        "schedules --every 5s",
        "schedules add",
        "schedules add a",
        "schedules add a echo",
        "schedules add a --every 5s --at 2030-01-01T00:00:00Z echo",
        "schedules add a --every 1ms echo",
        "schedules add a --every 5s --zone UTC echo",
        "schedules add a --cron nonsense echo",
        "schedules add a --cron @daily --zone Mars/Olympus echo",
        "schedules add a --at 2001-01-01T00:00:00Z echo",
        "schedules add a --every 5s --ends 2001-01-01T00:00:00Z echo",
        "schedules add a --every 5s --missed never echo",
        "schedules add a --every 5s --missed 1001 echo",
        "schedules add a --every 5s --missed 2 --overlap skip echo",
        "schedules add a --every 5s --overlap never echo",
        "schedules add a/b --every 5s echo",
        "schedules add a --every 5s exec ls -l",
        "schedules add a --every 5s echo --payload -",
        "schedules add a --every 5s --unique k echo",
      })
  void whatMakesNoSenseIsRefusedInOneLine(String line) {
    Shell.Ran ran = shell.run(line.split(" ", -1));

    assertThat(ran.status()).as(ran.err()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err()).startsWith("jobmill: ").hasLineCount(1);
    assertThat(shell.run("schedules").out()).isEmpty();
  }

  @Test
  void fullQueueRefusesARunNow() {
    addNightly();
    shell.run("queues", "limit", "night", "0");

    assertThat(shell.run("schedules", "run", "nightly").status()).isEqualTo(ExitStatus.REFUSED);
  }

  @Test
  void workerRunsWhatAScheduleMakes() throws Exception {
    CompletableFuture<Shell.Ran> working = shell.start("work");
    shell.run("schedules", "add", "tick", "--every", "1s", "block");

    assertThat(shell.blocked.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.run("schedules", "show", "tick", "--json").out())
        .contains("\"lastFiredAt\":\"", "\"state\":\"processing\"");
    shell.run("schedules", "remove", "tick");
    shell.run("cancel", "--all", "--yes");
    shell.signals.send();
    assertThat(working.get(30, TimeUnit.SECONDS).status()).isZero();
  }

  @Test
  void typeThatThisProgramCannotRunIsNoted() {
    Shell.Ran ran = shell.run("schedules", "add", "a", "--every", "5s", "other");

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).contains("cannot run jobs of type other");
  }
}
