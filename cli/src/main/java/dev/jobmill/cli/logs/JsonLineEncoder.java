package dev.jobmill.cli.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.jobmill.wire.JobJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One JSON object per log line, with the names and the form of time that a job as JSON has. The
/// encoder that comes with logback writes times as numbers and key–values as a list of texts, and a
/// library for this weighs more than these lines.
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final byte[] NOTHING = {};
  private static final Set<String> NUMBERS = Set.of("attempt", "run");

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("at", JobJson.time(event.getInstant()));
    line.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    line.put("logger", event.getLoggerName());
    line.put("thread", event.getThreadName());
    line.put("message", event.getFormattedMessage());
    event.getMDCPropertyMap().forEach((name, value) -> put(line, name, value));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        line.putPOJO(pair.key, pair.value);
      }
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      ObjectNode error = line.putObject("error");
      error.put("kind", thrown.getClassName());
      error.put("message", thrown.getMessage());
      error.put("stack", ThrowableProxyUtil.asString(thrown));
    }
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// The context of a thread holds texts only, but a job as JSON has numbers here.
  private static void put(ObjectNode line, String name, String value) {
    if (NUMBERS.contains(name) && value.matches("[0-9]{1,9}")) {
      line.put(name, Integer.parseInt(value));
    } else {
      line.put(name, value);
    }
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
