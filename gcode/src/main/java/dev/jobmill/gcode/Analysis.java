package dev.jobmill.gcode;

import org.jspecify.annotations.Nullable;

/// All that one reading of a file gives.
///
/// @param layers what each layer takes; null for files without
record Analysis(GcodeReport report, @Nullable LayerList layers) {}
