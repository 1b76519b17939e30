package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.sqlite.Race.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many threads of several processes that submit at the same time. Each test has a queue of its
/// own.
class SubmissionRaceTest {
  private static final int LIMIT = 40;
  private static final int EACH = 64;

  @TempDir private static Path folder;

  private static final List<OtherProcess> PROCESSES = new ArrayList<>();

  private static SqliteJobStore store;

  @BeforeAll
  static void startProcesses() throws Exception {
    store = SqliteJobStore.at(folder.resolve("jobs.db"));
    for (int i = 0; i < 3; i++) {
      PROCESSES.add(OtherProcess.on(folder.resolve("jobs.db")));
    }
  }

  @AfterAll
  static void endProcesses() {
    PROCESSES.forEach(OtherProcess::close);
    PROCESSES.clear();
    store.close();
  }

  private static Tally race(String... commands) throws IOException {
    for (int i = 0; i < commands.length; i++) {
      PROCESSES.get(i).begin(commands[i]);
    }
    Tally sum = new Tally(0, 0, 0);
    for (OtherProcess process : PROCESSES) {
      sum = sum.plus(Tally.parse(process.answer()));
    }
    return sum;
  }

  private static Tally raceOfAll(String command) throws IOException {
    return race(command, command, command);
  }

  private static List<JobState> states(String queue) {
    return store.lookup().list(JobFilter.ALL.queue(queue), null, 1_000).stream()
        .map(Job::state)
        .toList();
  }

  @Test
  void limitIsReachedAndNeverExceeded() throws Exception {
    store.queues().limitQueue("limited", (long) LIMIT);
    assertThat(race("race 22 limited", "race 21 limited", "race 21 limited"))
        .isEqualTo(new Tally(LIMIT, 0, 64 - LIMIT));
    assertThat(states("limited")).hasSize(LIMIT).containsOnly(JobState.QUEUED);
    assertThat(store.queues().queues())
        .contains(new QueueInfo("limited", false, (long) LIMIT, LIMIT));
  }

  @Test
  void ofManyJobsWithTheSameKeyOneIsTakenInAndTheOthersAreItsDuplicates() throws Exception {
    assertThat(raceOfAll("race " + EACH + " keeping the-key KEEP"))
        .isEqualTo(new Tally(1, 3 * EACH - 1, 0));
    assertThat(states("keeping")).containsExactly(JobState.QUEUED);
  }

  @Test
  void ofManyJobsWithTheSameKeyOneIsTakenInAndTheOthersAreRefused() throws Exception {
    assertThat(raceOfAll("race " + EACH + " rejecting the-key REJECT"))
        .isEqualTo(new Tally(1, 0, 3 * EACH - 1));
    assertThat(states("rejecting")).containsExactly(JobState.QUEUED);
  }

  @Test
  void ofManyJobsThatReplaceOneAnotherOneIsLeft() throws Exception {
    assertThat(raceOfAll("race " + EACH + " replacing the-key REPLACE"))
        .isEqualTo(new Tally(3 * EACH, 0, 0));
    assertThat(states("replacing").stream().filter(JobState::isWaiting).toList()).hasSize(1);
    assertThat(states("replacing")).hasSize(3 * EACH);
  }
}
