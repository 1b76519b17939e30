package dev.jobmill.cli;

import dev.jobmill.WorkerPool;
import dev.jobmill.cli.settings.WholeNumber;
import dev.jobmill.job.InvalidRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pools as people write them: `NAME=QUEUES:SIZE`. QUEUES is `*` for all, `a,b` for some in turn,
/// `a=3,b=1` for some by weight, `a/b` for some in strict order. None of these signs can be in a
/// name but the colon, and the last one stands before the size.
final class PoolOption {
  private static final int SIZE_MAX = 10_000;
  private static final int WEIGHT_MAX = 100;
  private static final String FORM = ": use NAME=QUEUES:SIZE, such as mail=mail,news:4 or all=*:2";

  private PoolOption() {}

  /// @throws InvalidRequest when it is malformed
  static WorkerPool parse(String text) {
    int name = text.indexOf('=');
    int size = text.lastIndexOf(':');
    if (name < 1 || size < name) {
      throw new InvalidRequest("--pool '" + text + "' is malformed" + FORM);
    }
    String queues = text.substring(name + 1, size);
    if (queues.isEmpty()) {
      throw new InvalidRequest("--pool '" + text + "' names no queue" + FORM);
    }
    WorkerPool pool =
        WorkerPool.of(
            text.substring(0, name),
            WholeNumber.parse("size of --pool", text.substring(size + 1), 1, SIZE_MAX));
    if (queues.equals("*")) {
      return pool;
    }
    if (queues.indexOf('/') >= 0) {
      return pool.inOrder(queues.split("/", -1));
    }
    List<String> some = List.of(queues.split(",", -1));
    return queues.indexOf('=') < 0
        ? pool.queues(some.toArray(String[]::new))
        : pool.weighted(weights(text, some));
  }

  private static Map<String, Integer> weights(String text, List<String> some) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String one : some) {
      int sign = one.indexOf('=');
      String queue = sign < 0 ? one : one.substring(0, sign);
      int weight =
          sign < 0
              ? 1
              : WholeNumber.parse(
                  "weight of queue " + queue + " in --pool",
                  one.substring(sign + 1),
                  1,
                  WEIGHT_MAX);
      if (weights.put(queue, weight) != null) {
        throw new InvalidRequest(
            "--pool '" + text + "' names queue " + queue + " twice: name it once");
      }
    }
    return weights;
  }
}
