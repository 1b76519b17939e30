package dev.jobmill.gcode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the report of a program that was read to its end.
final class ReportWriter {
  /// Commands whose length only the machine knows.
  private static final int[] WAITS = {
    Code.G28,
    Code.G29,
    Code.M0,
    Code.M1,
    Code.M6,
    Code.M + 250,
    Code.M + 1090,
    Code.M + 1160,
    Code.M + 1900,
    Code.M + 1910,
    Code.M + 2260,
    Code.M + 6000
  };

  private final Program program;
  private final Tally tally;
  private final StatedValues stated;
  private final MachineGuess machine;
  private final boolean volumetric;

  ReportWriter(Program program) {
    this.program = program;
    this.tally = program.extrusion().tally();
    this.stated = program.notes().values();
    this.machine = MachineGuess.of(program);
    this.volumetric =
        program.machine().facts().isVolumetric()
            || "UltiGCode".equals(program.notes().flavour())
            || !stated.numbers("use_volumetric_e").isEmpty();
  }

  /// The report, beside the facts about the bytes, and what each layer takes.
  Analysis write(GcodeReport.FileFacts file) {
    warn();
    // On a printer they are but a stray line, such as a comment after '#'.
    boolean known = machine == MachineGuess.FDM || !program.hasExpressions();
    boolean empty = file.bytes() == 0;
    GcodeReport.Filament filament = machine.isMilling() || !known || empty ? null : filament();
    GcodeReport.Boxes boxes = known ? boxes() : new GcodeReport.Boxes(null, null, null);
    GcodeReport.Layers layers = machine.isMilling() || !known ? null : layers();
    GcodeReport.Time time = known ? time() : null;
    GcodeReport report =
        new GcodeReport(
            file,
            dialect(empty),
            filament,
            boxes,
            layers,
            time,
            tools(filament),
            program.counts().report(),
            stated.all(),
            Differences.between(stated, filament, boxes, layers, time),
            program.notes().thumbnails().all(),
            program.warnings().notes());
    return new Analysis(report, layers == null ? null : layerList(layers));
  }

  /// Null where the height rises within the moves and no comment tells where a layer begins.
  private @Nullable LayerList layerList(GcodeReport.Layers layers) {
    LayerTable table = tally.layers();
    if (table.size() == 0 || layers.spiral() && !table.isMarked()) {
      return null;
    }
    return new LayerList(table, tally.sums(), !volumetric);
  }

  private void warn() {
    Warnings warnings = program.warnings();
    warnings.add(
        Warnings.Code.EXTRUSION_MODE_DISPUTED,
        0,
        program.extrusion().disputedMoves(),
        "moves after G90 or G91 whose E some firmwares read the other way");
    if (program.counts().isCapped()) {
      warnings.add(Warnings.Code.LIMIT_REACHED, 0, "more kinds of commands than are listed");
    }
    warnings.add(
        Warnings.Code.LIMIT_REACHED, 0, stated.dropped(), "more stated values than are listed");
  }

  private GcodeReport.Dialect dialect(boolean empty) {
    Extrusion extrusion = program.extrusion();
    boolean extrudes = extrusion.mode() != null && !machine.isMilling();
    return new GcodeReport.Dialect(
        program.notes().slicer().name(),
        program.notes().slicer().version(),
        program.notes().flavour(),
        empty ? null : program.machine().facts().units(),
        extrudes && volumetric ? "volumetric" : extrudes ? extrusion.mode() : null,
        extrudes && extrusion.isInferred(),
        machine.text());
  }

  private GcodeReport.Filament filament() {
    FilamentMeter meter = tally.filament();
    FilamentKinds kinds = new FilamentKinds(stated, program.machine().facts().volumetricDiameter());
    List<GcodeReport.ToolFilament> perTool = new ArrayList<>();
    double length = 0;
    double start = 0;
    for (int tool = 0; tool < FilamentMeter.TOOLS_MAX; tool++) {
      if (meter.isUsed(tool)) {
        double area = kinds.areaMm2(tool);
        double unit = volumetric ? area : 1;
        double toolLength = meter.print(tool) / unit;
        double toolStart = meter.start(tool) / unit;
        double volume = toolLength * area;
        double density = kinds.density(tool);
        perTool.add(
            new GcodeReport.ToolFilament(
                tool,
                Rounded.mm(toolLength),
                Rounded.mm(toolStart),
                Rounded.mm3(volume),
                density > 0 ? (Double) Rounded.grams(volume / 1_000 * density) : null));
        length += toolLength;
        start += toolStart;
      }
    }
    return new GcodeReport.Filament(Rounded.mm(length), Rounded.mm(start), List.copyOf(perTool));
  }

  private GcodeReport.Boxes boxes() {
    GcodeReport.Boxes boxes = tally.boxes();
    return machine.isMilling() ? new GcodeReport.Boxes(null, null, boxes.all()) : boxes;
  }

  private GcodeReport.Layers layers() {
    LayerHeights heights = tally.heights();
    long markers = program.notes().markers().count();
    long count = markers > 0 ? markers : countByHeight(heights);
    return new GcodeReport.Layers(
        count,
        markers > 0 ? "markers" : count > 0 ? "z" : null,
        heights.isSpiral(),
        heights.first(),
        heights.usual(),
        heights.greatest());
  }

  /// In a spiral every move has a height of its own: there the stated layer height tells.
  private long countByHeight(LayerHeights heights) {
    List<Double> height = stated.numbers("layer_height_mm");
    Double first = heights.first();
    Double greatest = heights.greatest();
    if (heights.isSpiral() && !height.isEmpty() && first != null && greatest != null) {
      double each = height.getLast();
      if (each > 0) {
        return Math.round((greatest - first) / each) + 1;
      }
    }
    return heights.distinct();
  }

  private GcodeReport.Time time() {
    double dwell = program.machine().dwells().seconds(!machine.isMilling());
    return new GcodeReport.Time(
        Rounded.seconds(tally.seconds() + dwell), "naive", null, null, tally.moves(), waits());
  }

  private Map<String, Long> waits() {
    Map<String, Long> waits = new LinkedHashMap<>();
    for (int code : WAITS) {
      long count = program.counts().count(code);
      if (count > 0) {
        waits.put(Code.name(code), count);
      }
    }
    long toolChanges = program.machine().facts().toolChanges();
    if (toolChanges > 0) {
      waits.put("T", toolChanges);
    }
    return Collections.unmodifiableMap(waits);
  }

  private List<Integer> tools(GcodeReport.@Nullable Filament filament) {
    if (filament == null) {
      return program.machine().facts().tools();
    }
    return filament.perTool().stream().map(GcodeReport.ToolFilament::tool).toList();
  }
}
