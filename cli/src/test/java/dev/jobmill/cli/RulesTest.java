package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RulesTest {
  private static final String UNKNOWN = "0199a5b1-7c3e-7d2a-9f00-1234567890ab";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private List<Job> jobs() {
    return shell.memory.lookup().list(JobFilter.ALL, null, 1_000);
  }

  @Test
  void aDeadlineCountsFromTheSubmission() {
    String id = shell.run("submit", "echo", "--deadline", "2h").id();

    Job job = jobs().getFirst();
    assertThat(job.deadline()).hasValue(job.submittedAt().plus(Duration.ofHours(2)));
    assertThat(shell.run("show", id).out()).contains("deadline     ");
    assertThat(shell.run("show", id, "--json").out()).contains("\"deadline\":\"");
  }

  @Test
  void aDuplicateKeepsTheJobThatIsThere() {
    String first = shell.run("submit", "echo", "--unique", "k").id();

    Shell.Ran second = shell.run("submit", "echo", "--unique", "k");

    assertThat(second.status()).isZero();
    assertThat(second.lines()).containsExactly(first);
    assertThat(second.err().lines()).singleElement().asString().contains("note", first);
    assertThat(jobs()).hasSize(1);
    assertThat(shell.run("show", first).out()).contains("unique       k");
  }

  @Test
  void aDuplicateMayTakeThePlaceOfTheOther() {
    String first = shell.run("submit", "echo", "--unique", "k").id();

    Shell.Ran second = shell.run("submit", "echo", "--unique=k", "--on-duplicate", "replace");

    assertThat(second.status()).isZero();
    assertThat(second.id()).isNotEqualTo(first);
    assertThat(jobs())
        .extracting(Job::state)
        .containsExactlyInAnyOrder(JobState.QUEUED, JobState.CANCELLED);
  }

  @Test
  void aDuplicateMayBeRejected() {
    String first = shell.run("submit", "echo", "--unique", "k").id();

    Shell.Ran second = shell.run("submit", "echo", "--unique", "k", "--on-duplicate", "reject");

    assertThat(second.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(second.out()).isEmpty();
    assertThat(second.err().lines()).singleElement().asString().contains(first, "k");
  }

  @Test
  void aQueueThatIsFullRefuses() {
    shell.run("queues", "limit", "default", "1500");
    String lines = "{}\n".repeat(1_000);
    shell.runWithInput(lines, "submit", "echo", "--payload", "-");

    Shell.Ran full = shell.runWithInput(lines, "submit", "echo", "--payload", "-");

    assertThat(full.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(full.err().lines()).singleElement().asString().contains("default", "1500");
  }

  @Test
  void whatWasSubmittedBeforeARefusalIsSaid() {
    shell.run("queues", "limit", "default", "1000");

    Shell.Ran full = shell.runWithInput("{}\n".repeat(1_001), "submit", "echo", "--payload", "-");

    assertThat(full.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(full.lines()).hasSize(1_000);
    assertThat(full.err()).contains("1000 jobs before it were submitted and stay");
  }

  @Test
  void aJobComesAfterOthersOfAnyQueue() {
    String one = shell.run("submit", "echo", "--queue", "night").id();
    String two = shell.run("submit", "echo").id();

    String last = shell.run("submit", "echo", "--after", one + "," + two).id();

    Job job = jobs().getFirst();
    assertThat(job.id()).hasToString(last);
    assertThat(job.reason()).contains(Reason.DEPENDENCIES);
    assertThat(job.after()).extracting(Dependency::queue).containsExactly("night", "default");
    assertThat(shell.run("show", last).out()).contains("after        " + one);
    assertThat(shell.run("show", last, "--json").out())
        .contains("\"after\":[\"" + one + "\",\"" + two + "\"]");
  }

  @Test
  void anUnknownPredecessorIsNamed() {
    Shell.Ran ran = shell.run("submit", "echo", "--after", UNKNOWN);

    assertThat(ran.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(ran.err().lines()).singleElement().asString().contains(UNKNOWN, "unknown");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void runDoesWhatItsJobComesAfterFirst() {
    String far = shell.run("submit", "echo", "--queue", "far", "--payload", "1").id();
    String near = shell.run("submit", "echo", "--queue", "near", "--after", far).id();

    Shell.Ran ran = shell.run("run", "echo", "--payload", "3", "--after", near, "-q");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEqualTo("3\n");
    assertThat(jobs()).allMatch(job -> job.state() == JobState.COMPLETED);
  }

  @Test
  void runTellsThatItsJobWasCancelledWithWhatItCameAfter() {
    String failed = shell.run("submit", "fail").id();

    Shell.Ran ran = shell.run("run", "echo", "--after", failed, "-q");

    assertThat(ran.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(ran.err()).contains("cancelled (dependency-failed)", failed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit echo --deadline soon",
        "submit echo --unique no/key",
        "submit echo --on-duplicate keep",
        "submit echo --unique k --on-duplicate drop",
        "submit echo --after 17",
        "submit echo --after=",
      })
  void wrongUsageIsOneLineAndChangesNothing(String line) {
    Shell.Ran ran = shell.run(line.split(" ", -1));

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).singleElement().asString().matches("jobmill: .+: .+");
    assertThat(jobs()).isEmpty();
  }
}
