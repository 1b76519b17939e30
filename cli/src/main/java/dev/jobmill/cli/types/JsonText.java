package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.json.JsonMapper;

/// JSON that people wrote, checked and brought into one form: without white space, names in order.
/// So the same document is the same content however it was written, which is what an id that is
/// submitted again is compared by. It is read as tokens and not as values, so that numbers of any
/// size and precision stay as they were written; what two readers could understand differently is
/// refused.
final class JsonText {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String what;
  private final String text;
  private final JsonParser parser;

  private JsonText(String what, String text, JsonParser parser) {
    this.what = what;
    this.text = text;
    this.parser = parser;
  }

  /// @param what where it was written, for the message
  /// @return the document in its one form
  /// @throws InvalidRequest when it is not one JSON document, or is too large for a payload
  static Content parse(String what, byte[] utf8) {
    if (utf8.length > JobRequest.PAYLOAD_BYTES_MAX) {
      throw tooLarge(what);
    }
    String text = decode(what, utf8);
    try (JsonParser parser = MAPPER.createParser(text)) {
      return Content.json(new JsonText(what, text, parser).document());
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
  }

  private static String decode(String what, byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException malformed) {
      throw new InvalidRequest(what + " is not JSON, it is not UTF-8: mend it", malformed);
    }
  }

  private String document() {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new InvalidRequest(what + " is empty: give it a JSON document, such as {}");
    }
    StringBuilder document = new StringBuilder(text.length());
    value(first, document);
    if (parser.nextToken() != null) {
      throw wrong(" is not one JSON document", "leave out what follows the first one");
    }
    return document.toString();
  }

  private void value(JsonToken token, StringBuilder out) {
    switch (token) {
      case START_OBJECT -> object(out);
      case START_ARRAY -> array(out);
      case VALUE_STRING -> string(parser.getString(), out);
      // Looking at the length makes the parser check it; the number itself is not made.
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        parser.getStringLength();
        out.append(parser.getString());
      }
      default -> out.append(token.asString());
    }
  }

  private void array(StringBuilder out) {
    out.append('[');
    boolean first = true;
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      value(next, out);
    }
    out.append(']');
  }

  private void object(StringBuilder out) {
    Map<String, String> members = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      StringBuilder member = new StringBuilder();
      String name = parser.currentName();
      string(name, member);
      if (members.containsKey(name)) {
        throw wrong(" has the name '" + name + "' twice in one object", "give it once");
      }
      member.append(':');
      value(parser.nextToken(), member);
      members.put(name, member.toString());
    }
    out.append('{').append(String.join(",", members.values())).append('}');
  }

  /// Half a pair cannot be written in UTF-8, so it would be lost on the way.
  private void string(String value, StringBuilder out) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw wrong(" is not JSON, half a surrogate pair is no character", "mend it");
    }
    out.append('"').append(JsonStringEncoder.getInstance().quoteAsCharArray(value)).append('"');
  }

  private InvalidRequest wrong(String problem, String mend) {
    return new InvalidRequest(
        what + problem + place(text, parser.currentTokenLocation()) + ": " + mend);
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
