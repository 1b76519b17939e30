/// Attacks the promises of the SQLite store: processes that submit and work on one file are killed
/// and stopped at random moments, and a ledger that they keep outside of the store is held against
/// what the store says in the end.
@NullMarked
package dev.jobmill.torture;

import org.jspecify.annotations.NullMarked;
