package dev.jobmill.testing.store;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.RunKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The model's attachments.
final class ModelAttachments implements Attachments {
  private final ModelState state;

  ModelAttachments(ModelState state) {
    this.state = state;
  }

  /// What a run has written under one name.
  static final class Written {
    final Map<Integer, byte[]> pieces = new TreeMap<>();
    @Nullable Attachment finished;
  }

  @Override
  public Applied write(
      RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
    return state.locked(() -> {
      Optional<ModelJob> running = state.running(run);
      running.ifPresent(one -> write(one, name, index, bytes.clone(), finished));
      return running.isPresent() ? Applied.APPLIED : Applied.SUPERSEDED;
    });
  }

  private static void write(
      ModelJob one, String name, int index, byte[] bytes, @Nullable Attachment finished) {
    if (!one.written.containsKey(name) && one.written.size() >= Attachment.COUNT_MAX) {
      throw new InvalidRequest(
          "attachment " + name + " is one too many: use at most " + Attachment.COUNT_MAX);
    }
    if (index == 0) {
      one.written.put(name, new Written());
    }
    Written written = one.written.computeIfAbsent(name, fresh -> new Written());
    written.pieces.put(index, bytes);
    if (finished != null) {
      written.finished = finished;
    }
    one.showAttachments();
  }

  @Override
  public Optional<byte[]> read(JobId job, String name, int index) {
    return state.locked(() ->
        state
            .byId(job)
            .flatMap(one -> Optional.ofNullable(one.written.get(name)))
            .filter(written -> written.finished != null)
            .flatMap(written -> Optional.ofNullable(written.pieces.get(index)))
            .map(byte[]::clone));
  }
}
