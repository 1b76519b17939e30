/// When recurring jobs are due: cron expressions with their zone, intervals, single instants. Pure:
/// no clock, no threads, no I/O; the same question always has the same answer, as long as Java's
/// time zone data stay the same.
@NullMarked
package dev.jobmill.schedule;

import org.jspecify.annotations.NullMarked;
