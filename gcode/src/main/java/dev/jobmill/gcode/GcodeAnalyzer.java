package dev.jobmill.gcode;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongConsumer;

/// Reads G-code files: one pass from front to back, in about 1 MiB whatever the size, and never
/// more than 16 MiB, which takes a file with 100 000 layers. Keeps nothing between calls;
/// thread-safe.
public final class GcodeAnalyzer {
  private static final int MAGIC_BYTES = 4;

  private GcodeAnalyzer() {}

  /// Told after every piece of at most 128 KiB.
  @FunctionalInterface
  public interface Listener {
    /// So much has been read. What it throws ends the reading and goes to the caller.
    ///
    /// @param bytes read so far
    /// @param total the size of the file when it was opened
    void read(long bytes, long total);
  }

  /// Reads a file.
  ///
  /// Interruption does not end it, since a half-read file has no report: throw from the listener.
  ///
  /// @return the report; an empty file has one, with a warning
  /// @throws FileNotFound when there is none
  /// @throws FileUnreadable when it is a folder or a device, or may not be opened
  /// @throws UnsupportedContainer when it is binary G-code or an archive
  /// @throws NotGcode when there is no valid command in it
  /// @throws IOException when reading fails half-way, which another attempt may cure
  public static GcodeReport analyze(Path file, Listener listener) throws IOException {
    return read(file, listener).report();
  }

  /// The same, with what each layer takes.
  static Analysis read(Path file, Listener listener) throws IOException {
    BasicFileAttributes before = attributes(file);
    Warnings warnings = new Warnings();
    try (InputStream in = open(file)) {
      long total = before.size();
      return read(
          in,
          String.valueOf(file.getFileName()),
          bytes -> listener.read(bytes, total),
          warnings,
          bytes -> warnWhenChanged(file, before, bytes, warnings));
    }
  }

  /// Reads a stream to its end. Does not close it.
  static GcodeReport analyze(InputStream in, String name, LongConsumer onRead) throws IOException {
    return read(in, name, onRead).report();
  }

  /// The same, with what each layer takes.
  static Analysis read(InputStream in, String name, LongConsumer onRead) throws IOException {
    return read(in, name, onRead, new Warnings(), bytes -> {});
  }

  private static Analysis read(
      InputStream in, String name, LongConsumer onRead, Warnings warnings, LongConsumer onEnd)
      throws IOException {
    byte[] first = in.readNBytes(MAGIC_BYTES);
    refuseContainer(name, first);
    LineSource source =
        new LineSource(new SequenceInputStream(new ByteArrayInputStream(first), in), onRead);
    Program program = new Program(warnings);
    while (source.next()) {
      program.read(source);
    }
    onEnd.accept(source.bytesRead());
    if (source.bytesRead() == 0) {
      warnings.add(Warnings.Code.EMPTY_FILE, 0, "the file has no bytes");
    } else if (!program.isGcode()) {
      throw new NotGcode(
          name
              + " has no valid G-code command in its "
              + source.line()
              + (source.line() == 1 ? " line" : " lines")
              + ": give a file that a slicer or CAM program has written");
    }
    if ("mixed".equals(source.lineEnd())) {
      warnings.add(Warnings.Code.MIXED_LINE_ENDS, 0, "lines end in different ways");
    }
    return new ReportWriter(program).write(facts(name, source, program));
  }

  private static GcodeReport.FileFacts facts(String name, LineSource source, Program program) {
    return new GcodeReport.FileFacts(
        name,
        source.bytesRead(),
        source.sha256(),
        source.line(),
        source.lineEnd(),
        "plain",
        program.blankLines(),
        program.commentLines(),
        source.longestLine(),
        source.endsWithNewline());
  }

  private static void refuseContainer(String name, byte[] first) {
    Container container = Container.startingWith(first);
    if (container != null) {
      throw new UnsupportedContainer(
          name
              + " is "
              + container.text()
              + ", and only plain text is read at present: "
              + container.mend());
    }
  }

  private static BasicFileAttributes attributes(Path file) {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException e) {
      if (Files.notExists(file)) {
        throw new FileNotFound("there is no file " + file + ": check the path");
      }
      throw new FileUnreadable(file + " cannot be looked at (" + e + "): check its permissions");
    }
    if (!attributes.isRegularFile()) {
      throw new FileUnreadable(
          file
              + " is not a file but "
              + (attributes.isDirectory() ? "a folder" : "a device")
              + ": give a G-code file");
    }
    return attributes;
  }

  /// Not through a channel: an interrupted thread would close it in the middle of a read.
  private static InputStream open(Path file) {
    try {
      return new FileInputStream(file.toFile());
    } catch (FileNotFoundException e) {
      if (Files.notExists(file)) {
        throw new FileNotFound("there is no file " + file + ": check the path");
      }
      throw new FileUnreadable(file + " cannot be opened for reading: check its permissions");
    }
  }

  private static void warnWhenChanged(
      Path file, BasicFileAttributes before, long bytes, Warnings warnings) {
    String text = null;
    try {
      BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
      if (after.size() != before.size() || bytes != before.size()) {
        text = "its size went from " + before.size() + " to " + after.size() + " bytes";
      } else if (!after.lastModifiedTime().equals(before.lastModifiedTime())) {
        text = "it was written to";
      }
    } catch (IOException e) {
      text = "it was removed";
    }
    if (text != null) {
      warnings.add(
          Warnings.Code.FILE_CHANGED, 0, text + " while it was read: the report may mix two files");
    }
  }
}
