/// The way in over a store: submits, waits and looks, without any thread of its own.
@NullMarked
package dev.jobmill.client;

import org.jspecify.annotations.NullMarked;
