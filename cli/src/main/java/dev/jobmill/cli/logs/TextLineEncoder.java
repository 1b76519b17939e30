package dev.jobmill.cli.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.jobmill.cli.print.OneLine;
import dev.jobmill.wire.JobJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Log lines for people: time, level, which job, what.
final class TextLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(200);
    line.append(JobJson.time(event.getInstant())).append(' ').append(event.getLevel()).append(' ');
    Map<String, String> job = event.getMDCPropertyMap();
    append("", job.get("jobId"), line);
    append("", job.get("jobType"), line);
    append("attempt=", job.get("attempt"), line);
    append("queue=", job.get("queue"), line);
    append("request=", job.get("requestId"), line);
    line.append(OneLine.of(event.getFormattedMessage())).append('\n');
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.append(ThrowableProxyUtil.asString(thrown));
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(String name, @Nullable String value, StringBuilder line) {
    if (value != null) {
      line.append(name).append(value).append(' ');
    }
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
