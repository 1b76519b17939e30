package dev.jobmill.gcode;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one G-code file holds. Lengths in mm, volumes in mm³, times in s, weights in g. What is not
/// known is null or empty. The same bytes always give the same report.
///
/// @param file the bytes and lines
/// @param dialect who wrote it, and how it is to be read
/// @param filament what is extruded; null for milling, laser and empty files
/// @param boxes the room that its moves take
/// @param layers null for milling and laser files
/// @param time null when the file computes its moves with expressions
/// @param tools the tools that extrude, or for milling files that are selected; rising
/// @param commands how often each command stands in the file, at most 1 000 kinds and then `other`
/// @param stated what the slicer wrote into comments, in the order of the file, at most 500
/// @param differences stated against computed, for each value that is both
/// @param thumbnails the pictures that the slicer put into comments, at most 16
/// @param warnings what a reader of the report should know
public record GcodeReport(
    FileFacts file,
    Dialect dialect,
    @Nullable Filament filament,
    Boxes boxes,
    @Nullable Layers layers,
    @Nullable Time time,
    List<Integer> tools,
    Map<String, Long> commands,
    List<Stated> stated,
    List<Difference> differences,
    List<Thumbnail> thumbnails,
    List<WarningNote> warnings) {

  /// The bytes and lines.
  ///
  /// @param name without its folders
  /// @param bytes those that were read
  /// @param sha256 of all bytes, lower-case hexadecimal
  /// @param lines lines, the last one with or without a line end
  /// @param lineEnd `LF`, `CRLF`, `CRCRLF`, `CR` or `mixed`; null when there is none
  /// @param container `plain`: nothing else is read at present
  /// @param blankLines lines of nothing but blanks
  /// @param commentLines lines of nothing but a comment
  /// @param longestLine in bytes, without the line end
  /// @param endsWithNewline whether the last line has a line end
  public record FileFacts(
      String name,
      long bytes,
      String sha256,
      long lines,
      @Nullable String lineEnd,
      String container,
      long blankLines,
      long commentLines,
      long longestLine,
      boolean endsWithNewline) {}

  /// Who wrote the file, and how it is to be read.
  ///
  /// @param slicer the program's name without its version
  /// @param slicerVersion as the program wrote it
  /// @param flavour the firmware that the slicer wrote for, in its words
  /// @param units `mm`, `inch`, or `mixed`; null for an empty file
  /// @param extrusion `absolute`, `relative` or `volumetric`; null when nothing is extruded
  /// @param extrusionInferred whether the file leaves `extrusion` open, so that it was worked out
  /// @param machine `fdm`, `cnc` or `laser`; null when nothing tells
  public record Dialect(
      @Nullable String slicer,
      @Nullable String slicerVersion,
      @Nullable String flavour,
      @Nullable String units,
      @Nullable String extrusion,
      boolean extrusionInferred,
      @Nullable String machine) {}

  /// What is extruded: new filament only, a retraction that is paid back counts nothing.
  ///
  /// @param lengthMm from the first layer on
  /// @param startLengthMm before the first layer, by the start G-code
  /// @param perTool the same for each tool, by number
  public record Filament(double lengthMm, double startLengthMm, List<ToolFilament> perTool) {}

  /// What one tool extrudes.
  ///
  /// @param tool its number
  /// @param lengthMm from the first layer on
  /// @param startLengthMm before the first layer
  /// @param volumeMm3 of `lengthMm`
  /// @param weightG of `lengthMm`; null when the file names no density
  public record ToolFilament(
      int tool,
      double lengthMm,
      double startLengthMm,
      double volumeMm3,
      @Nullable Double weightG) {}

  /// The room that moves take, arcs with their true extremes.
  ///
  /// @param print moves that extrude along X or Y, from the first layer on
  /// @param extruding moves that extrude along X or Y
  /// @param all the ends of all moves, and the starts of those that extrude: what they extrude is
  ///   in it whole
  public record Boxes(@Nullable Box print, @Nullable Box extruding, @Nullable Box all) {}

  /// A box along the axes.
  ///
  /// @param min least X, Y, Z
  /// @param max greatest X, Y, Z
  public record Box(List<Double> min, List<Double> max) {}

  /// The layers.
  ///
  /// @param count how many
  /// @param countedBy `markers` for the slicer's comments, `z` for the heights at which something
  ///   is extruded; null when there are none
  /// @param spiral whether the height rises within the moves, as in a vase
  /// @param firstHeightMm the height of the first layer
  /// @param heightMm the most usual distance of two layers
  /// @param maxZMm the greatest height at which something is extruded
  public record Layers(
      long count,
      @Nullable String countedBy,
      boolean spiral,
      @Nullable Double firstHeightMm,
      @Nullable Double heightMm,
      @Nullable Double maxZMm) {}

  /// How long it takes.
  ///
  /// @param seconds moves and dwells; heating, homing and the like are unknown and not in it
  /// @param method `naive`: each move at its feed rate, without acceleration, so the real time is
  ///   longer
  /// @param profile the printer that was assumed; null for the naive method
  /// @param limits where the printer's limits come from; null for the naive method
  /// @param moves what moves
  /// @param waits how often each command of unknown length stands in the file
  public record Time(
      double seconds,
      String method,
      @Nullable String profile,
      @Nullable String limits,
      Moves moves,
      Map<String, Long> waits) {}

  /// The ways of the head.
  ///
  /// @param travelMm length of the moves that extrude nothing
  /// @param extrudingMm length of the moves that extrude along X or Y
  /// @param travels how many of the first
  /// @param extrusions how many of the second
  public record Moves(double travelMm, double extrudingMm, long travels, long extrusions) {}

  /// A value that the slicer wrote.
  ///
  /// @param key what it is, its unit last
  /// @param value a `Double`, a `List` of them (one for each tool), or a `String`
  /// @param unit of the value; empty when it has none
  /// @param line where it stands, from 1
  public record Stated(String key, Object value, String unit, long line) {}

  /// A stated value beside the computed one.
  ///
  /// @param key of the stated value
  /// @param stated what the slicer wrote
  /// @param computed the same thing as the moves give it, in the same unit
  /// @param ratio computed to stated; null when 0 is stated
  public record Difference(String key, double stated, double computed, @Nullable Double ratio) {}

  /// A picture in comments.
  ///
  /// @param format `PNG`, `JPG` or `QOI`
  /// @param width in pixels
  /// @param height in pixels
  /// @param bytes its size when decoded
  public record Thumbnail(String format, int width, int height, long bytes) {}

  /// What a reader of the report should know.
  ///
  /// @param code one of a closed list
  /// @param count how often it happened
  /// @param line where it happened first, from 1; null for the file as a whole
  /// @param text what stands there, cut and without unprintable characters, or an explanation
  public record WarningNote(String code, long count, @Nullable Long line, String text) {}
}
