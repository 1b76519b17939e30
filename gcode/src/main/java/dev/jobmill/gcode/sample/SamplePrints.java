package dev.jobmill.gcode.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A handful of small prints to try things on, each with the traits of another slicer. They are
/// made here, so they may be given to anybody, and making them again gives the same bytes.
public final class SamplePrints {
  private SamplePrints() {}

  /// All of them.
  public static List<SamplePrint> all() {
    return List.of(
        CalibrationCube.make(),
        SpiralVase.make(),
        WallHook.make(),
        SpurGear.make(),
        NamePlate.make(),
        TemperatureTower.make());
  }

  /// Writes all of them into the folder that is named, `examples/gcode` when none is.
  ///
  /// @throws IOException when they cannot be written
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "examples/gcode");
    Files.createDirectories(folder);
    for (SamplePrint print : all()) {
      Files.write(folder.resolve(print.fileName()), print.bytes());
    }
  }
}
