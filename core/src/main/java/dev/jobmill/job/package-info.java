/// The words of Jobmill: what a job is, what it may become, how it is requested, handled and looked
/// at. Values and contracts without threads or I/O.
@NullMarked
package dev.jobmill.job;

import org.jspecify.annotations.NullMarked;
