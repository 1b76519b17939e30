package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

/// JSON that people wrote, checked and then passed on byte for byte. The check looks at tokens and
/// makes no values, so that numbers of any size and precision stay as they were written; what two
/// readers could understand differently is refused.
final class JsonText {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private JsonText() {}

  /// @param what where it was written, for the message
  /// @return the document without what surrounds it
  /// @throws InvalidRequest when it is not one JSON document, or is too large for a payload
  static Content parse(String what, byte[] utf8) {
    if (utf8.length > JobRequest.PAYLOAD_BYTES_MAX) {
      throw tooLarge(what);
    }
    String text = decode(what, utf8);
    try (JsonParser parser = MAPPER.createParser(text)) {
      check(what, text, parser);
    } catch (StreamConstraintsException tooMuch) {
      throw new InvalidRequest(
          what
              + " is more than can be read back"
              + place(text, tooMuch.getLocation())
              + " (at most 500 levels, 1000 digits a number and 50000 characters a name): mend it",
          tooMuch);
    } catch (JacksonException malformed) {
      throw new InvalidRequest(
          what + " is not JSON" + place(text, malformed.getLocation()) + ": mend it", malformed);
    }
    return Content.json(text.strip());
  }

  private static String decode(String what, byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException malformed) {
      throw new InvalidRequest(what + " is not JSON, it is not UTF-8: mend it", malformed);
    }
  }

  private static void check(String what, String text, JsonParser parser) {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new InvalidRequest(what + " is empty: give it a JSON document, such as {}");
    }
    Deque<Set<String>> names = new ArrayDeque<>();
    for (; token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> names.push(new HashSet<>());
        case END_OBJECT -> names.pop();
        case PROPERTY_NAME -> {
          String name = parser.currentName();
          checkSurrogates(what, text, parser, name);
          if (!names.element().add(name)) {
            throw new InvalidRequest(
                what
                    + " has the name '"
                    + name
                    + "' twice in one object"
                    + place(text, parser.currentTokenLocation())
                    + ": give it once");
          }
        }
        case VALUE_STRING -> checkSurrogates(what, text, parser, parser.getString());
        // The number is not made, but its length is looked at.
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getStringLength();
        default -> {}
      }
      if (parser.streamReadContext().inRoot()) {
        checkEnd(what, text, parser);
        return;
      }
    }
  }

  private static void checkEnd(String what, String text, JsonParser parser) {
    if (parser.nextToken() != null) {
      throw new InvalidRequest(
          what
              + " is not one JSON document"
              + place(text, parser.currentTokenLocation())
              + ": leave out what follows the first one");
    }
  }

  /// Half a pair cannot be written in UTF-8, so it would be lost on the way.
  private static void checkSurrogates(String what, String text, JsonParser parser, String value) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new InvalidRequest(
          what
              + " is not JSON, half a surrogate pair is no character"
              + place(text, parser.currentTokenLocation())
              + ": mend it");
    }
  }

  /// The line is said only where there are several.
  private static String place(String text, @Nullable TokenStreamLocation at) {
    if (at == null || at.getColumnNr() < 1) {
      return "";
    }
    String line = text.indexOf('\n') < 0 ? "" : "line " + at.getLineNr() + ", ";
    return " at " + line + "column " + at.getColumnNr();
  }

  static InvalidRequest tooLarge(String what) {
    return new InvalidRequest(
        what
            + " is larger than "
            + JobRequest.PAYLOAD_BYTES_MAX
            + " bytes: keep large data in a file that the payload names");
  }
}
