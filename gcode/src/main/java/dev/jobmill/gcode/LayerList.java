package dev.jobmill.gcode;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Collections;

/// The layers of a print as JSON, written row by row, so that it needs no memory of its own: see
/// [GcodeJobs#LAYERS].
///
/// @param total the sums of the whole print
/// @param withFilament whether lengths of filament are known
record LayerList(LayerTable table, LayerTable.Sums total, boolean withFilament) {

  /// The text, from its beginning.
  InputStream json() {
    return new SequenceInputStream(Collections.enumeration(new Pieces()));
  }

  private String head() {
    return "{\"countedBy\":\""
        + (table.isMarked() ? "markers" : "z")
        + "\",\"capped\":"
        + (table.beyond() > 0)
        + ",\"layers\":[";
  }

  private String text(int index) {
    LayerTable.Row row = table.row(index, total);
    LayerTable.Sums sums = row.sums();
    StringBuilder json = new StringBuilder(160);
    json.append(index == 0 ? "\n" : ",\n");
    json.append("{\"line\":").append(row.line()).append(",\"byte\":").append(row.offset());
    if (row.zMm() != null) {
      json.append(",\"zMm\":").append(row.zMm().doubleValue());
    }
    if (withFilament) {
      json.append(",\"filamentMm\":").append(sums.filamentMm());
    }
    return json.append(",\"extrudingMm\":")
        .append(sums.extrudingMm())
        .append(",\"travelMm\":")
        .append(sums.travelMm())
        .append(",\"seconds\":")
        .append(sums.seconds())
        .append('}')
        .toString();
  }

  /// The head, each row, and the end, each made when it is read.
  private final class Pieces extends AbstractList<InputStream> {
    @Override
    public int size() {
      return table.size() + 2;
    }

    @Override
    public InputStream get(int index) {
      String text = index == 0 ? head() : index <= table.size() ? text(index - 1) : "\n]}\n";
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
