package dev.jobmill.testing.store;

import dev.jobmill.time.TimeSource;
import java.util.function.Function;

/// A part of [JobStoreContract] that needs stores with other settings than the standard ones.
abstract class SettingsPart extends ContractPart {
  /// Another store, with a clock of its own.
  abstract Bench bench(Function<TimeSource, StoreOptions> settings);
}
