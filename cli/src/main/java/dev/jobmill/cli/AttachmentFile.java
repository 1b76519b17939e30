package dev.jobmill.cli;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/// Writes an attachment to a file of its name: whole and as it was kept, or not at all. A file that
/// is there already is never touched.
///
/// @param attachment what is written
/// @param file where to
record AttachmentFile(Attachment attachment, Path file) {
  /// Saves an attachment in the working folder.
  static void save(Session session, Job job, String name) {
    List<Attachment> all = job.attachments();
    Attachment attachment =
        all.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(job, name));
    AttachmentFile target =
        new AttachmentFile(attachment, session.world().place().folder().resolve(name));
    if (Files.exists(target.file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidRequest(
          "file '" + name + "' is there already: move it away, or save in another folder");
    }
    try (InputStream content =
        session.client().attachment(job.id(), name).orElseThrow(() -> unknown(job, name))) {
      target.write(content);
    } catch (IOException failed) {
      throw new Problem(
          ExitStatus.STORE,
          "attachment "
              + name
              + " cannot be saved as "
              + target.file
              + " ("
              + failed.getMessage()
              + "): see that the folder may be written to, and try again",
          failed);
    }
    session.output().line(session.json() ? target.json() : target.text());
  }

  private static Problem unknown(Job job, String name) {
    List<String> names = job.attachments().stream().map(Attachment::name).toList();
    return new Problem(
        ExitStatus.NOT_ALL_WELL,
        "job "
            + job.id()
            + " has no attachment '"
            + name
            + "': "
            + (names.isEmpty() ? "it has none" : "use " + String.join(", ", names)));
  }

  private void write(InputStream content) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      MessageDigest digest = sha256();
      try (OutputStream out =
          new DigestOutputStream(
              Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              digest)) {
        content.transferTo(out);
      }
      String found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(attachment.sha256())) {
        throw new IOException("its digest is " + found + " and not " + attachment.sha256());
      }
      try (FileChannel bytes = FileChannel.open(part, StandardOpenOption.WRITE)) {
        bytes.force(true);
      }
      Files.move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private String text() {
    return file + ": " + attachment.bytes() + " bytes";
  }

  private String json() {
    return JsonMapper.shared()
        .createObjectNode()
        .put("file", file.toString())
        .put("bytes", attachment.bytes())
        .put("sha256", attachment.sha256())
        .toString();
  }
}
