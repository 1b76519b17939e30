package dev.jobmill.store.memory;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The attachments of one run of a job, sorted by name. Guarded by the lock of its [Shelves].
final class Outputs {
  private final Map<String, Output> byName = new TreeMap<>();

  private static final class Output {
    final List<byte[]> pieces = new ArrayList<>();
    @Nullable Attachment finished;
  }

  /// @param bytes belong to this object from now on
  void write(String name, int index, byte[] bytes, @Nullable Attachment finished) {
    Output output = byName.get(name);
    if (index == 0) {
      if (output == null && byName.size() >= Attachment.COUNT_MAX) {
        throw new InvalidRequest(
            "attachment "
                + name
                + " is one too many: a run has at most "
                + Attachment.COUNT_MAX
                + " attachments");
      }
      output = new Output();
      byName.put(name, output);
    }
    if (output == null || index < 0 || index > output.pieces.size()) {
      throw new IllegalArgumentException(
          "piece " + index + " of attachment " + name + ": the one before has not been written");
    }
    if (index == output.pieces.size()) {
      output.pieces.add(bytes);
    } else {
      output.pieces.set(index, bytes);
    }
    if (finished != null) {
      output.finished = finished;
    }
  }

  /// A piece of a finished one; null when there is none.
  byte @Nullable [] read(String name, int index) {
    Output output = byName.get(name);
    if (output == null || output.finished == null || index < 0 || index >= output.pieces.size()) {
      return null;
    }
    return output.pieces.get(index);
  }

  List<Attachment> finished() {
    List<Attachment> finished = new ArrayList<>(byName.size());
    for (Output output : byName.values()) {
      if (output.finished != null) {
        finished.add(output.finished);
      }
    }
    return finished;
  }
}
