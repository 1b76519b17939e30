package dev.jobmill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.job.TypeRef;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.wire.JsonCodec;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is found when a mill starts rather than by its first job.
class StartCheckTest {
  interface Shape {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  sealed interface Tagged {
    record Circle(double radius) implements Tagged {}
  }

  record Drawing(String name, List<Shape> shapes) {}

  record Annotated(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Shape shape) {}

  record Fussy(String name) {
    Fussy {
      if (name == null) {
        throw new InvalidRequest("a name is needed");
      }
    }
  }

  record Box<T>(T content, Box<T> inner) {}

  record Nothing() {}

  enum Colour {
    RED
  }

  class Inner {
    public String name = "";
  }

  static class Closed {
    private final String name;

    Closed(String name, int ignored) {
      this.name = name + ignored;
    }

    public String getName() {
      return name;
    }
  }

  static class Mute {
    private String name = "";

    void rename(String other) {
      name = name + other;
    }
  }

  static class Bean {
    private String name = "";

    public String getName() {
      return name;
    }

    public void setName(String value) {
      name = value;
    }
  }

  static List<Type> soundTypes() {
    return List.of(
        String.class,
        int.class,
        Integer.class,
        byte[].class,
        Object.class,
        Instant.class,
        Path.class,
        Optional.class,
        Map.class,
        Void.class,
        Content.class,
        Colour.class,
        Nothing.class,
        Fussy.class,
        Tagged.class,
        Annotated.class,
        Bean.class,
        new TypeRef<List<Map<String, Bean>>>() {}.type(),
        new TypeRef<Box<Set<Fussy>>>() {}.type());
  }

  @ParameterizedTest
  @MethodSource("soundTypes")
  void soundTypesPass(Type type) {
    assertThat(new JsonCodec().complaint(type)).isEmpty();
  }

  static List<List<Object>> unsoundTypes() {
    Runnable lambda = () -> {};
    return List.of(
        List.of(Shape.class, "does not say which class"),
        List.of(Runnable.class, "does not say which class"),
        List.of(lambda.getClass(), "lambda"),
        List.of(Inner.class, "make it static"),
        List.of(Closed.class, "cannot be made from JSON"),
        List.of(Mute.class, "not written"),
        List.of(Drawing.class, "in 'shapes'"),
        List.of(new TypeRef<List<Optional<Inner>>>() {}.type(), "make it static"),
        List.of(new TypeRef<Box<Shape>>() {}.type(), "in 'content'"));
  }

  @ParameterizedTest
  @MethodSource("unsoundTypes")
  void typesThatCanNeverBeReadBackAreFound(List<Object> typeAndComplaint) {
    assertThat(new JsonCodec().complaint((Type) typeAndComplaint.getFirst()))
        .hasValueSatisfying(text -> assertThat(text).contains((String) typeAndComplaint.getLast()));
  }

  @Test
  void startNamesAllTypesThatCannotMakeTheRoundTripAndClosesTheStore() {
    MemoryJobStore store = MemoryJobStore.create();
    JobmillBuilder mill =
        Jobmill.open(store)
            .handle(JobType.of("draw", Drawing.class, String.class), (job, drawing) -> "")
            .handle(JobType.of("cut", String.class, Inner.class), (job, name) -> null);
    assertThatThrownBy(mill::start)
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("the payload of job type draw")
        .hasMessageContaining("the result of job type cut");
    assertThatThrownBy(() -> store.lookup().count()).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void oneNameWithTwoPayloadsIsRefused() {
    JobType<String, String> handled = JobType.of("work", String.class, String.class);
    JobType<Integer, String> other = JobType.of("work", Integer.class, String.class);
    try (Jobmill mill =
        Jobmill.open(MemoryJobStore.create()).handle(handled, (job, payload) -> payload).start()) {
      assertThatThrownBy(() -> mill.submit(other, 1))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("work")
          .hasMessageContaining("Integer")
          .hasMessageContaining("String");
      assertThatThrownBy(() -> mill.chain(JobRequest.of(other, 1)))
          .isInstanceOf(InvalidRequest.class);
      assertThatCode(() -> mill.submit(other.version(2), 1)).doesNotThrowAnyException();
      JobType<Content, Content> plain = JobType.of("work", Content.class, Content.class);
      assertThatCode(() -> mill.submit(plain, Content.json("\"x\""))).doesNotThrowAnyException();
    }
  }

  @Test
  void clientThatUsesANameTwiceIsToldAsWell() {
    MemoryJobStore store = MemoryJobStore.create();
    JobClient client = Jobmill.clientOf(store);
    client.submit(JobType.of("work", String.class, Void.class), "x");
    client.submit(JobType.of("work", String.class, String.class), "x");
    assertThatThrownBy(() -> client.submit(JobType.of("work", Integer.class, Void.class), 1))
        .isInstanceOf(InvalidRequest.class);
    store.close();
  }

  @Test
  void settingsOfAWorkerWithoutHandlersWouldBeIgnored() {
    assertThatThrownBy(() -> Jobmill.open(MemoryJobStore.create()).slots(4).start())
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("slots")
        .hasMessageContaining("clientOf");
    Jobmill.open(MemoryJobStore.create()).start().close();
  }

  @Test
  void errorTypesInThePolicyOfOneJobWouldBeIgnored() {
    JobType<String, Void> type =
        JobType.of("work", String.class, Void.class)
            .retry(RetryPolicy.exponential(3).notOn(IOException.class));
    JobRequest<String, Void> request = JobRequest.of(type, "x");
    assertThatThrownBy(
            () -> request.retry(RetryPolicy.exponential(5).notOn(IllegalStateException.class)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("ignored");
    assertThatCode(() -> request.retry(type.retry().withAttempts(9))).doesNotThrowAnyException();
    assertThatCode(() -> request.retry(RetryPolicy.never())).doesNotThrowAnyException();
  }
}
