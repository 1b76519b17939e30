package dev.jobmill.gcode;

import org.jspecify.annotations.Nullable;

/// What the numbers of E mean: a place on the filament (absolute) or an amount (relative).
///
/// When the file does not say (M82, M83), both readings are counted side by side until the first
/// moves tell them apart; then one of the two is dropped. That keeps the one pass over the file.
///
/// E is relative when G91 **or** M83 is in force, as Klipper, PrusaSlicer and OctoPrint have it and
/// as slicers rely on. Marlin 2 and RepRapFirmware read some files otherwise: moves on which they
/// would disagree are counted.
final class Extrusion {
  private static final int SAMPLES_ENOUGH = 200;
  private static final int SAMPLES_FEW = 4;

  private final Reading absolute = new Reading();
  private @Nullable Reading relative = new Reading();
  private Reading chosen = absolute;

  private boolean stated;
  private boolean statedRelative;
  private boolean xyzRelative;
  private boolean marlinRelative;
  private boolean readingsDiffer;
  private boolean inferred;
  private long relativeMoves;
  private long absoluteMoves;
  private long disputedMoves;
  private int samples;
  private int notRising;
  private double lastSample;

  /// One meaning of E, and what the moves amount to under it.
  private static final class Reading {
    private final Tally tally = new Tally();
    private double position;
  }

  /// M82 or M83.
  void state(boolean isRelative) {
    if (!stated) {
      stated = true;
      decide(chosenByMoves());
    }
    statedRelative = isRelative;
    marlinRelative = isRelative;
    compareReadings();
  }

  /// G90 or G91.
  void stateXyz(boolean isRelative) {
    xyzRelative = isRelative;
    marlinRelative = isRelative;
    compareReadings();
  }

  private void compareReadings() {
    readingsDiffer = stated && (marlinRelative != statedRelative || xyzRelative && !statedRelative);
  }

  /// G92: the filament stands at `position` without having moved.
  void set(double position) {
    absolute.position = position;
    if (relative != null) {
      relative.position = position;
    }
    lastSample = Math.min(lastSample, position);
  }

  /// A move without E.
  void move(Move move, int tool) {
    chosen.tally.add(move, tool, 0);
    if (relative != null) {
      relative.tally.add(move, tool, 0);
    }
  }

  /// A move with a number for E.
  void move(Move move, int tool, double e) {
    if (relative != null) {
      moveBoth(relative, move, tool, e);
      return;
    }
    boolean isRelative = xyzRelative || (stated ? statedRelative : chosen != absolute);
    if (readingsDiffer) {
      disputedMoves++;
    }
    if (isRelative) {
      relativeMoves++;
      chosen.position += e;
      chosen.tally.add(move, tool, e);
    } else {
      absoluteMoves++;
      double amount = e - chosen.position;
      chosen.position = e;
      chosen.tally.add(move, tool, amount);
    }
  }

  private void moveBoth(Reading other, Move move, int tool, double e) {
    double amount = xyzRelative ? e : e - absolute.position;
    absolute.position += amount;
    absolute.tally.add(move, tool, amount);
    other.position += e;
    other.tally.add(move, tool, e);
    if (xyzRelative) {
      relativeMoves++;
      return;
    }
    absoluteMoves++;
    if (move.alongXy && e > 0) {
      samples++;
      if (e <= lastSample) {
        notRising++;
      }
      lastSample = e;
      if (samples == SAMPLES_ENOUGH) {
        decide(chosenByMoves());
      }
    }
  }

  /// An absolute E rises with every extrusion; amounts go up and down, or stay.
  private boolean chosenByMoves() {
    return samples >= SAMPLES_FEW && notRising * 4 > samples;
  }

  private void decide(boolean isRelative) {
    Reading other = relative;
    if (other == null) {
      return;
    }
    inferred = !stated && absoluteMoves > 0;
    if (isRelative) {
      chosen = other;
      relativeMoves += absoluteMoves;
      absoluteMoves = 0;
    }
    relative = null;
  }

  /// A layer begins.
  void layer(LayerMarkers.Kind kind, long line, long offset) {
    absolute.tally.layer(kind, line, offset);
    if (relative != null) {
      relative.tally.layer(kind, line, offset);
    } else if (chosen != absolute) {
      chosen.tally.layer(kind, line, offset);
    }
  }

  void firstLayer() {
    absolute.tally.firstLayer();
    if (relative != null) {
      relative.tally.firstLayer();
    } else if (chosen != absolute) {
      chosen.tally.firstLayer();
    }
  }

  /// The moves under the reading that holds; decides when nothing has decided before.
  Tally tally() {
    if (relative != null) {
      decide(chosenByMoves());
    }
    return chosen.tally;
  }

  /// `absolute` or `relative`, whichever more moves are; null when no move has an E.
  @Nullable String mode() {
    if (relativeMoves + absoluteMoves == 0) {
      return null;
    }
    return relativeMoves > absoluteMoves ? "relative" : "absolute";
  }

  /// Whether the file leaves the mode open.
  boolean isInferred() {
    return inferred;
  }

  /// Whether some move has an E.
  boolean isUsed() {
    return relativeMoves + absoluteMoves > 0;
  }

  /// Moves that firmwares read differently.
  long disputedMoves() {
    return disputedMoves;
  }
}
