/// Reads plain G-code files of any size in one pass, and the job type that does it.
@org.jspecify.annotations.NullMarked
module dev.jobmill.gcode {
  requires transitive dev.jobmill.core;
  requires transitive org.jspecify;

  exports dev.jobmill.gcode;
  exports dev.jobmill.gcode.sample;

  // The payload and the report are read and written by whatever mapper a codec uses.
  opens dev.jobmill.gcode;
}
