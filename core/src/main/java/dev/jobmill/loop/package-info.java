/// Threads of the engine: everything that goes on by itself is a step that a
/// [dev.jobmill.loop.Loop] repeats, and that tests call themselves.
@NullMarked
package dev.jobmill.loop;

import org.jspecify.annotations.NullMarked;
