/// How jobs look from outside: JSON, and the text forms of durations and times. One form for
/// command line, HTTP, events and logs.
@NullMarked
package dev.jobmill.wire;

import org.jspecify.annotations.NullMarked;
