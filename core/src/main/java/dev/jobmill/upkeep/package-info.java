/// The duties that any node may run: each is one bounded pass that tests step themselves.
@NullMarked
package dev.jobmill.upkeep;

import org.jspecify.annotations.NullMarked;
