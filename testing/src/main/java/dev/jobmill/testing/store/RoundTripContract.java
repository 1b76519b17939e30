package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Backoff;
import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Due;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Progress;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is put into a store comes out of it unchanged, by every way out.
abstract class RoundTripContract extends ContractPart {
  private static final int PAYLOAD_BYTES_MAX = 256 * 1024;
  private static final String ODD_TEXT = "Iğdır İı ß 日本 🦊\t\"'\\%_\n\u202e end";

  @Test
  void everyFieldOfASpecIsKept() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("z", ODD_TEXT);
    metadata.put("a", "");
    metadata.put("m", "x".repeat(8_000));
    Set<String> tags = new LinkedHashSet<>(List.of("nightly", "A:b-c_d.e", "0"));
    assertKept(
        bench()
            .spec()
            .typeVersion(7)
            .queue("queue.With:odd_name-1")
            .priority(new Priority(255))
            .maxAttempts(RetryPolicy.ATTEMPTS_MAX)
            .backoff(new Backoff(Duration.ofMillis(1), 1.5, Duration.ofDays(30), 0.25))
            .timeout(Duration.ofMillis(1_501))
            .tags(tags)
            .metadata(metadata)
            .requestId("request " + ODD_TEXT)
            .traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .build());
  }

  @Test
  void rulesOfASpecAreKept() {
    Job first = bench().completed();
    Job second = bench().completed();
    Job third = bench().completed();
    List<Dependency> after =
        List.of(
            Dependency.on(third).onFailure(OnFailure.FAIL),
            Dependency.on(first),
            Dependency.on(second).onFailure(OnFailure.RUN));
    Unique window = Unique.by("k.With:odd_name-1").during(Duration.ofMillis(1_501));
    for (Unique unique :
        List.of(
            Unique.by("k".repeat(128)),
            window,
            window.alsoWhileRunning().onDuplicate(OnDuplicate.REPLACE),
            Unique.by("other").onDuplicate(OnDuplicate.REJECT))) {
      assertKept(
          bench()
              .spec()
              .after(after)
              .unique(unique)
              .deadline(new Due.After(Duration.ofMillis(1_502)))
              .atMostOnce(true)
              .build());
      bench().time().advance(Duration.ofSeconds(2));
    }
  }

  @Test
  void smallestSpecIsKept() {
    assertKept(
        bench()
            .spec()
            .priority(new Priority(0))
            .maxAttempts(1)
            .backoff(new Backoff(Duration.ZERO, 1, Duration.ZERO, 0))
            .build());
  }

  @Test
  void twentyTagsAndLongNamesAreKept() {
    Set<String> tags = new LinkedHashSet<>();
    for (int i = 0; i < JobSpec.TAGS_MAX; i++) {
      tags.add(("tag" + i + "-").repeat(25).substring(0, 100));
    }
    assertKept(
        JobSpec.builder(bench().nextId(), "t".repeat(128), Content.json("{}"))
            .queue("q".repeat(128))
            .tags(tags)
            .build());
  }

  @Test
  void payloadIsKeptByteForByte() {
    byte[] everyByte = new byte[1_024];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    byte[] large = new byte[PAYLOAD_BYTES_MAX];
    new Random(7).nextBytes(large);
    for (Content payload :
        List.of(
            Content.json(""),
            Content.json("null"),
            Content.json("{ \"b\" : 1.0, \"a\":\"" + "🦊" + "\" }"),
            Content.of("cbor", everyByte),
            Content.of("own.codec-2", new byte[0]),
            Content.of("aes", large))) {
      assertKept(JobSpec.builder(bench().nextId(), "t", payload).queue("q").build());
    }
  }

  @Test
  void idsOfAnyValueAreKept() {
    for (String id :
        List.of(
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "7fffffff-ffff-7fff-bfff-ffffffffffff",
            "80000000-0000-7000-8000-000000000000")) {
      assertKept(
          JobSpec.builder(new JobId(UUID.fromString(id)), "t", Content.json("1"))
              .queue("q")
              .build());
    }
  }

  @Test
  void resultIsKeptByteForByte() {
    byte[] large = new byte[PAYLOAD_BYTES_MAX];
    new Random(8).nextBytes(large);
    for (Content result :
        List.of(
            Content.json("\"" + "日本 🦊" + "\""),
            Content.json(""),
            Content.of("cbor", new byte[] {0, -1, 127, -128}),
            Content.of("aes", large))) {
      Job job = bench().ended(new Outcome.Completed(result));
      assertThat(job.result()).contains(result);
    }
  }

  @Test
  void completionWithoutAResultHasNone() {
    assertThat(bench().ended(new Outcome.Completed(null)).result()).isEmpty();
  }

  @Test
  void errorIsKeptWithKindMessageAndStack() {
    for (Failure error :
        List.of(
            new Failure("IllegalState", ODD_TEXT, "at a.B(C.java:1)\n\tat d.E(F.java:2)"),
            new Failure("K", "", null),
            new Failure("k".repeat(128), "m".repeat(4_096), "s".repeat(32_768)))) {
      Job job = bench().ended(new Outcome.Failed(error, null));
      assertThat(job.error()).contains(error);
      assertThat(bench().store().lookup().attempts(job.id()).getLast().error()).contains(error);
    }
  }

  @Test
  void progressIsKept() {
    Job run = bench().running();
    for (Progress progress :
        List.of(new Progress(0.123456789, ODD_TEXT), new Progress(1, null), new Progress(0, ""))) {
      bench().note(new Note(RunKey.of(run), progress, 1, List.of()));
      assertThat(bench().find(run).progress()).contains(progress);
    }
  }

  @Test
  void instantsAreKeptToTheMillisecond() {
    bench().time().advance(Duration.ofMillis(123));
    Job run = bench().running();
    bench().time().advance(Duration.ofMillis(456));
    bench().report(run, Bench.failed());
    Job job = bench().find(run);
    assertThat(job.submittedAt()).isEqualTo(bench().time().now().minusMillis(456));
    assertThat(job.startedAt()).contains(bench().time().now().minusMillis(456));
    assertThat(job.endedAt()).contains(bench().time().now());
    Attempt attempt = bench().store().lookup().attempts(job.id()).getFirst();
    assertThat(attempt.startedAt()).isEqualTo(bench().time().now().minusMillis(456));
    assertThat(attempt.endedAt()).contains(bench().time().now());
  }

  private void assertKept(JobSpec spec) {
    bench().admitGroup(spec);
    Instant now = bench().time().now();
    assertSame(bench().find(spec.id()).spec(), spec, now);

    Demand demand =
        new Demand(spec.queue(), List.of(new HandledType(spec.type(), spec.typeVersion())), 1);
    List<Job> claimed = bench().claim("w-1", 1, demand);
    assertThat(claimed).hasSize(1);
    assertSame(claimed.getFirst().spec(), spec, now);

    bench().report(claimed.getFirst(), new Outcome.Completed(null));
    Job ended = bench().find(spec.id());
    assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
    assertSame(ended.spec(), spec, now);
    Job listed =
        bench().store().lookup().list(only(spec), null, 1_000).stream()
            .filter(job -> job.id().equals(spec.id()))
            .findFirst()
            .orElseThrow();
    assertSame(listed.spec(), spec, now);
  }

  private static JobFilter only(JobSpec spec) {
    return JobFilter.ALL.queue(spec.queue()).type(spec.type());
  }

  private static void assertSame(JobSpec actual, JobSpec expected, Instant admitted) {
    assertThat(actual.id()).isEqualTo(expected.id());
    assertThat(actual.type()).isEqualTo(expected.type());
    assertThat(actual.typeVersion()).isEqualTo(expected.typeVersion());
    assertThat(actual.queue()).isEqualTo(expected.queue());
    assertThat(actual.priority()).isEqualTo(expected.priority());
    assertThat(actual.payload()).isEqualTo(expected.payload());
    assertThat(actual.maxAttempts()).isEqualTo(expected.maxAttempts());
    assertThat(actual.backoff()).isEqualTo(expected.backoff());
    assertThat(actual.timeout()).isEqualTo(expected.timeout());
    assertThat(actual.tags()).isEqualTo(expected.tags());
    assertThat(List.copyOf(actual.metadata().entrySet()))
        .describedAs("metadata in the order in which it was given")
        .isEqualTo(List.copyOf(expected.metadata().entrySet()));
    assertThat(actual.requestId()).isEqualTo(expected.requestId());
    assertThat(actual.traceparent()).isEqualTo(expected.traceparent());
    assertThat(actual.after()).isEqualTo(expected.after());
    assertThat(actual.unique()).isEqualTo(expected.unique());
    assertThat(actual.atMostOnce()).isEqualTo(expected.atMostOnce());
    assertThat(actual.deadline())
        .describedAs("the deadline as an instant")
        .isEqualTo(expected.deadline().map(due -> new Due.At(due.from(admitted))));
  }
}
