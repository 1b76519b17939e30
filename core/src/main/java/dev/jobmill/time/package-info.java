/// The only place that reads clocks and draws chance: everything else is given a [TimeSource] and a
/// [Chance].
@NullMarked
package dev.jobmill.time;

import org.jspecify.annotations.NullMarked;
