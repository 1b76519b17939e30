package dev.jobmill.gcode;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What a program says about the machine beside moving it.
final class MachineFacts {
  private final BitSet tools = new BitSet();
  private int tool;
  private long toolChanges;
  private boolean inch;
  private boolean metric;
  private boolean volumetric;
  private double volumetricDiameter;

  /// G20 or G21.
  void unit(boolean isInch) {
    inch |= isInch;
    metric |= !isInch;
  }

  /// A tool was selected.
  void tool(int number) {
    if (number != tool) {
      tool = number;
      toolChanges++;
    }
    tools.set(number);
  }

  int tool() {
    return tool;
  }

  /// How often another tool than the one before was selected; the first one is 0.
  long toolChanges() {
    return toolChanges;
  }

  /// M200: E is a volume when a diameter is given, or with S1.
  void volumetric(Words words) {
    if (words.has('D')) {
      volumetric = words.value('D') > 0;
      volumetricDiameter = words.value('D');
    }
    if (words.has('S')) {
      volumetric = words.value('S') > 0;
    }
  }

  boolean isVolumetric() {
    return volumetric;
  }

  /// The filament's diameter as M200 gives it, in mm; 0 when it does not.
  double volumetricDiameter() {
    return volumetricDiameter;
  }

  String units() {
    return inch && metric ? "mixed" : inch ? "inch" : "mm";
  }

  /// The tools that were selected, rising.
  List<Integer> tools() {
    return new ArrayList<>(tools.stream().boxed().toList());
  }
}
