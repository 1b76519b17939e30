package dev.jobmill.cli;

import dev.jobmill.job.JobState;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// What a shell offers where there are few words to choose from.
final class Choices {
  private Choices() {}

  /// States.
  record States() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(JobState.values()).map(JobState::wireName).iterator();
    }
  }

  /// Priorities that have a name.
  record Priorities() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("high", "normal", "low").iterator();
    }
  }

  /// Types that this program can run.
  record Types() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("gcode.analyze", "exec").iterator();
    }
  }

  /// What can be done to queues.
  record QueueActs() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("pause", "resume", "limit").iterator();
    }
  }

  /// What can be done to types.
  record TypeActs() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("pause", "resume").iterator();
    }
  }

  /// What can be done to schedules.
  record ScheduleActs() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("add", "show", "pause", "resume", "run", "remove").iterator();
    }
  }

  /// What becomes of an instant while an earlier job has not ended.
  record Overlaps() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("allow", "skip", "queue-one").iterator();
    }
  }

  /// What happens to a duplicate.
  record Duplicates() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("keep", "replace", "reject").iterator();
    }
  }

  /// Shells that a script can be printed for.
  record Shells() implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("bash", "zsh", "fish").iterator();
    }
  }
}
