/// Measures Jobmill against a bare loop over the same database in the same run: ratios, not
/// absolute figures, since machines differ and drift.
@NullMarked
package dev.jobmill.benchmarks;

import org.jspecify.annotations.NullMarked;
