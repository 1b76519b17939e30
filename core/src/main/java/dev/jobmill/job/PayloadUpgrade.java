package dev.jobmill.job;

import java.util.Map;

/// Makes the payload of one version of a type into that of the next, as plain data: the fields of
/// the JSON document as maps, lists, strings, numbers and booleans. Must be a plain function, since
/// it runs at each attempt. What it throws ends the job `FAILED`, reason `REJECTED_PAYLOAD`.
@FunctionalInterface
public interface PayloadUpgrade {
  /// The fields of the next version.
  ///
  /// @param fields may be changed and given back
  Map<String, Object> apply(Map<String, Object> fields);
}
