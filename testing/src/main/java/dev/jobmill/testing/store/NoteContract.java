package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.LogLine.Level;
import dev.jobmill.job.Progress;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Claims#note].
abstract class NoteContract extends ContractPart {
  private int nextLine = 1;

  private LogLine line(Job run, Level level, String message) {
    return new LogLine(run.run(), bench().time().now(), level, message);
  }

  private Note lines(Job run, String... messages) {
    int firstLine = nextLine;
    nextLine += messages.length;
    return new Note(
        RunKey.of(run),
        null,
        firstLine,
        Arrays.stream(messages).map(text -> line(run, Level.INFO, text)).toList());
  }

  private List<LogLine> log(Job job, int last) {
    return bench().store().lookup().log(job.id(), last);
  }

  @Test
  void latestProgressIsShown() {
    Job run = bench().running();
    RunKey key = RunKey.of(run);
    Progress half = new Progress(0.5, "half");
    assertThat(
            bench()
                .store()
                .claims()
                .note(
                    List.of(
                        new Note(key, new Progress(0.1, null), 1, List.of()),
                        new Note(key, half, 1, List.of()))))
        .containsExactly(Applied.APPLIED, Applied.APPLIED);
    assertThat(bench().find(run).progress()).contains(half);
    bench().note(lines(run, "no news of progress"));
    assertThat(bench().find(run).progress()).contains(half);
  }

  @Test
  void progressStaysWhenTheRunHasEnded() {
    Job run = bench().running();
    bench().note(new Note(RunKey.of(run), new Progress(0.9, "nearly"), 1, List.of()));
    bench().report(run, new Outcome.Completed(null));
    assertThat(bench().find(run).progress()).contains(new Progress(0.9, "nearly"));
  }

  @Test
  void linesAreKeptInOrderWithTheirLevelRunAndTime() {
    Job run = bench().running();
    LogLine first = line(run, Level.DEBUG, "eins ß 🦊");
    bench().time().advance(Duration.ofMillis(7));
    List<LogLine> more =
        List.of(
            line(run, Level.INFO, ""),
            line(run, Level.WARN, "same"),
            line(run, Level.WARN, "same"),
            line(run, Level.ERROR, "x".repeat(LogLine.MESSAGE_CHARS_MAX)));
    bench().note(new Note(RunKey.of(run), null, 1, List.of(first)));
    bench().note(new Note(RunKey.of(run), null, 2, more));
    assertThat(log(run, 100))
        .containsExactly(first, more.get(0), more.get(1), more.get(2), more.get(3));
  }

  @Test
  void lastLinesAreGivenOldestFirst() {
    Job run = bench().running();
    bench().note(lines(run, "a", "b", "c", "d"));
    assertThat(log(run, 2)).extracting(LogLine::message).containsExactly("c", "d");
    assertThat(log(run, 1)).extracting(LogLine::message).containsExactly("d");
  }

  @Test
  void linesOfAllRunsOfAJobAreKeptTogether() {
    Job first = bench().running();
    bench().note(lines(first, "one"));
    bench().release(first);
    Job second = bench().claimOne();
    bench().note(lines(second, "two"));
    bench().report(second, new Outcome.Completed(null));
    assertThat(log(first, 10)).extracting(LogLine::message).containsExactly("one", "two");
    assertThat(log(first, 10)).extracting(LogLine::run).containsExactly(1, 2);
  }

  @Test
  void noteThatIsRepeatedDoublesNoLine() {
    Job run = bench().running();
    Note first = lines(run, "one", "two");
    bench().note(first);
    bench().note(first);
    List<LogLine> more = List.of(first.lines().get(1), line(run, Level.INFO, "three"));
    bench().note(new Note(RunKey.of(run), null, 2, more));
    assertThat(log(run, 10)).extracting(LogLine::message).containsExactly("one", "two", "three");
  }

  @Test
  void eachRunCountsItsLinesAfresh() {
    Job first = bench().running();
    bench().note(new Note(RunKey.of(first), null, 1, List.of(line(first, Level.INFO, "one"))));
    bench().release(first);
    Job second = bench().claimOne();
    bench().note(new Note(RunKey.of(second), null, 1, List.of(line(second, Level.INFO, "again"))));
    assertThat(log(second, 10)).extracting(LogLine::message).containsExactly("one", "again");
  }

  @Test
  void runThatIsToBeCancelledMayStillTell() {
    Job run = bench().cancelling();
    assertThat(bench().note(lines(run, "cleaning up"))).isEqualTo(Applied.APPLIED);
    assertThat(log(run, 10)).hasSize(1);
  }

  @Test
  void runThatHasLostItsJobCanTellNothing() {
    Job first = bench().running();
    bench().release(first);
    Job second = bench().claimOne();
    Note stale =
        new Note(
            RunKey.of(first),
            new Progress(0.7, "zombie"),
            1,
            List.of(line(first, Level.INFO, "z")));
    RunKey future = new RunKey(second.queue(), second.id(), second.run() + 1);
    RunKey unknown = new RunKey(second.queue(), bench().nextId(), 1);
    RunKey elsewhere = new RunKey("other", second.id(), second.run());

    assertThat(
            bench()
                .store()
                .claims()
                .note(
                    List.of(
                        stale,
                        lines(second, "mine"),
                        new Note(future, new Progress(0.8, null), 1, List.of()),
                        new Note(unknown, new Progress(0.8, null), 1, List.of()),
                        new Note(elsewhere, new Progress(0.8, null), 1, List.of()))))
        .containsExactly(
            Applied.SUPERSEDED,
            Applied.APPLIED,
            Applied.SUPERSEDED,
            Applied.SUPERSEDED,
            Applied.SUPERSEDED);
    assertThat(bench().find(second).progress()).isEmpty();
    assertThat(log(second, 10)).extracting(LogLine::message).containsExactly("mine");
  }

  @Test
  void endedRunCanTellNothingMore() {
    Job run = bench().running();
    bench().report(run, new Outcome.Completed(null));
    assertThat(bench().note(lines(run, "too late"))).isEqualTo(Applied.SUPERSEDED);
    assertThat(log(run, 10)).isEmpty();
  }

  @Test
  void asManyLinesAsARunMayWriteAreKept() {
    // One more line says that the rest is missing. It is the worker's, or the store's own in its
    // place.
    Job run = bench().running();
    int most = LogLine.LINES_PER_RUN_MAX + 1;
    for (int from = 0; from < most; from += 1_000) {
      bench()
          .note(
              lines(
                  run,
                  IntStream.range(from, Math.min(from + 1_000, most))
                      .mapToObj(Integer::toString)
                      .toArray(String[]::new)));
    }
    List<LogLine> kept = log(run, 2 * most);
    assertThat(kept.size()).isEqualTo(most);
    assertThat(kept.getFirst().message()).isEqualTo("0");
    assertThat(kept.get(LogLine.LINES_PER_RUN_MAX - 1).message()).isEqualTo("9999");
    assertThat(log(run, 2)).isEqualTo(kept.subList(most - 2, most));
  }
}
