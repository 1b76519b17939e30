package dev.jobmill.cli.print;

import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.WorkerStatus;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A worker as it is shown. How busy its pools are is as old as its last renewal.
final class WorkerText {
  private WorkerText() {}

  static void put(WorkerInfo worker, ObjectNode node) {
    node.put("worker", worker.id()).put("host", worker.host()).put("pid", worker.pid());
    ArrayNode pools = node.putArray("pools");
    for (PoolStatus pool : pools(worker)) {
      pools
          .addObject()
          .put("name", pool.name())
          .put("size", pool.size())
          .put("busy", pool.busy())
          .put("stuck", pool.stuck())
          .put("claiming", pool.claiming());
    }
  }

  /// A line for each pool.
  static List<String> lines(WorkerInfo worker) {
    return pools(worker).stream().map(pool -> line(worker, pool)).toList();
  }

  private static List<PoolStatus> pools(WorkerInfo worker) {
    WorkerStatus status = worker.status();
    return status == null ? List.of() : status.pools();
  }

  private static String line(WorkerInfo worker, PoolStatus pool) {
    return "worker "
        + worker.id()
        + ": pool "
        + pool.name()
        + " "
        + pool.busy()
        + " of "
        + pool.size()
        + " slots busy"
        + (pool.stuck() == 0 ? "" : ", " + pool.stuck() + " stuck")
        + (pool.claiming() ? "" : " (takes no jobs)");
  }
}
