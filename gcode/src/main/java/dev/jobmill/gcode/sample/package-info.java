/// Makes G-code files whose numbers are known: [ScaleFile] of any size for measurements, and
/// [SamplePrints], a handful of small prints to try things on.
@NullMarked
package dev.jobmill.gcode.sample;

import org.jspecify.annotations.NullMarked;
