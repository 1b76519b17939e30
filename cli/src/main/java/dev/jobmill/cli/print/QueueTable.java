package dev.jobmill.cli.print;

import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.Queues.TypeInfo;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Queues and types, one per line: under a heading on a terminal, in aligned columns elsewhere.
///
/// @param terminal what reads them
/// @param style its colours
public record QueueTable(Terminal terminal, Style style) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// A queue as one JSON object; without a limit where it has none.
  public static String json(QueueInfo queue) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", queue.name());
    node.put("waiting", queue.waiting());
    if (queue.limit() != null) {
      node.put("limit", queue.limit());
    }
    node.put("paused", queue.paused());
    return node.toString();
  }

  /// A type as one JSON object.
  public static String json(TypeInfo type) {
    return MAPPER
        .createObjectNode()
        .put("name", type.name())
        .put("paused", type.paused())
        .toString();
  }

  /// The lines of queues.
  public List<String> queues(List<QueueInfo> queues) {
    return lines(
        List.of("QUEUE", "WAITING", "LIMIT", "STATE"),
        queues.stream()
            .map(queue ->
                List.of(
                    queue.name(),
                    Long.toString(queue.waiting()),
                    queue.limit() == null ? "none" : Long.toString(queue.limit()),
                    state(queue.paused()))));
  }

  /// The lines of types.
  public List<String> types(List<TypeInfo> types) {
    return lines(
        List.of("TYPE", "STATE"),
        types.stream().map(type -> List.of(type.name(), state(type.paused()))));
  }

  private static String state(boolean paused) {
    return paused ? "paused" : "open";
  }

  private List<String> lines(List<String> heading, Stream<List<String>> rows) {
    Table table = new Table(terminal.out() ? terminal.columns() : Integer.MAX_VALUE);
    if (terminal.out()) {
      table.row(heading.stream().map(name -> new Table.Cell(name, style::heading)).toList());
    }
    rows.forEach(row -> table.row(row.stream().map(Table.Cell::of).toList()));
    return table.lines();
  }
}
