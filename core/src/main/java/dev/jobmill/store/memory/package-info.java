/// The store that keeps jobs in memory: as fast as a thread pool and as forgetful. Also what the
/// engine's own tests run on.
@NullMarked
package dev.jobmill.store.memory;

import org.jspecify.annotations.NullMarked;
