/// The contract run on the stores that are at hand.
@NullMarked
package dev.jobmill.testing.store;

import org.jspecify.annotations.NullMarked;
