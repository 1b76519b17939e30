package dev.jobmill.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Due;
import dev.jobmill.job.Failure;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Progress;
import dev.jobmill.job.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
  @ParameterizedTest
  @CsvSource({
    "250ms,PT0.25S",
    "30s,PT30S",
    "5m,PT5M",
    "2h,PT2H",
    "1d,PT24H",
    "PT30S,PT30S",
    "pt1h,PT1H",
    "0s,PT0S"
  })
  void durationsAreRead(String text, Duration expected) {
    assertThat(Durations.parse("delay", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "5 m", "-5m", "1w", "PT", "PT-5S", "1e3s", "999999999999999d", "5M"})
  void whatIsNotADurationIsRefusedByName(String text) {
    assertThatThrownBy(() -> Durations.parse("delay", text))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("delay '" + text + "'");
  }

  @Test
  void durationsAreSecondsInJson() {
    assertThat(Durations.seconds(Duration.ofMillis(250))).hasToString("0.25");
    assertThat(Durations.seconds(Duration.ofMinutes(10))).hasToString("600");
  }

  @Test
  void aJobIsOneJsonObjectWithoutWhatIsNotKnown() {
    Instant at = Instant.parse("2026-11-24T08:00:00Z");
    JobSpec spec =
        JobSpec.builder(
                JobId.parse("0199a5b1-7c3e-7d2a-9f00-1234567890ab"),
                "gcode.analyze",
                Content.json("{\"path\":\"/a b\"}"))
            .build();
    assertThat(JobJson.of(Job.builder(spec, JobState.QUEUED, at).dueAt(at).build()))
        .isEqualTo(
            "{\"id\":\"0199a5b1-7c3e-7d2a-9f00-1234567890ab\",\"type\":\"gcode.analyze\","
                + "\"queue\":\"default\",\"priority\":\"normal\",\"state\":\"queued\","
                + "\"attempt\":0,\"run\":0,\"crashes\":0,\"maxAttempts\":3,"
                + "\"submittedAt\":\"2026-11-24T08:00:00.000Z\","
                + "\"dueAt\":\"2026-11-24T08:00:00.000Z\",\"payload\":{\"path\":\"/a b\"}}");
  }

  @Test
  void numbersOfAPayloadAreShownAsTheyWereWritten() {
    String payload = "{\"big\":12345678901234567890.1230,\"huge\":1E+400}";
    JobSpec spec =
        JobSpec.builder(
                JobId.parse("0199a5b1-7c3e-7d2a-9f00-1234567890ab"), "t", Content.json(payload))
            .build();
    assertThat(JobJson.of(Job.builder(spec, JobState.QUEUED, Instant.EPOCH).build()))
        .endsWith("\"payload\":" + payload + "}");
  }

  @Test
  void whatIsKnownOfAJobIsInItsJson() {
    Instant at = Instant.parse("2026-11-24T08:00:00.123456Z");
    JobSpec spec =
        JobSpec.builder(
                JobId.parse("0199a5b1-7c3e-7d2a-9f00-1234567890ab"),
                "t",
                Content.of("x", new byte[3]))
            .priority(new Priority(7))
            .timeout(Duration.ofMillis(1500))
            .tags(Set.of("nightly"))
            .metadata(Map.of("customer", "42"))
            .requestId("r")
            .build();
    Job job =
        Job.builder(spec, JobState.FAILED, at)
            .reason(Reason.NOT_RETRYABLE)
            .attempt(1)
            .run(2)
            .startedAt(at)
            .endedAt(at)
            .worker("w-1")
            .progress(new Progress(0.42, "layer 3"))
            .error(Failure.of("NotGcode", "no \"command\""))
            .build();
    assertThat(JobJson.of(job, List.of(), List.of(), List.of()))
        .contains(
            "\"priority\":7",
            "\"state\":\"failed\",\"reason\":\"not-retryable\"",
            "\"timeoutSeconds\":1.5",
            "\"progress\":{\"fraction\":0.42,\"message\":\"layer 3\"}",
            "\"tags\":[\"nightly\"],\"metadata\":{\"customer\":\"42\"},\"requestId\":\"r\"",
            "\"payload\":{\"encoding\":\"x\",\"bytes\":3}",
            "\"error\":{\"kind\":\"NotGcode\",\"message\":\"no \\\"command\\\"\"}",
            "\"startedAt\":\"2026-11-24T08:00:00.123Z\"",
            "\"attempts\":[],\"log\":[],\"events\":[]");
  }

  @Test
  void whatAJobComesAfterAndWhatItKeepsIsInItsJson() {
    Instant at = Instant.parse("2026-11-24T08:00:00Z");
    JobId before = JobId.parse("0199a5b1-7c3e-7d2a-9f00-1234567890aa");
    JobSpec spec =
        JobSpec.builder(JobId.parse("0199a5b1-7c3e-7d2a-9f00-1234567890ab"), "t", Content.json("1"))
            .after(List.of(new Dependency("other", before, OnFailure.RUN)))
            .deadline(new Due.After(Duration.ofMinutes(5)))
            .build();
    Job job =
        Job.builder(spec, JobState.PENDING, at)
            .reason(Reason.DEPENDENCIES)
            .attachments(List.of(new Attachment("layers.json", "application/json", 12, "ab")))
            .build();
    Attempt snoozed = new Attempt(1, 0, "w-1", at, at, Attempt.Outcome.SNOOZED, null);
    assertThat(JobJson.of(job, List.of(snoozed), List.of(), List.of()))
        .contains(
            "\"state\":\"pending\",\"reason\":\"dependencies\"",
            "\"deadline\":\"2026-11-24T08:05:00.000Z\"",
            "\"after\":[\"0199a5b1-7c3e-7d2a-9f00-1234567890aa\"],\"payload\":1",
            "\"attachments\":[{\"name\":\"layers.json\",\"mediaType\":\"application/json\","
                + "\"bytes\":12,\"sha256\":\"ab\"}]",
            "\"outcome\":\"snoozed\"");
  }

  record Point(int x, @Nullable String label, Optional<String> note, Duration pause) {}

  @Test
  void recordsSurviveARoundTripWithoutWhatIsAbsent() {
    JsonCodec codec = new JsonCodec();
    Point point = new Point(3, null, Optional.empty(), Duration.ofSeconds(2));
    Content content = codec.encode(point);
    assertThat(content.text()).doesNotContain("label").doesNotContain("note");
    assertThat(codec.decode(content, Point.class)).isEqualTo(point);
  }

  @Test
  void unknownFieldsAreIgnoredAndWrongOnesNamed() {
    JsonCodec codec = new JsonCodec();
    assertThat(codec.decode(Content.json("{\"x\":1,\"new\":true}"), Point.class))
        .isInstanceOf(Point.class);
    assertThatThrownBy(() -> codec.decode(Content.json("[1]"), Point.class))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("Point");
    assertThatThrownBy(() -> codec.decode(Content.of("xml", new byte[0]), Point.class))
        .hasMessageContaining("encoding 'xml'");
  }

  record Even(int number) {
    Even {
      if (number % 2 != 0) {
        throw new InvalidRequest("number " + number + " is odd: use an even one");
      }
    }
  }

  @Test
  void aRecordThatRefusesItsValuesIsQuoted() {
    assertThatThrownBy(() -> new JsonCodec().decode(Content.json("{\"number\":3}"), Even.class))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("number 3 is odd: use an even one");
  }

  @Test
  void rawContentPassesThrough() {
    JsonCodec codec = new JsonCodec();
    Content raw = Content.json("{ \"a\" : 1 }");
    assertThat(codec.encode(raw)).isSameAs(raw);
    assertThat(codec.decode(raw, Content.class)).isSameAs(raw);
  }
}
