/// What a G-code file holds: [GcodeAnalyzer] reads it once, front to back, in memory that does not
/// grow with it, and gives a [GcodeReport]. [GcodeJobs] offers that as a job type.
///
/// Inside, a line goes one way: `LineSource` cuts it out of the bytes, `Words` splits it, `Machine`
/// carries it out, `Tally` counts what the carried-out moves did, `SlicerNotes` keeps what the
/// slicer wrote in comments, and `ReportWriter` puts both beside each other at the end.
@NullMarked
package dev.jobmill.gcode;

import org.jspecify.annotations.NullMarked;
