package dev.jobmill.cli;

import dev.jobmill.cli.settings.Settings;
import dev.jobmill.store.JobStore;

/// Opens the store that the settings name.
@FunctionalInterface
interface Stores {
  /// The store, made when it is not there.
  ///
  /// @throws dev.jobmill.job.StoreUnavailable when it cannot be used
  JobStore open(Settings settings);
}
