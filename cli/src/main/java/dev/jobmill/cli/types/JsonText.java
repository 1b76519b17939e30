package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON that people wrote, checked and then passed on byte for byte.
final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonText() {}

  /// @param what where it was written, for the message
  /// @throws InvalidRequest when it is not one JSON document, or is too large for a payload
  static Content parse(String what, byte[] utf8) {
    if (utf8.length > JobRequest.PAYLOAD_BYTES_MAX) {
      throw tooLarge(what);
    }
    JsonNode document;
    try {
      document = MAPPER.readTree(utf8);
    } catch (JacksonException malformed) {
      TokenStreamLocation at = malformed.getLocation();
      String place =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new InvalidRequest(what + " is not JSON" + place + ": mend it", malformed);
    }
    if (document == null || document.isMissingNode()) {
      throw new InvalidRequest(what + " is empty: give it a JSON document, such as {}");
    }
    return Content.json(utf8);
  }

  static InvalidRequest tooLarge(String what) {
    return new InvalidRequest(
        what
            + " is larger than "
            + JobRequest.PAYLOAD_BYTES_MAX
            + " bytes: keep large data in a file that the payload names");
  }
}
