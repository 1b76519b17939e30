package dev.jobmill.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.PayloadCodec;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Payloads and results as JSON: records, `java.time`, collections, sealed types. Unknown fields
/// are ignored and absent ones are null, so that old and new versions of an application understand
/// each other. A [Content] passes through as it is.
public final class JsonCodec implements PayloadCodec {
  private static final Content NULL = Content.json("null");

  private final JsonMapper mapper =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              all -> all.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /// A codec without settings.
  public JsonCodec() {}

  @Override
  public Content encode(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    if (value instanceof Content content) {
      return content;
    }
    try {
      return Content.json(mapper.writeValueAsBytes(value));
    } catch (JacksonException unwritable) {
      throw new InvalidRequest(
          value.getClass().getName()
              + " cannot be written as JSON: "
              + unwritable.getOriginalMessage(),
          unwritable);
    }
  }

  @Override
  public @Nullable Object decode(Content content, Type type) {
    if (type == Content.class) {
      return content;
    }
    if (type == Void.class) {
      return null;
    }
    if (!content.encoding().equals(Content.JSON)) {
      throw new InvalidRequest(
          "content in encoding '" + content.encoding() + "' cannot be read: this codec reads json");
    }
    try {
      return mapper.readValue(content.bytes(), mapper.constructType(type));
    } catch (JacksonException unreadable) {
      // A record that refuses its values has said what is wrong better than anybody else can.
      if (unreadable.getCause() instanceof InvalidRequest refused) {
        throw refused;
      }
      throw new InvalidRequest(
          "JSON cannot be read as " + shortName(type) + ": " + problem(unreadable), unreadable);
    }
  }

  @Override
  public Optional<String> complaint(Type type) {
    return type == Content.class || type == Void.class
        ? Optional.empty()
        : Optional.ofNullable(new TypeProbe(mapper).complaint(mapper.constructType(type)));
  }

  /// Names the place in the document: what Jackson says besides is about Java, not about the
  /// document.
  private static String problem(JacksonException unreadable) {
    if (unreadable instanceof StreamReadException malformed) {
      return "it is malformed, " + malformed.getOriginalMessage();
    }
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : unreadable.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty()
        ? "the document has another form"
        : "the value of '" + path + "' has another form";
  }

  private static String shortName(Type type) {
    return type instanceof Class<?> plain ? plain.getSimpleName() : type.getTypeName();
  }
}
