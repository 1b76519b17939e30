package dev.jobmill.gcode;

import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// The job types of this module, and the code that does them.
public final class GcodeJobs {
  /// `gcode.analyze`: reads a G-code file and gives its [GcodeReport]. Computes throughout, so it
  /// runs on platform threads.
  public static final JobType<GcodeFile, GcodeReport> ANALYZE =
      JobType.of("gcode.analyze", GcodeFile.class, GcodeReport.class).onPlatformThreads();

  /// The attachment that lists the layers of a print, as JSON: `countedBy` as in the report,
  /// `capped` when there are more than its 100 000 rows, and `layers`, in the order of the file.
  /// Each has its `line`, the `byte` where that begins, `zMm` (where something is extruded), and
  /// what it takes: `filamentMm` (unless the file counts volumes), `extrudingMm`, `travelMm` and
  /// `seconds`, which leave dwells out. The start G-code is in none. A file without layers, and a
  /// vase whose layers no comment marks, has no such attachment.
  public static final String LAYERS = "layers.json";

  /// How often progress is told for one file, at most.
  private static final int PROGRESS_STEPS = 100;

  private GcodeJobs() {}

  /// The handler of [#ANALYZE]. Tells progress by bytes, and ends within one piece of 128 KiB when
  /// its run is cancelled.
  public static JobHandler<GcodeFile, GcodeReport> analyze() {
    return GcodeJobs::analyze;
  }

  private static GcodeReport analyze(JobContext job, GcodeFile file) throws IOException {
    Path path;
    try {
      path = Path.of(file.path());
    } catch (InvalidPathException e) {
      throw new FileNotFound("'" + file.path() + "' is no path here: check its characters");
    }
    Steps steps = new Steps(job);
    Analysis analysis = GcodeAnalyzer.read(path, steps::read);
    LayerList layers = analysis.layers();
    if (layers != null) {
      job.attach(LAYERS, "application/json", layers.json());
    }
    return analysis.report();
  }

  /// Tells a job how far it has come, in steps.
  private static final class Steps {
    private final JobContext job;
    private long told;

    Steps(JobContext job) {
      this.job = job;
    }

    void read(long bytes, long total) {
      job.checkCancelled();
      long step = total == 0 ? 0 : bytes * PROGRESS_STEPS / total;
      if (step > told && step <= PROGRESS_STEPS) {
        told = step;
        job.progress((double) step / PROGRESS_STEPS);
      }
    }
  }
}
