package dev.jobmill.testing;

import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.time.Chance;
import dev.jobmill.wire.JsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Keeps jobs readable that were submitted by older versions of an application and still wait when
/// a newer one is deployed. In a test, for each type:
///
/// ```java
/// JobTypeGuard.standard().check(SHIP, new Order("7", List.of("tea")));
/// ```
///
/// The sample is kept as a file beside the tests. From then on the test fails when the code cannot
/// read a sample of any version any more, or reads one of the type's version and loses a part of
/// it.
///
/// A sample that is not there is written, and the test *fails* once and asks to commit it. A test
/// that passed would guard nothing where tests matter most: a build server has a fresh copy each
/// time, would write the sample anew from the very code that it should be compared with, and never
/// say a word. Samples are compared by the names of their fields, so values may differ each time.
public final class JobTypeGuard {
  private final Path folder;
  private final PayloadCodec codec;

  private JobTypeGuard(Path folder, PayloadCodec codec) {
    this.folder = folder;
    this.codec = codec;
  }

  /// Keeps samples in `src/test/resources/jobmill`.
  public static JobTypeGuard standard() {
    return in(Path.of("src", "test", "resources", "jobmill"));
  }

  /// Keeps samples in a folder whose parent must be there, so that none is written where nobody
  /// looks.
  public static JobTypeGuard in(Path folder) {
    return new JobTypeGuard(folder, new JsonCodec());
  }

  /// The same with a codec of your own, which must read its own content as a map.
  public JobTypeGuard codec(PayloadCodec value) {
    return new JobTypeGuard(folder, value);
  }

  /// Compares the code with the samples that are kept of a type, and keeps a new one where the
  /// payload has got fields since.
  ///
  /// @param sample a payload with all of its fields filled in
  /// @throws AssertionError when a sample cannot be read or loses something, or was just written
  public <P> void check(JobType<P, ?> type, P sample) {
    Content content = codec.encode(sample);
    List<String> lost = Documents.lost(document(content), document(again(type, content)));
    if (!lost.isEmpty()) {
      throw new AssertionError(
          "the payload of job type "
              + type.name()
              + " loses "
              + lost
              + " when it is read back: give each field a way in and a way out");
    }
    boolean covered = false;
    for (Path file : samples(type)) {
      int version = version(type, file);
      Object kept = check(type, file, version);
      covered |=
          version == type.version()
              && Documents.names(kept).containsAll(Documents.names(document(content)));
    }
    if (!covered) {
      throw new AssertionError(
          "the sample "
              + write(type, content)
              + " of job type "
              + type
              + " was not there and has been written: look at it, commit it, and run again");
    }
  }

  private Object check(JobType<?, ?> type, Path file, int version) {
    Content kept = Content.of(codec.encode(Map.of()).encoding(), read(file));
    if (version > type.version()) {
      throw new AssertionError(
          "the sample "
              + file
              + " is of a newer version than job type "
              + type
              + ": jobs of it would wait for ever. Raise the version again");
    }
    Content after = read(type, version, kept, file);
    if (version == type.version()) {
      List<String> lost = Documents.lost(document(kept), document(after));
      if (!lost.isEmpty()) {
        throw new AssertionError(
            "job type "
                + type
                + " loses "
                + lost
                + " of the sample "
                + file
                + ", and so of jobs that wait: keep the field, or raise the version and add"
                + " JobType.upgrade("
                + version
                + ", …)");
      }
    }
    return document(kept);
  }

  /// What the engine makes of a payload, written again: it passes the upgrades as a job's would.
  private <P> Content read(JobType<P, ?> type, int version, Content payload, Path file) {
    List<Content> seen = new ArrayList<>();
    try (TestMill mill = reading(type, seen)) {
      JobId id = new JobIds(mill.time(), Chance.system()).next();
      JobSpec spec = JobSpec.builder(id, type.name(), payload).typeVersion(version).build();
      mill.store().admission().admit(List.of(new AdmitGroup(spec.queue(), List.of(spec))));
      mill.drain();
      Job job = mill.only(type);
      if (job.state() != JobState.COMPLETED) {
        throw new AssertionError(
            "job type "
                + type
                + " cannot read the sample "
                + file
                + ", and so no job that waits: "
                + job.error().map(Failure::message).orElse("" + job.state())
                + ". Mend the payload, or raise the version and add JobType.upgrade("
                + version
                + ", …)");
      }
    }
    return seen.getFirst();
  }

  private <P, R> TestMill reading(JobType<P, R> type, List<Content> seen) {
    JobHandler<P, R> handler =
        (job, payload) -> {
          seen.add(codec.encode(payload));
          return null;
        };
    return TestMill.handling(type, handler).codec(codec).open();
  }

  private Content again(JobType<?, ?> type, Content content) {
    return codec.encode(codec.decode(content, type.payloadType()));
  }

  private Object document(Content content) {
    Object document = codec.decode(content, Object.class);
    return document == null ? "null" : document;
  }

  private List<Path> samples(JobType<?, ?> type) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> version(type, file) > 0).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Files are called `TYPE.vVERSION.NUMBER.sample`.
  ///
  /// @return zero when it is no sample of this type
  private static int version(JobType<?, ?> type, Path file) {
    String name = file.getFileName().toString();
    String prefix = fileName(type.name()) + ".v";
    if (!name.startsWith(prefix) || !name.endsWith(".sample")) {
      return 0;
    }
    String[] numbers =
        name.substring(prefix.length(), name.length() - ".sample".length()).split("\\.", -1);
    try {
      return numbers.length == 2 ? Integer.parseInt(numbers[0]) : 0;
    } catch (NumberFormatException another) {
      return 0;
    }
  }

  /// A colon cannot be in the name of a file everywhere.
  private static String fileName(String type) {
    return type.replace(':', '=');
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Path write(JobType<?, ?> type, Content content) {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new AssertionError(
          "the folder "
              + parent
              + " for samples is not there: run the test in the folder of its module, or name"
              + " another with JobTypeGuard.in");
    }
    try {
      Files.createDirectories(folder);
      for (int number = 1; ; number++) {
        String name = fileName(type.name()) + ".v" + type.version() + "." + number + ".sample";
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
          return Files.write(file, content.bytes());
        }
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
