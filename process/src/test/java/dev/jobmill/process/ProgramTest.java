package dev.jobmill.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.NotRetryable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class ProgramTest {
  @Test
  void absentFieldsMeanTheWorkersOwn() {
    Program read = JsonMapper.shared().readValue("{\"argv\":[\"ls\"]}", Program.class);

    assertThat(read).isEqualTo(Program.of("ls"));
    assertThat(read.env()).isEmpty();
  }

  @Test
  void aPayloadSurvivesJson() {
    String json =
        "{\"argv\":[\"a\",\"\"],\"cwd\":\"/tmp\",\"env\":{\"A\":\"1\",\"B\":null},\"stdin\":\"x\"}";

    Program read = JsonMapper.shared().readValue(json, Program.class);

    assertThat(read.env()).containsEntry("B", null);
    String written = JsonMapper.shared().writeValueAsString(read);
    assertThat(JsonMapper.shared().readValue(written, Program.class)).isEqualTo(read);
  }

  @Test
  void whatNoSystemCanRunIsRefused() {
    assertRefused(List.of(), "argv is empty");
    assertRefused(List.of(""), "argv[0] is blank");
    assertRefused(List.of("a", "b\0"), "argv[1] contains a NUL");
    assertRefused(Arrays.asList("a", null), "argv[1] is null");
    assertThatThrownBy(() -> new Program(List.of("a"), "", null, null))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("cwd");
    assertThatThrownBy(() -> new Program(List.of("a"), null, Map.of("A=B", ""), null))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'A=B'");
  }

  private static void assertRefused(List<String> argv, String why) {
    assertThatThrownBy(() -> new Program(argv, null, null, null))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining(why);
  }

  @Test
  void charactersThatTheLocaleCannotPassOnAreRefused() {
    Encodable ascii = new Encodable(StandardCharsets.US_ASCII);

    ascii.check(Program.of("echo", "plain"));
    assertThatThrownBy(() -> ascii.check(Program.of("echo", "grün")))
        .isInstanceOf(NotRetryable.class)
        .hasMessageContaining("argv[1]")
        .hasMessageContaining("LC_ALL=C.UTF-8");
  }
}
