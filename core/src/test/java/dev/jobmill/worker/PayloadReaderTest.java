package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.wire.JsonCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadReaderTest {
  record Letter(String to, List<String> pages, int copies) {}

  private static final JobType<Letter, Void> LETTER =
      JobType.of("letter", Letter.class, Void.class)
          .version(4)
          .upgrade(
              1,
              fields -> {
                fields.put("to", fields.remove("name"));
                return fields;
              })
          .upgrade(
              3, fields -> Map.of("to", fields.get("to"), "pages", List.of("one"), "copies", 2));

  @Test
  void anOldPayloadPassesEveryStepFromItsVersionOn() {
    assertThat(read(1, "{\"name\":\"Ada\"}")).isEqualTo(new Letter("Ada", List.of("one"), 2));
    assertThat(read(2, "{\"to\":\"Bob\"}")).isEqualTo(new Letter("Bob", List.of("one"), 2));
    assertThat(read(3, "{\"to\":\"Eve\"}")).isEqualTo(new Letter("Eve", List.of("one"), 2));
  }

  @Test
  void aPayloadOfTheOwnVersionPassesNone() {
    assertThat(read(4, "{\"to\":\"Ada\",\"pages\":[],\"copies\":7}"))
        .isEqualTo(new Letter("Ada", List.of(), 7));
  }

  @Test
  void aVersionWithoutAStepIsReadAsItIs() {
    JobType<Letter, Void> later = JobType.of("letter", Letter.class, Void.class).version(9);
    assertThat(PayloadReader.read(job(2, "{\"to\":\"Ada\"}"), later, new JsonCodec()).to())
        .isEqualTo("Ada");
  }

  @Test
  void aStepThatFailsIsNamedWithTypeAndVersions() {
    JobType<Letter, Void> broken =
        LETTER.upgrade(
            2,
            fields -> {
              throw new AssertionError("no letter before its time");
            });
    assertThatThrownBy(
            () -> PayloadReader.read(job(1, "{\"name\":\"Ada\"}"), broken, new JsonCodec()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContainingAll(
            "job type letter, version 1",
            "to version 4",
            "upgrade from version 2",
            "no letter before its time");
  }

  @Test
  void aStepThatGivesNothingFails() {
    JobType<Letter, Void> broken = LETTER.upgrade(2, fields -> null);
    assertThatThrownBy(() -> PayloadReader.read(job(2, "{}"), broken, new JsonCodec()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("upgrade from version 2");
  }

  @Test
  void anOldPayloadThatHasNoFieldsCannotBeBroughtUp() {
    assertThatThrownBy(() -> read(1, "[1]"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("plain data");
    assertThatThrownBy(() -> read(1, "null")).hasMessageContaining("no document with fields");
  }

  @Test
  void whatTheStepsGiveMustBeThePayload() {
    JobType<Letter, Void> broken = LETTER.upgrade(3, fields -> Map.of("pages", "many"));
    assertThatThrownBy(() -> PayloadReader.read(job(3, "{}"), broken, new JsonCodec()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContainingAll("job type letter, version 3", "'pages'");
  }

  @Test
  void aStepMayChangeWhatItIsGivenWhateverTheStepBeforeGave() {
    JobType<Letter, Void> type =
        JobType.of("letter", Letter.class, Void.class)
            .version(3)
            .upgrade(1, fields -> Map.of("to", "Ada"))
            .upgrade(
                2,
                fields -> {
                  fields.put("copies", 3);
                  return fields;
                });
    assertThat(PayloadReader.read(job(1, "{}"), type, new JsonCodec()).copies()).isEqualTo(3);
  }

  private static Letter read(int version, String payload) {
    return PayloadReader.read(job(version, payload), LETTER, new JsonCodec());
  }

  private static Job job(int version, String payload) {
    JobId id = JobId.parse("0199a5b1-7c3e-7d2a-9f00-1234567890ab");
    JobSpec spec =
        JobSpec.builder(id, "letter", Content.json(payload)).typeVersion(version).build();
    return Job.builder(spec, JobState.PROCESSING, Instant.EPOCH).run(1).build();
  }
}
